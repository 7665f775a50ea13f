"""The outline of a case, to go to a part or an item of it in one or two keys."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList

from store.plural import plural
from store.text import clip, visible
from tui.actions import Action, Place
from tui.dialogs.choices import ChoiceList
from tui.pages.cells import fit
from tui.pages.outline import Entry

LABEL = 200
"""Characters of a label that are looked at."""
_WIDTH = 78
"""Cells of the box."""


class OutlineDialog(ModalScreen[Entry | None]):
    """Gives back what to go to; None to stay. The number of an item goes to it."""

    PLACE = Place(
        "outline",
        "In the outline",
        (
            Action("down", "j,down", "Down", "The next part or item"),
            Action("up", "k,up", "Up", "The part or item before"),
            Action("unread", "e", "Unread", "The next item that you have not opened yet"),
            Action("close", "escape,o", "Close", "Stay where you are"),
            Action("help", "?,f1", "Help", "Show these keys", run="app.help"),
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings]
    DEFAULT_CSS = """
    OutlineDialog {
        align: center middle;
        #outline {
            width: 82; max-width: 100%; height: auto; max-height: 100%;
            border: round $primary; padding: 0 1; background: $surface;
        }
        ChoiceList { max-height: 100vh; }
    }
    """

    def __init__(self, case_id: str, entries: list[Entry], at: str) -> None:
        super().__init__()
        self._case_id, self._entries = case_id, entries
        self._first = next((n for n, one in enumerate(entries) if one.item and one.item == at), 0)
        self._typed = ""

    def compose(self) -> ComposeResult:
        """One list."""
        items = [one for one in self._entries if one.item]
        unread = sum(one.unread for one in items)
        with Vertical(id="outline") as box:
            box.border_title = Content(f"{visible(self._case_id)} · {plural(len(items), 'item')}, {unread} unread")
            box.border_subtitle = "a number or Enter goes there · e next unread · esc"
            yield ChoiceList()

    def on_mount(self) -> None:
        """Begin where the reader is."""
        choices = self.query_one(ChoiceList)
        digits = len(str(sum(bool(one.item) for one in self._entries)))
        choices.show([_line(one, digits) for one in self._entries])
        choices.focus()
        self._highlight(self._first)

    def on_key(self, event: events.Key) -> None:
        """Digits are the number of an item: it is gone to as soon as no other can be meant."""
        if event.character is None or event.character not in "0123456789":
            self._typed = ""
            return
        event.stop()
        self._typed += event.character
        number, last = int(self._typed), max((one.number for one in self._entries), default=0)
        at = next((n for n, one in enumerate(self._entries) if one.number == number and one.item), None)
        if at is None:
            self._typed = ""
        elif number * 10 > last:
            self.dismiss(self._entries[at])
        else:
            self._highlight(at)

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._entries[event.option_index])

    def action_down(self) -> None:
        """The next one."""
        self.query_one(ChoiceList).action_cursor_down()

    def action_up(self) -> None:
        """The one before."""
        self.query_one(ChoiceList).action_cursor_up()

    def action_unread(self) -> None:
        """The next unread item, round the case."""
        at = self.query_one(ChoiceList).highlighted or 0
        around = [*range(at + 1, len(self._entries)), *range(at + 1)]
        if (found := next((n for n in around if self._entries[n].unread), None)) is not None:
            self._highlight(found)

    def action_close(self) -> None:
        """Stay."""
        self.dismiss(None)

    def _highlight(self, at: int) -> None:
        choices = self.query_one(ChoiceList)
        choices.highlighted = at
        choices.scroll_to_highlight()


def _line(entry: Entry, digits: int) -> Content:
    """A part by its heading; an item by its number, whether it is unread, its label, and what has been done to it."""
    if not entry.item:
        return Content(visible(clip(entry.part, LABEL)))
    counted = (("❝", entry.cited), ("✎", entry.noted), ("›", entry.hits))
    marks = " ".join(f"{sign}{count}" for sign, count in counted if count)
    named = f"{visible(entry.item)}  {visible(clip(entry.label, LABEL))}"
    room = _WIDTH - digits - 6 - 13
    return Content(f" {entry.number:>{digits}} {'•' if entry.unread else ' '} {fit(named, room)} {marks}")
