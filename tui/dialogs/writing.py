"""A dialog in which something is written: it is kept as a draft with each change, until it is recorded or dropped."""

from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button, Static

from store.text import blank, visible
from tui.dialogs.confirm import Confirm
from tui.dialogs.guard import Guard
from tui.dialogs.guarded import CLOSE, GuardedScreen

T = TypeVar("T")
DROP = "Drop the draft"
"""What throwing away is called, wherever it is done."""


class WritingScreen(GuardedScreen[T | None]):
    """Gives None when it is closed. `on_change` gets what is written, by the names of its parts, after each change."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f8", "drop", DROP, id="form.drop")]
    DEFAULT_CSS = """
    WritingScreen {
        #said { color: $text-warning; text-style: bold; }
        #answers { height: 1; align-horizontal: right; }
        Button { margin-left: 2; min-width: 0; }
        Button:focus { text-style: bold reverse; }
    }
    """

    def __init__(self, guard: Guard | None, on_change: Callable[[dict[str, str]], object]) -> None:
        super().__init__(guard or Guard())
        self._on_change = on_change
        self.was_dropped = False
        """Whether what was written is thrown away, which is to be said."""

    @property
    def texts(self) -> dict[str, str]:
        """What the reviewer wrote or chose, without what stood there when the form was opened first."""
        raise NotImplementedError

    def changed(self) -> None:
        """Keep what is written now."""
        self._on_change(self.texts)

    def answers(self, record: str) -> ComposeResult:
        """Why nothing is recorded, and the keys; `record` is what is done at last."""
        yield Static("", id="said")
        with Horizontal(id="answers"):
            yield Button(Content.assemble(CLOSE, ("  Esc", "dim")), id="close", compact=True)
            yield Button(Content.assemble("Drop", ("  F8", "dim")), id="drop", compact=True)
            yield Button(Content.assemble(record, ("  F2", "dim")), id=self.COMMIT, compact=True)

    def said(self, sentence: str) -> None:
        """Say why nothing is recorded."""
        self.query_one("#said", Static).update(Content(visible(sentence)))

    @on(Button.Pressed, "#drop")
    def action_drop(self) -> None:
        """Close, and keep nothing of what is written, after one question."""
        if all(map(blank, self.texts.values())):
            self.said("Nothing is written here: Esc closes it.")
            return
        sentence = "What you wrote in this form is thrown away."
        self.app.push_screen(Confirm(f"{DROP}?", sentence, DROP, guard=self.guard), self._dropped)

    def _dropped(self, confirmed: bool | None) -> None:
        if confirmed:
            self._on_change({})
            self.was_dropped = True
            self.dismiss(None)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Close; what is written stays."""
        self.dismiss(None)
