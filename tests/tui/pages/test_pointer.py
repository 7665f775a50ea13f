"""Moving by sentence and marking by word."""

import pytest

from store.model import Case, Evidence
from store.policy_file import parse
from tests.dockets import POLICY, make_case
from tui.pages.pointer import Pointer, grouped

RULES = parse(POLICY, "policy")


def marked(pointer: Pointer, case: Case) -> str:
    passage = pointer.passage
    assert passage is not None
    item = case.item(passage.item)
    assert item is not None
    return item.text[passage.start : passage.end]


def words_case(text: str = "He said “I never went there.” Then he left.") -> tuple[Pointer, Case]:
    case = make_case(
        evidence=(Evidence("q1", "questionnaire", "Q", text), Evidence("q2", "questionnaire", "R", "End."))
    )
    return Pointer(case, RULES), case


def test_evidence_is_grouped_in_the_order_of_the_policy_with_strangers_last() -> None:
    evidence = (
        Evidence("x", "rumour", "X", "a"),
        Evidence("r", "register", "R", "b"),
        Evidence("q", "questionnaire", "Q", "c"),
    )
    groups = grouped(make_case(evidence=evidence), RULES)
    assert [(group.label, group.alone) for group in groups] == [
        ("Questionnaire", False),
        ("Register", True),
        ("rumour", False),
    ]


def test_sentences_in_turn_over_all_items() -> None:
    case = make_case()
    pointer, seen = Pointer(case, RULES), []
    seen.append(marked(pointer, case))
    while pointer.move(1):
        seen.append(marked(pointer, case))
    assert seen == [
        "I moved in 2019.",
        "I work at a bakery.",
        "Registered since 2 May 2019.",
        "Employer: Rugys bakery.",
        "A source reports a contact.",
        "Seen at the office.",
    ]
    assert pointer.move(-10)
    assert marked(pointer, case) == seen[0]
    assert not pointer.move(-1)


def test_marking_seeks_a_first_word_and_goes_on_from_it() -> None:
    pointer, case = words_case()
    pointer.mark()
    assert pointer.marking
    assert not pointer.stands
    assert marked(pointer, case) == "He"
    pointer.move_end(3)
    assert marked(pointer, case) == "never"
    pointer.move_end(-1)
    assert marked(pointer, case) == "I"
    pointer.mark()
    pointer.move_end(2)
    assert marked(pointer, case) == "I never went"
    assert pointer.marked_words == (3, "I never went")
    pointer.move_end(-1)
    assert marked(pointer, case) == "I never"
    pointer.move_start(-1)
    assert marked(pointer, case) == "said “I never"
    pointer.move_start(2)
    assert marked(pointer, case) == "never"
    pointer.unmark()
    assert marked(pointer, case).startswith("He said")


def test_a_first_word_is_sought_over_the_end_of_a_sentence() -> None:
    pointer, case = words_case()
    pointer.mark()
    pointer.move_end(6)
    assert marked(pointer, case) == "Then"
    pointer.unmark()
    assert marked(pointer, case) == "Then he left."
    pointer.mark()
    assert pointer.move(-1)
    assert marked(pointer, case) == "He"
    pointer.move_end(-1)
    assert marked(pointer, case) == "He"


def test_marking_begins_with_the_word_that_was_clicked() -> None:
    pointer, case = words_case()
    pointer.move_to("q1", 20)
    pointer.mark()
    assert marked(pointer, case) == "went"


def test_words_between_two_places_in_either_order() -> None:
    pointer, case = words_case()
    pointer.mark_between(36, 12)
    assert marked(pointer, case) == "never went there.” Then he"
    assert pointer.stands


@pytest.mark.parametrize("step", [-1, 1])
def test_one_word_always_stays(step: int) -> None:
    pointer, case = words_case("One two.")
    pointer.mark_between(0, 8)
    for _ in range(9):
        pointer.move_end(-1) if step < 0 else pointer.move_start(1)
    assert marked(pointer, case) == ("One" if step < 0 else "two")


def test_taking_in_sentences_and_giving_them_back() -> None:
    pointer, case = words_case()
    pointer.mark()
    pointer.take_in_sentence()
    assert marked(pointer, case) == "He said “I never went there.”"
    pointer.take_in_sentence()
    assert marked(pointer, case) == "He said “I never went there.” Then he left."
    pointer.take_in_sentence()
    assert marked(pointer, case).endswith("left.")
    pointer.give_back_sentence()
    assert marked(pointer, case) == "He said “I never went there.”"
    pointer.give_back_sentence()
    assert marked(pointer, case) == "He"


def test_text_without_a_word_can_be_marked_whole() -> None:
    pointer, case = words_case("…")
    pointer.mark()
    pointer.move_end(1)
    assert marked(pointer, case) == "…"


def test_the_next_item_that_is_wanted_round_the_case() -> None:
    pointer, _ = words_case()
    assert pointer.next_of({"q1", "q2"}) == "q2"
    assert pointer.next_of({"q1"}) == "q1"
    assert pointer.next_of(set()) is None


def test_to_a_place_and_to_an_item() -> None:
    pointer, case = words_case()
    assert pointer.move_to("q1", 35)
    assert marked(pointer, case) == "Then he left."
    assert pointer.move_item(1)
    assert marked(pointer, case) == "End."
    assert not pointer.move_item(1)
    assert not pointer.move_to("unknown", 0)


def test_a_case_without_text_has_no_place() -> None:
    pointer = Pointer(make_case(evidence=(Evidence("q1", "questionnaire", "Q", " \n "),)), RULES)
    assert pointer.passage is None
    assert not pointer.move(1)
    assert not pointer.move_item(1)
    pointer.mark()
    pointer.move_end(1)
    pointer.move_start(1)
    pointer.take_in_sentence()
    pointer.give_back_sentence()
    assert pointer.passage is None
    assert pointer.marked_words == (0, "")
