"""Writing a note."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Static, TextArea

from store.text import blank, clip, visible
from tui.cells import cells, cut
from tui.dialogs.guard import Guard
from tui.dialogs.guarded import CLOSE, GuardedScreen
from tui.dialogs.reason_area import ReasonArea

QUOTE = 240
"""Characters, and cells, of a quote that are shown."""


class NoteForm(GuardedScreen[str | None]):
    """Gives back the text of the note, None if it is not to be written. `text` is left of an earlier try."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "commit", "Write", id="note.write"),
        Binding("escape", "close", CLOSE, id="note.close"),
    ]
    DEFAULT_CSS = """
    NoteForm {
        align: center bottom;
        #note {
            width: 84; max-width: 100%; margin-bottom: 1; height: auto; max-height: 100%;
            border: round $primary; padding: 0 1; background: $surface;
        }
        #anchor { color: $text-muted; max-height: 6; margin-bottom: 1; }
        #said { color: $text-warning; }
        #answers { height: 1; align-horizontal: right; }
        Button { margin-left: 2; }
        Button:focus { text-style: bold reverse; }
    }
    """

    def __init__(self, case_id: str, quote: str | None, text: str = "", *, guard: Guard | None = None) -> None:
        super().__init__(guard or Guard())
        self._case_id, self._quote, self.text = case_id, quote, text

    def compose(self) -> ComposeResult:
        """What the note is on, the note, and its keys."""
        on_what, where = "on the case as a whole", "the case"
        if self._quote is not None:
            quote = visible(clip(self._quote, QUOTE))
            where = "a passage"
            on_what = f"on “{cut(quote, QUOTE) if cells(quote) > QUOTE else quote}”"
        with Vertical(id="note") as box:
            box.border_title = Content(f"Note on {where} · {visible(self._case_id)}")
            yield Static(Content(on_what), id="anchor")
            area = ReasonArea(self.text, self.guard, id="text")
            area.placeholder = "What others should know"
            yield area
            yield Static("", id="said")
            with Horizontal(id="answers"):
                yield Button(Content.assemble(CLOSE, ("  Esc", "dim")), id="close", compact=True)
                yield Button(Content.assemble("Write note", ("  F2", "dim")), id=self.COMMIT, compact=True)

    def on_mount(self) -> None:
        """Begin to write."""
        self.query_one(TextArea).focus()

    def attempt(self, objection: str | None) -> None:
        """Write it, if there is something to write and the key was meant."""
        text = self.query_one(TextArea).text
        said = objection or ("The note has no text." if blank(text) else "")
        if said:
            self.query_one("#said", Static).update(Content(said))
        else:
            self.text = ""
            self.dismiss(text)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        """Close; what is written stays until the program ends."""
        self.text = self.query_one(TextArea).text
        self.dismiss(None)
