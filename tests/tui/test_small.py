"""The smallest terminal: whatever is needed of a screen or dialog lies in sight, or a key brings it there."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from textual.command import CommandPalette
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList

from store.docket import Docket
from tests.shots import SHOTS, make_docket, taken
from tests.sweeps import every_nth
from tests.tui.desk import SMALL, Desk, desk
from tests.tui.typist import Stage, shown
from tui.dialogs.confirm import Overtaken
from tui.dialogs.missing_list import MissingList
from tui.screens.frame import Frame
from tui.widgets.page_pane import PagePane
from tui.widgets.queue_list import QueueList

NEEDED = "Button, MissingList, Confirmation, ConfirmationInput, #said, #next, #title, #status, #banner, #keys"
"""What must never be cut: what sends, what is missing, what was said, and the keys."""
PARTS = 12
"""More than any form has."""
SEEN = [shot for shot in SHOTS if shot.name != "too-small"]


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The docket of the shots."""
    return make_docket(tmp_path_factory.mktemp("past"))


def outside(screen: Screen[Any]) -> list[str]:
    """What of that which is needed is not in sight as a whole."""
    found = [one for one in screen.query(NEEDED) if all(node.display for node in one.ancestors_with_self)]
    cut = [str(one) for one in found if one.region.area and not whole(screen, one)]
    return cut + [str(one) for one in found if isinstance(one, MissingList) and one.max_scroll_y]


def whole(screen: Screen[Any], widget: Widget) -> bool:
    place = screen.find_widget(widget)
    return place.visible_region == place.region


async def ends(at: Desk, part: Widget | None) -> bool:
    """Whether the end of a list or page that has the keys comes into sight."""
    match part:
        case OptionList(option_count=count) if count and part.highlighted is not None:
            await at.press("end")
            last = str(part.get_option_at_index(count - 1).prompt).split("  ")[0]
            return part.highlighted == count - 1 and last[:20] in at.screen
        case QueueList():
            await at.press("end")
            await at.settle()
            return at.session.queue.current is None or at.case in at.screen
        case PagePane():
            await at.press("end")
            return part.top + part.room >= len(part.lines)
        case _:
            return part is None or at.app.screen.find_widget(part).visible_region.area > 0


async def parts(at: Desk) -> AsyncIterator[Widget | None]:
    """What has the keys, one after the other as Tab goes on, of what is open on top."""
    begun = at.app.screen.focused
    for _ in range(PARTS):
        yield at.app.screen.focused
        if isinstance(at.app.screen, CommandPalette) or (isinstance(at.app.screen, Frame) and not at.review.vote_form):
            return
        await at.press("tab")
        if at.app.screen.focused is begun:
            return
    raise AssertionError("Tab never came round.")


@pytest.mark.long
@pytest.mark.parametrize("shot", every_nth(4, SEEN), ids=[shot.name for shot in SEEN])
async def test_nothing_that_is_needed_lies_outside(shot: Any, past: Path, tmp_path: Path) -> None:
    where = shutil.copytree(past, tmp_path / "demo.docket")
    async with taken(shot, where, tmp_path, SMALL) as at:
        assert outside(at.app.screen) == []
        assert len(at.screen.splitlines()) == SMALL[1]
        if at.app.work.notices.refused:
            await at.press("escape")  # till then keys mean nothing
        async for part in parts(at):
            assert await ends(at, part), (part, at.screen)
            assert outside(at.app.screen) == [], at.screen


@pytest.mark.long
async def test_an_adverse_vote_is_sent_with_all_of_it_in_sight(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, SMALL) as at:
        await at.press("enter", "j", "j", "c", "2", "b", "f2", *"It says what is otherwise.", "f2")
        await at.settle()
        assert "Type RP-0001 to confirm" in at.screen
        assert outside(at.app.screen) == []
        await at.press(*"RP-000")
        assert "RP-000" in at.screen.split("to confirm")[1]
        await at.press("1")
        at.person.waits(1)
        assert outside(at.app.screen) == []
        await at.press("f2")
        await at.settle()
        assert [one.by for one in docket.view("alice", "RP-0001").votes] == ["alice"]


async def test_who_came_second_sees_every_way_on() -> None:
    said = "This case is settled: two people voted for the same outcome, and nobody else can. " * 2
    app = Stage(Overtaken("RP-0001", said))
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert outside(app.screen) == []
        assert all(way in shown(app.screen) for way in ("Look at it", "Next case", "Drop the draft"))


@pytest.mark.parametrize("size", [(20, 5), (12, 6), (59, 4)])
async def test_on_the_smallest_it_is_said_how_to_get_out(docket: Docket, tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(docket, tmp_path, size) as at:
        assert "Make this larger, or press q." in " ".join(at.screen.split())
