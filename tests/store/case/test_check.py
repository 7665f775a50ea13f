"""A case that nobody could find, tell from another or read back whole is not taken in, whoever brings it."""

from collections import UserString
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store import limits
from store.case.check import CaseCheck, Problem, name_fault
from store.model import Case, Evidence, Flag
from store.policy_file import parse
from tests.dockets import POLICY, make_case
from tests.hostile import RAW

CHECK = CaseCheck(parse(POLICY, "policy"))
LONG = "x" * (limits.TEXT + 1)
ITEM = Evidence("q1", "questionnaire", "Question 1", "Yes.")
HALF = "half of a character"


def flagged(**changed: object) -> dict[str, object]:
    return {"flags": (Flag("Q1"), replace(Flag("Q3"), **changed))}


def with_item(**changed: object) -> dict[str, object]:
    return {"evidence": (make_case().evidence[1], replace(ITEM, **changed))}


def test_an_ordinary_case_is_taken_in():
    assert CHECK.problem(make_case()) is None
    assert CHECK.problem(Case("許可-7 ž", fields={"présence d'un tiers": None, "n": 2**63 - 1, "x": 0.1})) is None


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("", "is blank"),
        (" \u200b", "is blank"),
        ("x" * 201, "has 201 characters; at most 200 are read"),
        ("RP-1 ", "begins or ends with a space"),
        ("\xa0RP-1", "begins or ends with a space"),
        ("RP\n1", "holds ⏎, a character that cannot be seen"),
        ("RP\0001", "holds ␀, a character that cannot be seen"),
        ("RP-\u202e1", "holds ⟪U+202E⟫, a character that cannot be seen"),
        ("RP-1\u200b0", "holds ⟪U+200B⟫, a character that cannot be seen"),
        ("RP-1\ufe0f", "holds ⟪U+FE0F⟫, a character that cannot be seen"),
        ("RP-\ud800", "holds ⟪U+D800⟫, a character that cannot be seen"),
        ("RP\u30001", "holds U+3000, which looks like a space and is none"),
        ("RP-e\u0301", "has an accent that is not part of its letter"),
    ],
)
def test_what_cannot_be_typed_or_told_apart_is_no_name_of_anything(name, fault):
    """A field whose name hides a character would slip from under a mask; a second such id, under the first."""
    assert fault in name_fault(name)
    if "\ud800" not in name:
        for part, changed in {
            "id": {"id": name},
            f"fields.{name}": {"fields": {name: "BLR"}},
            "flags[1].code": flagged(code=name),
            "evidence[1].id": with_item(id=name),
        }.items():
            found = CHECK.problem(make_case(**changed))
            assert found
            assert found.part == part or part.startswith("fields.")
            assert fault in found.reason


@pytest.mark.parametrize(
    ("changed", "part", "reason"),
    [
        ({"title": "a\0b"}, "title", "holds a NUL character, at character 2."),
        ({"subject": "a\0b"}, "subject", "holds a NUL character"),
        ({"fields": {"permit": "a\0b"}}, "fields.permit", "holds a NUL character"),
        (flagged(reason="a\0b"), "flags[1].reason", "holds a NUL character"),
        (flagged(raised_by="a\0b"), "flags[1].raised_by", "holds a NUL character"),
        (with_item(label="a\0b"), "evidence[1].label", "holds a NUL character"),
        (with_item(text="a\0b"), "evidence[1].text", "holds a NUL character"),
        (with_item(source="a\0b"), "evidence[1].source", "holds a NUL character"),
        (with_item(access="restricted", gist="a\0b"), "evidence[1].gist", "holds a NUL character"),
        ({"title": "a\ud800b"}, "title", HALF),
        ({"fields": {"permit": "a\udc00"}}, "fields.permit", HALF),
        ({"fields": {"per\ud800mit": "x"}}, "fields.per⟪U+D800⟫mit", HALF),
        (flagged(code="Q\ud800"), "flags[1].code", HALF),
        (flagged(reason="a\ud800"), "flags[1].reason", HALF),
        (flagged(raised_by="a\ud800"), "flags[1].raised_by", HALF),
        (with_item(id="q\ud800"), "evidence[1].id", HALF),
        (with_item(text="a\ud800"), "evidence[1].text", HALF),
        (with_item(access="restricted", gist="a\ud800"), "evidence[1].gist", HALF),
        ({"title": LONG}, "title", "the text has 1,048,577 characters; at most 1,048,576 are read."),
        ({"fields": {"permit": LONG}}, "fields.permit", "1,048,577 characters"),
        (flagged(reason=LONG), "flags[1].reason", "1,048,577 characters"),
        (with_item(label=LONG), "evidence[1].label", "1,048,577 characters"),
        (with_item(text=LONG), "evidence[1].text", "1,048,577 characters"),
        (with_item(access="restricted", gist=LONG), "evidence[1].gist", "1,048,577 characters"),
    ],
)
def test_text_that_some_store_or_screen_could_not_hold_is_named_by_its_place(changed, part, reason):
    found = CHECK.problem(make_case(**changed))
    assert found
    assert found.part == part
    assert reason in found.reason


