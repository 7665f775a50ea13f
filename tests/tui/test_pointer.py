"""Moving by sentence and marking by word."""

import pytest

from store.model import Case, Evidence
from store.policy import parse
from tests.dockets import POLICY, make_case
from tui.pointer import Pointer, grouped

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


def test_marking_begins_with_the_sentence_and_goes_on_by_word() -> None:
    pointer, case = words_case()
    pointer.mark()
    assert pointer.marking
    pointer.move_end(1)
    assert marked(pointer, case).endswith("Then")
    pointer.move_end(-1)
    pointer.move_end(-1)
    assert marked(pointer, case) == "He said “I never went"
    pointer.move_start(2)
    assert marked(pointer, case) == "I never went"
    pointer.move_start(-1)
    assert marked(pointer, case) == "said “I never went"
    pointer.unmark()
    assert marked(pointer, case).startswith("He said")


@pytest.mark.parametrize("step", [-1, 1])
def test_one_word_always_stays(step: int) -> None:
    pointer, case = words_case("One two.")
    pointer.mark()
    for _ in range(9):
        pointer.move_end(-1) if step < 0 else pointer.move_start(1)
    assert marked(pointer, case) in ("One", "two.")


def test_taking_in_the_next_sentence() -> None:
    pointer, case = words_case()
    pointer.mark()
    pointer.take_in_sentence()
    assert marked(pointer, case) == "He said “I never went there.” Then he left."
    pointer.take_in_sentence()
    assert marked(pointer, case).endswith("left.")


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
    assert pointer.passage is None
