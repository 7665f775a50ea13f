"""Who is out of scope by the policy is not taken in, whoever brings them, and the reason betrays no masked value."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from store.case.check import CaseCheck
from store.errors import BadInput
from store.model import Reject
from store.opening import new_docket
from store.policy import Policy
from store.policy_file import parse
from tests.dockets import POLICY, make_case

SCOPE = """
[[out_of_scope]]
field = "Field.Citizenship"
values = ["LTU", "Lithuania"]
reason = "the country's own citizens"
"""


def scoped(more: str = SCOPE) -> Policy:
    return parse(POLICY + more, "p")


def faults(more: str) -> str:
    with pytest.raises(BadInput) as caught:
        scoped(more)
    return str(caught.value)


@pytest.mark.parametrize("value", ["LTU", "ltu", " LTU ", "lithuania"])
@pytest.mark.parametrize("name", ["citizenship", "Citizenship", "CITIZENSHIP"])
def test_a_case_out_of_scope_is_refused_by_the_name_of_its_rule(name: str, value: str) -> None:
    found = CaseCheck(scoped()).problem(make_case(fields={name: value, "permit": "temporary"}))
    assert found
    assert found.part == f"fields.{name}"
    assert found.reason == "out of scope: the country's own citizens."
    assert "LTU" not in found.part + found.reason


@pytest.mark.parametrize("value", ["BLR", "LTUX", "", None, 7])
def test_everybody_else_is_in_scope(value: object) -> None:
    assert CaseCheck(scoped()).problem(make_case(fields={"citizenship": value})) is None
    assert CaseCheck(scoped()).problem(make_case(fields={"permit": "LTU"})) is None


def test_numbers_and_the_subject_can_be_out_of_scope_too() -> None:
    policy = scoped('[[out_of_scope]]\nfield = "born"\nvalues = ["2020"]\nreason = "children"\n')
    assert CaseCheck(policy).problem(make_case(fields={"born": 2020}))


def test_an_import_counts_them_and_takes_in_the_others(tmp_path: Path) -> None:
    rejects: list[Reject] = []
    docket = new_docket(tmp_path / "d", POLICY + SCOPE, "lena")
    cases = [make_case(id=f"RP-{number}", fields={"citizenship": code}) for number, code in enumerate(("BLR", "LTU"))]
    done = docket.import_cases("lena", iter(cases), ("here",), on_reject=rejects.append)
    assert (getattr(done, "cases", done), getattr(done, "rejected", done)) == (1, 1)
    assert [(one.reason, one.out_of_scope) for one in rejects] == [("out of scope: the country's own citizens.", True)]
    docket.close()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (SCOPE.replace('["LTU", "Lithuania"]', "[]"), "no value is out of scope"),
        (SCOPE.replace('"Lithuania"', '"ltu"'), "stands there twice"),
        (SCOPE.replace('"Lithuania"', '"ＬＴＵ"'), "stands there twice"),
        (SCOPE.replace('"LTU"', '"Lithuánia"'), "stands there twice"),
        (SCOPE.replace("Field.Citizenship", "due"), 'write "field.due" for a field of that name'),
        (SCOPE.replace("reason", "reasons"), 'did you mean "reason"'),
        (SCOPE.replace("the country's own citizens", " "), "holds nothing that can be read"),
        (SCOPE + SCOPE.replace('"Lithuania"', '"Latvia"'), "stands there twice"),
    ],
)
def test_what_is_wrong_with_a_scope_is_said(more: str, said: str) -> None:
    assert said in faults(more)


def test_evidence_still_comes_to_a_case_that_was_in_scope_when_it_came() -> None:
    check = CaseCheck(scoped())
    item = replace(make_case().evidence[0], id="late")
    assert check.item_problem(make_case(fields={"citizenship": "LTU"}), item) is None