@pytest.mark.parametrize(
    ("changed", "part", "reason"),
    [
        (with_item(kind="questionaire"), "evidence[1].kind", 'kind of evidence "questionaire" (did you mean "questio'),
        ({"evidence": (ITEM, ITEM)}, "evidence[1].id", 'two items have the id "q1".'),
        (with_item(gist="A visit."), "evidence[1].gist", "only a restricted item has a gist."),
        ({"priority": 2**63}, "priority", "the number is too large."),
        ({"priority": 2**70}, "priority", "the number is too large"),
        ({"fields": {"n": 2**63}}, "fields.n", "the number is too large"),
        ({"fields": {"n": -(2**70)}}, "fields.n", "the number is too large"),
        ({"fields": {str(number): 1 for number in range(1001)}}, "fields", "there are 1,001 fields; at most 1,000"),
        ({"flags": tuple(Flag(f"Q{number}") for number in range(1001))}, "flags", "there are 1,001 flags"),
        ({"fields": {str(number): "x" * 2**20 for number in range(17)}}, "", "the case is larger than 16 MiB."),
    ],
)
def test_what_does_not_fit_the_policy_or_the_limits_is_named(changed, part, reason):
    found = CHECK.problem(make_case(**changed))
    assert found
    assert found.part == part
    assert reason in found.reason


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("p1", "\u04401", '"\u04401" looks like "p1", another item: character 1 is U+0440, and there U+0070.'),
        ("\u04401", "p1", '"p1" looks like "\u04401", another item: character 1 is U+0070, and there U+0440.'),
        ("p-1", "p\u20431", 'looks like "p-1", another item: character 2 is U+2043'),
        ("r1", "r1:0-5", '"r1:0-5" is how a passage of "r1" is cited: no item can have it as its id.'),
        ("r1", "r1:0\u20135", 'is how a passage of "r1" is cited'),
        ("\u0433\u0430:1", "ra:1:0-5", 'is how a passage of "ra:1" is cited'),
    ],
)
def test_no_item_is_taken_for_another_of_its_case_nor_for_a_passage_of_one(one, other, reason):
    case, item = make_case(evidence=(replace(ITEM, id=one),)), replace(ITEM, id=other)
    found = CHECK.item_problem(case, item)
    assert found
    assert found.part == "evidence[1].id"
    assert reason in found.reason
    assert CHECK.problem(replace(case, evidence=(*case.evidence, item))) == found


def test_whichever_of_an_item_and_a_passage_comes_first():
    found = CHECK.problem(make_case(evidence=(replace(ITEM, id="r1:0-5"), replace(ITEM, id="r1"))))
    assert found
    assert found.part == "evidence[0].id"


