"""Which of several."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList

from store.text import visible
from tui.dialogs.choices import ChoiceList


class Which(ModalScreen[list[str] | None]):
    """Asks for one of `names`, or all; None if neither. What then happens is confirmed by another dialog."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="which.cancel"),
        Binding("j", "move('cursor_down')", show=False),
        Binding("k", "move('cursor_up')", show=False),
    ]
    DEFAULT_CSS = """
    Which {
        align: center middle;
        #which { width: 64; max-width: 100%; height: auto; border: round $primary; padding: 0 1; background: $surface; }
    }
    """

    def __init__(self, title: str, names: list[str]) -> None:
        super().__init__()
        self._title, self._names = title, names

    def compose(self) -> ComposeResult:
        """The names, and all of them."""
        with Vertical(id="which") as box:
            box.border_title = Content(visible(self._title))
            yield ChoiceList()

    def on_mount(self) -> None:
        """Begin at the first."""
        choices = self.query_one(ChoiceList)
        choices.show([Content(visible(name)) for name in [*self._names, f"all {len(self._names)} of them"]])
        choices.focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        at = event.option_index
        self.dismiss([self._names[at]] if at < len(self._names) else self._names)

    def action_move(self, move: str) -> None:
        """Move as in the queue."""
        getattr(self.query_one(ChoiceList), f"action_{move}")()
