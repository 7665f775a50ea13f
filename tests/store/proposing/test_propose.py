"""Somebody has been sent a file: what is proposed for it takes all of it in, and nothing in it changes on the way."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from store.errors import BadInput
from store.importing import mapping as mappings
from store.importing import read
from store.model import Case, Reject
from store.opening import new_docket
from store.policy_file import parse
from store.proposing import known_format
from store.proposing.known_format import readers_of
from store.proposing.profile import Profile, profile_of
from store.proposing.proposed_mapping import Proposal, proposal
from store.proposing.proposed_policy import policy_text
from tests.store.proposing.foreign_files import FILES, written
from tui.samples import policy_file

PLAIN = policy_file("plain").read_text()
BY_FILE = 'id = {file = true, row = "-"}'
Propose = Callable[..., Proposal]


@pytest.fixture
def propose(put) -> Propose:
    """What is proposed for a file of this name and content."""

    def proposed(name: str, content: str | bytes | None = None, *, own_kinds: bool = False) -> Proposal:
        return proposal(profile_of(put(name, FILES[name][0] if content is None else content)), own_kinds=own_kinds)

    return proposed


def taken_in(path: Path, mapping: str, policy: str, docket: Path) -> tuple[list[Case], list[Reject]]:
    """The cases of a file that came into a docket, and the rejects."""
    made = new_docket(docket, policy, "lead")
    rejects: list[Reject] = []
    cases: list[Case] = []

    def noted() -> Iterator[Any]:
        for one in read(path, made.policy("lead"), mappings.parse(mapping, "mapping.toml")):
            cases.extend([] if isinstance(one, Reject) else [one.case])
            yield one

    made.import_cases("lead", noted(), (path.name,), on_reject=rejects.append)
    made.close()
    return cases, rejects


def stands(case: Case, column: str, mapping: dict[str, Any]) -> Any:
    """What the case has of a column, looked up where the mapping says that it went."""
    fields = {theirs: ours for ours, theirs in mapping["fields"].items()}
    if mapping["case"]["id"] == column:
        return case.id
    for item in mapping.get("evidence", ()):
        if item.get("each") == f"{column}[]":
            return [_parts(one.text) for one in case.evidence if re.fullmatch(rf"{item['id']}-\d+", one.id)]
        if item["text"] == column:
            return next((one.text for one in case.evidence if one.id == item["id"]), None)
    value = case.fields.get(fields.get(column, column))
    return json.loads(value) if isinstance(value, str) and value[:1] in "[{" else value


def _parts(text: str) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in text.split("\n")) if ": " in text else {"url": text}


def _flat(value: dict[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, one in value.items():
        if isinstance(one, dict):
            yield from _flat(one, f"{above}{key}.")
        else:
            yield above + key, one if isinstance(one, str) else json.dumps(one, separators=(",", ":"))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("own_kinds", [False, True], ids=["plain policy", "own policy"])
def test_the_whole_file_comes_in_as_it_is(propose, tmp_path, name, own_kinds):
    found = propose(name, own_kinds=own_kinds)
    policy = policy_text(name, found.items) if own_kinds else PLAIN
    cases, rejects = taken_in(tmp_path / name, found.mapping, policy, tmp_path / "c.docket")
    mapping = tomllib.loads(found.mapping)
    rows = FILES[name][1]
    assert not rejects
    assert len(cases) == len(rows) == len({case.id for case in cases})
    for case, row in zip(cases, rows, strict=True):
        for column, wanted in row.items():
            if isinstance(wanted, list) and wanted and isinstance(wanted[0], dict):
                wanted = [dict(_flat(one)) for one in wanted]
            assert (stands(case, column, mapping) or None) == (wanted or None), (name, column)
    assert all(case.evidence for case in cases if name != "texts.json")  # one of these has no text


@pytest.mark.parametrize("name", FILES)
def test_a_policy_that_is_proposed_is_one(propose, name):
    policy = parse(policy_text(name, propose(name, own_kinds=True).items), "policy.toml")
    assert [(one.id, one.adverse) for one in policy.outcome] == [("keep", False), ("act", True)]
    assert len(policy.ground) == 2
    assert all(one.alone for one in policy.evidence)
    lines = policy_text(name, propose(name, own_kinds=True).items).splitlines()
    assert all("#" in line for line in lines if line)


def test_each_choice_says_why(propose):
    said = propose("statement.csv").mapping.splitlines()
    assert 'delimiter = ";" # a semicolon: 12 of the first 12 rows have 6 cells with it' in said
    assert any(
        line.startswith('header_row = 8 # "Buchungstag", "Umsatzart", "Verwendungszweck" ...: ') for line in said
    )
    assert any(line.startswith('skip_end = 1 # not read at the end: it begins with "Kontostand"') for line in said)
    assert any(line.startswith('date_format = "%d.%m.%Y" # "31.12.2025" in "Buchungstag" can be read') for line in said)
    assert 'decimal = "," # -74,8 to 1.077,75 in "Betrag"' in said
    assert any(line.startswith('thousands = "."') for line in said)
    assert any(line.startswith('id = {file = true, row = "-"} # no column proves to be an id') for line in said)
    assert any(
        line.startswith('"Betrag" = "Betrag" # all filled, 3 different; numbers -74,8 to 1.077,75;') for line in said
    )


def test_rows_that_share_an_id_can_be_made_one_case_by_what_is_written_there(propose, tmp_path):
    found = propose("payments.csv").mapping
    above, _, rest = found.partition("[case]")
    marked = [line[1:] for line in rest.splitlines() if line.startswith(("#[", "#id", "#g", "#k", "#l", "#t", "#r"))]
    grouped = above.replace('rest = "fields"', 'rest = "drop"') + "\n".join(marked)
    cases, rejects = taken_in(tmp_path / "payments.csv", grouped, PLAIN, tmp_path / "c.docket")
    assert not rejects
    assert [(case.id, len(case.evidence)) for case in cases] == [("193", 2), ("377", 2)]
    assert "TX_ID: 6280" in cases[0].evidence[1].text


def test_what_is_no_id_is_no_reason_to_bring_rows_together(propose):
    assert "group = true" not in propose("f.csv", "id,kind\n1,x\n2,x\n").mapping


def test_two_columns_that_tell_rows_apart_are_the_id_together(propose):
    assert 'id = ["meter no", "day"] # no two of 24 rows share both' in propose("readings.txt").mapping


def test_what_only_happens_to_differ_is_no_id(propose):
    """An account stands in each row of this file once, and will stand in the next file again."""
    found = propose("one.csv", "account,booked,amount\nDE1,2024-01-13,5\nDE2,2024-01-13,7\nDE3,2024-01-14,5\n").mapping
    assert BY_FILE in found
    assert '"account"' in next(line for line in found.splitlines() if line.startswith("# Different in each row"))


def table(header, rows):
    """A table with these columns, whose values differ in each row."""
    return written([header, *[[f"{name[:1]}{number}" for name in header] for number in range(rows)]])


@pytest.mark.parametrize(
    "name",
    ["Code", "Type", "ref", "Asset Id", "_view_id", "threat_level_id", "Reference", "customer number", "source id"],
)
def test_what_is_not_the_id_of_a_row_is_none_however_many_differ(propose, name):
    found = propose("kinds.csv", table([name, "b"], 30)).mapping
    assert BY_FILE in found


@pytest.mark.parametrize(
    "name",
    ["_id", "uuid", "Alert ID", "case_no", "Ticket-Nr.", "Fallnummer", "Aktenzeichen", "numéro de dossier", "Ref No."],
)
def test_what_is_called_the_id_of_a_case_is_one_where_there_are_enough(propose, name):
    assert f'id = "{name}"' in propose("kinds.csv", table([name, "b"], 20)).mapping


def test_few_rows_prove_no_id_but_one_that_is_called_nothing_else(propose):
    assert BY_FILE in propose("few.csv", table(["Alert ID", "b"], 19)).mapping
    assert 'id = "ID"' in propose("few.csv", table(["ID", "b"], 1)).mapping
    assert BY_FILE in propose("one.json", '{"Event": {"id": 5, "threat_level_id": 2}, "b": 1}').mapping


def test_a_column_that_counts_the_rows_counts_those_of_the_next_file_too(propose):
    rows = [[str(number), f"b{number}"] for number in range(1, 31)]
    assert BY_FILE in propose("nr.csv", written([["Nr", "b"], *rows])).mapping
    assert 'id = "Nr"' in propose("nr.csv", written([["Nr", "b"], *rows[1:], ["77", "b"]])).mapping


def test_the_file_of_the_next_month_revises_no_case_of_the_first(propose, tmp_path):
    """A bank sends the same three types of transfer each month, in files whose names differ at their end."""
    ids: list[str] = []
    for name in ("transactions.of-the-account.2026-01.csv", "transactions.of-the-account.2026-02.csv", "выписка.csv"):
        found = propose(name, "Code,Amount\nSEPA,1.5\nCARD,2.5\nCASH,3.5\n")
        cases, _ = taken_in(tmp_path / name, found.mapping, PLAIN, tmp_path / f"{len(ids)}.docket")
        ids += [case.id for case in cases]
    assert len(set(ids)) == 9


def test_the_mapping_of_one_month_reads_the_next_one_with_ids_of_its_own(propose, tmp_path):
    """Row 2 of February is not row 2 of January; where both files have one name, it is told that it would be."""
    found = propose("2026-01.csv", "Code,Amount\nSEPA,1.5\nCARD,2.5\n").mapping
    assert "# Next month's file, too, numbers its rows from the top. A file of another name has other ids; one" in found
    ids = []
    for month in ("2026-01", "2026-02"):
        (tmp_path / f"{month}.csv").write_text("Code,Amount\nSEPA,1.5\nCARD,2.5\n")
        cases, _ = taken_in(tmp_path / f"{month}.csv", found, PLAIN, tmp_path / f"{month}.docket")
        ids += [case.id for case in cases]
    assert ids == ["2026-01-2", "2026-01-3", "2026-02-2", "2026-02-3"]
    assert 'id = {row = "row-"}' in propose("???.csv", "Code,Amount\nSEPA,1.5\n").mapping


def test_the_objects_of_a_list_in_a_list_are_items_where_it_is_clear_which(propose, tmp_path):
    """An alert has events, an event has what was seen; two lists in one would leave open which belongs to which."""
    events = [{"at": 1, "seen": [{"x": "a"}, {"x": "b"}]}, {"at": 2, "seen": [{"x": "c"}]}]
    two = [{"a": [{"x": 1}], "b": [{"x": 2}]}]
    told = json.dumps([{"id": 7, "alert": {"events": events}, "two": two, "odd": [{"in": [1, {"x": 1}]}]}])
    found = propose("deep.json", told).mapping
    assert re.findall('^each = "(.*?)"', found, re.MULTILINE) == [
        *("alert.events[]", "alert.events[].seen[]", "two[]", "odd[]"),
    ]
    (tmp_path / "deep.json").write_text(told)
    [case], rejects = taken_in(tmp_path / "deep.json", found, PLAIN, tmp_path / "deep.docket")
    assert not rejects
    assert [one.text for one in case.evidence if one.id.startswith("alert-events-seen")] == ["a", "b", "c"]


def test_what_the_same_id_in_another_file_means_is_told(propose):
    ours, rows = propose("a.csv", "id,b\n7,x\n"), propose("a.csv", "Code,b\n7,x\n")
    assert ours.doubts[-1].startswith('The id of a case is "id". A case of another file that has the same id is a rev')
    assert rows.doubts[-1].startswith(
        "The id of a case is the name of the file and the number of its row. A file of an"
    )
    for found in (ours, rows):
        assert found.doubts[-1].partition(". ")[2].rstrip(".")[:60] in found.mapping


def test_what_stands_beside_the_records_is_said_not_to_be_read(propose):
    found = propose("scan.json", json.dumps({"Name": "x", "Meta": {"a": 1}, "Results": [{"id": "1"}, {"id": "2"}]}))
    said = 'Not read: "Name", "Meta", which stand beside the records.'
    assert said in found.doubts
    assert f"# {said}" in found.mapping


def test_a_document_with_a_list_of_findings_within_says_how_each_is_a_case(propose, tmp_path):
    assert '#records = "runs[].found[]"' in propose("two.json", '{"runs": [{"found": [{"a": 1}, {"a": 2}]}]}').mapping
    runs = [{"tool": {"name": "t"}, "results": [{"id": f"{run}{n}", "text": "x"} for n in range(3)]} for run in "ab"]
    found = propose("scan.sarif", json.dumps({"version": "2", "kind": "log", "more": 1, "of": 2, "runs": runs}))
    assert any('the 6 at "runs[].results[]"' in one for one in found.doubts)
    assert '#records = "runs[].results[]"' in found.mapping


@pytest.mark.long
@pytest.mark.parametrize(
    ("document", "records", "beside"),
    [
        (lambda many: {"a": 1, "deep": {"rows": many}}, "deep.rows[]", ["a"]),
        (lambda many: {"id": 1, "few": [{"k": 1}, {"k": 2}], "many": many}, "many[]", ["id", "few"]),
        (lambda many: {"runs": [{"tool": "t", "results": many}]}, "runs[].results[]", ["runs[].tool"]),
        (lambda many: {"id": 1, "of": [{"n": 1, "in": many[:600]}, {"n": 2, "in": many[600:]}]}, "of[]", ["id"]),
    ],
)
def test_each_of_more_objects_than_a_case_may_hold_is_a_case(propose, put, tmp_path, document, records, beside):
    content = json.dumps(document([{"id": f"A-{n}", "text": f"What was seen, {n}."} for n in range(1_001)]))
    found = propose("big.json", content)
    assert f'\nrecords = "{records}" ' in found.mapping
    named = ", ".join(json.dumps(one) for one in beside)
    assert f"Not read: {named}, which stand beside the records." in found.doubts
    cases, rejects = taken_in(put("big.json", content), found.mapping, PLAIN, tmp_path / "d")
    assert len(cases) == (2 if records == "of[]" else 1_001)
    assert rejects == []


@pytest.mark.parametrize("content", ["[1, 2.5]", '[["a", {"b": []}], ["c", {}]]', "[{}, {}]"])
def test_json_without_objects_is_no_file_of_cases(propose, content):
    with pytest.raises(BadInput, match="there is nothing to be a case"):
        propose("nums.json", content)


def test_an_encoding_is_a_proposal_and_shows_how_a_line_reads(propose):
    found = propose("office.csv")
    assert 'encoding = "cp1252" # a proposal: a line of the file reads "Nr;Name;Straße;Bemerkung"' in found.mapping
    assert "The encoding is a guess" in found.doubts[0]
    assert "UTF-16" in propose("unicode.tsv").mapping


def test_dates_that_could_be_read_in_two_ways_stay_text(propose):
    found = propose("two.csv", "id,booked\n1,05.04.2024\n2,03.12.2024\n").mapping
    assert "date_format" not in tomllib.loads(found)
    assert 'say which: date_format = "%d.%m.%Y" or "%m.%d.%Y"' in found


def test_a_column_without_a_usable_name_gets_one(propose, tmp_path):
    found = propose("odd.csv", "id,,na\u200bme,cafe\u0301,na\u200bme\n1,a,b,c,d\n")
    cases, rejects = taken_in(tmp_path / "odd.csv", found.mapping, PLAIN, tmp_path / "c.docket")
    assert not rejects
    assert sorted(map(str, cases[0].fields.values())) == ["a", "b", "c", "d"]
    assert any("U+200B" in one for one in found.doubts)


def test_digits_that_a_spreadsheet_has_eaten_are_told(propose):
    found = propose("eaten.csv", "id;ref\n1;6,17761250170673E+025\n2;6,54E+25\n")
    assert any("They are lost" in one for one in found.doubts)


def test_rows_that_import_will_reject_are_told(propose):
    found = propose("torn.csv", "id,a,b\n1,x,y\n2,x\n3,x,y\n")
    said = "Rows that import rejects: 1; the first, 3: the row has 2 cells where the header has 3."
    assert said in found.doubts
    assert "All of it" not in found.mapping
    assert "import rejects 1 of its rows" in found.mapping


def test_what_is_wrong_with_a_row_is_what_import_says_of_it(propose, tmp_path):
    lines = [
        b"id,a",
        b"1,M\xfcller",
        b'2,"x"y',
        b'3,"x" y',
        b"4," + b"x" * 1_048_577,
        b"5,x\r6,y",
        *[b"7,\xc3\xa4"] * 40,
    ]
    found = propose("odd.csv", b"\n".join(lines) + b"\n")
    _, rejects = taken_in(tmp_path / "odd.csv", found.mapping, PLAIN, tmp_path / "c.docket")
    told = [one for one in found.doubts if one.startswith("Rows that import rejects")]
    assert told[1].startswith('Rows that import rejects: 2; the first, 3 in "a": text follows the closing quotation')
    assert [one.split("; the first, ")[1].split(": ")[0] for one in told] == ["2", '3 in "a"', '5 in "a"', "6"]
    reasons = {one.reason for one in rejects}
    assert all(one.split(": ", 2)[2] in reasons for one in told)


def test_a_header_that_is_a_guess_is_told_with_the_row(propose):
    said = 'That row 1 names the columns is a guess: it reads "Smith", "London"'
    assert any(one.startswith(said) for one in propose("t.csv", "Smith,London\nJones,Paris\nBrown,Rome\n").doubts)
    assert not any("guess" in one for one in propose("t.csv", "Name,Age\nJones,17\nBrown,18\n").doubts)


def test_rows_in_which_nothing_stands_are_no_cases(propose, tmp_path):
    found = propose("blank.csv", "id,a\n1,x\n,\n , \n2,y\n,\n")
    assert any("Rows in which nothing stands: 3" in one for one in found.doubts)
    cases, rejects = taken_in(tmp_path / "blank.csv", found.mapping, PLAIN, tmp_path / "c.docket")
    assert ([case.id for case in cases], rejects) == (["1", "2"], [])


def test_the_questions_below_the_header_of_a_survey_are_no_answers(propose, tmp_path):
    rows = [
        ["Progress", "ResponseId", "Q1"],
        ["Fortschritt", "Antwort-ID", "What\nhappened?"],
        ['{"ImportId":"progress"}', '{"ImportId":"_recordId"}', '{"ImportId":"QID1"}'],
        ["100", "R_1", "Nothing."],
    ]
    found = propose("survey.csv", written(rows))
    assert tomllib.loads(found.mapping)["skip_rows"] == [2, 4]
    assert any(one.startswith("Not read: row 2 and 4, which Qualtrics writes") for one in found.doubts)
    cases, _ = taken_in(tmp_path / "survey.csv", found.mapping, PLAIN, tmp_path / "c.docket")
    assert [case.fields["ResponseId"] for case in cases] == ["R_1"]


def test_a_total_above_empty_rows_is_left_out_of_the_import_too(propose, tmp_path):
    found = propose("sums.csv", "id,a,b\n1,x,2\n2,y,3\nTotal,,5\n,,\n,,\n")
    cases, rejects = taken_in(tmp_path / "sums.csv", found.mapping, PLAIN, tmp_path / "c.docket")
    assert ([case.id for case in cases], rejects) == (["1", "2"], [])


def test_a_file_in_which_nothing_is_filled_has_cases_without_evidence(propose, tmp_path):
    found = propose("bare.json", '[{"id": null}, {"id": null}]')
    cases, rejects = taken_in(tmp_path / "bare.json", found.mapping, PLAIN, tmp_path / "c.docket")
    assert ([case.id for case in cases], rejects) == (["bare-1", "bare-2"], [])


def test_a_name_that_is_made_up_is_that_of_no_other_column(propose, tmp_path):
    found = propose("made.json", json.dumps([{"id": "1", "\u202e": "a", "field": None}, {"id": "2", "field": "b"}]))
    cases, rejects = taken_in(tmp_path / "made.json", found.mapping, PLAIN, tmp_path / "c.docket")
    assert ([list(filter(None, case.fields.values())) for case in cases], rejects) == ([["a"], ["b"]], [])


def test_a_key_that_cannot_be_typed_is_named_also_where_nothing_stands_at_it(propose, tmp_path):
    found = propose("key.json", json.dumps([{"id": "1", "na\u200bme": None}]))
    assert taken_in(tmp_path / "key.json", found.mapping, PLAIN, tmp_path / "c.docket")[1] == []


def test_kinds_and_labels_of_columns_that_look_alike_can_be_told_apart(propose, tmp_path):
    prose = "A long text that is to be read as evidence, of more than eighty characters, whatever it is called."
    names = ["note 1", "note l", "Note_I", "nоte 1", "記", "録"]
    rows = [["id", *names], ["1", *[prose] * len(names)]]
    found = propose("alike.csv", written(rows), own_kinds=True)
    policy = policy_text("alike", found.items)
    cases, rejects = taken_in(tmp_path / "alike.csv", found.mapping, policy, tmp_path / "c.docket")
    assert (len(cases[0].evidence), rejects) == (6, [])


def test_text_that_no_case_can_hold_is_told(propose):
    assert any("the text holds a NUL" in one for one in propose("nul.json", '[{"id": "1", "a": "x\\u0000y"}]').doubts)


def test_many_columns_do_not_make_a_mapping_that_is_too_long_to_read(propose, tmp_path):
    names = ["id", *(f"a rather long name of a column, {number}" * 4 for number in range(999))]
    found = propose("wide.csv", ",".join(f'"{name}"' for name in names) + "\n" + ",".join(["1"] * 1000) + "\n")
    cases, rejects = taken_in(tmp_path / "wide.csv", found.mapping, PLAIN, tmp_path / "c.docket")
    assert not rejects
    assert len(cases[0].fields) == 999


def test_a_profile_needs_no_policy_and_no_mapping(put) -> None:
    found: Profile = profile_of(put("log.csv", FILES["log.csv"][0]))
    assert found.rows == 3
    assert [one.name for one in found.columns] == ["column 1", "column 2", "column 3"]


@pytest.mark.parametrize(
    ("header", "title"),
    [
        ("id,alternate_title,title,kind", "title"),
        ("id,alertTitle,city", "alertTitle"),
        ("id,city,kind,more", ["city", "kind"]),
        ("id,booked,amount", None),
    ],
)
def test_lists_show_what_is_called_a_title_or_something_short(propose, header, title):
    rows = {"booked": ["13.01.2024", "14.01.2024"], "amount": ["1,5", "2,5"], "kind": ["true", "x"]}
    columns = [rows.get(name, [f"{name} one", f"{name} two"]) for name in header.split(",")[1:]]
    body = [[str(number), *cells] for number, cells in enumerate(zip(*columns, strict=True))]
    found = tomllib.loads(propose("f.csv", written([header.split(","), *body], ";")).mapping)
    assert found["case"].get("title") == title


def test_marks_behind_a_backslash_are_proposed_and_come_in(propose, tmp_path):
    rows = "".join(f'{number},"he said \\"no\\", and left the room"\n' for number in range(3))
    found = propose("f.csv", f"id,said\n{rows}")
    assert tomllib.loads(found.mapping)["escape"] == "\\"
    path = tmp_path / "f.csv"
    path.write_text(f"id,said\n{rows}")
    cases, rejects = taken_in(path, found.mapping, PLAIN, tmp_path / "d")
    assert not rejects
    assert {value for case in cases for value in case.fields.values()} == {'he said "no", and left the room'}


def test_no_more_of_large_objects_is_kept_for_the_mapping_that_ships_than_one_may_hold(put, monkeypatch):
    """What a second large object has comes too late to be recognised by; among small ones it does not."""
    mapping = '[case]\nid = "id"\ntitle = "name"\n[fields]\nrank = "rank"\n'
    known = {"ranks": mappings.parse(mapping, "ranks.toml")}
    found = profile_of(put("ranks.jsonl", '{"id": 1, "name": "Ada"}\n{"id": 2, "name": "Bob"}\n{"id": 3, "rank": 9}\n'))
    assert readers_of(found, known) == ("ranks",)
    monkeypatch.setattr(known_format, "ROW_BYTES", 30)
    assert readers_of(found, known) == ()
