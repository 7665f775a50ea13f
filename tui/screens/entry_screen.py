"""A screen of entries that are read from the docket in a thread, and again when somebody records."""

import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from textual.app import ComposeResult

from store.errors import StoreError
from tui.screens.frame import Frame, Work
from tui.submissions import Ended
from tui.widgets.entry_list import EntryList

REST = 4
"""After reading that took a while, how many times as long nothing is read again."""
LEAST = 1.0
"""Seconds between two readings at least."""
T = TypeVar("T")


class EntryScreen(Frame, inherit_bindings=False):
    """`begin` starts the reading, which ends with `rest`; what is recorded meanwhile is read after that."""

    PANES = (EntryList,)
    clock: Callable[[], float] = time.monotonic

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self.reading = self._resting = self._stale = False

    def begin(self) -> None:
        """Read in a thread, unless a key asks for more: `reading` is set."""
        raise NotImplementedError

    def read(self, reading: Callable[[], T], taken: Callable[[T | None, str], None]) -> None:
        """Read in a thread; `taken` gets what was read, or why it could not be, before that is shown."""
        self.reading = True
        self.run_worker(partial(self._read, reading, taken), thread=True, group=self.PLACE.name)

    def _read(self, reading: Callable[[], T], taken: Callable[[T | None, str], None]) -> None:
        began, found, problem = self.clock(), None, ""
        try:
            found = reading()
        except StoreError as error:
            problem = str(error)
        self.call_later(taken, found, problem)
        self.call_later(self.rest, self.clock() - began)

    def show(self) -> None:
        """Show what was read last."""
        raise NotImplementedError

    def compose_body(self) -> ComposeResult:
        """The page."""
        yield EntryList()

    def on_mount(self) -> None:
        """Show what was read last, and read again."""
        self.query_one(EntryList).focus()
        self.show()
        self.take_in()

    def take_in(self) -> None:
        """Somebody recorded something. While it reads or rests that waits."""
        if self.reading or self._resting:
            self._stale = True
        else:
            self._stale = False
            self.begin()

    def recorded(self, ended: Ended) -> None:
        """What one recorded oneself is read too."""
        if ended.moves:
            self.take_in()
        self.show_status()

    def rest(self, took: float) -> None:
        """The reading is over; it took so many seconds."""
        self.reading, self._resting = False, True
        self.show()
        self.set_timer(max(LEAST, REST * took), self._rested)

    def _rested(self) -> None:
        self._resting = False
        if self._stale:
            self.take_in()

    def on_entry_list_chosen(self, event: EntryList.Chosen) -> None:
        """To the cases behind it."""
        if event.entry.case:  # whatever the filter, which stays
            entry = event.entry
            self.post_message(self.Wanted(self.session.queue.chosen, entry.case, entry.draft, entry.hit))
        elif event.entry.leads is None:
            self.notices.tell(event.entry.why)
        else:
            self.post_message(self.Wanted(event.entry.leads))
