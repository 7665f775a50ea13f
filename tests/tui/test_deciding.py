"""Voting, withdrawing and adjudicating from the review screen; what is refused says why, what fails is told loudly."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.screen import ModalScreen

from store.acts import CastVote, Cite, Draft, Note, Open, Opened, Withdraw, Withdrawal, WriteNote
from store.docket import Answer, Docket
from store.engine import DocketWarning
from store.errors import NotSaved
from store.model import Standing
from store.opening import new_docket
from tests.dockets import POLICY, make_case, vote
from tests.tui.desk import NARROW, WIDE, Desk, desk, refuses
from tests.tui.typist import shown
from tui.acting.write_queue import WriteQueue

ADVERSE = Draft("revoke", ("contact",), "The register says otherwise.", (Cite("r1", 0, 28),))


def in_dialog(at: Desk) -> str:
    """The words of a dialog, without its lines, and without those of the screen beside it."""
    screen = at.app.screen
    box = screen.children[0].region if isinstance(screen, ModalScreen) else screen.region
    inside = (line[box.x : box.right] for line in shown(screen).splitlines()[box.y : box.bottom])
    return " ".join("".join(" " if "─" <= one <= "╿" else one for one in "\n".join(inside)).split())


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_vote_is_recorded_and_one_key_goes_on(docket: Docket, tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press("enter")
        await at.votes_to_keep()
        assert docket.view("alice", "RP-0001").standing is Standing.DECIDED
        assert "vote recorded" in at.told
        assert "● decided" in at.screen
        await at.press("n")
        await at.until(lambda: at.case == "RP-0002")


def held_up(docket: Docket) -> tuple[threading.Event, Callable[..., Answer]]:
    """What lets acts through to the disk, and acts that wait for it."""
    gate, act = threading.Event(), docket.act

    def slow(*asked: Any) -> Answer:
        gate.wait(30)
        return act(*asked)

    return gate, slow


async def test_who_has_gone_on_while_a_vote_is_recorded_is_not_sent_further(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, slow = held_up(docket)
    async with desk(docket, tmp_path) as at:
        await at.press("d")
        await at.settle()
        await at.press("1")
        at.person.waits(2)
        monkeypatch.setattr(docket, "act", slow)
        await at.press("f2", "n")
        assert at.case == "RP-0002"
        gate.set()
        await at.until(lambda: "RP-0001: vote recorded." in at.told)
        assert "n goes on" not in at.told


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
        await at.votes_to_keep()
        assert at.session.saved.draft == Draft(revision=1, policy=1)
    assert list((tmp_path / "drafts").glob("*.json")) == []


async def test_a_failed_vote_is_told_until_dismissed_and_the_draft_is_kept(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(docket, tmp_path) as at:
        with monkeypatch.context() as patch:
            refuses(docket, patch, CastVote, error=NotSaved("The disk is full: nothing was recorded."))
            await at.votes_to_keep()
        assert "RP-0001: vote not recorded. The disk is full" in at.told
        await at.press("n", "n", "p", "p")
        assert "RP-0001: vote not recorded" in at.told
        await at.press("escape")
        assert "draft is kept" in at.told
        assert at.session.saved.draft.outcome == "keep"
        await at.press("escape")
        assert "disk is full" not in at.told
        await at.votes_to_keep()
        assert docket.view("alice", "RP-0001").standing is Standing.DECIDED


async def test_a_fault_of_the_program_is_told_without_its_text(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    async with desk(docket, tmp_path) as at:
        refuses(docket, monkeypatch, CastVote, error=ValueError("Darya Example"))
        await at.votes_to_keep()
        assert "a fault of the program (ValueError)" in at.told
        assert "Darya" not in at.told
    [report] = (tmp_path / "foureyes").glob("crash-*")
    assert "Darya" not in report.read_text()


async def test_the_openings_a_vote_rests_on_are_recorded_before_it(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, (120, 60)) as at:
        await at.press("enter", "j", "j", "c", "d", "2")
        await at.settle()
        assert "Open r1" not in at.screen
        await at.press("b", "tab", "tab", *"They do not agree at all.", "tab")
        at.person.waits(2)
        await at.press(*"RP-0001", "f2")
        await at.settle()
        records = [(one.kind, one.by) for one in docket.view("alice", "RP-0001").history if one.kind != "import"]
        assert records == [("opened", "alice"), ("vote", "alice")]


async def test_a_vote_on_a_case_that_changed_meanwhile_is_held_back(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("d")
        await at.settle()
        changed = make_case(1, evidence=make_case().evidence[:3])
        docket.import_cases("lead", iter([changed]), ("again.jsonl",))
        await at.press("1")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert "The case is at revision 2: read what it changed, then decide. Your draft is kept." in at.told
        assert docket.view("alice", "RP-0001").standing is Standing.OPEN
        assert at.session.saved.draft.outcome == "keep"
        at.person.waits(2)
        await at.press("escape", "escape", "d")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert docket.view("alice", "RP-0001").standing is Standing.DECIDED


async def test_who_has_voted_is_told_why_they_cannot_again(docket: Docket, tmp_path: Path) -> None:
    vote(docket, "alice", "RP-0001", ADVERSE)
    async with desk(docket, tmp_path, case="RP-0001") as at:
        await at.press("d")
        assert at.app.screen is at.app.first
        assert "the second must be another person's" in at.told
        assert "✓" in at.screen


async def test_a_vote_is_taken_back(docket: Docket, tmp_path: Path) -> None:
    vote(docket, "alice", "RP-0001", ADVERSE)
    async with desk(docket, tmp_path, case="RP-0001") as at:
        await at.press("w")
        await at.settle()
        assert "Withdraw · RP-0001" in in_dialog(at)
        assert "Permit revoked” (adverse) will be taken back" in in_dialog(at)
        await at.press("f2")
        await at.settle()
        assert docket.view("alice", "RP-0001").standing is Standing.OPEN
        await at.press("w")
        assert "You have no vote" in at.told


async def test_why_a_vote_is_taken_back_is_written_in_lines_and_kept(docket: Docket, tmp_path: Path) -> None:
    vote(docket, "alice", "RP-0001", ADVERSE)
    async with desk(docket, tmp_path, case="RP-0001") as at:
        await at.press("w", *"Too quick:", "enter", *"see r1.", "escape")
        assert at.session.drafts == 1
        await at.press("f8", "escape")
        await at.press("w")
        assert "Too quick:" in in_dialog(at)
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        (taken_back,) = docket.view("alice", "RP-0001").of(Withdrawal)
        assert taken_back.body.reason == "Too quick:\nsee r1."
        assert at.session.drafted["RP-0001"] == {""}, (
            "the vote is a draft again; why it was taken back is none any more"
        )


async def test_an_auditor_is_offered_nothing_that_they_can_never_do_and_is_told_why_at_once(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "d", POLICY + '[roles]\nauditor = ["otto"]\n', "lead")
    docket.import_cases("lead", iter([make_case(1)]), ())
    async with desk(docket, tmp_path, reviewer="otto") as at:
        keys = at.screen.splitlines()[-1]
        assert "m Note" not in keys
        assert "d Vote" not in keys
        assert "/ Filter" in keys
        for key in "mMda1wz":
            await at.press(key)
            assert at.app.screen is at.app.first
            assert "The policy does not name otto as" in at.told, key
            await at.press("escape")
        offered = {one.label for _, one in at.app.first.commands()}
        assert not offered & {"Note", "Note on the case", "Vote", "Adjudicate", "Withdraw", "Hold", "Close"}
        assert {"Unmask", "Filter", "Overview"} <= offered
    async with desk(docket, tmp_path, reviewer="alice") as at:
        assert "m Note" in at.screen.splitlines()[-1]
        assert {"Note", "Vote", "Hold"} <= {one.label for _, one in at.app.first.commands()}
    docket.close()


async def test_the_title_of_a_note_says_what_it_is_on(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        assert "Note on the case · RP-0001" in await at.after("m"), "from the queue nobody sees a sentence chosen"
        await at.press("escape", "enter")
        for key, title in (("m", "Note on a passage · RP-0001"), ("M", "Note on the case · RP-0001")):
            assert title in await at.after(key)
            await at.press("escape")


async def test_who_saw_that_another_took_theirs_back_is_told_before_that_they_vote_once(
    docket: Docket, tmp_path: Path
) -> None:
    for who in ("bob", "alice"):
        vote(docket, who, "RP-0001", ADVERSE)
        if who == "bob":
            docket.act("bob", "RP-0001", Withdraw())
    async with desk(docket, tmp_path, chosen="id:RP-0001") as at:
        await at.press("w")
        await at.settle()
        assert "you cannot vote again in this round" in " ".join(in_dialog(at).split())


async def test_who_decided_a_case_last_may_take_that_back_as_the_help_says(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, (120, 200)) as at:
        await at.press("?")
        assert "an outcome stands; only the last who voted" in at.screen
        assert "final" not in at.screen
        await at.press("escape")
        await at.votes_to_keep()
        assert "w  takes your vote back, until another person votes" in at.screen
        await at.press("w")
        await at.settle()
        assert "you may vote again" in in_dialog(at)
        await at.press("f2")
        await at.settle()
        assert docket.view("alice", "RP-0001").standing is Standing.OPEN


async def test_who_has_seen_the_other_vote_is_told_that_there_is_no_second_try(docket: Docket, tmp_path: Path) -> None:
    vote(docket, "bob", "RP-0001", ADVERSE)
    vote(docket, "alice", "RP-0001", Draft("keep"))
    async with desk(docket, tmp_path, (120, 60), case="RP-0001") as at:
        await at.press("w")
        await at.settle()
        assert "you cannot vote again in this round" in in_dialog(at)
        await at.press("f2")
        await at.settle()
        assert "You cannot vote again in this round: what you wrote stays in the history." in at.told
        assert (at.session.drafts, at.session.saved.written) == (0, False), "a draft that can never be sent"
        await at.press("d")
        assert "another person must read it" in at.told


async def test_a_third_person_sees_the_votes_and_settles_the_conflict(docket: Docket, tmp_path: Path) -> None:
    vote(docket, "bob", "RP-0001", ADVERSE)
    vote(docket, "carol", "RP-0001", Draft("keep"))
    async with desk(docket, tmp_path, (120, 60)) as at:
        assert "◆ conflict" in at.screen
        assert "bob" not in at.screen
        await at.press("a")
        await at.settle()
        assert not docket.view("alice", "RP-0001").unseen
        assert "By bob" in at.screen
        await at.press("tab", "1")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert docket.view("alice", "RP-0001").standing is Standing.CONFLICT, "settled without a word"
        await at.press(*"Both sources agree.")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert docket.view("alice", "RP-0001").standing is Standing.DECIDED
        assert "alice adjudicated the conflict" in at.screen


# Others' work, once it is recorded that it is seen


UNSEEN = "Others' work on this case is shown once"


def seen_by_alice(docket: Docket) -> int:
    """How often it is on record that alice saw others' work."""
    records = docket.view("alice", "RP-0001").history
    return sum(isinstance(one.body, Opened) and one.body.others and one.by == "alice" for one in records)


