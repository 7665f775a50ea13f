"""The table of decisions: what a lead hands on, and what a program may lean on."""

import csv
import hashlib
import io
from datetime import UTC, datetime, timedelta

from store import filters
from store.acts import Appeal, Draft, Rule, Unmask
from store.docket import Docket
from store.exporting import Exported, export
from store.exporting.decisions import COLUMNS
from store.exporting.formula import plain
from store.exporting.row import cell
from store.opening import new_docket
from store.records import Export
from tests.dockets import POLICY, REVOKE, done, make_case, see, vote


def test_the_columns_are_those_that_were_promised():
    assert ", ".join(COLUMNS) == (
        "case_id, revision, title, standing, outcome, outcome_label, adverse, grounds, reason, citations, round, "
        "first_reviewer, first_voted_at, second_reviewer, second_voted_at, adjudicator, adjudicated_at, decided_at, "
        "served_on, appeal_by, leave_by, appeal, policy, policy_version, seq, head"
    )


def test_one_row_a_decided_case_with_masked_fields_left_out(table):
    rows = table()
    assert [row["case_id"] for row in rows] == ["RP-0001", "RP-0002", "RP-0003"]
    assert list(rows[0]) == [*COLUMNS, "field.permit"]
    assert rows[0]["field.permit"] == "temporary"


def test_a_decision_of_one(table):
    row = table()[0]
    assert (row["standing"], row["outcome"], row["outcome_label"]) == ("decided", "keep", "Permit stands")
    assert (row["adverse"], row["grounds"], row["citations"]) == ("false", "", "")
    assert (row["first_reviewer"], row["second_reviewer"], row["adjudicator"]) == ("anna", "", "")
    assert row["reason"] == "'-fine"
    assert row["first_voted_at"] == row["decided_at"]
    assert abs(datetime.fromisoformat(row["decided_at"]) - datetime.now(UTC)) < timedelta(minutes=5)
    assert row["decided_at"].endswith("Z")
    assert (row["policy"], row["policy_version"], row["revision"], row["round"]) == ("Permits", "1", "1", "1")


def test_a_decision_names_the_policy_in_whose_words_it_was_made(table, worked):
    """The round began under the first; the second was in force when it was decided."""
    turned = POLICY.replace('version = "1"', 'version = "2"').replace("Permit revoked", "Deported for life")
    done(worked.set_policy("lead", turned, "Other words."))
    done(vote(worked, "ben", "RP-0004", REVOKE))
    row = table()[3]
    assert (row["case_id"], row["outcome_label"], row["policy_version"]) == ("RP-0004", "Permit revoked", "1")


def test_times_follow_one_another_as_texts_also_one_without_a_fraction():
    times = [str(cell(datetime(2026, 11, 28, 20, 26, 28, fraction, UTC))) for fraction in (0, 1, 500_000)]
    assert times == sorted(times)
    assert times[0] == "2026-11-28T20:26:28.000000Z"


def test_a_decision_stays_on_the_revision_it_was_made_on(table, worked):
    worked.import_cases("lead", iter([make_case(1, title="Another title")]), ())
    row = table()[0]
    assert (row["revision"], row["title"]) == ("1", "Another title")


def test_an_adverse_decision_of_two(table):
    row = table()[1]
    assert (row["outcome"], row["adverse"], row["grounds"]) == ("revoke", "true", "false_statement")
    assert (row["first_reviewer"], row["second_reviewer"], row["adjudicator"]) == ("anna", "ben", "")
    assert row["reason"] == 'He wrote "2019",\nthe register says 2021.'
    assert row["citations"] == 'q1:0-16 "I moved in 2019." | r1:0-27 "Registered since 2 May 2019"'
    assert row["served_on"] == row["appeal_by"] == row["leave_by"] == row["appeal"] == ""


def test_what_an_appeal_set_aside_has_no_outcome(table, worked):
    done(worked.act("dora", "RP-0002", Appeal(worked.today(), "Regional court")))
    done(worked.act("dora", "RP-0002", Rule("set_aside", worked.today(), "It rests on nothing.")))
    row = table()[1]
    assert (row["standing"], row["outcome"], row["outcome_label"]) == ("closed", "", "Set aside")
    assert (row["adverse"], row["grounds"]) == ("false", "")


def test_a_settled_conflict_gives_the_reasons_of_who_settled_it(table):
    row = table()[2]
    assert (row["first_reviewer"], row["second_reviewer"], row["adjudicator"]) == ("anna", "ben", "carla")
    assert row["adjudicated_at"] == row["decided_at"]
    assert row["reason"] == "'=A contact that nobody declared."
    assert row["citations"].endswith(" | s1:0-17 restricted")


