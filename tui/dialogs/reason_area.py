"""Where the reason is written."""

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from store.text import visible
from tui.actions import Action, Place
from tui.dialogs.guard import Guard
from tui.terminal.editor import EditorFailed, edited

TEXT = Place(
    "text",
    "Where a reason or a note is written",
    (Action("editor", "f4", "Editor", "Write on in the editor that VISUAL or EDITOR names"),),
    typed=True,
)


class ReasonArea(TextArea):
    """Prose, wrapped at words. What is pasted is shown and kept with its hidden characters as visible tokens."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+underscore", "undo", "Undo", show=False),
        Binding("ctrl+home", "text_start", "To the beginning", show=False),
        Binding("ctrl+end", "write_on", "To the end", show=False),
        Binding("f6", "screen.other_pane", show=False, id="vote.read"),  # Textual's own selects a line
        Binding("f7", "write_on", show=False, id="vote.reason"),  # Textual's own selects all, which a letter replaces
        *TEXT.bindings,
    ]
    DEFAULT_CSS = """
    ReasonArea {
        height: auto; min-height: 5; max-height: 9; padding: 0; border: none; border-left: blank;
        background: $panel;
        &:focus { border: none; border-left: outer $accent; }
    }
    """

    class Said(Message):
        """Something to tell whoever writes."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(self, text: str, guard: Guard, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(text, id=id, soft_wrap=True, tab_behavior="focus", placeholder="Why, in your own words")
        self._guard = guard
        self.led: Callable[[], object] | None = None
        self._asked_about: Selection | None = None
        self._unheard = False
        self.highlight_cursor_line = False
        self.move_cursor(self.document.end)

    def on_key(self, event: events.Key) -> None:
        """The guard hears of the keys that end here: the next one may be the key that sends.

        A letter that comes right behind those that `led` here, as keys, is of one word with them. On words that are
        asked about what is typed does nothing: it may be meant for the queue.
        """
        arrival, led, self.led = self._guard.noted(event), self.led, None
        if led is not None and arrival.close and event.is_printable:
            led()
        if self.selection == self._asked_about and (event.is_printable or event.key == "enter"):
            self._unheard = True
            event.stop()
            event.prevent_default()

    def went_unheard(self) -> bool:
        """Whether something was typed on words that are asked about, and this was not asked since."""
        unheard, self._unheard = self._unheard and self.selection == self._asked_about, False
        return unheard

    def action_write_on(self) -> None:
        """Take the keys; what is typed stands behind what is written."""
        self.focus()
        self.move_cursor(self.document.end)

    def action_text_start(self) -> None:
        """To the first letter of all; to that of the line another key goes."""
        self.move_cursor(self.document.start)

    def take_over(self, words: str) -> None:
        """Take words that were typed elsewhere, as more of the reason."""
        self.action_write_on()
        apart = "" if not self.text or self.text[-1].isspace() else " "
        self.insert(f"{apart}{visible(words, multiline=True)}")

    def mark_last(self, words: str) -> None:
        """Take the keys, with the last place of these words marked, about which something is asked."""
        self.focus()
        at = self.text.rindex(words)
        self.selection = Selection(*(self._location(index) for index in (at, at + len(words))))
        self._asked_about, self._unheard = self.selection, False

    def _location(self, index: int) -> tuple[int, int]:
        lines = self.text[:index].split("\n")
        return len(lines) - 1, len(lines[-1])

    async def _on_paste(self, event: events.Paste) -> None:
        """Take in a paste as what it will be read as, and be the only one to do so."""
        event.stop()
        event.text = visible(event.text, multiline=True)
        await super()._on_paste(event)
        event.prevent_default()

    def action_editor(self) -> None:
        """Hand the text to the person's own editor, and take in what comes of it as a paste is taken in."""
        said = ""
        try:
            with self.app.suspend():
                try:
                    text = visible(edited(self.text), multiline=True)
                except EditorFailed as error:  # leaving `suspend` with an error would leave the screen suspended
                    text, said = self.text, str(error)
        except SuspendNotSupported:
            text, said = self.text, "No other program can be started here."
        if text != self.text:
            self.replace(text, self.document.start, self.document.end)
            self.move_cursor(self.document.end)
        self._guard.vanished()
        self.call_after_refresh(self._guard.appeared)
        self.post_message(self.Said(said))
