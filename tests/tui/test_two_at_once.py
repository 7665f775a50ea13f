"""Two reviewers at one docket: each sees the other's work, and has a clear choice where both act on one case."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from store.acts import CastVote
from store.docket import Docket
from store.errors import NotSaved
from store.opening import open_docket
from store.records import Record
from tests.dockets import KEEP, POLICY, REVOKE, adjudicate, done, missing, read_through, vote
from tests.tui.desk import WIDE, Desk, desk, refuses
from tests.tui.test_deciding import in_dialog
from tests.tui.vote_story import spoken
from tui import watching
from tui.dialogs.confirm import Overtaken
from tui.dialogs.draft_dialog import DraftDialog
from tui.screens.review_screen import ReviewScreen

pytestmark = pytest.mark.long


@asynccontextmanager
async def overtaken(
    docket: Docket, place: Path, home: Path, *keys: str, closed: bool = False, by: str = "bob"
) -> AsyncIterator[Desk]:
    """Alice writes a vote, goes on with `keys`, and Bob, or she elsewhere, decides the case meanwhile."""
    other = open_docket(place)
    async with desk(docket, home, WIDE) as at:
        await at.press("enter", "c", "d")
        await at.settle()
        if closed:
            await at.press("escape")
            await at.settle()
        await at.press(*keys)
        read_through(other, by, "RP-0001")
        done(other.act(by, "RP-0001", CastVote(KEEP)))
        at.app.look()
        await at.settle()
        yield at
    other.close()


async def test_a_policy_that_is_slipped_under_an_open_form_is_read_before_anything_is_sent(
    docket: Docket, place: Path, tmp_path: Path
) -> None:
    other = open_docket(place)
    async with desk(docket, tmp_path, WIDE) as at:
        await at.press("enter", "d")
        await at.settle()
        await at.press("1")
        assert "(•) Permit stands" in at.screen
        done(other.set_policy("lead", POLICY.replace("Permit stands", "Handed to the police"), "Other words."))
        at.app.look()
        await at.settle()
        assert "The policy has changed" in at.screen
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert at.session.view is not None
        assert not at.session.view.scene.state.votes, "nobody stands for words that they have not read"
        await at.press("escape")
        at.person.waits(1)
        await at.press("escape", "d")
        await at.settle()
        assert "( ) Handed to the police" in at.screen, "it is to be chosen anew"
        await at.press("1")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert "RP-0001: vote recorded." in at.told
    other.close()


async def test_reading_on_says_nothing_of_other_words_and_the_form_opened_again_does(
    docket: Docket, place: Path, tmp_path: Path
) -> None:
    """Notice, then the form: with one opening more, and none where the words were read."""
    other = open_docket(place)
    async with desk(docket, tmp_path, (80, 24)) as at:
        await at.press("enter")
        await at.lingers()
        assert len(opened(docket)) == 1
        done(other.set_policy("lead", POLICY.replace("Permit stands", "Handed to the police"), "Other words."))
        at.app.look()
        await at.settle()
        assert "The policy under which RP-0001 is decided has changed" in spoken(at.told)
        await at.press("o", "end", "enter")
        await at.lingers()
        assert len(opened(docket)) == 2
        assert "policy" in missing(docket.act("alice", "RP-0001", CastVote(KEEP)))
        before = len(opened(docket))
        for _ in range(2):
            await at.press("d")
            await at.settle()
            assert "( ) Handed to the police" in at.screen
            assert "since you opened the case" not in spoken(at.screen)
            await at.press("escape")
        assert len(opened(docket)) == before + 1
        done(docket.act("alice", "RP-0001", CastVote(KEEP)))
    other.close()


def opened(docket: Docket) -> list[Record]:
    return [one for one in docket.history("alice", own=True) if one.kind == "opened"]


async def test_a_draft_from_before_another_policy_says_that_its_outcome_is_to_be_chosen_again(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path, WIDE) as at:
        await at.press("enter", "d")
        await at.settle()
        await at.press("1", "f7", *"It bears her out.", "escape")
        await at.settle()
    done(docket.set_policy("lead", POLICY.replace("Permit stands", "Handed to the police"), "Other words."))
    async with desk(docket, tmp_path, WIDE) as at:
        await at.press("enter", "d")
        await at.settle()
        assert "choose its outcome and grounds again" in at.told
        assert "( ) Handed to the police" in at.screen
        assert "It bears her out." in at.screen


@pytest.mark.parametrize("closed", [False, True])
async def test_who_writes_on_a_case_that_somebody_decides_is_told_at_once(
    docket: Docket, place: Path, tmp_path: Path, closed: bool
) -> None:
    async with overtaken(docket, place, tmp_path, closed=closed) as at:
        assert "RP-0001: somebody else was first" in at.screen
        assert "This case is decided. What you wrote is kept" in at.screen
        await at.press("escape")
        assert isinstance(at.app.screen, ReviewScreen)
        assert at.case == "RP-0001"
        assert at.session.saved.draft.cites, "the draft is kept"


async def test_the_draft_can_be_dropped_on_purpose(docket: Docket, place: Path, tmp_path: Path) -> None:
    async with overtaken(docket, place, tmp_path) as at:
        await at.press("right", "right", "enter")
        await at.settle()
        assert isinstance(at.app.screen, ReviewScreen)
        assert not at.session.saved.written


async def test_one_can_go_on_to_the_next_case_and_the_draft_is_kept(
    docket: Docket, place: Path, tmp_path: Path
) -> None:
    async with overtaken(docket, place, tmp_path) as at:
        await at.press("right", "enter")
        await at.settle()
        assert at.case == "RP-0002"
        await at.press("p")
        await at.settle()
        assert at.session.saved.written


async def test_letters_of_somebody_who_is_writing_choose_nothing(docket: Docket, place: Path, tmp_path: Path) -> None:
    async with overtaken(docket, place, tmp_path) as at:
        await at.press(*"yes, next: drop", "f2")
        assert isinstance(at.app.screen, Overtaken)
        assert at.session.saved.written


async def test_its_key_shows_what_was_written(docket: Docket, place: Path, tmp_path: Path) -> None:
    async with overtaken(docket, place, tmp_path) as at:
        assert "F8 shows it." in spoken(at.screen)
        await at.press("f8")
        assert isinstance(at.app.screen, DraftDialog)
        await at.press("escape")
        assert isinstance(at.app.screen, ReviewScreen)
        assert (at.case, at.session.saved.written) == ("RP-0001", True)


async def test_who_is_in_the_middle_of_a_sentence_ends_it_in_the_draft(
    docket: Docket, place: Path, tmp_path: Path
) -> None:
    async with overtaken(docket, place, tmp_path, *("f7", *"The register says")) as at:
        assert isinstance(at.app.screen, Overtaken)
        await at.person.presses(*" sox", "backspace", ".", "enter", *"And so")
        assert "What you type goes on into your draft." in at.screen
        at.person.waits(3)
        await at.press(*" on.")
        at.person.waits(3)
        await at.press("enter")
        await at.settle()
        assert isinstance(at.app.screen, ReviewScreen)
        assert not at.review.writing
        assert at.session.saved.draft.reason == "The register says so.\nAnd so on."


@pytest.mark.parametrize("size", [WIDE, (120, 40), (80, 24)])
async def test_and_then_its_key_shows_the_draft(
    docket: Docket, place: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    done(vote(docket, "dora", "RP-0001", REVOKE))
    done(vote(docket, "bob", "RP-0001", KEEP))
    other = open_docket(place)
    async with desk(docket, tmp_path, size) as at:
        await at.press("enter", "a")
        await at.settle()
        await at.press("1", "f7", *"The register says")
        done(adjudicate(other, "cleo", "RP-0001", KEEP))
        at.app.look()
        await at.settle()
        assert isinstance(at.app.screen, Overtaken)
        await at.person.presses(*" so and so.")
        at.person.waits(2)
        await at.press("f8")
        await at.settle()
        assert isinstance(at.app.screen, DraftDialog)
        assert "The register says so and so." in at.screen
    other.close()


async def test_so_does_who_writes_a_note_on_it(docket: Docket, place: Path, tmp_path: Path) -> None:
    async with overtaken(docket, place, tmp_path, "escape", "m", *"Ask the") as at:
        await at.press(*" employer.")
        at.person.waits(2)
        await at.press("escape")
        assert "Ask the employer." in at.screen


@pytest.mark.parametrize("keys", [("right", "enter"), ("right", "left", "enter")])
async def test_an_answer_is_no_line_of_the_reason(
    docket: Docket, place: Path, tmp_path: Path, keys: tuple[str, ...]
) -> None:
    async with overtaken(docket, place, tmp_path, "f7", *"It says so") as at:
        await at.press(*keys)
        await at.settle()
        assert isinstance(at.app.screen, ReviewScreen)


async def test_who_voted_in_another_window_is_not_told_of_somebody_else(
    docket: Docket, place: Path, tmp_path: Path
) -> None:
    async with overtaken(docket, place, tmp_path, by="alice") as at:
        assert "RP-0001: you acted on it in another window" in at.screen
        assert "You have voted on this case in this round." in spoken(at.screen)
        assert "somebody else" not in at.screen


async def test_a_vote_that_came_too_late_is_asked_about(
    docket: Docket, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "EVERY", 3600.0)
    other = open_docket(place)
    async with desk(docket, tmp_path) as at:
        await at.press("d")
        await at.settle()
        read_through(other, "bob", "RP-0001")
        done(other.act("bob", "RP-0001", CastVote(KEEP)))
        await at.press("1")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert "RP-0001: somebody else was first" in at.screen
        assert "Your vote was not recorded. This case is decided. What you wrote is kept" in in_dialog(at)
    other.close()


@pytest.mark.parametrize("sent", [True, False])
async def test_a_resolution_that_somebody_else_was_before_is_told_once_where_there_is_a_choice(
    docket: Docket, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sent: bool
) -> None:
    monkeypatch.setattr(watching, "EVERY", 3600.0)
    done(vote(docket, "dora", "RP-0001", REVOKE))
    done(vote(docket, "bob", "RP-0001", KEEP))
    other = open_docket(place)
    async with desk(docket, tmp_path, WIDE, case="RP-0001") as at:
        await at.press("enter", "a")
        await at.settle()
        at.person.waits(3)
        await at.press("1", "f7", *"The register bears her out.")
        done(adjudicate(other, "cleo", "RP-0001", KEEP))
        at.person.waits(2)
        if sent:
            await at.press("f2")
        else:
            at.app.look()
        await at.settle()
        assert isinstance(at.app.screen, Overtaken)
        assert "There is no conflict to adjudicate: the case is decided." in in_dialog(at)
        assert ("Your resolution was not recorded." in in_dialog(at)) is sent
        assert "now stands at" not in at.told
        assert not at.screen.splitlines()[-1].strip(), "the keys of a form that is gone, or behind a dialog, do nothing"
        assert "not recorded" not in at.told
        await at.press("escape")
        await at.settle()
        assert isinstance(at.app.screen, ReviewScreen)
        assert "now stands at" not in at.told
        assert "not recorded" not in at.told
        assert "dismisses" not in at.told
        assert at.session.saved.draft.reason == "The register bears her out."
    other.close()


async def test_a_vote_that_a_full_disk_kept_from_being_recorded_is_told_beside_what_somebody_else_did(
    docket: Docket, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "EVERY", 3600.0)
    other = open_docket(place)
    async with desk(docket, tmp_path) as at:
        await at.press("d")
        await at.settle()
        read_through(other, "bob", "RP-0001")
        done(other.act("bob", "RP-0001", CastVote(KEEP)))
        refuses(docket, monkeypatch, CastVote, error=NotSaved("The disk is full."))
        await at.press("1")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert "RP-0001: somebody else was first" in at.screen
        await at.press("escape")
        assert "RP-0001: vote not recorded. The disk is full." in at.told
    other.close()


async def test_what_somebody_else_read_a_moment_ago_is_said_to_be_and_is_not_where_one_begins(
    docket: Docket, place: Path, tmp_path: Path
) -> None:
    other = open_docket(place)
    read_through(other, "bob", "RP-0001")
    async with desk(docket, tmp_path) as at:
        assert at.case == "RP-0002"
        assert "Passed by RP-0001: somebody else reads it, or did a moment ago. p goes back." in at.told
        await at.press("p")
        assert at.case == "RP-0001"
        assert "◌ Somebody else is reading this case, or was a moment ago." in at.screen
        await at.press("n")
        assert at.case == "RP-0002"
        read_through(other, "bob", "RP-0003")
        await at.press("f5")
        await at.settle()
        await at.press("n")
        assert at.case == "RP-0004"
        assert "Passed by RP-0003: somebody else reads it, or did a moment ago. p goes back." in at.screen
    other.close()


async def test_who_asks_for_others_work_is_told_what_came(
    docket: Docket, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "EVERY", 3600.0)
    other = open_docket(place)
    read_through(other, "bob", "RP-0003")
    async with desk(docket, tmp_path) as at:
        await at.press("f5")
        await at.until(lambda: "Nothing new" in at.told)
        await at.press("j")
        assert isinstance(other.act("bob", "RP-0003", CastVote(KEEP)), Record)
        await at.press("r")
        await at.until(lambda: "Taken in: 1 new record." in at.told)
        await at.press("j")
        assert "Taken in" not in await at.drawn(), "until the next key"
    other.close()


async def test_what_one_records_oneself_asks_nothing(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.votes_to_keep()
        at.app.look()
        await at.settle()
        assert isinstance(at.app.screen, ReviewScreen)


async def test_another_case_that_is_decided_asks_nothing(docket: Docket, place: Path, tmp_path: Path) -> None:
    other = open_docket(place)
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "c", "n")
        await at.settle()
        read_through(other, "bob", "RP-0003")
        done(other.act("bob", "RP-0003", CastVote(KEEP)))
        at.app.look()
        await at.settle()
        assert isinstance(at.app.screen, ReviewScreen)
    other.close()
