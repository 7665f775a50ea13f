"""The queue: which cases, in which order, and the one under the cursor. Rows are fetched only where they are shown."""

from collections import OrderedDict
from collections.abc import Callable, Sequence

from store.case.view import QueueRow

WINDOW = 64
"""Rows fetched at once: more than a screen, few enough to be unnoticed (some tens of microseconds)."""

_KEPT = 24


class Queue:
    """Numbers of cases with a cursor; `fetch` gives the rows for numbers."""

    def __init__(self, fetch: Callable[[list[QueueRow]], list[QueueRow]]) -> None:
        self._fetch = fetch
        self._windows: OrderedDict[int, list[QueueRow]] = OrderedDict()
        self.numbers: Sequence[QueueRow] = ()
        self.cursor = 0
        self.age = 0
        """Grows whenever rows may have changed: part of the key of anything drawn from them."""

    def __len__(self) -> int:
        return len(self.numbers)

    @property
    def number(self) -> QueueRow | None:
        """The number of the case under the cursor; None in an empty queue."""
        return self.numbers[self.cursor] if self.numbers else None

    @property
    def current(self) -> QueueRow | None:
        """The row under the cursor."""
        return self.row(self.cursor) if self.numbers else None

    def row(self, index: int) -> QueueRow:
        """The row at a place of the queue."""
        window = index // WINDOW
        rows = self._windows.get(window)
        if rows is None:
            rows = self._fetch(list(self.numbers[window * WINDOW : (window + 1) * WINDOW]))
            self._windows[window] = rows
            if len(self._windows) > _KEPT:
                self._windows.popitem(last=False)
        else:
            self._windows.move_to_end(window)
        return rows[index % WINDOW]

    def go(self, index: int) -> bool:
        """Put the cursor at a place, or as near as there is one; True if it moved."""
        before, self.cursor = self.cursor, max(0, min(index, len(self.numbers) - 1))
        return before != self.cursor

    def forget_rows(self) -> None:
        """Fetch all rows anew when they are shown next."""
        self._windows.clear()
        self.age += 1

    def replace(self, numbers: Sequence[QueueRow], *, keep: bool) -> None:
        """Take other cases.

        The cursor stays on its case. With `keep`, that case stays in the queue even if it is no longer among them,
        so that nothing moves under a reader's hands; otherwise the cursor goes to the top.
        """
        held, at = self.number, self.cursor
        self.forget_rows()
        try:
            self.numbers, self.cursor = numbers, 0 if held is None else _place(numbers, held)
        except ValueError:
            place = min(at, len(numbers)) if keep else 0
            kept = [held] if keep and held is not None else []
            self.numbers, self.cursor = [*numbers[:place], *kept, *numbers[place:]], place
            self.go(self.cursor)


def _place(rows: Sequence[QueueRow], held: QueueRow) -> int:
    return [row.id for row in rows].index(held.id)
