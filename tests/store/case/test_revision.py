"""A revision before and after: field by field, and word by word."""

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.case.revision import Change, Hunk, differences, hunks
from store.model import Flag
from tests.dockets import make_case

BEFORE = make_case()


def test_each_part_that_differs_says_what_it_said_and_says() -> None:
    register = replace(BEFORE.evidence[1], text="Registered since 2 May 2019. Employer: none.", source="Registry")
    after = replace(
        BEFORE,
        fields={"citizenship": "BLR", "permit": "permanent", "since": 2019},
        flags=(*BEFORE.flags, Flag("Q4", "No answer")),
        evidence=(BEFORE.evidence[0], register, *BEFORE.evidence[2:3]),
    )
    assert differences(BEFORE, after) == (
        Change("flags", "Q3 · Answers differ · survey desk", "Q3 · Answers differ · survey desk\nQ4 · No answer"),
        Change("field.permit", "temporary", "permanent"),
        Change("field.since", None, "2019"),
        Change("evidence r1", BEFORE.evidence[1].text, register.text),
        Change("evidence r1 source", "", "Registry"),
        Change("evidence s2", "Seen at the office.", None),
    )
    assert differences(BEFORE, BEFORE) == ()


def test_words_that_differ_stand_with_some_around_them() -> None:
    old = "One two three four five six seven eight nine ten. He was seen there in May. And so on and on and on."
    assert list(hunks(old, old.replace("May", "June"))) == [
        Hunk(*(f"nine ten. He was seen there in {month}. And so on and on and on." for month in ("May", "June")))
    ]
    assert list(hunks("", "New.")) == [Hunk("", "New.")]
    assert list(hunks("Same.", "Same.")) == []


def test_two_places_are_two_hunks() -> None:
    middle = " word" * 40
    found = list(hunks(f"Ana went{middle} in May.", f"Eva went{middle} in June."))
    assert len(found) == 2
    assert found[0].before.startswith("Ana")
    assert found[1].after.endswith("June.")


def test_two_places_share_no_words_however_near_they_are() -> None:
    for count in range(40):
        before = f"So it was: Ana went{' away' * count} in May, and that was that."
        found = list(hunks(before, before.replace("Ana", "Eva").replace("May", "June")))
        assert sum(len(one.before) for one in found) <= len(before)
        assert sum(one.after.count("Eva") + one.after.count("June") for one in found) == 2


def test_a_text_that_is_another_altogether_is_given_whole() -> None:
    old, new = " ".join(f"a{n}" for n in range(4000)), " ".join(f"b{n}" for n in range(4000))
    assert list(hunks(old, new)) == [Hunk(old, new)]


def test_two_words_of_a_long_text_are_found_however_far_apart() -> None:
    old = "".join(f"On day {n} he was seen at the office, in the morning. " for n in range(2000))
    found = list(hunks(old, old.replace("day 3 ", "day x ").replace("day 1996 ", "day y ")))
    assert [one.after.count("day") for one in found] == [1, 1]
    assert ("day x" in found[0].after, "day y" in found[1].after) == (True, True)


@pytest.mark.parametrize("word", ["a ", "a.", "a,", ".", "\n"])
def test_texts_that_take_long_to_compare_are_given_whole(word: str) -> None:
    """Each of them took longer than the time between two keys, and some longer than a minute."""
    old, new = f"x{word * 50_000}x", f"{word * 25_000}y{word * 24_000}"
    assert [(one.before, one.after) for one in hunks(old, new)] == [(old, new)]


def test_who_has_fewer_steps_left_is_given_more_text() -> None:
    old = "He was seen in May. " * 50
    new = old.replace("May", "June", 1)
    assert len(next(iter(hunks(old, new))).before) < 80
    assert list(hunks(f"Early. {old}", f"{new} Late.", 10)) == [Hunk(f"Early. {old}", f"{new} Late.")]


WORDS = st.lists(st.sampled_from(["a", "b", "c", " ", "\n", "\u202e"]), max_size=60).map("".join)


@given(WORDS, WORDS)
def test_whatever_differs_stands_in_a_hunk(old: str, new: str) -> None:
    found = list(hunks(old, new))
    assert bool(found) == (old != new)
    at = new_at = 0
    for one in found:  # in order, and no word twice
        at, new_at = old.index(one.before, at) + len(one.before), new.index(one.after, new_at) + len(one.after)
    matches = SequenceMatcher(None, old, new, autojunk=False)
    if old and new and matches.ratio() == 0:
        assert found == [Hunk(old, new)]