def test_items_have_the_ids_that_real_files_give_them():
    ids = [
        "p1",
        "P1",
        "#1",
        "a/b",
        "urn:x:1",
        "doc:2023-12",
        "4:1-2",
        "\u0434\u0435\u043b\u043e-1",
        "\u010c-1",
        "C-1",
        "l",
        "1",
    ]
    assert CHECK.problem(make_case(evidence=tuple(replace(ITEM, id=one) for one in ids))) is None


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"id": 17}, "id"),
        ({"id": UserString("RP-1")}, "id"),
        ({"title": None}, "title"),
        ({"fields": ["permit"]}, "fields"),
        ({"fields": {1: "x"}}, "fields.1"),
        ({"fields": {"n": float("nan")}}, "fields.n"),
        ({"fields": {"n": float("inf")}}, "fields.n"),
        ({"fields": {"n": Decimal("0.1")}}, "fields.n"),
        ({"fields": {"n": b"x"}}, "fields.n"),
        ({"fields": {"n": {"a": 1}}}, "fields.n"),
        ({"flags": [Flag("Q3")]}, "flags"),
        ({"flags": ("Q3",)}, "flags[0]"),
        ({"evidence": (Flag("Q3"),)}, "evidence[0]"),
        ({"due": "2023-12-01"}, "due"),
        ({"due": datetime(2023, 12, 1, tzinfo=UTC)}, "due"),
        ({"priority": True}, "priority"),
        ({"priority": "2"}, "priority"),
        (flagged(reason=None), "flags[1].reason"),
        (with_item(text=7), "evidence[1].text"),
        (with_item(access="secret"), "evidence[1].access"),
        (with_item(access="\x1b[2J" + LONG), "evidence[1].access"),
        (with_item(date="2023-12-01"), "evidence[1].date"),
    ],
)
def test_a_program_that_hands_in_another_type_is_told_where(changed, part):
    found = CHECK.problem(make_case(**changed))
    assert found
    assert found.part == part
    assert found.reason.endswith(".")
    assert not RAW.search(found.reason)
    assert len(found.reason) < 300


class Exhibit(Evidence, frozen=True):
    """An item of somebody else's making."""


def test_an_item_of_another_class_would_not_come_back_as_it_is():
    assert CHECK.problem(make_case(evidence=(Exhibit("q1", "questionnaire", "Question 1", "Yes."),)))


def test_a_thing_that_holds_itself_is_no_case_nor_is_a_dict():
    endless: list[object] = []
    endless.append(endless)
    assert CHECK.problem(make_case(fields={"a": endless}))
    assert CHECK.problem({"id": "RP-1"}) == Problem("", "a dict is no case.")  # type: ignore[arg-type]


pieces = st.text(st.characters(exclude_categories=()), max_size=4) | st.sampled_from(
    ["RP", LONG, "\0", "q1", "x" * 201]
)
values = st.none() | st.booleans() | st.integers() | st.floats() | pieces | st.dates() | st.binary() | st.lists(pieces)


@given(st.data())
def test_whatever_the_parts_are_the_answer_is_a_problem_that_is_safe_to_show_or_none(data):
    item = replace(ITEM, **{data.draw(st.sampled_from(ITEM.__struct_fields__)): data.draw(values)})
    flag = replace(Flag("Q3"), **{data.draw(st.sampled_from(Flag.__struct_fields__)): data.draw(values)})
    case = make_case(
        fields=data.draw(st.dictionaries(pieces, values, max_size=3)),
        flags=(flag,),
        evidence=(make_case().evidence[1], item),
        **{data.draw(st.sampled_from(["id", "title", "due", "priority"])): data.draw(values)},
    )
    found = CHECK.problem(case)
    if found is not None:
        assert found.reason.endswith(".")
        assert not RAW.search(found.part + found.reason)
        assert len(found.part) < 300
        assert len(found.reason) < 300


def test_dates_are_days_as_the_calendar_has_them():
    assert CHECK.problem(make_case(due=date(9999, 12, 31))) is None
