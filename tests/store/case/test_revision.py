"""A revision before and after: field by field, and word by word."""

from difflib import SequenceMatcher

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
        Hunk("was seen there in May. And so on ", "was seen there in June. And so on ")
    ]
    assert list(hunks("", "New.")) == [Hunk("", "New.")]
    assert list(hunks("Same.", "Same.")) == []


def test_two_places_are_two_hunks() -> None:
    middle = " word" * 40
    found = list(hunks(f"Ana went{middle} in May.", f"Eva went{middle} in June."))
    assert len(found) == 2
    assert found[0].before.startswith("Ana")
    assert found[1].after.endswith("June.")


def test_a_text_that_is_another_altogether_is_given_whole() -> None:
    old, new = " ".join(f"a{n}" for n in range(4000)), " ".join(f"b{n}" for n in range(4000))
    assert list(hunks(old, new)) == [Hunk(old, new)]


WORDS = st.lists(st.sampled_from(["a", "b", "c", " ", "\n", "\u202e"]), max_size=60).map("".join)


@given(WORDS, WORDS)
def test_whatever_differs_stands_in_a_hunk(old: str, new: str) -> None:
    found = list(hunks(old, new))
    assert bool(found) == (old != new)
    assert all(one.before in old and one.after in new for one in found)
    matches = SequenceMatcher(None, old, new, autojunk=False)
    if old and new and matches.ratio() == 0:
        assert found == [Hunk(old, new)]
