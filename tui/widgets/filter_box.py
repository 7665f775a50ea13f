"""The box in which a filter is written; what is wrong with it is said below it."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, Static

from store import filters
from store.errors import BadInput
from store.filters import Filter
from store.text import visible

PAUSE = 0.15
"""Seconds without a key after which what is written is looked for."""


class FilterBox(Vertical):
    """One line; `Chosen` is posted while it is written, and `Closed` when the reviewer is done."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", "Give up", show=False, id="filter.give_up")]

    class Chosen(Message):
        """This filter is to be looked for."""

        def __init__(self, chosen: Filter) -> None:
            super().__init__()
            self.chosen = chosen

    class Closed(Message):
        """The reviewer is done with the box."""

    def __init__(self) -> None:
        super().__init__(id="filter")
        self._before = Filter()
        self._timer: Timer | None = None
        self.display = False

    def compose(self) -> ComposeResult:
        """A sign, the box, and room for what is wrong."""
        with Horizontal():
            yield Static("/", id="filter-sign")
            yield Input(compact=True, placeholder='standing:open due:<7d flag:Q3 "free text"', select_on_focus=False)
        yield Static("", id="filter-error", markup=False)

    def begin(self, chosen: Filter) -> None:
        """Show the box, with the filter in force in it."""
        self._before = chosen
        self.display = True
        box = self.query_one(Input)
        box.value = str(chosen) + " " if chosen.terms else ""
        box.cursor_position = len(box.value)
        box.focus()
        self._say("")

    @on(Input.Changed)
    def _written(self, event: Input.Changed) -> None:
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(PAUSE, self.look)

    @on(Input.Submitted)
    def _done(self, event: Input.Submitted) -> None:
        event.stop()
        if self.look():
            self._close()

    def look(self) -> bool:
        """Look for what is written now; False if it is no filter."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        try:
            chosen = filters.parse(self.query_one(Input).value)
        except BadInput as error:
            self._say(str(error))
            return False
        self._say("")
        self.post_message(self.Chosen(chosen))
        return True

    def action_give_up(self) -> None:
        """Back to the filter that was in force."""
        self.post_message(self.Chosen(self._before))
        self._close()

    def _close(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.display = False
        self.post_message(self.Closed())

    def _say(self, sentence: str) -> None:
        error = self.query_one("#filter-error", Static)
        error.display = bool(sentence)
        error.update(Content(f"✗ {visible(sentence)}"))
