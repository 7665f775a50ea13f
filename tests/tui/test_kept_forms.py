"""What is typed in any form outlives the program, is read where its form opens no more, and dropped on purpose."""

import asyncio
import errno
import re
import stat
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from store.acts import AnyRequest, CastVote, Cite, Draft, Hold, Note, Open, Resume, Vote, Withdraw
from store.docket import Answer, Docket
from store.errors import NotSaved
from store.opening import open_docket
from tests.dockets import KEEP, REVOKE, done, make_case, read_through, vote
from tests.hostile import PAYLOADS, RAW
from tests.sweeps import all_but
from tests.tui.desk import NARROW, SMALL, WIDE, Desk, desk, refuses
from tests.tui.test_deciding import in_dialog
from tui.acting.draft_text import draft_text
from tui.acting.drafts import Drafts, SavedDraft, kind_of
from tui.dialogs.act_form import ActForm
from tui.dialogs.draft_dialog import DraftDialog
from tui.dialogs.many_form import ManyForm
from tui.dialogs.note_form import NoteForm
from tui.notices import AGAIN
from tui.screens import entry_screen
from tui.screens.day import DayScreen

pytestmark = pytest.mark.long

NOTE, WHY = "Ask the employer.", "The file is at the court."


@pytest.fixture(autouse=True)
def _taking(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that takes what is copied, and screens that read again at once."""
    monkeypatch.setenv("FOUREYES_CLIPBOARD", "terminal")
    monkeypatch.setattr(entry_screen, "LEAST", 0.001)
    monkeypatch.setattr(entry_screen, "REST", 0)


def files(home: Path) -> list[Path]:
    return [*(home / "drafts").glob("*.json")]


async def test_the_queue_shows_a_draft_as_soon_as_its_form_is_closed(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("z", "tab", *"At the court.")
        await at.press("escape")
        await at.settle()
        assert "✎" in next(one for one in at.screen.splitlines() if one.startswith("▌○ open"))


async def decided_elsewhere(at: Desk, place: Path) -> None:
    """Somebody else decides the case."""
    other = open_docket(place)
    read_through(other, "bob", "RP-0001")
    done(other.act("bob", "RP-0001", CastVote(KEEP)))
    other.close()
    at.app.look()
    await at.settle()


@pytest.mark.parametrize("leaves", all_but([("escape", "q"), ("ctrl+q",), ("ctrl+c", "q")], ("escape", "q")))
@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_a_note_is_there_after_leaving(
    docket: Docket, tmp_path: Path, leaves: tuple[str, ...], size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        await at.press("M", *NOTE, *leaves)
        await at.settle()
        assert at.app.return_code == 0
    [file] = files(tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    async with desk(docket, tmp_path, size) as at:
        assert at.session.drafts == 1
        await at.press("M")
        assert NOTE in in_dialog(at)
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        await at.press("M")
        assert NOTE not in in_dialog(at)
    assert [one.body.text for one in docket.view("alice", "RP-0001").of(Note)] == [NOTE]
    assert files(tmp_path) == []


async def test_the_reason_of_a_hold_is_its_own_and_there_after_leaving(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("z", "tab", *WHY, "ctrl+q")
        await at.settle()
    async with desk(docket, tmp_path) as at:
        await at.press("M")
        assert WHY not in in_dialog(at)
        await at.press("escape", "z")
        assert WHY in in_dialog(at)
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert docket.view("alice", "RP-0001").standing == "held"
    assert files(tmp_path) == []


async def test_an_opened_form_is_no_draft(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        for key in ("z", "M", "i", "u", "d"):
            await at.press(key, "escape")
            await at.settle()
        await at.press("M", "space", "x", "backspace", "escape")
        assert at.session.drafts == 0
    assert files(tmp_path) == []


@pytest.mark.parametrize(("key", "form"), [("M", NoteForm), ("z", ActForm)])
async def test_a_form_is_dropped_after_one_question(
    docket: Docket, tmp_path: Path, key: str, form: type[NoteForm | ActForm]
) -> None:
    async with desk(docket, tmp_path, SMALL) as at:
        await at.press(key, "f8")
        assert "Nothing is written here" in in_dialog(at)
        await at.press(*(["tab"] if form is ActForm else []), *WHY, "f8")
        assert "Drop the draft?" in in_dialog(at)
        await at.press("escape")
        assert isinstance(at.app.screen, form)
        assert at.session.drafts == 1
        await at.press("f8")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert at.app.screen is at.app.first
        assert at.session.drafts == 0
    assert files(tmp_path) == []


async def test_an_outcome_chosen_in_passing_is_no_draft(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        for key in ("escape", "slash", "n"):
            await at.press("1")
            await at.settle()
            await at.press("f6", key)  # the form closes by it, beside the case
            await at.settle()
            await at.press("escape", "n")
            assert "drafts 0" in at.screen
        await at.press("f8")
        assert "You have no draft on this case" in at.told
    assert files(tmp_path) == []


@pytest.mark.parametrize("keys", [("1", "f7", "x"), ("c", "1"), ("2", "b")])
async def test_with_anything_else_it_is_one(docket: Docket, tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter")
        for key in keys:
            await at.press(key)
            await at.settle()
        await at.press("escape")
        await at.settle()
        assert "drafts 1" in at.screen
    assert len(files(tmp_path)) == 1


async def test_a_vote_that_could_not_be_recorded_is_one_whatever_is_in_it(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(docket, tmp_path) as at:
        refuses(docket, monkeypatch, CastVote, error=NotSaved("The disk is full: nothing was recorded."))
        await at.votes_to_keep()
        await at.press("n")
        assert at.session.drafts == 1


async def test_a_stray_outcome_is_dropped(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("d")
        await at.settle()
        await at.press("2", "f8")
        assert "Outcome: Permit revoked (adverse)" in in_dialog(at)
        at.person.waits(2)
        await at.press("f2", "delete")
        await at.settle()
        assert not at.review.writing
        assert not at.session.saved.written
    assert files(tmp_path) == []


async def test_a_draft_on_a_decided_case_is_read_copied_and_dropped(
    docket: Docket, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(docket, tmp_path, NARROW) as at:
        monkeypatch.setattr(DayScreen, "new_guard", lambda _: at.person.guard)
        await at.press("enter", "c", "d")
        await at.settle()
        await at.press("2", "b", "tab", "tab", *WHY)
        await decided_elsewhere(at, place)
        assert "kept as your draft: F8 shows it." in in_dialog(at)
        await at.press("escape", "d")
        assert "This case is decided. F8 shows what you wrote, to copy or drop it." in at.told.replace("\n", " ")
        await at.press("f8")
        assert "Cites q1: “I moved in 2019.”" in in_dialog(at)
        assert WHY in in_dialog(at)
        await at.press("y")
        await at.settle()
        assert WHY in at.app.clipboard
        assert at.session.drafts == 1
        await at.press("D")
        await at.settle()
        await at.press("2", "f8")
        assert isinstance(at.app.screen, DraftDialog)
        at.person.waits(2)
        await at.press("f2", "delete")
        await at.settle()
        assert "DRAFTS  0" in at.screen
    assert files(tmp_path) == []


async def test_of_several_drafts_one_is_chosen(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("M", *NOTE, "escape", "z", "tab", *WHY, "escape", "f8")
        assert "Your hold" in in_dialog(at)
        await at.press("2")
        assert NOTE in in_dialog(at)
        await at.press("escape", "D")
        await at.settle()
        assert "RP-0001  hold" in at.screen
        assert "RP-0001  note" in at.screen


def test_restricted_words_are_in_no_draft_that_is_copied(docket: Docket) -> None:
    view = docket.view("alice", "RP-0001")
    secret = next(item for item in view.case.evidence if item.access == "restricted")
    text = draft_text(SavedDraft(Draft(cites=(Cite(secret.id),)), "k"), "", view)
    assert text == f"Cites {secret.id}"


@pytest.mark.parametrize("share", all_but(range(9), 0))
async def test_what_hides_in_a_draft_is_seen(docket: Docket, tmp_path: Path, share: int) -> None:
    async with desk(docket, tmp_path) as at:
        for payload in [*PAYLOADS.values()][share::9]:
            at.session.keep_form("RP-0001", Hold.act, {"reason": f"A {payload}"})
            await at.press("f8")
            assert isinstance(at.app.screen, DraftDialog)
            assert not RAW.search(at.screen.replace("\n", "")), payload
            await at.press("escape", "z")
            assert isinstance(at.app.screen, ActForm)
            assert not RAW.search(at.screen.replace("\n", "")), payload
            await at.press("escape")


# What was recorded, or is on something else by now


@pytest.mark.parametrize("draft", [KEEP, REVOKE], ids=["keep", "revoke"])
async def test_a_vote_that_was_recorded_just_before_a_kill_is_no_draft_and_never_told_as_recorded_again(
    docket: Docket, tmp_path: Path, draft: Draft
) -> None:
    read_through(docket, "alice", "RP-0001")
    done(docket.act("alice", "RP-0001", CastVote(draft), "k1"))
    left = Drafts(tmp_path / "drafts")
    left.save(docket.store, "alice", "RP-0001", SavedDraft(draft, "k1"))
    done(docket.act("alice", "RP-0001", Withdraw()))
    async with desk(docket, tmp_path, chosen="id:RP-0001") as at:
        assert at.session.drafts == 0
        assert at.session.saved.draft.outcome == draft.outcome  # taken back: it is begun with, under another key
        await at.press("d")
        await at.settle()
        at.person.waits(2)
        await at.press("f2")
        if draft is REVOKE:
            await at.press(*"RP-0001")
            at.person.waits(2)
            await at.press("f2")
        await at.settle()
        assert "vote recorded" in at.told
    assert len(docket.view("alice", "RP-0001").of(Vote)) == 2
    assert docket.view("alice", "RP-0001").scene.state.votes


async def test_a_vote_taken_back_beside_its_own_form_is_not_taken_for_the_new_one(
    docket: Docket, place: Path, tmp_path: Path
) -> None:
    other = open_docket(place)
    async with desk(docket, tmp_path) as at:
        await at.press("1")
        await at.settle()
        saved = at.session.saved
        done(other.act("alice", "RP-0001", CastVote(saved.draft), saved.key))  # and its answer was lost
        done(other.act("alice", "RP-0001", Withdraw()))
        at.app.look()
        await at.settle()
        assert at.session.saved.key != saved.key
        assert at.session.saved.draft.outcome == "keep"
    other.close()


async def test_a_hold_that_was_recorded_and_ended_is_not_taken_for_a_new_one(docket: Docket, tmp_path: Path) -> None:
    hold = Hold(docket.today() + timedelta(3), WHY)
    done(docket.act("alice", "RP-0001", hold, "k1"))
    left = SavedDraft(Draft(), "k1", {"reason": WHY})
    Drafts(tmp_path / "drafts").save(docket.store, "alice", "RP-0001", left, kind_of(Hold.act))
    done(docket.act("alice", "RP-0001", Resume("It is back.")))
    async with desk(docket, tmp_path) as at:
        await at.press("f8")
        assert "That draft is no longer there" in at.told
        await at.press("z")
        assert WHY not in in_dialog(at)
    assert files(tmp_path) == []


async def begins_a_note(at: Desk) -> str:
    """Begin one on the first sentence, leave it, and go to the next; gives what it says it is on."""
    await at.press("enter", "m", *NOTE)
    on = in_dialog(at)
    await at.press("escape", "j")
    return re.search(r"on “[^”]*”", on.replace("\n", " "))[0]  # type: ignore[index]


@pytest.mark.parametrize("size", [WIDE, SMALL])
async def test_a_note_stays_on_the_passage_that_it_was_begun_on(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size) as at:
        on = await begins_a_note(at)
        await at.press("ctrl+q")
        await at.settle()
    async with desk(docket, tmp_path, size) as at:
        await at.press("f8")
        assert f"On q1: {on.removeprefix('on ')}" in in_dialog(at).replace("\n", " ")
        await at.press("escape", "enter", "j", "m")
        said = in_dialog(at)
        assert on in said.replace("\n", " ")
        assert "F9 puts it on the passage at the cursor" in said.replace("\n", " ")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
    [note] = docket.view("alice", "RP-0001").of(Note)
    assert isinstance(note.body, Note)
    assert note.body.citation is not None
    assert f"on “{note.body.citation.quote}”" == on


async def test_a_note_is_written_as_quickly_as_it_is_typed(docket: Docket, tmp_path: Path) -> None:
    """What is typed into it was typed by somebody who sees it; what stood there they have to have read."""
    async with desk(docket, tmp_path) as at:
        await at.press("enter")
        await at.person.presses("m", *"ok", "f2", every=0.06)
        await at.settle()
        assert "note recorded" in at.told
        await at.press("m", *"more", "escape")
        await at.person.presses("m", "f2", every=0.06)
        await at.settle()
        assert "That key came before this could be read" in at.screen


@pytest.mark.parametrize(("key", "where"), [("m", "r1"), ("M", None)])
async def test_a_note_is_put_elsewhere_on_purpose(docket: Docket, tmp_path: Path, key: str, where: str | None) -> None:
    async with desk(docket, tmp_path) as at:
        on = await begins_a_note(at)
        await at.press("J", key, "f9", "f9")
        said = in_dialog(at).replace("\n", " ")
        assert on in said
        assert "It is on the passage that it was begun on (q1) now" in said
        await at.press("f9", "escape", "g", "m")  # it is kept where it was put
        assert on not in in_dialog(at).replace("\n", " ")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
    [note] = docket.view("alice", "RP-0001").of(Note)
    assert isinstance(note.body, Note)
    assert (note.body.citation.item if note.body.citation else None) == where


async def test_a_note_whose_passage_has_changed_is_on_what_is_read_now_and_says_so(
    docket: Docket, place: Path, tmp_path: Path
) -> None:
    other = open_docket(place)
    async with desk(docket, tmp_path) as at:
        on = await begins_a_note(at)
        first, *others = make_case(1).evidence
        revised = make_case(1, evidence=(replace(first, text="Other words."), *others))
        other.import_cases("lead", iter([revised]), ())
        at.app.look()
        await at.settle()
        await at.press("m")
        said = in_dialog(at).replace("\n", " ")
        assert on not in said
        assert "has changed since" in said
    other.close()


async def test_what_was_written_for_other_cases_asks_once_more(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ManyForm, "pause", 0)
    async with desk(docket, tmp_path) as at:
        await at.press("space", "space", "z", "tab", *WHY, "escape")
        await at.press("z")
        assert "was written for" not in in_dialog(at)
        await at.press("escape", "escape", "space", "space", "z")
        await at.settle()
        assert "was written for RP-0001, RP-0002: is it true of these cases?" in in_dialog(at).replace("\n", " ")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert isinstance(at.app.screen, ManyForm)
        assert "F2 once more records it on these cases" in in_dialog(at).replace("\n", " ")
        await at.press("escape", "D")
        await at.settle()
        await at.press("2", "f8")
        assert "RP-0001, RP-0002, not recorded" in in_dialog(at)
        await at.press("escape", "escape", "z")
        await at.settle()
        at.person.waits(2)
        await at.press("f2")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert docket.view("alice", "RP-0003").standing == "held"
    assert docket.view("alice", "RP-0001").standing == "open"


async def test_what_is_changed_is_written_for_the_cases_that_are_marked_now(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ManyForm, "pause", 0)
    async with desk(docket, tmp_path) as at:
        await at.press("space", "z", "tab", *WHY, "escape", "escape", "space", "z", "tab", "x", "escape", "z")
        assert "was written for" not in in_dialog(at)


# The votes of a conflict


@pytest.mark.parametrize(("key", "outcome"), [("a", ""), ("d", ""), ("1", "keep")])
async def test_one_key_opens_the_form_of_a_conflict_once_it_is_recorded(
    docket: Docket, tmp_path: Path, key: str, outcome: str
) -> None:
    vote(docket, "bob", "RP-0001", REVOKE)
    vote(docket, "carol", "RP-0001", KEEP)
    async with desk(docket, tmp_path) as at:
        await at.press(key)
        await at.settle()
        assert not docket.view("alice", "RP-0001").unseen
        assert at.review.vote_form is not None
        assert at.session.saved.draft.outcome == outcome
        assert "By bob" in at.screen


async def test_it_does_not_open_where_that_is_not_recorded_or_somebody_goes_on(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote(docket, "bob", "RP-0001", REVOKE)
    vote(docket, "carol", "RP-0001", KEEP)
    async with desk(docket, tmp_path) as at:
        with monkeypatch.context() as patch:
            refuses(docket, patch, Open, error=NotSaved("The disk is full."))
            await at.press("a")
            await at.settle()
        assert at.review.vote_form is None
        assert "By bob" not in at.screen
        at.review.awaited = at.review.action_adjudicate
        await at.press("escape", "N")
        assert at.review.awaited is None


async def test_it_does_not_open_where_its_reader_goes_on_before_that_is_recorded(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote(docket, "bob", "RP-0001", REVOKE)
    vote(docket, "carol", "RP-0001", KEEP)
    act, there, go_on = docket.act, Event(), Event()

    def waits(reviewer: str, case_id: str, request: AnyRequest, key: str = "") -> Answer:
        if isinstance(request, Open) and request.others:
            there.set()
            assert go_on.wait(10)
        return act(reviewer, case_id, request, key)

    monkeypatch.setattr(docket, "act", waits)
    async with desk(docket, tmp_path) as at:
        await at.press("a")
        await at.until(there.is_set)
        assert "this opens, once it is recorded that you see them. Esc goes on." in at.told
        await at.press("escape")
        go_on.set()
        await at.settle()
        await at.until(lambda: not docket.view("alice", "RP-0001").unseen)
        await at.settle()
        assert at.review.vote_form is None
        await at.press("a")
        await at.settle()
        assert at.review.vote_form is not None


async def test_the_text_of_a_refused_act_is_pointed_to(docket: Docket, place: Path, tmp_path: Path) -> None:
    other = open_docket(place)
    async with desk(docket, tmp_path) as at:
        await at.press("z", "tab", *WHY, "escape")
        done(other.act("bob", "RP-0001", Hold(docket.today() + timedelta(3), "Wait.")))
        at.app.look()
        await at.settle()
        await at.press("z")
        assert "This case is held already: end that first. F8 shows what you wrote" in at.told
    other.close()


def full(*_: object) -> None:
    """What a sync on a full disk does."""
    raise OSError(errno.ENOSPC, "No space left on device")


async def closes_the_form(at: Desk) -> None:
    """Esc takes away what is told first, and then closes the form, once the hand has come to rest."""
    while at.review.vote_form is not None:
        await at.press("escape")
        await asyncio.sleep(AGAIN)


async def test_who_leaves_a_draft_that_could_not_be_written_is_asked_once(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And where there is room again it is written, and nothing is asked."""

    async with desk(docket, tmp_path) as at:
        with monkeypatch.context() as patch:
            patch.setattr("store.disk.Disk.sync", full)
            await at.press("d")
            await at.settle()
            await at.press("1", "f7", "x", "escape")
            await at.until(lambda: "The draft is not on disk" in at.told)
            await closes_the_form(at)
            await at.press("q")
            await at.until(lambda: "1 draft could not be written: quit once more" in at.told)
            assert at.app.is_running
        await at.press("q")
        await at.until(lambda: not at.app.is_running)
    async with desk(docket, tmp_path) as at:
        await at.press("d")
        await at.settle()
        assert at.session.saved.draft.outcome == "keep"


async def test_and_may_leave_it(docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.disk.Disk.sync", full)
    async with desk(docket, tmp_path) as at:
        await at.press("d")
        await at.settle()
        await at.press("1", "f7", "x", "escape")
        await at.until(lambda: "The draft is not on disk" in at.told)
        await closes_the_form(at)
        await at.press("q")
        await at.until(lambda: "quit once more" in at.told)
        await at.press("q")
        await at.until(lambda: not at.app.is_running)
        assert at.app.return_code == 0
