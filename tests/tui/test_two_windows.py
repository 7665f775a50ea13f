"""One reviewer with two windows on one case: nothing that was written in either is lost, and none goes silently."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from store.acts import CastVote, Draft, Note
from store.docket import Docket, new_key
from store.opening import open_docket
from tests.dockets import KEEP, done, read_through
from tests.tui.desk import WIDE, desk
from tests.tui.vote_story import spoken
from tui.acting.draft_saver import ALSO_ELSEWHERE, DraftSaver
from tui.acting.drafts import Drafts, SavedDraft, kind_of
from tui.dialogs.draft_dialog import DraftDialog
from tui.dialogs.reason_area import ReasonArea

pytestmark = pytest.mark.long

SAID = ALSO_ELSEWHERE.format(on="RP-0001: this")


@contextmanager
def window(docket: Docket, home: Path) -> Iterator[DraftSaver]:
    """The drafts of another window of alice's."""
    saver = DraftSaver(Drafts(home / "drafts"), docket.store, "alice", list[str]().append)
    yield saver
    saver.close()


def writes(docket: Docket, home: Path, reason: str, *, anew: bool = False) -> None:
    """The other window writes a reason, on what is on disk unless `anew`, and is closed."""
    with window(docket, home) as other:
        saved = None if anew else other.load("RP-0001")
        saved = saved or SavedDraft(Draft(), new_key())
        other.save("RP-0001", saved.changed(replace(saved.draft, reason=reason)))


async def test_a_form_opens_with_what_the_other_window_wrote_while_the_case_was_read(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path, WIDE) as at:
        await at.press("enter")
        writes(docket, tmp_path, "Written in b.")
        await at.press("d")
        await at.settle()
        assert at.app.screen.query_one(ReasonArea).text == "Written in b."
        await at.press("f7", *" And in a.")
        await at.settle()
    with window(docket, tmp_path) as after:
        assert after.kept == {"RP-0001": {""}}
        found = after.load("RP-0001")
        assert found is not None
        assert found.draft.reason == "Written in b. And in a."


async def test_a_form_that_is_open_writes_over_nothing_of_the_other_window(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, WIDE) as at:
        await at.press("enter", "d")
        await at.settle()
        await at.press("f7", *"Of a.")
        await at.settle()
        writes(docket, tmp_path, "Of b.", anew=True)  # and a's is set aside
        assert SAID not in spoken(at.screen)
        await at.press(*" On.")
        await at.until(lambda: SAID in spoken(at.screen))
        while at.review.vote_form is not None:  # what is told may be taken away by the first
            await at.press("escape")
        await at.press("D")
        await at.settle()
        assert "RP-0001  vote from another window" in at.screen
        await at.press("2", "down", "enter")
        await at.settle()
        assert isinstance(at.app.screen, DraftDialog)
        assert "Of b." in at.screen
        await at.press("escape", "d")
        await at.settle()
        assert at.app.screen.query_one(ReasonArea).text == "Of a. On."


async def test_what_is_cited_in_the_case_joins_what_the_other_window_wrote(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, WIDE) as at:
        await at.press("enter")
        writes(docket, tmp_path, "Written in b.")
        await at.press("c")
        await at.settle()
        assert at.session.saved.draft.reason == "Written in b."
        assert len(at.session.saved.draft.cites) == 1
        assert at.session.drafted == {"RP-0001": {""}}


async def test_a_note_that_the_other_window_wrote_on_is_kept_beside_the_one_that_is_open(
    docket: Docket, tmp_path: Path
) -> None:
    async with desk(docket, tmp_path, WIDE) as at:
        await at.press("enter", "m", *"Of a")
        await at.settle()
        with window(docket, tmp_path) as other:
            begun = other.load("RP-0001", kind_of(Note))
            assert begun is not None
            other.save("RP-0001", begun.filled({"text": "Of b"}), kind_of(Note))
        await at.press("!")
        await at.settle()
        await at.press("escape")
        await at.until(lambda: SAID in spoken(at.screen))
        assert at.session.drafted == {"RP-0001": {"note", "note+2"}}
        await at.press("m")
        await at.settle()
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert at.session.drafted == {"RP-0001": {"note+2"}}
    assert [one.body.text for one in docket.history("alice") if isinstance(one.body, Note)] == ["Of a!"]


async def test_a_vote_sent_here_leaves_what_the_other_window_wrote(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, WIDE) as at:
        await at.press("enter", "c", "d")
        await at.settle()
        await at.press("1", "f7", *"Of a.")
        await at.settle()
        writes(docket, tmp_path, "Of b.")
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        assert "RP-0001: vote recorded." in at.told
    with window(docket, tmp_path) as after:
        found = after.load("RP-0001")
        assert found is not None
        assert found.draft.reason == "Of b."


async def test_what_the_other_window_sent_is_begun_no_more(docket: Docket, place: Path, tmp_path: Path) -> None:
    read_through(docket, "alice", "RP-0001")
    async with desk(docket, tmp_path, WIDE) as at:
        await at.press("enter", "c")
        await at.settle()
        with window(docket, tmp_path) as other:
            saved = other.load("RP-0001")
            assert saved is not None
            with closing(open_docket(place)) as there:
                done(there.act("alice", "RP-0001", CastVote(KEEP), saved.key))
        at.app.look()
        await at.settle()
        assert not at.session.saved.written
        assert at.session.drafted == {}
