"""One question before something that cannot be taken back or that touches many cases."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from store.text import visible
from tui.dialogs.guard import Guard
from tui.dialogs.guarded import GuardedScreen


class Confirm(GuardedScreen[bool]):
    """Asks `sentence`; True only for a deliberate yes. No has the focus, so Enter alone changes nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,y", "commit", "Yes", id="confirm.yes"),
        Binding("escape", "refuse", "No", id="confirm.no"),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]
    DEFAULT_CSS = """
    Confirm {
        align: center middle;
        #question {
            width: 64; max-width: 100%; height: auto; max-height: 100%;
            border: round $primary; padding: 0 1; background: $surface;
        }
        #title { text-style: bold; margin-bottom: 1; }
        #sentence { height: auto; max-height: 12; }
        #said { color: $text-warning; min-height: 1; }
        #answers { height: auto; align-horizontal: right; }
        Button { margin-left: 2; }
        Button:focus { text-style: bold reverse; }
    }
    """

    def __init__(self, title: str, sentence: str, yes: str, no: str = "Cancel", *, guard: Guard | None = None) -> None:
        super().__init__(guard or Guard())
        self._texts = tuple(Content(visible(text)) for text in (title, yes, no))
        self._sentence = Content(visible(sentence, multiline=True))

    def compose(self) -> ComposeResult:
        """The question, then yes and no with their keys."""
        title, yes, no = self._texts
        with Vertical(id="question"):
            yield Static(title, id="title")
            with VerticalScroll(id="sentence", can_focus=False):
                yield Static(self._sentence)
            yield Static(id="said")
            with Horizontal(id="answers"):
                yield Button(Content.assemble(no, ("  Esc", "dim")), id="no", compact=True)
                yield Button(Content.assemble(yes, ("  F2", "dim")), id=self.COMMIT, compact=True)

    def on_mount(self) -> None:
        """The harmless answer has the focus."""
        self.query_one("#no", Button).focus()

    def attempt(self, objection: str | None) -> None:
        """Yes, unless the key was not meant."""
        if objection is None:
            self.dismiss(True)
        else:
            self.query_one("#said", Static).update(Content(objection))

    @on(Button.Pressed, "#no")
    def action_refuse(self) -> None:
        """No: nothing happens."""
        self.dismiss(False)
