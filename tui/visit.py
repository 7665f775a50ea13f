"""One stay at a case: what has been before the reader's eyes for long enough to count as read."""

from collections.abc import Callable, Iterable

LINGER = 1.5
"""Seconds in sight from which on something counts as read rather than scrolled past."""

GLANCE = 0.6
"""Seconds after a case came to the screen in which nobody can have read it."""
PAUSED = 0.4
"""Seconds without a key that sends, after one that came too soon, from which on one is meant: the hand has stopped."""


class Visit:
    """`clock` gives seconds. What is in sight is told by `sees`, whenever it changes."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._in_sight: dict[str, float] = {}
        self._shown_since: float | None = None
        self._read: set[str] = set()
        self._stayed = False
        self._came = clock()
        self._drawn = False
        self._too_soon_at = float("-inf")

    def sees(self, items: Iterable[str] | None) -> None:
        """These items are in sight from now on; None: nothing of the case is."""
        self._count()
        now = self._clock()
        if items is not None and not self._drawn:
            self._came, self._drawn = now, True
        self._in_sight = {item: self._in_sight.get(item, now) for item in items or ()}
        if items is None:
            self._shown_since = None
        elif self._shown_since is None:
            self._shown_since = now

    def too_soon(self, at: float) -> bool:
        """Whether a key that sends, pressed at this time of the clock, came before anybody can have read the case.

        A hand that went on after such a key without a pause has not read it either.
        """
        soon = at < max(self._came + GLANCE, self._too_soon_at + PAUSED)
        self._too_soon_at = at if soon else self._too_soon_at
        return soon

    def enters(self) -> None:
        """The reader has gone into the case: they are not scrolling past."""
        self._stayed = True

    def cites(self, item: str) -> None:
        """The reader cites an item: they have read it."""
        self._read.add(item)

    def read(self, *, at_once: bool = False) -> set[str]:
        """The items that were in sight long enough; with `at_once` those in sight now as well."""
        self._count()
        return self._read | (set(self._in_sight) if at_once else set())

    @property
    def stayed(self) -> bool:
        """Whether the reader is at the case, rather than scrolling past."""
        self._count()
        return self._stayed

    def _count(self) -> None:
        since = self._clock() - LINGER
        self._read |= {item for item, at in self._in_sight.items() if at <= since}
        self._stayed = self._stayed or (self._shown_since is not None and self._shown_since <= since)