async def test_who_scrolls_past_others_work_has_not_seen_it(docket: Docket, tmp_path: Path) -> None:
    vote(docket, "bob", "RP-0002", Draft("keep", reason="A bakery is a bakery."))
    async with desk(docket, tmp_path, (120, 60)) as at:
        await at.press("N")
        assert UNSEEN in at.screen
        assert "bob" not in at.screen
        await at.press("N", "p", "N")
        await at.settle()
        assert docket.view("alice", "RP-0002").unseen


async def test_who_stays_sees_it_after_that_is_recorded_and_once(docket: Docket, tmp_path: Path) -> None:
    vote(docket, "bob", "RP-0001", Draft("keep", reason="A bakery is a bakery."))
    async with desk(docket, tmp_path, (120, 60), case="RP-0001") as at:
        assert "A bakery is a bakery." not in at.screen
        await at.lingers()
        assert "A bakery is a bakery." in at.screen
        assert UNSEEN not in at.screen
        await at.press("n", "p")
        await at.lingers()
        assert seen_by_alice(docket) == 1


@pytest.mark.parametrize("size", [(120, 60), (80, 40)])
async def test_who_goes_into_the_case_sees_it(docket: Docket, tmp_path: Path, size: tuple[int, int]) -> None:
    vote(docket, "bob", "RP-0001", Draft("keep", reason="A bakery is a bakery."))
    async with desk(docket, tmp_path, size, case="RP-0001") as at:
        await at.press("enter")
        at.review.record_opened()
        await at.settle()
        await at.press("G")
        assert "A bakery is a bakery." in at.screen
        assert seen_by_alice(docket) == 1


