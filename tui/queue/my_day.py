"""What is left to do for a reviewer, and what they did today: counted in the store, by key at any size."""

from typing import NamedTuple

from store.docket import Docket
from store.filters import parse

FOR_ME, DONE_TODAY = parse("for:me"), parse("done:today")


class MyDay(NamedTuple):
    """How many cases wait for the reviewer, and on how many they voted, or which they settled, today."""

    to_do: int
    done: int

    def words(self, drafts: int) -> str:
        """It in a line; `drafts` is how many votes, notes and the like are written and not sent."""
        return f"to do {self.to_do:,} · done today {self.done:,} · drafts {drafts:,}"


def my_day(docket: Docket, reviewer: str) -> MyDay:
    """It as it is now; raises `store.errors.StoreError`."""
    return MyDay(docket.count(reviewer, FOR_ME), docket.count(reviewer, DONE_TODAY))
