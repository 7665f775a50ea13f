"""Whether review was more than a signature: what was opened before a vote, how long it was read, what became of flags.

Counted over all votes of decided cases, never for one reviewer: it says how the work is done, not who is slow.
"""

from array import array
from datetime import datetime

from msgspec import Struct

from store.acts import Act, Opinion
from store.records import Record
from store.reports.counting import Spread, spread
from store.reports.intervals import Figure, wilson

_NO_VOTES = "no vote was cast on a decided case"


class Review(Struct, frozen=True):
    """`items` that a voter had opened of the case, and `minutes` from the first opening since their last vote on it.

    `unopened` votes were cast without opening anything; `departed` are flagged cases that ended not adverse, of all
    flagged ones that are decided (`flagged`).
    """

    votes: int
    items: Spread
    minutes: Spread
    unopened: int
    unopened_rate: Figure
    flagged: int
    departed: int
    departed_rate: Figure


class _Reading:
    __slots__ = ("items", "known", "since")

    def __init__(self) -> None:
        self.items: set[str] = set()
        self.known = 0
        """Items opened before the last vote: their names are not kept."""
        self.since: datetime | None = None


class ReviewCount:
    """Takes cases, and then their records, oldest first."""

    def __init__(self) -> None:
        self._items, self._minutes = array("d"), array("d")
        self._readings: dict[tuple[str, str], _Reading | int] = {}
        self._unopened = self._flagged = self._departed = 0

    def take_case(self, flagged: bool, adverse: bool) -> None:
        """A decided case."""
        self._flagged += flagged
        self._departed += flagged and not adverse

    def take(self, record: Record) -> None:
        """Look at a record; what is neither an opening nor a vote is passed over."""
        body = record.body
        if record.case is None or not isinstance(body, Act):
            return
        key = record.case, record.by
        if body.reads is not None:
            self._opened(key, record.at, body.reads)
        elif isinstance(body, Opinion) and body.blind:
            self._voted(key, record.at)

    def result(self) -> Review:
        """What was counted."""
        votes = len(self._items)
        return Review(
            votes=votes,
            items=spread(self._items, _NO_VOTES),
            minutes=spread(self._minutes, "no vote was cast after an opening of its own"),
            unopened=self._unopened,
            unopened_rate=wilson(self._unopened, votes, _NO_VOTES),
            flagged=self._flagged,
            departed=self._departed,
            departed_rate=wilson(self._departed, self._flagged, "no flagged case is decided"),
        )

    def _opened(self, key: tuple[str, str], at: datetime, items: tuple[str, ...]) -> None:
        reading = self._readings.get(key)
        if not isinstance(reading, _Reading):
            before, reading = reading or 0, _Reading()
            reading.known = before
            self._readings[key] = reading
        reading.items.update(items)
        reading.since = reading.since or at

    def _voted(self, key: tuple[str, str], at: datetime) -> None:
        reading = self._readings.get(key, 0)
        items = reading if isinstance(reading, int) else max(reading.known, len(reading.items))
        self._items.append(items)
        self._unopened += items == 0
        if isinstance(reading, _Reading) and reading.since is not None:
            self._minutes.append(max(0.0, (at - reading.since).total_seconds() / 60))
        self._readings[key] = items