async def test_what_cannot_be_recorded_is_not_shown(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote(docket, "bob", "RP-0001", Draft("keep", reason="A bakery is a bakery."))
    async with desk(docket, tmp_path, (120, 60), case="RP-0001") as at:
        refuses(docket, monkeypatch, Open, error=NotSaved("The disk is full."))
        await at.lingers()
        await at.lingers()
        assert "The disk is full" in at.told
        assert "bob" not in at.screen
        assert UNSEEN in at.screen
        assert at.app.work.notices.failures == 1


async def test_on_a_read_only_docket_others_work_stays_unseen(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote(docket, "bob", "RP-0001", Draft("keep", reason="A bakery is a bakery."))
    monkeypatch.setattr(docket, "warnings", lambda _: [DocketWarning("damaged", "It can be read, not written.", True)])
    async with desk(docket, tmp_path, (120, 60), case="RP-0001") as at:
        await at.press("enter")
        await at.lingers()
        assert "bob" not in at.screen
        assert UNSEEN in at.screen


async def test_the_page_stays_where_it_was_when_others_work_appears(docket: Docket, tmp_path: Path) -> None:
    vote(docket, "bob", "RP-0001", Draft("keep", reason="A bakery is a bakery."))
    docket.act("bob", "RP-0001", WriteNote("Which one? " * 30, Cite("q1", 0, 16)))
    async with desk(docket, tmp_path, (120, 24)) as at:
        await at.press("enter", "J")
        before = next(n for n, line in enumerate(at.screen.splitlines()) if "Registered since" in line)
        at.review.record_opened()
        await at.settle()
        assert UNSEEN not in at.screen
        assert next(n for n, line in enumerate(at.screen.splitlines()) if "Registered since" in line) == before


async def test_a_read_only_docket_says_why_and_records_nothing(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = docket.checkpoint("alice")
    why = "The journal is damaged at line 7: it can be read, not written."
    monkeypatch.setattr(docket, "warnings", lambda _: [DocketWarning("damaged", why, True)])
    async with desk(docket, tmp_path) as at:
        assert why in at.screen
        at.person.waits(2)
        for key in "dmuwa":
            await at.press(key)
            assert at.app.screen is at.app.first
        await at.press("n", "q")
        await at.settle()
    assert docket.checkpoint("alice") == before


async def test_keys_typed_ahead_record_nothing(docket: Docket, tmp_path: Path) -> None:
    before = docket.checkpoint("alice")
    async with desk(docket, tmp_path) as at:
        for key in ("d", "1", "f2", "escape", "u", "f2", "f2", "escape", "m", "x", "f2", "escape"):
            await at.person.presses(key, every=0.001)
        await at.settle()
        kinds = {record.kind for record in docket.history("alice") if record.seq >= before.count}
    assert kinds <= {"opened"}


async def test_leaving_waits_for_what_failed(docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with desk(docket, tmp_path) as at:
        refuses(docket, monkeypatch, Open, error=NotSaved("The disk is full."))
        at.person.waits(2)
        await at.press("q")
        await at.settle()
        assert at.app.is_running
        assert "The disk is full" in at.told
        await at.press("q")
        await at.settle()
        assert at.app.return_code == 0


async def test_leaving_while_something_is_being_recorded_waits_for_it(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, slow = held_up(docket)
    async with desk(docket, tmp_path) as at:
        monkeypatch.setattr(docket, "act", slow)
        monkeypatch.setattr("tui.leaving.PATIENCE", 0.05)
        await at.press("M", *"Ask the employer.")
        at.person.waits(2)
        await at.press("f2", "q")
        await at.until(lambda: "Not everything is recorded yet" in at.screen)
        assert at.app.is_running
        assert "saving" in await at.after("escape")
        gate.set()
        await at.settle()
        await at.press("q")
        await at.settle()
        assert at.app.return_code == 0
    assert [one.body.text for one in docket.view("alice", "RP-0001").of(Note)] == ["Ask the employer."]


async def test_what_is_recorded_is_not_shown_as_being_saved(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()
    answered = WriteQueue._answered

    def late(queue: WriteQueue) -> None:
        goes_on.wait(10)
        answered(queue)

    monkeypatch.setattr(WriteQueue, "_answered", late)
    async with desk(docket, tmp_path) as at:
        await at.press("M", "S", "o")
        at.person.waits(2)
        await at.press("f2")
        await at.until(lambda: "note recorded" in at.told)
        assert "saving" not in await at.drawn()
        goes_on.set()


async def test_the_line_of_keys_says_adjudicate_where_d_does_that(docket: Docket, tmp_path: Path) -> None:
    vote(docket, "bob", "RP-0001", ADVERSE)
    vote(docket, "carol", "RP-0001", Draft("keep"))
    async with desk(docket, tmp_path) as at:
        assert "d Adjudicate" in await at.drawn()
        await at.press("j")
        await at.settle()
        assert "d Vote" in await at.drawn()
        await at.press("k")
        await at.settle()
        assert "d Adjudicate" in await at.drawn()
