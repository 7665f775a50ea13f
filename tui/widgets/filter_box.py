"""The box in which a filter is written; what is wrong with it is said below it."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from store import filters
from store.errors import BadInput
from store.filters import Filter
from store.text import visible
from tui.actions import Action, Place
from tui.pages.cells import fit

PAUSE = 0.15
"""Seconds without a key after which what is written is looked for."""


class FilterBox(Vertical):
    """One line; `Chosen` is posted while it is written, and `Closed` when the reviewer is done."""

    PLACE = Place(
        "filter",
        "In the filter",
        (
            Action("keep", "enter", "Keep the filter", "Go on with the cases that it lets through", footer=1),
            Action("complete", "tab", "Complete", "Write the word on, as far as it is certain", footer=3),
            Action("give_up", "escape", "Give it up", "Go back to the filter before, and the case", footer=2),
        ),
        typed=True,
    )
    BINDINGS: ClassVar[list[BindingType]] = [*PLACE.bindings]

    class Chosen(Message):
        """This filter is to be looked for; `given_up`: it is the one that was in force before the box was opened."""

        def __init__(self, chosen: Filter, *, given_up: bool = False) -> None:
            super().__init__()
            self.chosen, self.given_up = chosen, given_up

    class Closed(Message):
        """The reviewer is done with the box."""

    def __init__(self, known: Callable[[], Iterable[str]] = tuple) -> None:
        """`known` gives the terms that can be completed."""
        super().__init__(id="filter")
        self._known = known
        self._terms: tuple[str, ...] = ()
        self._before = Filter()
        self._timer: Timer | None = None
        self.display = False

    async def begin(self, chosen: Filter) -> None:
        """Show the box, with the filter in force in it."""
        self._before = chosen
        self._terms = tuple(self._known())  # once: the rows at hand come and go while the filter is written
        if not self.children:
            await self.mount_all(_parts())
        self.display = True
        box = self.query_one(Input)
        box.value = f"{chosen} " if str(chosen) else ""
        box.cursor_position = len(box.value)
        self.screen.set_focus(box)  # at once: the next key is meant for it
        self._say("")
        self._offer()

    @on(Input.Changed)
    def _written(self, event: Input.Changed) -> None:
        """What was written just before the box was closed comes here after it: it was given up."""
        event.stop()
        if self.display:
            self._stop_timer()
            self._timer = self.set_timer(PAUSE, self.look)
            self._offer()

    @on(Input.Submitted)
    def action_keep(self) -> None:
        """Go on with what is written, if it is a filter."""
        if self.look():
            self._close()

    def look(self) -> bool:
        """Look for what is written now; False if it is no filter."""
        self._stop_timer()
        try:
            chosen = filters.parse(self.query_one(Input).value)
        except BadInput as error:
            self._say(str(error))
            # While it was written its beginning may have been a filter, of which nobody thinks: that holds no more.
            self.post_message(self.Chosen(self._before, given_up=True))
            return False
        self._say("")
        self.post_message(self.Chosen(chosen))
        return True

    def action_give_up(self) -> None:
        """Back to the filter that was in force."""
        self.post_message(self.Chosen(self._before, given_up=True))
        self._close()

    def action_complete(self) -> None:
        """Write the last term as far as it is certain."""
        box, (before, found) = self.query_one(Input), self._found()
        certain = _beginning(found) if found else ""
        if len(before + certain) >= len(box.value):  # names alike but for capitals share less than is written
            box.value = before + certain + (" " if len(found) == 1 and _is_whole(certain) else "")
            box.cursor_position = len(box.value)

    def _found(self) -> tuple[str, list[str]]:
        """What stands before the last term, its minus too, and the terms that begin like it."""
        written = self.query_one(Input).value
        last = written.rpartition(" ")[2].removeprefix("-")
        begun = last if written.count('"') % 2 == 0 else "\0"  # inside quotation marks nothing is a term
        begun = begun.casefold()
        found = dict.fromkeys(one for one in self._terms if one.casefold().startswith(begun) and one != last)
        return written.removesuffix(last), list(found)

    def _offer(self) -> None:
        """Show the terms that begin like the last one, as many as fit in a line."""
        shown, (_, found) = self.query_one("#filter-terms", Static), self._found()
        if len({one.partition(":")[0] for one in found}) > 1:  # which words there are, before what can follow them
            found = list(dict.fromkeys(f"{one.partition(':')[0]}:" for one in found))
        line = fit("  ".join(found), max(20, self.app.size.width - 4)).rstrip()
        shown.display = bool(found)
        shown.update(Content(f"  {visible(line)}"))

    def object_to(self, sentence: str) -> bool:
        """Say what is wrong with the filter that was chosen; False if the box is closed."""
        if self.display:
            self._say(sentence)
        return self.display

    def _close(self) -> None:
        self._stop_timer()
        self._say("")
        self.display = False
        self.post_message(self.Closed())

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _say(self, sentence: str) -> None:
        error = self.query_one("#filter-error", Static)
        error.display = bool(sentence)
        error.update(Content(f"✗ {visible(sentence)}"))


def _parts() -> tuple[Widget, ...]:
    """A sign, the box, and room for what is wrong: made when it is first shown, so that no start waits for them."""
    box = Input(compact=True, placeholder='for:me due:<7d flag:Q3 "free text" sort:due', select_on_focus=False)
    return (
        Horizontal(Static("/", id="filter-sign"), box),
        Static("", id="filter-terms", markup=False),
        Static("", id="filter-error", markup=False),
    )


def _is_whole(term: str) -> bool:
    """Whether nothing has to be written behind it."""
    try:
        filters.parse(term)
    except BadInput:
        return False
    return True


def _beginning(words: list[str]) -> str:
    """What all of them begin with."""
    first, last = min(words), max(words)
    same = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return first[:same]
