"""Somebody else was first on a case that the reviewer has a draft on: what is to become of the draft."""

from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static

from store.text import visible
from tui.dialogs.guard import Guard
from tui.dialogs.guarded import GuardedScreen

Choice = Literal["stay", "next", "drop"]


class Overtaken(GuardedScreen[Choice]):
    """The draft is kept unless it is dropped on purpose.

    No letter chooses anything: this comes while somebody writes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "stay", "Stay", id="overtaken.stay"),
        Binding("left,up", "app.focus_previous", show=False),
        Binding("right,down", "app.focus_next", show=False),
    ]
    DEFAULT_CSS = """
    Overtaken {
        align: center middle;
        #overtaken {
            width: 72; max-width: 100%; height: auto; max-height: 100%;
            border: round $warning; padding: 0 1; background: $surface;
        }
        #title { text-style: bold; margin-bottom: 1; }
        #said { color: $text-warning; min-height: 1; }
        #answers { height: auto; align-horizontal: right; }
        Button { margin-left: 2; }
        Button:focus { text-style: bold reverse; }
    }
    """

    def __init__(self, case: str, sentence: str, *, guard: Guard | None = None) -> None:
        super().__init__(guard or Guard())
        self._title = Content(f"{visible(case)}: somebody else was first")
        self._sentence = Content(f"{visible(sentence)} What you wrote is kept as your draft.")

    def compose(self) -> ComposeResult:
        """What happened, and three ways on, the harmless ones first."""
        with Vertical(id="overtaken"):
            yield Static(self._title, id="title")
            yield Static(self._sentence)
            yield Static(id="said")
            with Horizontal(id="answers"):
                yield Button(Content.assemble("Look at it", ("  Esc", "dim")), id="stay", compact=True)
                yield Button("Next case", id="next", compact=True)
                yield Button("Drop the draft", id=self.COMMIT, compact=True)

    def on_mount(self) -> None:
        """What changes nothing has the focus."""
        self.query_one("#stay", Button).focus()

    def attempt(self, objection: str | None) -> None:
        """Drop the draft, unless the key was not meant."""
        if objection is None:
            self.dismiss("drop")
        else:
            self.query_one("#said", Static).update(Content(objection))

    @on(Button.Pressed, "#stay")
    def action_stay(self) -> None:
        """Keep the draft, and look at what was recorded."""
        self.dismiss("stay")

    @on(Button.Pressed, "#next")
    def _next(self) -> None:
        self.dismiss("next")
