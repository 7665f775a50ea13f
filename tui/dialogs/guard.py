"""Telling a key that somebody presses now from one that was pasted, buffered or held down.

A record is final, so the key that makes one must be meant. What counts is when a key reached the program, not when
the program got round to it: keys typed ahead stay typed ahead however slow the screen is.
"""

from collections.abc import Callable
from typing import NamedTuple

from textual import events
from textual.message import Message

SETTLE = 0.4
"""Seconds in which nothing counts after a form appears: nobody has read it yet."""
PAUSE = 0.06
"""Seconds that must lie between a key that records and any key before it; of fast typists' keys no fewer do."""
LET_GO = 1.0
"""Seconds after which a key that comes again was pressed again; keyboards begin to repeat after 0.2 to 1 s."""
FASTEST = 0.025
"""Seconds between keys that nobody types; fast typists have some 0.06 s, a keyboard that repeats 0.03 s."""
WORD = 0.25
"""Seconds between letters of one word at most, as an unhurried hand types them; who reads looks between two keys."""
BURST = 3
"""So many keys `FASTEST` apart come from a paste; two may be one roll of the fingers or one packet of the line."""


class KeyArrival(NamedTuple):
    """How a key came: before the form could be read, held down, hurried after another key or in one go with it.

    One that `follows` came so soon after the key before that both may be letters of one word; `close` at a hand's pace.
    """

    early: bool
    held: bool
    hurried: bool
    joined: bool
    burst: bool
    follows: bool
    close: bool = False
    at: float = 0.0
    """When it came, in seconds of the guard's clock."""

    @property
    def objection(self) -> str | None:
        """Why this key may not record anything that hurts somebody, as a sentence; None if it may."""
        if self.early:
            return "That key came before this could be read. Wait a moment, then press it again."
        if self.held:
            return "A key that is held down or repeated does not count. Let go, wait a second, press it once."
        if self.hurried:
            return "That key came faster than a person types, as if pasted. Press it again."
        return None

    @property
    def objection_if_clear(self) -> str | None:
        """Why this key may not record what hurts nobody: only what no hand presses is refused, however quick it is."""
        if self.joined:
            return "That key came in one go with the key before, as if pasted or typed ahead. Press it again."
        return None


def moment(message: Message) -> float:
    """When a message came about, in seconds of Textual's clock."""
    return message.time


class Guard:
    """Judges the keys that reach one dialog. `clock` says when a message came about: see `moment`."""

    def __init__(self, clock: Callable[[Message], float] | None = None) -> None:
        self._clock = clock
        self._appeared: float | None = None
        self._last: Message | None = None
        self._name = ""
        self._at = float("-inf")
        self._run = 0
        self._arrival = KeyArrival(early=True, held=False, hurried=False, joined=False, burst=False, follows=False)

    def appeared(self) -> None:
        """What is to be read before a key may count is on the screen from now on."""
        self._appeared = self._when(Message())

    def vanished(self) -> None:
        """There is nothing to be read: no key counts until something appears."""
        self._appeared = None

    def noted(self, message: Message) -> KeyArrival:
        """Take in a key, a click or a command. The same message may come by twice, on its way up the screen."""
        if message is self._last:
            return self._arrival
        at, name = self._when(message), message.key if isinstance(message, events.Key) else type(message).__name__
        gap = at - self._at
        self._run = self._run + 1 if gap < FASTEST else 1
        self._arrival = KeyArrival(
            early=self._appeared is None or at < self._appeared + SETTLE,
            held=name == self._name and gap < LET_GO,
            hurried=gap < PAUSE,
            joined=gap < FASTEST,
            burst=self._run >= BURST,
            follows=gap < LET_GO,
            close=gap < WORD,
            at=at,
        )
        self._last, self._name, self._at = message, name, at
        return self._arrival

    @property
    def burst(self) -> bool:
        """Whether the last key came in one go with others before it, as none that is pressed does."""
        return self._arrival.burst

    def _when(self, message: Message) -> float:
        return (self._clock or moment)(message)
