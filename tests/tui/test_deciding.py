"""Voting, withdrawing and adjudicating from the review screen; what is refused says why, what fails is told loudly."""

from pathlib import Path
from typing import Any

import pytest

from store.acts import CastVote, Cite, Draft, Open
from store.docket import Docket
from store.engine import DocketWarning
from store.errors import NotSaved
from store.model import Standing
from tests.dockets import make_case
from tests.tui.desk import NARROW, WIDE, Desk, desk

ADVERSE = Draft("revoke", ("contact",), "The register says otherwise.", (Cite("r1", 0, 10),))


async def vote_to_keep(at: Desk) -> None:
    await at.press("d")
    await at.settle()
    await at.press("1")
    at.person.waits(2)
    await at.press("f2")
    await at.settle()


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_vote_is_recorded_and_one_key_goes_on(docket: Docket, tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press("enter")
        await vote_to_keep(at)
        assert docket.view("alice", "RP-0001").standing is Standing.DECIDED
        assert "vote recorded" in at.told
        assert "● decided" in at.screen
        await at.press("n")
        assert at.case == "RP-0002"


async def test_reading_for_a_vote_counts_as_opening(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("d", "escape")
        await at.settle()
        assert docket.view("alice", "RP-0001").opened == {"q1", "r1", "s1", "s2"}


async def test_citations_gather_in_the_form_and_stay_when_it_is_closed(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "c", "j", "j", "c", "d")
        await at.settle()
        assert "I moved in 2019." in at.screen
        assert "Registered since 2 May 2019." in at.screen
        await at.press("2", "escape", "d")
        await at.settle()
        assert len(at.session.saved.draft.cites) == 2
        assert at.session.saved.draft.outcome == "revoke"


async def test_a_recorded_draft_is_gone(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "c")
        await vote_to_keep(at)
        assert at.session.saved.draft == Draft(revision=1)
    assert list((tmp_path / "drafts").glob("*.json")) == []


async def test_a_failed_vote_is_told_until_dismissed_and_the_draft_is_kept(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> Any:
        raise NotSaved("The disk is full: nothing was recorded.")

    async with desk(docket, tmp_path) as at:
        with monkeypatch.context() as patch:
            patch.setattr(docket, "vote", full)
            await vote_to_keep(at)
        await at.press("n", "n", "p", "p")
        assert "RP-0001: vote not recorded. The disk is full" in at.told
        assert "draft is kept" in at.told
        assert at.session.saved.draft.outcome == "keep"
        await at.press("escape")
        assert "disk is full" not in at.told
        await vote_to_keep(at)
        assert docket.view("alice", "RP-0001").standing is Standing.DECIDED


async def test_a_fault_of_the_program_is_told_without_its_text(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> Any:
        raise ValueError("Darya Example")

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    async with desk(docket, tmp_path) as at:
        monkeypatch.setattr(docket, "vote", broken)
        await vote_to_keep(at)
        assert "a fault of the program (ValueError)" in at.told
        assert "Darya" not in at.told
    [report] = (tmp_path / "foureyes").glob("crash-*")
    assert "Darya" not in report.read_text()


async def test_a_vote_on_a_case_that_changed_meanwhile_is_held_back(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("d")
        await at.settle()
        docket.import_cases("lead", iter([make_case(1, title="Another title")]), ("again.jsonl",))
        await at.press("1")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert "The case has a new revision: read what it changed, then decide. Your draft is kept." in at.told
        assert docket.view("alice", "RP-0001").standing is Standing.OPEN
        assert at.session.saved.draft.outcome == "keep"
        at.person.waits(2)
        await at.press("escape", "escape", "d")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert docket.view("alice", "RP-0001").standing is Standing.DECIDED


async def test_who_has_voted_is_told_why_they_cannot_again(docket: Docket, tmp_path: Path) -> None:
    docket.act("alice", "RP-0001", CastVote(ADVERSE))
    async with desk(docket, tmp_path) as at:
        await at.press("d")
        assert at.app.screen is at.app.review
        assert "the second must be another person's" in at.told
        assert "✓" in at.screen


async def test_a_vote_is_taken_back(docket: Docket, tmp_path: Path) -> None:
    docket.act("alice", "RP-0001", CastVote(ADVERSE))
    async with desk(docket, tmp_path) as at:
        await at.press("w")
        await at.settle()
        await at.press("y")
        await at.settle()
        assert docket.view("alice", "RP-0001").standing is Standing.OPEN
        await at.press("w")
        assert "You have no vote" in at.told


async def test_a_third_person_settles_a_conflict(docket: Docket, tmp_path: Path) -> None:
    docket.act("bob", "RP-0001", CastVote(ADVERSE))
    docket.act("carol", "RP-0001", CastVote(Draft("keep")))
    async with desk(docket, tmp_path, (120, 60)) as at:
        assert "◆ conflict" in at.screen
        assert "bob voted" in at.screen
        await at.press("d")
        assert "third person" in at.told
        await at.press("a")
        await at.settle()
        await at.press("tab", "1")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert docket.view("alice", "RP-0001").standing is Standing.DECIDED
        assert "alice settled the conflict" in at.screen


async def test_who_saw_how_others_voted_is_on_record_however_short(docket: Docket, tmp_path: Path) -> None:
    docket.act("alice", "RP-0001", Open(("q1", "r1", "s1", "s2")))
    docket.act("bob", "RP-0001", CastVote(ADVERSE))
    docket.act("carol", "RP-0001", CastVote(Draft("keep")))
    async with desk(docket, tmp_path, (120, 60)) as at:
        await at.press("n", "p", "n")
        await at.settle()
        opened = [record for record in docket.view("alice", "RP-0001").history if record.kind == "opened"]
        assert [record.by for record in opened] == ["alice", "alice"]


async def test_a_read_only_docket_says_why_and_records_nothing(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = docket.checkpoint()
    why = "The journal is damaged at line 7: it can be read, not written."
    monkeypatch.setattr(docket, "troubles", lambda: [DocketWarning("damaged", why, True)])
    async with desk(docket, tmp_path) as at:
        assert why in at.screen
        at.session._since -= 2
        for key in "dmuwa":
            await at.press(key)
            assert at.app.screen is at.app.review
        await at.press("n", "q")
        await at.settle()
    assert docket.checkpoint() == before


async def test_keys_typed_ahead_record_nothing(docket: Docket, tmp_path: Path) -> None:
    before = docket.checkpoint()
    async with desk(docket, tmp_path) as at:
        for key in ("d", "1", "f2", "escape", "u", "y", "y", "escape", "m", "x", "f2", "escape"):
            await at.person.presses(key, every=0.001)
        await at.settle()
        kinds = {record.kind for record in docket.history("alice") if record.seq >= before.count}
    assert kinds <= {"opened"}


async def test_leaving_waits_for_what_failed(docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> Any:
        raise NotSaved("The disk is full.")

    async with desk(docket, tmp_path) as at:
        monkeypatch.setattr(docket, "opened", full)
        at.session._since -= 2
        await at.press("q")
        await at.settle()
        assert at.app.is_running
        assert "The disk is full" in at.told
        await at.press("q")
        await at.settle()
        assert at.app.return_code == 0
