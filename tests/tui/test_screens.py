"""A second screen is one module and one line of the registry: here both are in the test."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from store.acts import Draft
from store.docket import Docket
from store.model import Standing
from store.opening import open_docket
from tests.dockets import vote
from tests.tui.desk import NARROW, desk
from tui.actions import Action, Place, key_table
from tui.app import FoureyesApp
from tui.screens.frame import BACK, Frame
from tui.screens.registry import SCREENS, Listed, anywhere, places

OPEN = Action("tally", "W", "Tally", "How many cases are decided", footer=2)


class Tally(Frame, inherit_bindings=False):
    """How many cases are decided, and how often somebody asked."""

    PLACE = Place("tally", "In the tally", (Action("ask", "t", "Ask", "Ask once more", footer=1), BACK))
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings]
    asked = 0

    def compose_body(self) -> ComposeResult:
        """One line."""
        yield Static(id="tally")

    def on_mount(self) -> None:
        """Count."""
        self.take_in()

    def take_in(self) -> None:
        """Count again."""
        decided = self.session.docket.counts(self.session.reviewer)[Standing.DECIDED]
        self.query_one("#tally", Static).update(f"{decided} decided, asked {self.asked} times")

    def action_ask(self) -> None:
        """Once more."""
        self.asked += 1
        self.notices.tell("Asked.")
        self.take_in()


class WithTally(FoureyesApp, inherit_bindings=False):
    """The program with the line in its registry."""

    SCREENS_OF_WORK = (*SCREENS, Listed(OPEN, f"{__name__}:Tally"))
    PLACE = anywhere(SCREENS_OF_WORK)
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings]


async def test_its_key_opens_it_and_its_own_keys_work_there(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, app=WithTally) as at:
        await at.press("n", "W")
        assert "0 decided, asked 0 times" in at.screen
        assert "Permits · alice" in at.screen
        await at.press("t", "t")
        assert "asked 2 times" in at.screen
        assert "Asked." in at.screen
        await at.press("n")
        assert at.session.queue.cursor == 1, "the keys of the first screen mean nothing here"
        await at.press("escape")
        assert at.case == "RP-0002"
        assert at.pane == "queue"
        await at.press("W", "R", "n")
        assert at.case == "RP-0003"


async def test_the_line_of_keys_the_palette_and_the_help_know_it(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, NARROW, app=WithTally) as at:
        await at.press("W")
        await at.settle()
        assert "t Ask" in at.screen.splitlines()[-1]
        assert "W Tally" in at.screen.splitlines()[-1]
        names = {command.title for command in at.app.get_system_commands(at.app.screen)}
        assert {"Ask", "Review", "Help", "Quit"} <= names
        assert "Cite" not in names
        await at.press("?")
        assert "In the tally" in at.screen
        assert "Ask once more" in at.screen
        assert "In the queue" not in at.screen
    assert "| `t` | tally | Ask once more |" in key_table(places(WithTally.SCREENS_OF_WORK))


async def test_a_click_on_its_key_does_what_the_key_does(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, app=WithTally) as at:
        await at.clicks("W Tally")
        await at.clicks("t Ask")
        assert "asked 1 times" in at.screen


async def test_others_work_and_what_failed_reach_it_too(docket: Docket, place: Path, tmp_path: Path) -> None:
    other = open_docket(place)
    async with desk(docket, tmp_path, app=WithTally) as at:
        await at.press("W")
        vote(other, "bob", "RP-0004", Draft("keep"))
        at.app.look()
        await at.settle()
        assert "1 decided" in at.screen
        at.app.work.notices.keep("RP-0001: vote not recorded. The disk is full.", failed=True)
        assert "The disk is full" in await at.drawn()
        await at.press("escape")
        assert "The disk is full" not in at.screen
        await at.press("q")
        await at.settle()
        assert at.app.return_code == 0
    other.close()


async def test_the_palette_runs_an_action_of_the_screen_it_was_opened_on(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, app=WithTally) as at:
        await at.press("W", ":", *"ask", "enter")
        await at.settle()
        await at.press("enter")
        await at.settle()
        assert "asked 1 times" in at.screen
