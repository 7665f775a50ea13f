"""Telling words that somebody types from keys that are meant, where letters are keys.

The pace does not tell: a practised hand ticks two grounds in the time of two letters of a word. What is typed does.
Somebody who ticks presses letters that grounds have, and slips once; in words there soon is a second letter that no
ground has, or a blank. So of keys that follow each other two that do nothing make words of all of them, from the third
on. Where the keys come faster than anybody types, three that would choose do.
"""

from enum import Enum, auto
from typing import Generic, TypeVar

from tui.dialogs.guard import BURST, KeyArrival

T = TypeVar("T")
SLIPS = 1
"""Keys that do nothing and may be among those that are meant."""


class Does(Enum):
    """What a printable key would do."""

    CHOOSE = auto()
    READ = auto()
    NOTHING = auto()


class TypedWords(Generic[T]):
    """The printable keys that followed each other until now, and what was written `before` the first of them."""

    def __init__(self, before: T) -> None:
        self.text, self.before = "", before
        self._choose, self._nothing = 0, 0

    def noted(self, character: str, does: Does, arrival: KeyArrival) -> bool:
        """Take in one more; whether they are words."""
        self.text += character
        self._choose += does is Does.CHOOSE
        self._nothing += does is Does.NOTHING and not arrival.held
        pasted = arrival.burst and self._choose + self._nothing >= BURST
        return len(self.text) >= BURST and (self._nothing > SLIPS or pasted)
