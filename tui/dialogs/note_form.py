"""Writing a note."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from store.text import blank, clip, visible
from tui.cells import cells, cut
from tui.dialogs.guard import Guard
from tui.dialogs.guarded import CLOSE
from tui.dialogs.reason_area import ReasonArea
from tui.dialogs.writing import WritingScreen

QUOTE = 240
"""Characters, and cells, of a quote that are shown."""


class NoteForm(WritingScreen[str]):
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
    }
    """

    def __init__(
        self,
        case_id: str,
        quote: str | None,
        text: str,
        on_change: Callable[[dict[str, str]], object],
        *,
        guard: Guard | None = None,
    ) -> None:
        super().__init__(guard, on_change)
        self._case_id, self._quote, self.text = case_id, quote, text

    @property
    def texts(self) -> dict[str, str]:
        """The text."""
        return {"text": self.text}

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
            yield from self.answers("Write note")

    def on_mount(self) -> None:
        """Begin to write."""
        self.query_one(TextArea).focus()

    @on(TextArea.Changed)
    def _write(self, event: TextArea.Changed) -> None:
        if event.text_area.text != self.text:
            self.text = event.text_area.text
            self.changed()

    def attempt(self, objection: str | None) -> None:
        """Write it, if there is something to write and the key was meant."""
        text = self.query_one(TextArea).text
        said = objection or ("The note has no text." if blank(text) else "")
        if said:
            self.said(said)
        else:
            self.dismiss(text)
