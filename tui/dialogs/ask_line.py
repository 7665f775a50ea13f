"""A question that one line answers, such as which case to go to."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from store.text import visible


class AskLine(ModalScreen[str]):
    """Gives the line, stripped; nothing is recorded by it. Esc gives an empty one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave it", id="ask.leave"),
        Binding("f1", "app.help", "Help", show=False, id="ask.help"),
    ]
    DEFAULT_CSS = """
    AskLine {
        align: center middle;
        #ask { width: 60; max-width: 100%; height: auto; border: round $primary; background: $surface; padding: 0 1; }
        Input { background: $surface; }
    }
    """

    def __init__(self, title: str, hint: str, line: str = "") -> None:
        super().__init__()
        self._title, self._hint, self._line = title, hint, line

    def compose(self) -> ComposeResult:
        """The line, and what it is for."""
        with Vertical(id="ask") as box:
            box.border_title, box.border_subtitle = Content(visible(self._title)), "enter · esc"
            yield Input(self._line, compact=True)
            yield Static(Content(visible(self._hint)))

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip())

    def action_leave(self) -> None:
        """Answer nothing."""
        self.dismiss("")
