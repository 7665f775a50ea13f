"""Without a mapping, names and lengths decide, and the plan says how."""

import pytest

from store.errors import BadInput
from store.importing import read

LONG = "x" * 81


def test_known_names_are_parts_kinds_of_evidence_are_evidence_and_the_rest_are_fields(take):
    cases, rejects = take("cases.csv", f"ID,Title,questionnaire,register,permit\nRP-1,t,Yes.,{LONG},temporary\n")
    assert not rejects
    assert (cases[0].id, cases[0].title) == ("RP-1", "t")
    assert [(item.id, item.kind, item.label, item.text) for item in cases[0].evidence] == [
        ("questionnaire", "questionnaire", "Questionnaire", "Yes."),
        ("register", "register", "Register", LONG),
    ]
    assert cases[0].fields == {"permit": "temporary"}


@pytest.mark.parametrize("content", [f"id,remarks on\n1,{LONG}\n", "id,Notes\n1,short\n", "id,description\n1,\n"])
def test_long_text_of_no_known_kind_asks_for_a_mapping(take, content):
    with pytest.raises(BadInput, match=r"holds long text, but the policy has no kind .* say what it is in a mapping"):
        take("cases.csv", content)


def test_only_the_first_rows_decide_and_the_plan_says_so(put, policy):
    path = put("cases.csv", "id,permit\n" + "".join(f"RP-{n},temporary\n" for n in range(300)) + f"RP-300,{LONG}\n")
    arrivals = read(path, policy)
    assert "No mapping: decided by the names of the columns and the first 200 rows." in arrivals.plan.remarks
    rows = list(arrivals)
    assert len(rows) == 301
    assert rows[-1].case.fields == {"permit": LONG}


def test_rows_rejected_in_the_sample_are_given_too(take):
    cases, rejects = take("cases.csv", "id,permit\nRP-1\nRP-2,x\n")
    assert [case.id for case in cases] == ["RP-2"]
    assert rejects[0].line == 2


def test_the_plan_of_a_file_is_the_same_each_time(put, policy):
    path = put("cases.csv", "id,register,permit\nRP-1,a,b\n")
    with read(path, policy) as once, read(path, policy) as again:
        assert once.plan == again.plan
