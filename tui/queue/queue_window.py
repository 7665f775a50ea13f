"""The queue: a window of its rows around the case that is read, taken in page by page, by key.

Nothing here counts on places that stay the same: rows come and go while a reviewer works. The case that is read is
held by its key, and the next one is whatever comes after that key now, so that nothing is passed over. It stays in
sight until the reviewer leaves it, even if it matches the filter no more.

Rows have numbers: that of the row that is read is `cursor`, and pages that are taken in or given up change no number.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from store.case.view import QueueRow
from store.filters import EVERYTHING, Filter
from tui.queue.paging import LEAPS, PAGE, Count, Counted, Fetched, Need

MARGIN = PAGE
"""Rows between what is seen and an end of the window at which the next page is fetched: a page down on a screen as high
as that finds its rows at hand.
"""
KEPT = 8 * PAGE
"""Rows kept at most: what is farther away is fetched again."""


class QueueWindow:
    """The rows that match `chosen`, from `first` to `stop`. `next_need` and `next_count` say what it lacks."""

    def __init__(self, chosen: Filter = EVERYTHING, case: str = "") -> None:
        """The queue of a filter, at a case if that matches, else at the first one that waits for the reviewer."""
        self.chosen = chosen
        self.rows: list[QueueRow] = []
        self.first = 0
        self.current: QueueRow | None = None
        self.cursor = 0
        self.matches = True
        """Whether the case that is read still matches the filter."""
        self.owed = 0
        """Steps that were asked for and wait for rows."""
        self.above: int | None = None
        """How many cases come before the one that is read, as far as is known."""
        self.total: int | None = None
        self.loaded = False
        """Whether the queue has been filled once."""
        self.came: list[str] = []
        """The cases that came in just above the one that is read, when rows were taken in last."""
        self.at_top = self.at_end = False
        self._failed = False
        self._need: Need | None = Need("start", chosen, ident=case)
        self._stale = False
        self._count: Count | None = None
        self._uncounted = True
        self._moved = 0

    @property
    def stop(self) -> int:
        """The number after that of the last row."""
        return self.first + len(self.rows)

    def row(self, number: int) -> QueueRow | None:
        """The row of a number; None where none is at hand."""
        return self.rows[number - self.first] if self.first <= number < self.stop else None

    @property
    def at_hand(self) -> bool:
        """Whether the case that is read is among the rows: it is not after scrolling far away from it."""
        return self.current is not None and self.first <= self.cursor < self.stop

    @property
    def waiting(self) -> bool:
        """Whether another case is to be read, as soon as its row is here."""
        return bool(self.owed) or self._leaping

    # What is to be fetched

    def next_need(self) -> Need | None:
        """The rows that are to be fetched next, if any; the same until they are taken in."""
        if self._need is None and self._stale:
            self._stale = False
            row = self.current if self.at_hand else self.row((self.first + self.stop) // 2)
            self._need = Need("around", self.chosen, row) if row else Need("first", self.chosen)
        return self._need

    def next_count(self) -> Count | None:
        """What is to be counted next, if anything; the same until it is taken in."""
        if self._count is None and self._uncounted and self.loaded and not self._leaping:
            self._uncounted, self._moved = False, 0
            self._count = Count(self.chosen, self.current)
        return self._count

    def seen(self, start: int, stop: int) -> None:
        """The rows from `start` to `stop` are to be seen, and some more."""
        if self._need is not None or self._failed or not self.rows:
            return
        if not self.at_end and stop + MARGIN > self.stop:
            self._need = Need("after", self.chosen, self.rows[-1])
        elif not self.at_top and start - MARGIN < self.first:
            self._need = Need("before", self.chosen, self.rows[0])

    def forget(self) -> None:
        """Cases moved, here or elsewhere: fetch the rows again, and count them."""
        self._stale, self._uncounted, self._failed = True, True, False

    def opened(self, case: str) -> None:
        """The reviewer has opened something of a case just now, as it stands."""
        at = next((at for at, row in enumerate(self.rows) if row.id == case), None)
        if at is not None:
            here = self.current is self.rows[at]
            self.rows[at] = replace(self.rows[at], unread=False, revised=False)
            self.current = self.rows[at] if here else self.current

    # Moving

    def go(self, steps: int) -> bool:
        """Go so many rows on, or back; True if the cursor moved. What lies beyond the rows at hand is owed."""
        self.owed += steps
        return self._pay()

    def free(self) -> tuple[int, list[str]]:
        """Steps to the next case that nobody else is reading now, as far as rows are at hand, and those in between."""
        busy: list[str] = []
        number = self.cursor + 1
        while self.at_hand and (row := self.row(number)) is not None and row.busy:
            busy.append(row.id)
            number += 1
        if busy and self.row(number) is None:
            return 1, []
        return len(busy) + 1, busy

    def next_mine(self) -> tuple[int, list[str]] | None:
        """Steps to the next case that waits for the reviewer, and those passed by that somebody else is reading.

        None where none of the rows at hand does.
        """
        rows = self.rows[self.cursor + 1 - self.first :] if self.at_hand else []
        at = next((at for at, row in enumerate(rows) if row.for_me), None)
        return None if at is None else (at + 1, _read_elsewhere(rows[:at]))

    def passed(self) -> list[str]:
        """The cases above the one that is read that would wait for the reviewer if somebody else did not read them."""
        return _read_elsewhere(self.rows[: self.cursor - self.first])

    def go_first(self) -> None:
        """Go to the row that is the first one now."""
        self._leap(Need("first", self.chosen))

    def go_last(self) -> None:
        """Go to the row that is the last one now."""
        self._leap(Need("last", self.chosen))

    def choose(self, chosen: Filter, row: QueueRow | None = None) -> None:
        """Take another filter. The case `row` is read on if it matches, else the first one is."""
        self.chosen, self.above, self.total = chosen, None, None
        self._leap(Need("seek", chosen, row, row.id if row else ""))

    def go_to(self, case: str, chosen: Filter) -> None:
        """Go to a case by its id, in the queue of a filter, whether it matches or not; if there is none, stay."""
        if chosen != self.chosen:
            self.chosen, self.above, self.total = chosen, None, None
        self._leap(Need("go", chosen, self.current, case))

    def go_mine(self) -> None:
        """Go to the next case that waits for the reviewer, or on from the top to the first one that does."""
        self._leap(Need("mine", self.chosen, self.current))

    def end(self, steps: int) -> str:
        """Why one cannot go on, or with `steps` below 0 back, in a sentence."""
        if self.current is None:
            return "There is no case in the queue."
        if self.at_top and self.at_end and len(self.rows) == 1:
            if self.matches:
                return "This is the only case of the queue."
            through = "that this filter lets through: esc in the queue takes it away" if self.chosen.terms else "here"
            return f"No other case is left {through}."
        if steps < 0:
            return "This is the first case of the queue."
        stand = "stands" if self.above == 1 else "stand"
        return f"This is the last case of the queue{f': {self.above:,} {stand} above it' if self.above else ''}."

    def _leap(self, need: Need) -> None:
        self._need, self._stale, self._failed = need, False, False
        self._count, self._uncounted = None, True
        self.owed = 0

    @property
    def _leaping(self) -> bool:
        return self._need is not None and self._need.kind in LEAPS

    def _pay(self) -> bool:
        """Take the steps that are owed, as far as there are rows; True if the cursor moved."""
        if not self.owed or self._leaping:
            return False
        if self.current is None:
            self.owed = 0
            return False
        if not self.at_hand:
            self._need = self._need or Need("around", self.chosen, self.current)
            return False
        target = self.cursor + self.owed
        reached = max(self.first, min(target, self.stop - 1))
        ended = self.at_end if target > reached else self.at_top
        self.owed = 0 if ended or self._failed else target - reached
        moved = reached != self.cursor
        if moved:
            self._put(reached)
        self.seen(target, target + 1)
        return moved

    def _put(self, number: int) -> None:
        """Read the row of a number. One that matches no more goes as soon as it is left."""
        steps, left = number - self.cursor, self.cursor
        self.current, self.cursor = self.row(number), number
        if not self.matches:
            del self.rows[left - self.first]
            if steps > 0:
                self.first += 1
                steps -= 1
        self.matches = True
        self._moved += steps
        self.above = None if self.above is None else self.above + steps

    # Taking in what was fetched

    def take(self, fetched: Fetched) -> bool:
        """Take rows in; True if the cursor moved to a case that waited for them. What nobody needs any more is left."""
        need = fetched.need
        if need is not self._need:
            return False
        self._need, before, self.loaded = None, self.current, True
        match need.kind:
            case "after":
                self._lengthen(fetched)
            case "before":
                self._lengthen_above(fetched)
            case "around":
                self._take_around(fetched)
            case _:
                self._take_leap(fetched)
        self._pay()
        return (before.id if before else "") != (self.current.id if self.current else "")

    def take_count(self, counted: Counted) -> None:
        """Take in what was counted, and what has been moved since."""
        if counted.wanted is self._count:
            self._count, self.total = None, counted.total
            self.above = counted.above + self._moved

    def failed(self, need: Need, *, closed: bool = False) -> None:
        """Rows could not be fetched: nothing is tried again before something changes. `closed`: none may be shown."""
        if need is self._need:
            if self._leaping or closed:
                self._window([], 0, at_top=True, at_end=True)
                self.current = self.above = None
            self._need, self.owed, self._failed, self.loaded = None, 0, True, True

    def failed_count(self, count: Count) -> None:
        """It could not be counted."""
        if count is self._count:
            self._count = self.above = self.total = None

    def _window(self, rows: list[QueueRow], first: int, *, at_top: bool, at_end: bool) -> None:
        self.rows, self.first, self.at_top, self.at_end = rows, first, at_top, at_end

    def _take_leap(self, fetched: Fetched) -> None:
        if fetched.end in ("none", "only"):
            self._stale = self._stale or fetched.need.kind == "go"  # rows at hand may be those of another filter
            return
        rows, place, now = [*fetched.rows], max(0, fetched.place), fetched.row
        self.matches = now is None or _index(rows[place : place + 1], now) is not None
        if now is not None and not self.matches:
            rows.insert(place, now)
        self.cursor = self.cursor if now else place
        self._window(rows, self.cursor - place, at_top=fetched.at_top, at_end=fetched.at_end)
        self.current = self.row(self.cursor)
        self.above = place if fetched.at_top else None

    def _take_around(self, fetched: Fetched) -> None:
        need, now = fetched.need, self.current
        ends = {"at_top": fetched.at_top, "at_end": fetched.at_end}
        if now is None or need.row is None:
            self.forget()
        elif need.row.key == now.key:
            self._hold(fetched)
        elif (found := _index(fetched.rows, now)) is not None and self.at_hand:
            self.came = _came(self.rows, fetched.rows[:found], now, all_above=self.at_top)
            self._window([*fetched.rows], self.cursor - found, **ends)
            self.current = fetched.rows[found]
        elif self.at_hand or (anchor := _index(self.rows, need.row)) is None:
            self._stale = True
        else:
            self._window([*fetched.rows], self.first + anchor - fetched.place, **ends)
            if found is not None:
                self.cursor = self.first + found

    def _hold(self, fetched: Fetched) -> None:
        """The row that is read stays where it is, whether it matches or not."""
        rows, place, now = [*fetched.rows], fetched.place, fetched.row
        assert now is not None  # noqa: S101 - rows around a row have it
        self.matches = place < len(rows) and rows[place].key == now.key
        if not self.matches:
            rows.insert(place, now)
        self.came = _came(self.rows, rows[:place], now, all_above=self.at_top)
        self._window(rows, self.cursor - place, at_top=fetched.at_top, at_end=fetched.at_end)
        self.current = now

    def _lengthen(self, fetched: Fetched) -> None:
        if _same(fetched.need.row, self.rows[-1:]):
            self.rows += fetched.rows
            self.at_end = fetched.at_end
            if (surplus := len(self.rows) - KEPT) > 0:
                self.rows, self.first, self.at_top = self.rows[surplus:], self.first + surplus, False

    def _lengthen_above(self, fetched: Fetched) -> None:
        if _same(fetched.need.row, self.rows[:1]):
            self.rows[:0] = fetched.rows
            self.first -= len(fetched.rows)
            self.at_top = fetched.at_top
            if len(self.rows) > KEPT:
                self.rows, self.at_end = self.rows[:KEPT], False


def _index(rows: Sequence[QueueRow], row: QueueRow) -> int | None:
    return next((at for at, one in enumerate(rows) if one.key == row.key and one.id == row.id), None)


def _same(row: QueueRow | None, end: Sequence[QueueRow]) -> bool:
    return row is not None and _index(end, row) is not None


def _read_elsewhere(rows: Sequence[QueueRow]) -> list[str]:
    return [row.id for row in rows if row.busy and not row.voted]


def _came(before: Sequence[QueueRow], above: Sequence[QueueRow], read: QueueRow, *, all_above: bool) -> list[str]:
    """The cases among those `above` that were not there `before`; `all_above`: what was there began at the top.

    The one that is `read` is none of them, though it may stand there by what a revision made of it.
    """
    known = {row.key for row in before}
    start = 0 if all_above else next((at for at, row in enumerate(above) if row.key in known), len(above))
    return [row.id for row in above[start:] if row.key not in known and row.id != read.id]
