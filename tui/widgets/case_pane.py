"""The keys and the mouse in the case being read: going on in it, marking words, citing."""

from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from store.plural import plural
from tui.actions import Action, Place
from tui.pages.page_builder import GUTTER, PageLine
from tui.pages.wrap import Slice, offset_at
from tui.widgets.case_sheet import CaseSheet
from tui.widgets.page_pane import CONTEXT, PAGING, WHEEL


class CasePane(CaseSheet, can_focus=True, inherit_bindings=False):
    """Moves the place of the reader; posts `Said` when they are to be told something."""

    PLACE = Place(
        "case",
        "In the case",
        (
            Action("down", "j,down", "Down", "Next sentence; while words are marked, take in the sentence"),
            Action("up", "k,up", "Up", "Previous sentence; while words are marked, give a sentence back"),
            Action("next_item", "],J", "Next item", "Next item of evidence", run="move_item(1)"),
            Action("previous_item", "[,K", "Previous item", "Previous item of evidence", run="move_item(-1)"),
            Action("next_unread", "e", "Unread", "Next item that you have not opened yet", footer=7),
            *PAGING,
            Action("cite", "c", "Cite", "Cite the sentence or the words marked; again takes it back", footer=1),
            Action("words", "v", "Words", "Mark words: v, go to the first one, v, go to the last one, v", footer=2),
            Action("longer", "right,l", "Right", "One word further; with a first word marked, one word more"),
            Action("shorter", "left,h", "Left", "One word back, or one word less; else back to the queue"),
            Action("start_later", "shift+right,L", "Start later", "Words marked: start one later", run="start(1)"),
            Action("start_earlier", "shift+left,H", "Start earlier", "Words marked: one earlier", run="start(-1)"),
        ),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings]

    class Said(Message):
        """Something to tell the reader."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    class Left(Message):
        """The reader goes back to the queue."""

    # Moving

    def action_down(self) -> None:
        """Next sentence; past the last one, further down the page."""
        pointer = self._session.pointer
        if pointer is not None and pointer.stands and not pointer.ended:
            pointer.take_in_sentence()
        elif pointer is None or ((below := self._below()) <= 0 and not pointer.move(1)):
            self.scroll_lines(WHEEL)
            return
        elif below > 0:
            self.scroll_lines(min(below + CONTEXT, max(1, self.room // 2)))
            return
        self._follow()

    def action_up(self) -> None:
        """Previous sentence; before the first one, the top of the page."""
        pointer = self._session.pointer
        if pointer is not None and pointer.stands and not pointer.ended:
            pointer.give_back_sentence()
        elif pointer is None or not pointer.move(-1):
            self.scroll_lines(-len(self.lines))
        self._follow() if pointer is not None and self.top else self.remark()

    def action_move_item(self, steps: int) -> None:
        """First sentence of another item."""
        if self._session.pointer and self._session.pointer.move_item(steps):
            self._follow()
        elif self._session.view is not None:
            self.post_message(self.Said(f"This is the {'last' if steps > 0 else 'first'} item of the case."))

    def action_next_unread(self) -> None:
        """First sentence of the next item that has not been opened."""
        pointer, unread = self._session.pointer, self._session.unread
        item = pointer.next_of(unread) if pointer else None
        if item is None:
            self.post_message(self.Said("No item of this case is left unread."))
        else:
            self.go_to_item(item)
            left = len(unread) - 1
            self.post_message(
                self.Said(f"{plural(left, 'more unread item') if left else 'No more unread items'} after this one.")
            )

    def action_last(self) -> None:
        """The end."""
        self.jump(len(self.lines))
        if self._session.pointer:
            self._session.pointer.move(len(self.lines))
            self.remark()

    # What the mouse asks of it

    def text_at(self, x: int, y: int) -> tuple[str, int] | None:
        """The item, and the offset into its text, that is drawn in a cell."""
        row = y - (self.head is not None)
        line = self.lines[row + self.top] if 0 <= row < min(self.room, len(self.lines) - self.top) else PageLine()
        if not line.is_text:
            return None
        return line.item, offset_at(self._texts[line.item], Slice(line.start, line.end), x - GUTTER)

    def put_place(self, place: tuple[str, int]) -> None:
        """The place goes to what was clicked."""
        if self._session.pointer:
            self._session.pointer.move_to(*place)
            self.remark()

    def mark_to(self, begun: tuple[str, int], end: int) -> None:
        """Mark the words of an item from an offset to another."""
        if self._session.pointer and self._session.pointer.move_to(*begun):
            self._session.pointer.mark_between(begun[1], end)
            self.remark()

    # Citing

    def action_cite(self) -> None:
        """Cite the sentence or the words marked, or take that citation back."""
        said = self._session.cite()
        if self._session.pointer:
            self._session.pointer.unmark()
        self.remark()
        self.post_message(self.Said(said))

    def action_words(self) -> None:
        """Seek the first word to be marked; from there on mark more; then it is marked, and one may go on."""
        if pointer := self._session.pointer:
            pointer.mark()
            self._follow()

    def action_longer(self) -> None:
        """One word further, or more."""
        if pointer := self._session.pointer:
            pointer.move_end(1) if pointer.marking else pointer.mark()
            self._follow()

    def action_shorter(self) -> None:
        """One word back, or less; or back to the queue."""
        pointer = self._session.pointer
        if pointer is not None and pointer.marking:
            pointer.move_end(-1)
            self._follow()
        else:
            self.post_message(self.Left())

    def action_start(self, steps: int) -> None:
        """Start so many words later, or earlier."""
        if pointer := self._session.pointer:
            pointer.move_start(steps) if pointer.marking else pointer.mark()
            self._follow()
