"""What counts share: decisions apart from the people they concern, and the middle of many values."""

from array import array
from collections.abc import Callable
from hashlib import blake2b
from statistics import quantiles

from msgspec import Struct

from store.departure import Departure
from store.fields import SUBJECT

Person = Callable[[str], int]
"""A number for the person of a case: the same for two cases of one person."""


def person_of(departure: Departure) -> Person:
    """Who a case is of, in eight bytes; one that names nobody is its own person."""

    def number(case_id: str) -> int:
        name = departure.told(case_id, SUBJECT) or f"\0{case_id}"
        return int.from_bytes(blake2b(str(name).encode(), digest_size=8).digest())

    return number


class Count:
    """Decisions, and the different people they concern where these are counted."""

    def __init__(self) -> None:
        self.decisions = 0
        self._people: set[int] | None = set()

    def add(self, person: int | None) -> None:
        """One decision more; without a person the people can no longer be told."""
        self.decisions += 1
        if person is None:
            self._people = None
        elif self._people is not None:
            self._people.add(person)

    @property
    def people(self) -> int | None:
        """How many people; None where that was not to be told."""
        return None if self._people is None else len(self._people)


class Spread(Struct, frozen=True):
    """The quartiles of `n` values; `why` says why there are none."""

    n: int
    low: float | None = None
    median: float | None = None
    high: float | None = None
    why: str = ""


def spread(values: "array[float]", none: str) -> Spread:
    """The quartiles of values; of a single one, that value."""
    if not values:
        return Spread(0, why=none)
    if len(values) == 1:
        return Spread(1, values[0], values[0], values[0])
    low, median, high = quantiles(values, n=4, method="inclusive")
    return Spread(len(values), low, median, high)