def test_a_restricted_export_takes_everything_along_and_says_so_in_the_record(table, worked):
    row = table(restricted=True)[2]
    assert row["field.citizenship"] == "BLR"
    assert row["citations"].endswith(' | s1:0-17 "A source reports "')
    last = list(worked.history("lead"))[-1].body
    assert isinstance(last, Export)
    assert last.restricted


def test_fields_that_the_lead_has_seen_stay_out_all_the_same(table, worked):
    done(worked.act("lead", "RP-0001", Unmask(("citizenship",), "A check.")))
    assert "field.citizenship" not in table()[0]


def test_raw_text_is_for_machines(table):
    assert [row["reason"][:3] for row in table(raw=True)] == ["-fi", "He ", "=A "]


def test_the_row_names_the_record_that_decided_and_the_head_of_the_docket(table, worked, place):
    rows = table()
    *_, asked, _ = (place / "journal.jsonl").read_text().splitlines()
    assert '"kind":"disclosed"' in asked
    for number in range(1, 5):
        see(worked, "lead", f"RP-{number:04}")
    records = {record.seq: record for record in worked.history("lead")}
    for row in rows:
        assert row["head"] == asked[:64]
        assert records[int(row["seq"])].case == row["case_id"]
        assert records[int(row["seq"])].kind in ("vote", "resolution")


def test_json_lines_say_the_same_with_types(lines):
    first, second, third = lines()
    assert list(first) == [*COLUMNS, "fields"]
    assert first["adverse"] is False
    assert first["seq"] > 0
    assert second["grounds"] == ["false_statement"]
    assert second["second_reviewer"] == ["ben"]
    assert second["citations"][0] == {"item": "q1", "start": 0, "end": 16, "quote": "I moved in 2019."}
    assert third["citations"][1]["quote"] is None
    assert third["reason"] == "=A contact that nobody declared."
    assert third["fields"] == {"permit": "temporary"}


def test_only_what_was_asked_for(table):
    assert [row["case_id"] for row in table(chosen=filters.parse("id:RP-0002"))] == ["RP-0002"]
    assert not table(since=datetime.now(UTC).date() + timedelta(days=1))
    assert len(table(since=datetime.now(UTC).date() - timedelta(days=1))) == 3


def test_what_is_left_out_is_counted(worked, tmp_path):
    done = export(worked, "lead", tmp_path / "out.csv")
    assert isinstance(done, Exported)
    assert done.left_out == (
        "Masked fields: citizenship.",
        "Quotations from restricted items, or of texts that were revised since: 1.",
    )
    content = (tmp_path / "out.csv").read_bytes()
    assert (done.rows, done.bytes, done.sha256) == (3, len(content), hashlib.sha256(content).hexdigest())


def test_the_file_is_rfc_4180(worked, tmp_path):
    export(worked, "lead", tmp_path / "out.csv")
    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(b"case_id,")
    assert content.endswith(b"\r\n")
    assert b'"He wrote ""2019"",\nthe register says 2021."' in content


def test_fields_of_many_cases_become_columns_in_one_order_whatever_their_names(tmp_path):
    docket = new_docket(tmp_path / "d", POLICY, "lead")
    names = ["z", "=cmd", "a;=1", "seq", 'q"', "field.x"]
    cases = [make_case(n, fields={name: n}) for n, name in enumerate(names, 1)]
    cases.append(make_case(7, fields={"z": "-1", "n": -1, "f": -0.5, "yes": True, "none": None}))
    assert docket.import_cases("lead", iter(cases), ("x",)).cases == 7
    for case in cases:
        done(vote(docket, "anna", case.id, Draft("keep")))
    export(docket, "lead", tmp_path / "out.csv")
    header, *rows = csv.reader(io.StringIO((tmp_path / "out.csv").read_bytes().decode(), newline=""))
    expected = [f"field.{name}" for name in sorted([*names, "n", "f", "yes", "none"])]
    assert [plain(name) for name in header[len(COLUMNS) :]] == expected
    last = dict(zip(header, rows[-1], strict=True))
    assert [last[f"field.{name}"] for name in ("z", "n", "f", "yes", "none")] == ["-1", "-1", "-0.5", "true", ""]
    docket.close()


def test_an_empty_docket_gives_a_header(docket: Docket, tmp_path):
    done = export(docket, "lead", tmp_path / "out.csv")
    assert isinstance(done, Exported)
    assert done.rows == 0
    assert (tmp_path / "out.csv").read_text() == ",".join(COLUMNS) + "\n"
