"""What counts as read: only what a reader can have had before their eyes."""

from pathlib import Path

from store.docket import Docket
from store.opening import open_docket
from tests.dockets import KEEP, vote
from tests.tui.desk import desk


async def test_behind_a_dialog_nothing_comes_into_sight_whatever_others_record(
    docket: Docket, place: Path, tmp_path: Path
) -> None:
    other = open_docket(place)
    async with desk(docket, tmp_path) as at:
        await at.press("n", "enter", "m")
        assert at.session.visit.read(at_once=True) == set()
        vote(other, "bob", "RP-0005", KEEP)
        at.app.look()
        await at.settle()
        await at.person.pilot.resize_terminal(110, 40)
        await at.settle()
        assert at.session.visit.read(at_once=True) == set()
        await at.press("escape")
        assert at.session.visit.read(at_once=True) == {"q1", "r1", "s1", "s2"}
    other.close()
