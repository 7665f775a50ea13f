"""Nobody becomes two people by spelling a name in another way."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.names import LONGEST, BadName, reviewer_id, same_person, skeleton
from store.text import visible
from tests.hostile import NAMES, PAYLOADS, RAW


@pytest.mark.parametrize(
    ("name", "one_form"),
    [
        ("Alice", "alice"),
        ("  Jane \t Doe\n", "jane doe"),
        ("ＡＬＩＣＥ", "alice"),
        ("Ona Kazlauskaitė-Žukienė", "ona kazlauskaitė-žukienė"),
        ("e\u0301mile", "émile"),
        ("O’Brien", "o'brien"),
        ("j.doe+review@example.org", "j.doe+review@example.org"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Алиса Иванова", "алиса иванова"),
        ("Νίκος", "νίκοσ"),
        ("山田 タロウ", "山田 タロウ"),
        ("佐々木 ゆい", "佐々木 ゆい"),
        ("김 철수", "김 철수"),
        ("प्रिया", "प्रिया"),
        ("ผู้ใช้", "ผู้ใช้"),
        ("user٣", "user3"),
        ("7", "7"),
    ],
)
def test_one_form(name: str, one_form: str) -> None:
    assert reviewer_id(name) == one_form


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_no_reviewer_is_called_that(name: str) -> None:
    with pytest.raises(BadName, match=r"^A reviewer's name .*\.$") as refusal:
        reviewer_id(name)
    assert not RAW.search(str(refusal.value))


def test_a_name_that_grows_when_folded_is_measured_then() -> None:
    with pytest.raises(BadName, match="64 characters at most, this one has 80"):
        reviewer_id("ß" * 40)


@given(
    st.text(
        st.characters(categories=["L", "M", "N", "Zs"])
        | st.sampled_from("aA1 .-'’ßİıŉΐ\u0301\u0345\u1fef\u00b4アｱ한ﬁ٣"),
        max_size=70,
    )
)
def test_the_one_form_is_its_own_one_form(name: str) -> None:
    skeleton(name)
    try:
        one_form = reviewer_id(name)
    except BadName:
        return
    assert reviewer_id(one_form) == one_form
    assert 1 <= len(one_form) <= LONGEST
    assert visible(one_form) is one_form
    assert same_person(name, one_form)
    assert same_person(name, name.upper())


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_a_payload_is_refused_or_harmless(text: str) -> None:
    with suppress(BadName):
        assert not RAW.search(reviewer_id(text))


def test_every_character_has_one_form_or_is_refused() -> None:
    for code in range(0x20000):
        try:
            one_form = reviewer_id(f"{chr(code)}{chr(code)}")
        except BadName:
            continue
        assert reviewer_id(one_form) == one_form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("alice", "ALICE"),
        ("alice", "aIice"),
        ("alice1", "alicel"),
        ("bob", "b0b"),
        ("bernard", "bemard"),
        ("avva", "awa"),
        ("José O’Rourke", "jose.orourke"),
        ("jane doe", "jane_doe"),
        ("pax", "рах"),
        ("cocoa", "сосоа"),
        ("oxo", "οχο"),
        ("anna", "аnnа"),
        ("Łukasz", "lukasz"),
        ("ıvan", "ivan"),
        ("שָׁלוֹם", "שלום"),
        ("أحمد", "احمد"),
        ("ニロ", "二口"),
    ],
)
def test_one_person(one: str, other: str) -> None:
    assert same_person(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("alice", "alicia"),
        ("reviewer1", "reviewer2"),
        ("reviewer1", "reviewer11"),
        ("jonas", "jonė"),
        ("рита", "рома"),
        ("रीता", "रेता"),
        ("かな", "がな"),
        ("clara", "dara"),
    ],
)
def test_two_people(one: str, other: str) -> None:
    assert not same_person(one, other)
