"""The cases that a reviewer has marked, to do the same to all of them, and finding those that are to be marked.

Marks are ids, not a question: what comes into the queue afterwards was not marked by anybody.
"""

from collections.abc import Iterable, Iterator, Sized

from store.case.dossier import Key
from store.case.view import QueueRow
from store.filters import Filter
from store.plural import plural
from tui.queue.paging import RowSource

MOST = 100_000
"""Cases that are marked at most: some megabytes of ids."""
SOME = 128
"""Rows that are fetched at once: some milliseconds, so that no key waits longer."""


class Marks:
    """The marked cases of one filter, in the order in which they were marked.

    `begun` is the case at which a range was begun; with `stretched` any move that does not stretch it ends it.
    `finding` is set while cases beyond the rows at hand are being found.
    """

    def __init__(self) -> None:
        self.begun: QueueRow | None = None
        self.stretched = False
        self.finding = False
        self._cases: dict[str, None] = {}
        self._cleared: dict[str, None] = {}

    def __len__(self) -> int:
        return len(self._cases)

    def __contains__(self, case: str) -> bool:
        return case in self._cases

    def __iter__(self) -> Iterator[str]:
        return iter(self._cases)

    @property
    def full(self) -> bool:
        """Whether no more are marked."""
        return len(self._cases) >= MOST

    @property
    def cleared(self) -> int:
        """How many marks were cleared, and can be brought back."""
        return len(self._cleared)

    def toggle(self, case: str) -> None:
        """Mark a case, or take its mark away."""
        if case in self._cases:
            del self._cases[case]
        else:
            self.add((case,))

    def add(self, cases: Iterable[str]) -> None:
        """Mark cases, as far as there is room."""
        for case in cases:
            if not self.full:
                self._cases[case] = None
                self._cleared = {}

    def drop(self, cases: Iterable[str]) -> None:
        """Take marks away."""
        for case in cases:
            self._cases.pop(case, None)

    def begin(self, row: QueueRow, *, stretched: bool) -> None:
        """Begin a range here, unless one is begun."""
        if self.begun is None:
            self.begun, self.stretched = row, stretched

    def back(self) -> str:
        """Give up what was begun last, else all marks; says what, empty if there was nothing."""
        if self.finding:
            self.finding = False
            return "No more cases are marked."
        if self.begun is not None:
            self.begun = None
            return "The range is given up."
        if not self._cases:
            return ""
        self._cases, self._cleared = {}, self._cases
        return f"{plural(len(self._cleared), 'mark')} cleared: backspace brings {_them(self._cleared)} back."

    def restore(self) -> str:
        """Bring back what was cleared, if nothing was done since; says so, empty if there is nothing."""
        if not self._cleared:
            return ""
        self._cases, self._cleared = self._cleared, {}
        return f"{plural(len(self._cases), 'mark')} brought back."

    def settle(self) -> None:
        """The reviewer does something else: what was cleared stays so."""
        self._cleared = {}


def _them(cases: Sized) -> str:
    return "it" if len(cases) == 1 else "them"


def of_filter(source: RowSource, reviewer: str, chosen: Filter, after: Key | None = None) -> Iterator[list[QueueRow]]:
    """All rows that a filter lets through, or those after a key, page by page; raises `store.errors.StoreError`."""
    while page := source.page(reviewer, chosen, after, SOME):
        yield page
        after = page[-1].key


def of_range(
    source: RowSource, reviewer: str, chosen: Filter, one: QueueRow, other: QueueRow
) -> Iterator[list[QueueRow]]:
    """The rows from one to another, whichever comes first, page by page; raises `store.errors.StoreError`."""
    begun, ended = sorted((one, other), key=lambda row: row.key, reverse=chosen.order.back)
    yield [begun]
    for page in of_filter(source, reviewer, chosen, begun.key):
        rows = [row for row in page if in_range(row, begun, ended)]
        if rows:
            yield rows
        if len(rows) < len(page):
            return


def in_range(row: QueueRow, one: QueueRow, other: QueueRow) -> bool:
    """Whether a row lies between two others, or is one of them."""
    return min(one.key, other.key) <= row.key <= max(one.key, other.key)
