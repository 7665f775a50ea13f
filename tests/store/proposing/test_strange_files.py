"""Files that a stranger brought: small ones, each of which was once taken for something else."""

import json

import pytest

from store.policy_file import parse
from store.proposing.profile import profile_of
from store.proposing.proposed_mapping import proposal
from store.proposing.proposed_policy import policy_text
from tests.store.proposing.foreign_files import workbook
from tests.store.proposing.test_propose import PLAIN, taken_in


def test_a_policy_for_a_sheet_of_which_no_column_holds_anything_is_one_all_the_same(put):
    path = put("b.xlsx", workbook([["A1"], [None, "B2"]]))
    found = proposal(profile_of(path), own_kinds=True)
    assert found.items == ()
    assert [one.kind for one in parse(policy_text("b", found.items), "policy.toml").evidence] == ["text"]


@pytest.mark.parametrize(
    "content",
    [
        '"","text","label"\n"1","I was there","pos"\n"2","I was not","neg"\n"3","Ask Ann","pos"\n',
        ",name\n0,Ann\n1,Ben\n2,Cleo\n",
        ",name\nfirst,Ann\nsecond,Ben\nthird,Cleo\n",
        "id,,name,\nA-1,x,Ann,\nA-2,y,Ben,\nA-3,x,Cleo,\n",
        "id,,name,\nA-1,x,Ann,p\nA-2,y,Ben,\nA-3,x,Cleo,q\n",
        ",name,sum\nfirst,Ann,1\nsecond,Ben,2\n",
    ],
)
def test_a_header_in_which_a_name_is_blank_is_no_case(put, tmp_path, content):
    path = put("f.csv", content)
    profile = profile_of(path)
    assert profile.layout.header.line == 1
    assert profile.rows == content.count("\n") - 1
    cases, rejects = taken_in(path, proposal(profile).mapping, PLAIN, tmp_path / "c.docket")
    assert (len(cases), rejects) == (profile.rows, [])


def test_a_title_above_a_header_is_none_although_the_rest_of_its_row_is_blank(put):
    assert profile_of(put("f.csv", "Report,\nname,sum\nAnn,1\nBen,2\n")).layout.header.line == 2
    assert profile_of(put("f.csv", "Report,,\nname,sum,of\nAnn,1,x\nBen,2,y\n")).layout.header.line == 2


def test_why_no_row_names_the_columns_is_true(put):
    said = profile_of(put("f.csv", "1,Ann\n2,Ben\n3,Cleo\n")).layout.header.reason
    assert said.endswith("the first holds numbers or dates itself")
    said = profile_of(put("f.csv", ",,,a\n1,2,3,b\n4,5,6,c\n")).layout.header.reason
    assert said.endswith("the first leaves more of them blank than not")


def test_what_import_would_refuse_is_said_with_the_records_that_it_would_take(put, tmp_path):
    """A report of more fields than a case can have, and findings in it."""
    report = {f"key {n}": n for n in range(1_100)} | {"run": {"results": [{"text": "x"}, {"text": "y"}]}}
    path = put("report.json", json.dumps(report))
    found = proposal(profile_of(path))
    head = "\n".join(found.mapping.splitlines()[:2])
    assert "1 case of more than 1,000 columns each" in head
    assert "Nothing of it would be taken in: there are 1,100 fields; at most 1,000 are read." in head
    assert "Write one of the records below." in head
    assert '#records = "run.results[]"' in found.mapping
    assert any("Rows that import rejects: 1; the first, 1 in " in one for one in found.doubts)
    _, rejects = taken_in(path, found.mapping, PLAIN, tmp_path / "c.docket")
    assert len(rejects) == 1
