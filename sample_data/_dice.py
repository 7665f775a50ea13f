"""Chance that gives the same result on every machine: built on `random.Random.random` alone."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A seeded source of choices. Only `Random.random` is promised to stay the same over Python versions."""

    def __init__(self, seed: int) -> None:
        self.roll = Random(seed).random

    def below(self, limit: int) -> int:
        """A number from 0 to `limit` - 1."""
        return int(self.roll() * limit)

    def between(self, first: int, last: int) -> int:
        """A number from `first` to `last`, both included; `first` where the range is empty."""
        return first + int(self.roll() * max(1, last - first + 1))

    def pick(self, among: Sequence[T]) -> T:
        """One of `among`, all alike."""
        return among[int(self.roll() * len(among))]

    def chance(self, share: float) -> bool:
        """True in `share` (0 to 1) of all calls."""
        return self.roll() < share

    def shuffle(self, things: list[T]) -> None:
        """Bring `things` into a random order, in place."""
        for last in range(len(things) - 1, 0, -1):
            other = int(self.roll() * (last + 1))
            things[last], things[other] = things[other], things[last]
