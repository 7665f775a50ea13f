"""What others do meanwhile, taken in without a key waiting for it; and finding the queue for a filter."""

import gc
from functools import partial

from textual.message import Message
from textual.screen import Screen

from store.case.view import QueueRow
from store.docket import Docket
from store.errors import StoreError
from store.filters import Filter
from store.model import Standing
from tui.session import Session
from tui.widgets.case_pane import CasePane
from tui.widgets.queue_list import QueueList
from tui.widgets.status_bar import Banner

EVERY = 1.0
"""Seconds between looks at what others have recorded."""


class Watching(Screen[None], inherit_bindings=False):
    """The part of the review screen that keeps it up to date. Threads post messages and touch no widget."""

    session: Session

    class Found(Message):
        """The queue for a filter: its numbers, or why there are none."""

        def __init__(self, chosen: Filter, numbers: list[QueueRow], keep: bool, problem: str = "") -> None:
            super().__init__()
            self.chosen, self.numbers, self.keep, self.problem = chosen, numbers, keep, problem
            self.counts: dict[Standing, int] = {}

    class Looked(Message):
        """Others' work has been looked for; `new` if there was any."""

        def __init__(self, new: bool, problem: str = "") -> None:
            super().__init__()
            self.new, self.problem = new, problem

    def begin_watching(self) -> None:
        """Fill the queue and look again from time to time."""
        self._looking, self._finding, self._find_again = False, 0, False
        self.query_one(Banner).troubles([trouble.sentence for trouble in self.session.docket.warnings()])
        self.find(keep=False)
        self.set_interval(EVERY, self.look)

    def find(self, *, keep: bool) -> None:
        """Find the queue again; with `keep`, the case being read stays in it. One such search at a time is enough."""
        if keep and self._finding:
            self._find_again = True
            return
        self._finding += 1
        look = partial(self._find, self.session.chosen, keep)
        self.run_worker(look, thread=True, group="find", exit_on_error=True)

    def _find(self, chosen: Filter, keep: bool) -> None:
        docket, reviewer = self.session.docket, self.session.reviewer
        try:
            found = self.Found(chosen, _all_rows(docket, reviewer, chosen), keep)
            found.counts = docket.counts(reviewer)
            self.post_message(found)
        except StoreError as error:
            self.post_message(self.Found(chosen, [], keep, str(error)))

    def on_watching_found(self, event: Found) -> None:
        """Show the queue, unless another filter was chosen meanwhile."""
        session = self.session
        self._finding -= 1
        if self._find_again and not self._finding:
            self._find_again = False
            self.find(keep=True)
        if event.chosen != session.chosen:
            return
        if event.problem:
            self.tell(event.problem, sticky=True, failed=True)
            return
        first, before = not session.loaded, session.queue.current
        session.loaded, session.counts = True, event.counts
        session.queue.replace(event.numbers, keep=event.keep)
        self.query_one(QueueList).repaint()
        now = session.queue.current
        if not event.keep:
            self.settle()
        if first or before is None or now is None or before.id != now.id:
            self.show_case()
        else:
            self.query_one(CasePane).remark()
        self.show_status()
        if first:
            gc.collect()
            gc.freeze()

    def look(self) -> None:
        """Look for others' work, if the last look is over."""
        if not self._looking:
            self._looking = True
            self.run_worker(self._look, thread=True, group="look", exit_on_error=True)

    def _look(self) -> None:
        try:
            self.post_message(self.Looked(self.session.docket.refresh()))
        except StoreError as error:
            self.post_message(self.Looked(False, str(error)))

    def on_watching_looked(self, event: Looked) -> None:
        """Take in what is new."""
        self._looking = False
        troubles = [trouble.sentence for trouble in self.session.docket.warnings()]
        self.query_one(Banner).troubles([*troubles, *([event.problem] if event.problem else [])])
        if event.new:
            self.take_in()

    def take_in(self) -> None:
        """Cases moved, here or elsewhere: rows and the case are read again, the queue is found again."""
        self.session.queue.forget_rows()
        self.query_one(QueueList).repaint()
        self.reread()
        self.find(keep=True)

    def reread(self, *, own: bool = False) -> None:
        """Show the case as it is now; what others changed is told, what one did oneself need not be."""
        before, changes = self.session.reading, self.session.reread()
        for sentence in () if own else changes:
            self.tell(sentence, sticky=True)
        if self.session.reading is not before:
            self.query_one(CasePane).show(top=False)

    def action_refresh(self) -> None:
        """Look now."""
        self.look()
        self.take_in()

    def show_case(self) -> None:
        """Open the case under the cursor."""
        raise NotImplementedError

    def show_status(self) -> None:
        """Draw the line at the top."""
        raise NotImplementedError

    def settle(self) -> None:
        """What was told last, and need not stay, has been read."""
        raise NotImplementedError

    def tell(self, sentence: str, *, sticky: bool = False, failed: bool = False) -> None:
        """Tell the reviewer something; what is sticky stays until it is dismissed."""
        raise NotImplementedError


def _all_rows(docket: Docket, reviewer: str, chosen: Filter) -> list[QueueRow]:
    rows: list[QueueRow] = []
    while page := docket.page(reviewer, chosen, rows[-1].key if rows else None, 1000):
        rows += page
    return rows
