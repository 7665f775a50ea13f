"""Names and values of a file are data: none of them becomes a line of the mapping that is proposed for it."""

import csv
import io
import json
import tomllib

import pytest

from store.policy_file import parse
from store.proposing.profile import profile_of
from store.proposing.proposed_mapping import proposal
from store.proposing.proposed_policy import policy_text
from tests.hostile import FORMULAS, LONG, MARKUP, PAYLOADS, RAW
from tests.store.proposing.test_propose import taken_in

NAMES = {
    "quotes": '"',
    "three quotes": '"""',
    "apostrophes": "'''",
    "a table": ']\n[case]\nid = "x"',
    "a key": 'x" = "y"\n[[evidence]]\nid = "z',
    "a comment": '# drop = ["all"]',
    "escapes": "\\u0041\\n\\",
    "tab": "a\tb",
    "emoji": "👩‍👧🏽 ✔️",
    "right to left": "\u202etxt",
    "dots": "a." * 90 + "a",
    "brackets": "a[].b[]",
    "our own words": "case.id",
    **MARKUP,
    **FORMULAS,
}


def csv_of(*rows):
    """The rows as CSV, everything quoted."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue()


def both(path, tmp_path):
    """What comes in with the mapping and the policy that are proposed, and the mapping."""
    found = proposal(profile_of(path), own_kinds=True)
    policy = policy_text(path.name, found.items)
    parse(policy, "policy.toml")
    assert not RAW.search(found.mapping + policy)
    cases, rejects = taken_in(path, found.mapping, policy, tmp_path / "c.docket")
    assert not rejects
    return cases, tomllib.loads(found.mapping)


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_a_column_of_any_name_comes_in_and_is_only_a_name(put, tmp_path, name):
    prose = "A long text that is to be read as evidence, of more than eighty characters, whatever it is called."
    rows = [["id", NAMES[name], f"{NAMES[name]} 2"], ["1", "one", prose], ["2", "two", prose]]
    cases, mapping = both(put("f.csv", csv_of(*rows)), tmp_path)
    assert [case.id for case in cases] == ["1", "2"]
    assert [list(case.fields.values()) for case in cases] == [["one"], ["two"]]
    assert [[item.text for item in case.evidence] for case in cases] == [[prose], [prose]]
    assert set(mapping["case"]) <= {"id", "title"}


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_a_key_of_json_of_any_name_too(put, tmp_path, name):
    objects = [
        {"id": str(number), NAMES[name]: "one", "in": {NAMES[name]: [{NAMES[name]: "two"}]}} for number in (1, 2)
    ]
    cases, _ = both(put("f.json", json.dumps(objects)), tmp_path)
    assert [list(case.fields.values()) for case in cases] == [["one"], ["one"]]
    assert ["two" in item.text for case in cases for item in case.evidence] == [True, True]


@pytest.mark.long
@pytest.mark.parametrize(
    "name", [one for one in PAYLOADS if "surrogate" not in one and "NUL" not in one and "C0" not in one]
)
def test_a_value_comes_in_as_it_is_and_shows_in_comments_only(put, tmp_path, name):
    text = PAYLOADS[name].replace("\r\n", "\n")
    cases, mapping = both(put("f.json", json.dumps([{"id": "1", "said": text}, {"id": "2", "said": "x"}])), tmp_path)
    came = [*cases[0].fields.values(), *(item.text for item in cases[0].evidence)]
    assert any(text in str(one) for one in came) or not text.strip()
    assert mapping["case"]["id"] == "id"


def test_the_name_of_the_file_is_data_too(put, tmp_path):
    path = put("a\u202e]\n[case]\nid = 'x' #.csv", "id,b\n1,2\n")
    cases, mapping = both(path, tmp_path)
    assert mapping["case"]["id"] == "id"
    assert [case.id for case in cases] == ["1"]


def test_columns_of_one_name_are_told_apart(put, tmp_path):
    cases, _ = both(put("f.csv", "id,a,a,a\n1,x,y,z\n"), tmp_path)
    assert sorted(map(str, cases[0].fields.values())) == ["x", "y", "z"]


def test_columns_whose_names_are_whole_questions_are_told_apart(put, tmp_path):
    path = put("f.csv", f"id,{'x' * 201},{'x' * 202},{'y' * 200}\n1,2,3,4\n")
    cases, _ = both(path, tmp_path)
    begins = "x" * 180
    assert cases[0].fields == {f"{begins}… (column 2)": "2", f"{begins}… (column 3)": "3", "y" * 200: "4"}
    assert "# Column 2 has a name of 201 characters, and is called" in proposal(profile_of(path)).mapping


@pytest.mark.parametrize("name", LONG)
def test_what_is_long_is_cut_where_it_is_only_shown(put, name):
    found = proposal(profile_of(put("f.json", json.dumps([{"id": "1", "said": LONG[name]}]))))
    assert len(found.mapping) < 2_000
