"""Votes, notes, history and cases: each as far as who exports may see it, and no further."""

import errno
import io
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from store import filters
from store.acts import Withdraw
from store.departure import Departure
from store.disk import Disk
from store.errors import NotSaved
from store.exporting import export
from store.importing import read
from store.model import Case, Evidence
from store.opening import new_docket
from tests.dockets import KEEP, POLICY, done, made, make_case, see, vote
from tests.hostile import PAYLOADS

LONE = re.compile("[\ud800-\udfff]")


def test_votes_of_a_round_that_is_not_decided_leave_with_nobody_their_author_included(table):
    decided = ["RP-0001"] + ["RP-0002"] * 2 + ["RP-0003"] * 2
    for reviewer in ("lead", "anna"):
        for what, cases in (("votes", decided), ("notes", ["RP-0003"])):
            assert [row["case_id"] for row in table(reviewer, what=what)] == cases
        assert "RP-0004" not in {row["case_id"] for row in table(reviewer, what="history")}


def test_nor_do_those_of_a_decision_that_was_taken_back(table, worked):
    done(worked.act("anna", "RP-0001", Withdraw()))
    assert "RP-0001" not in {row["case_id"] for row in table(what="votes") + table(what="decisions")}


def test_a_vote_taken_back_is_marked(table, worked):
    done(worked.act("anna", "RP-0004", Withdraw()))
    done(vote(worked, "anna", "RP-0004", KEEP))
    assert [row["withdrawn"] for row in table(what="votes")] == ["false"] * 5 + ["true", "false"]


def test_each_vote_says_on_which_revision_and_in_which_round_it_was_cast(table, worked):
    worked.import_cases("lead", iter([make_case(4, title="Changed"), make_case(5, title="Changed")]), ())
    worked.import_cases("lead", iter([make_case(4, flags=())]), ())
    done(vote(worked, "anna", "RP-0004", KEEP))
    rows = [row for row in table(what="votes") if row["case_id"] == "RP-0004"]
    assert [(row["round"], row["revision"], row["outcome"]) for row in rows] == [
        ("1", "1", "revoke"),
        ("2", "3", "keep"),
    ]
    (row,) = [row for row in table() if row["case_id"] == "RP-0004"]
    assert (row["round"], row["revision"], row["first_reviewer"], row["second_reviewer"]) == ("2", "3", "anna", "")


def test_votes_show_what_each_reader_said(table, lines):
    rows = table(what="votes")
    assert [row["outcome"] for row in rows] == ["keep", "revoke", "revoke", "revoke", "keep"]
    assert [row["reviewer"] for row in rows] == ["anna", "anna", "ben", "anna", "ben"]
    assert rows[3]["citations"].endswith("s1:0-17 restricted")
    assert lines(what="votes")[3]["citations"][1]["quote"] is None
    assert lines(what="votes", restricted=True)[3]["citations"][1]["quote"] == "A source reports "


def test_notes_on_restricted_items_keep_their_place_without_the_quotation(table):
    (row,) = table(what="notes")
    assert (row["text"], row["citation"]) == ("'+look at this", "s1:2-8 restricted")
    assert [row["text"] for row in table(what="notes", raw=True)] == ["+look at this"]


def test_a_quotation_that_is_no_longer_in_the_public_text_stays_behind(table, worked):
    """The item was withheld since, or says something else now: what it said then does not leave."""
    evidence = make_case().evidence
    for number, item in ((2, replace(evidence[1], access="restricted")), (3, replace(evidence[1], text="Nothing."))):
        worked.import_cases("lead", iter([make_case(number, evidence=(evidence[0], item, *evidence[2:]))]), ())
    rows = table(what="votes")
    assert rows[1]["citations"] == 'q1:0-16 "I moved in 2019." | r1:0-27 restricted'
    assert rows[3]["citations"] == "r1:0-52 restricted | s1:0-17 restricted"
    for what in ("decisions", "votes", "history"):
        assert "Registered since" not in str(table(what=what))
        assert "Registered since" in str(table(what=what, restricted=True))


