"""Telling words that somebody types from keys that are meant, where letters are keys.

The pace does not tell: a practised hand ticks two grounds in the time of two letters of a word. What is typed does.
Somebody who ticks presses letters that grounds have, and slips once; in words there soon is a second letter that no
ground has, or a blank. So of keys that follow each other two that do nothing make words of all of them, from the third
on. Where the keys come faster than anybody types, three that would choose do.

A key that did something and stood alone is no letter of the words behind it: those begin after a pause, if all of them
come at the pace of a hand that types, or with a capital letter, as there is none behind a small one in a word.
"""

from enum import Enum, auto
from typing import Generic, TypeVar

from tui.dialogs.guard import BURST, WORD, KeyArrival

T = TypeVar("T")
SLIPS = 1
"""Keys that do nothing and may be among those that are meant."""
APART = 2 * WORD
"""Seconds between a key that is meant and words at least; a slow hand has them between two letters, and again then."""


class Does(Enum):
    """What a printable key would do."""

    CHOOSE = auto()
    READ = auto()
    NOTHING = auto()


class TypedWords(Generic[T]):
    """The printable keys that followed each other until now, and what was written `before` the first of them."""

    def __init__(self, before: T) -> None:
        self._begin(before)
        self._at = float("-inf")

    def _begin(self, before: T) -> None:
        self.text, self.before = "", before
        self._choose, self._nothing = 0, 0
        self._behind: TypedWords[T] | None = None
        """The keys since the pause behind those that each did something."""

    def noted(self, character: str, does: Does, arrival: KeyArrival, now: T) -> bool:
        """Take in one more, before which `now` is written; whether they are words."""
        pause, self._at = arrival.at - self._at, arrival.at
        meant = self.text.isalpha() and not self._nothing
        if meant and self.text[-1].islower() and character.isupper():
            self._begin(now)
        elif meant and pause >= APART:
            self._behind = TypedWords(now)
        elif not arrival.close:
            self._behind = None
        behind = self._behind is not None and self._behind.noted(character, does, arrival, now)
        self.text += character
        self._choose += does is Does.CHOOSE
        self._nothing += does is Does.NOTHING and not arrival.held
        pasted = arrival.burst and self._choose + self._nothing >= BURST
        words = len(self.text) >= BURST and (self._nothing > SLIPS or pasted)
        if words and self._behind is not None and behind:
            self.text, self.before = self._behind.text, self._behind.before
        return words and (self._behind is None or behind)
