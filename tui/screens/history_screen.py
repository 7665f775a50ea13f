"""What was recorded, of the case that is read and of the whole docket, as far as its reader may see it."""

from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import BindingType

from tui.actions import Action, Place
from tui.screens.frame import BACK, Frame
from tui.submissions import Ended
from tui.widgets.history_pane import HistoryPane


class HistoryScreen(Frame, inherit_bindings=False):
    """One page, with the checkpoint at its head."""

    PLACE = Place(
        "history",
        "Reading the history",
        (
            Action("turn", "tab", "Other history", "From the case's history to the docket's, and back", footer=2),
            replace(BACK, footer=2),
        ),
    )
    PANES = (HistoryPane,)
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings]

    def compose_body(self) -> ComposeResult:
        """The page."""
        yield HistoryPane(self.session)

    def on_mount(self) -> None:
        """The keys scroll it."""
        pane = self.query_one(HistoryPane)
        pane.focus()
        pane.read()

    def take_in(self) -> None:
        """More has been recorded."""
        self.query_one(HistoryPane).read()

    def recorded(self, ended: Ended) -> None:
        """What was read is recorded too; of many cases it is read once, when it has come to an end."""
        if not ended.goes_on:
            self.take_in()
        self.show_status()

    def action_turn(self) -> None:
        """From the case to the docket, and back."""
        self.query_one(HistoryPane).turn()
