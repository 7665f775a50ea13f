"""Writing a note: on the passage that it was begun on, wherever the reader is by now, until they put it elsewhere."""

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from store.acts import Cite
from store.acts.citing import citation
from store.model import Case, Missing
from store.text import blank, clip, visible
from tui.dialogs.guard import Guard, KeyArrival
from tui.dialogs.guarded import CLOSE
from tui.dialogs.reason_area import ReasonArea
from tui.dialogs.writing import WritingScreen
from tui.pages.cells import cells, cut

QUOTE = 240
"""Characters, and cells, of a quote that are shown."""


class NoteForm(WritingScreen[str]):
    """Gives back the text of the note, None if it is not to be written. `text` is left of an earlier try.

    `passage` is what it is on, None the case as a whole, and `here` what was asked for now.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "commit", "Write", id="note.write"),
        Binding("f9", "move", "Put it here", id="note.move"),
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
        case: Case,
        passage: Cite | None,
        here: Cite | None,
        text: str,
        on_change: Callable[[dict[str, str]], object],
        *,
        lost: bool = False,
        guard: Guard | None = None,
    ) -> None:
        """`lost`: the text that it was begun on has changed since."""
        super().__init__(guard, on_change)
        self._case, self.text, self._lost, self._here = case, text, lost, here
        self._written = False
        self._places = [*dict.fromkeys((passage, here))]

    @property
    def passage(self) -> Cite | None:
        """What the note is on."""
        return self._places[0]

    @property
    def texts(self) -> dict[str, str]:
        """The text."""
        return {"text": self.text}

    def compose(self) -> ComposeResult:
        """What the note is on, the note, and its keys."""
        with Vertical(id="note") as box:
            box.border_subtitle = "F1 help"
            yield Static(id="anchor")
            area = ReasonArea(self.text, self.guard, id="text")
            area.placeholder = "What others should know"
            yield area
            yield from self.answers("Write note")

    def on_mount(self) -> None:
        """Begin to write."""
        self._show_place()
        if self._lost:
            self.said(f"The text that this was begun on has changed since: it is on {self._place(self.passage)} now.")
        elif len(self._places) > 1:
            self.said(f"It is on {self._place(self.passage)}: F9 puts it on {self._place(self._places[1])}.")
        self.query_one(TextArea).focus()

    def action_move(self) -> None:
        """Put the note where the reader is now, or back."""
        self._places.reverse()
        self._show_place()
        self.said(f"It is on {self._place(self.passage)} now{': F9 puts it back' if len(self._places) > 1 else ''}.")
        self.changed()

    def _show_place(self) -> None:
        where, on_what = "the case", "on the case as a whole"
        if self.passage is not None:
            cited = citation(self._case, self.passage)
            quote = "" if isinstance(cited, Missing) else visible(clip(cited.quote, QUOTE))
            where = "a passage"
            on_what = f"on “{cut(quote, QUOTE) if cells(quote) > QUOTE else quote}”"
        self.query_one("#note").border_title = Content(f"Note on {where} · {visible(self._case.id)}")
        self.query_one("#anchor", Static).update(Content(on_what))

    def _place(self, place: Cite | None) -> str:
        if place is None:
            return "the case as a whole"
        return (
            f"the passage {'at the cursor' if place == self._here else 'that it was begun on'} ({visible(place.item)})"
        )

    @on(TextArea.Changed)
    def _write(self, event: TextArea.Changed) -> None:
        if event.text_area.text != self.text:
            self.text, self._written = event.text_area.text, True
            self.changed()

    @on(ReasonArea.Said)
    def _come_back(self) -> None:
        """From an editor: keys that were meant for it may still be on their way."""
        self._written = False

    def objection(self, arrival: KeyArrival) -> str | None:
        """Who has written here has read what the note is on, and a note hurts nobody."""
        return arrival.objection_if_clear if self._written else arrival.objection

    def attempt(self, objection: str | None) -> None:
        """Write it, if there is something to write and the key was meant."""
        text = self.query_one(TextArea).text
        said = objection or ("The note has no text." if blank(text) else "")
        if said:
            self.said(said)
        else:
            self.dismiss(text)