def test_history_is_every_record_that_may_be_seen_without_restricted_text(lines, worked):
    records = lines(what="history")
    for number in range(1, 5):
        see(worked, "lead", f"RP-{number:04}")
    seen = [record.seq for record in worked.history("lead") if record.kind != "export"]
    assert [record["seq"] for record in records] == seen[: len(records)]
    assert "A source" not in json.dumps(records)
    assert "A source" in json.dumps(lines(what="history", restricted=True))
    assert records[0]["kind"] == "genesis"


def test_history_of_chosen_cases(table):
    rows = table(what="history", chosen=filters.parse("id:RP-0002"))
    assert {row["case_id"] for row in rows} == {"RP-0002"}
    assert [row["kind"] for row in rows] == ["opened", "vote", "opened", "vote"]
    assert json.loads(rows[1]["body"])["outcome"] == "revoke"
    assert not table(what="history", since=datetime.now(UTC).date() + timedelta(days=1))


def test_cases_leave_without_masked_fields_and_restricted_items(lines, table):
    cases = lines(what="cases")
    assert len(cases) == 10
    assert cases[0]["fields"] == {"permit": "temporary"}
    assert [item["id"] for item in cases[0]["evidence"]] == ["q1", "r1"]
    row = table(what="cases")[0]
    assert row["field.permit"] == "temporary"
    assert [item["id"] for item in json.loads(row["evidence"])] == ["q1", "r1"]


def test_cases_since_a_day_are_those_that_came_or_were_revised_since(table, worked, monkeypatch):
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    with monkeypatch.context() as patch:
        patch.setattr("store.local.holding.now", lambda: tomorrow)
        worked.import_cases("lead", iter([make_case(4, title="Changed"), make_case(11)]), ())
    assert [row["id"] for row in table(what="cases", since=tomorrow.date())] == ["RP-0004", "RP-0011"]
    assert len(table(what="cases", since=datetime.now(UTC).date())) == 11
    assert not table(what="cases", since=tomorrow.date() + timedelta(days=1))


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
    assert second.import_cases("lead", read(tmp_path / "out.jsonl", second.policy("lead")), ("x",)).rejected == 0
    leaving = second.leaving("lead", purpose="comparing", others=False, unmasked=True)
    assert isinstance(leaving, Departure)
    assert [view.case for view in leaving.views()] == cases
    first.close()
    second.close()


def test_how_much_is_still_blind_is_said(worked, tmp_path):
    for reviewer in ("lead", "anna"):
        exported = export(worked, reviewer, tmp_path / "out.csv", "notes", force=True)
        assert "Records of the docket on rounds that must still be read blind: 3." in exported.left_out


def test_a_masked_subject_leaves_only_where_masks_are_lifted_and_that_is_recorded_first(tmp_path):
    docket = made(tmp_path, masked='"citizenship", "subject"')
    for restricted in (False, True):
        out = io.BytesIO()
        export(docket, "lead", None, "cases", "jsonl", restricted=restricted, stdout=out)
        assert (b"Darya" in out.getvalue(), b"BLR" in out.getvalue()) == (restricted, restricted)
    assert [record.kind for record in docket.history("lead")][-3:] == ["export", "disclosed", "export"]
    assert docket.count("lead", filters.parse("darya")) == 0
    docket.close()


def test_what_cannot_be_recorded_as_asked_for_is_not_unmasked(worked, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    out = io.BytesIO()
    monkeypatch.setattr(Disk, "write", full)
    with pytest.raises(NotSaved):
        export(worked, "lead", None, "cases", "jsonl", restricted=True, stdout=out)
    assert out.getvalue() == b""


def test_no_export_tells_which_cases_the_audit_draws(worked, lines):
    key = worked._engine.records(-1, 1)[0].body.draw_key
    assert len(key) == 32
    assert key not in json.dumps(lines(what="history", restricted=True))
