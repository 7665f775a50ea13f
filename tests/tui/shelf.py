"""A docket that is only a queue: rows by key, which come and go."""

from bisect import bisect_left, bisect_right, insort

from store.case.dossier import Key
from store.case.view import QueueRow
from store.filters import EVERYTHING, Filter
from store.model import Standing
from tui.queue.paging import RowSource, count, fetch
from tui.queue.queue_window import QueueWindow


class Shelf:
    """Cases by number, which is their place; `rows_given` counts how many rows were asked for."""

    def __init__(self, numbers: range | list[int]) -> None:
        self.numbers = sorted(numbers)
        self.rows_given = 0

    def page(
        self, reviewer: str, chosen: Filter, after: Key | None = None, limit: int = 64, *, back: bool = False
    ) -> list[QueueRow]:
        """As a docket does."""
        ids = [term.value for term in chosen.terms if term.word == "id"]
        if ids and not any(term.word == "standing" for term in chosen.terms):
            return [_row(int(ids[0][2:]))]
        numbers = [one for one in self.numbers if f"C-{one}" in ids] if ids else self.numbers
        if back:
            stop = len(numbers) if after is None else bisect_left(numbers, after[1])
            found = numbers[max(0, stop - limit) : stop]
        else:
            start = 0 if after is None else bisect_right(numbers, after[1])
            found = numbers[start : start + limit]
        self.rows_given += len(found)
        return [_row(one) for one in found]

    def count(self, reviewer: str, chosen: Filter, before: Key | None = None) -> int:
        """As a docket does."""
        return len(self.numbers) if before is None else bisect_left(self.numbers, before[1])

    def comes(self, number: int) -> None:
        """A case begins to match."""
        if number not in self.numbers:
            insort(self.numbers, number)

    def goes(self, number: int) -> None:
        """A case matches no more."""
        if number in self.numbers:
            self.numbers.remove(number)


def _row(number: int) -> QueueRow:
    return QueueRow(("~", number), f"C-{number}", "", Standing.OPEN, (), 0, False, for_me=True)


def serve(queue: QueueWindow, shelf: RowSource) -> None:
    """Fetch and count all that the queue wants."""
    while need := queue.next_need():
        queue.take(fetch(shelf, "alice", need))
    while wanted := queue.next_count():
        queue.take_count(count(shelf, "alice", wanted))


def opened(shelf: Shelf, chosen: Filter = EVERYTHING) -> QueueWindow:
    """A queue over these cases, filled."""
    queue = QueueWindow(chosen)
    serve(queue, shelf)
    return queue
