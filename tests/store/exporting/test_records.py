"""Votes, notes, history and cases: each as far as who exports may see it, and no further."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from store import filters
from store.errors import BadInput
from store.exporting import export
from store.importing import read
from store.model import Case, Evidence
from store.opening import new_docket
from tests.dockets import POLICY
from tests.hostile import PAYLOADS

LONE = re.compile("[\ud800-\udfff]")


def test_votes_on_a_case_still_blind_are_shown_to_nobody_but_their_author(table):
    assert [row["case_id"] for row in table(what="votes")] == ["RP-0001"] + ["RP-0002"] * 2 + ["RP-0003"] * 2
    assert [row["case_id"] for row in table("anna", what="votes")][-1] == "RP-0004"


def test_a_vote_taken_back_is_marked(table, worked):
    worked.withdraw("anna", "RP-0004")
    assert [row["withdrawn"] for row in table("anna", what="votes")] == ["false"] * 5 + ["true"]


def test_votes_show_what_each_reader_said(table, lines):
    rows = table(what="votes")
    assert [row["outcome"] for row in rows] == ["keep", "revoke", "revoke", "revoke", "keep"]
    assert [row["reviewer"] for row in rows] == ["anna", "anna", "ben", "anna", "ben"]
    assert rows[3]["citations"].endswith("s1:0-8 restricted")
    assert lines(what="votes")[3]["citations"][1]["quote"] is None
    assert lines(what="votes", restricted=True)[3]["citations"][1]["quote"] == "A source"


def test_notes_on_restricted_items_keep_their_place_without_the_quotation(table):
    (row,) = table(what="notes")
    assert (row["text"], row["citation"]) == ("'+look at this", "s1:2-8 restricted")
    assert [row["text"] for row in table("anna", what="notes", raw=True)] == ["+look at this", "@home"]


def test_history_is_every_record_that_may_be_seen_without_restricted_text(lines, worked):
    records = lines(what="history")
    assert [record["seq"] for record in records] == [record.seq for record in worked.history("lead")][:-1]
    assert "A source" not in json.dumps(records)
    assert "A source" in json.dumps(lines(what="history", restricted=True))
    assert records[0]["kind"] == "genesis"


def test_history_of_chosen_cases(table):
    rows = table(what="history", chosen=filters.parse("id:RP-0002"))
    assert {row["case_id"] for row in rows} == {"RP-0002"}
    assert json.loads(rows[0]["body"])["outcome"] == "revoke"
    assert not table(what="history", since=datetime.now(UTC).date() + timedelta(days=1))


def test_cases_leave_without_masked_fields_and_restricted_items(lines, table):
    cases = lines(what="cases")
    assert len(cases) == 10
    assert cases[0]["fields"] == {"permit": "temporary"}
    assert [item["id"] for item in cases[0]["evidence"]] == ["q1", "r1"]
    row = table(what="cases")[0]
    assert row["field.permit"] == "temporary"
    assert [item["id"] for item in json.loads(row["evidence"])] == ["q1", "r1"]


def test_cases_have_no_day_from_which_on(worked):
    with pytest.raises(BadInput, match="leave out --since"):
        export(worked, "lead", None, "cases", since=datetime.now(UTC).date())


def test_cases_that_left_come_back_the_same_and_are_skipped(worked, tmp_path):
    out = tmp_path / "cases.jsonl"
    export(worked, "lead", out, "cases", "jsonl", restricted=True)
    done = worked.import_cases("lead", read(out, worked.policy), ("cases.jsonl",))
    assert (done.cases, done.revisions, done.skipped, done.rejected) == (0, 0, 10, 0)


def test_every_hostile_text_survives_the_journey_out_and_in(tmp_path):
    texts = [text for text in PAYLOADS.values() if "\0" not in text and not LONE.search(text)]
    first, second = (new_docket(tmp_path / name, POLICY, "lead") for name in ("a", "b"))
    cases = [
        Case(f"C-{number}", text, text, {"x": text}, evidence=(Evidence("e", "register", text, text),))
        for number, text in enumerate(texts)
    ]
    assert first.import_cases("lead", iter(cases), ("x",)).rejected == 0
    export(first, "lead", tmp_path / "out.jsonl", "cases", "jsonl", restricted=True)
    assert second.import_cases("lead", read(tmp_path / "out.jsonl", second.policy), ("x",)).rejected == 0
    assert [reading.case for reading in second.readings("lead")] == cases
    first.close()
    second.close()


def test_how_much_is_still_blind_is_said(worked, tmp_path):
    done = export(worked, "lead", tmp_path / "out.csv", "notes")
    assert "Records of the docket on rounds that must still be read blind: 2." in done.left_out
    done = export(worked, "anna", tmp_path / "out.csv", "notes", force=True)
    assert not [sentence for sentence in done.left_out if "blind" in sentence]
