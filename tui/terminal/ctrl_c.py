"""Ctrl-C while work is done that is whole or nothing: it counts where nothing can be half done, and else afterwards.

So do the signals of whoever ends the program in order, or closes its terminal: nothing is left aside.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class CtrlC:
    """Whether Ctrl-C was pressed. Where it is `welcome` it raises `KeyboardInterrupt` at once."""

    def __init__(self) -> None:
        self.pressed = False
        self._welcome = True

    def welcome(self) -> None:
        """From here on it may break off what is done; raises `KeyboardInterrupt` if it was pressed before."""
        self._welcome = True
        if self.pressed:
            raise KeyboardInterrupt

    def wait(self) -> None:
        """From here on it has to wait."""
        self._welcome = False

    def press(self, number: int, _: FrameType | None) -> None:
        """What the signal does."""
        again, self.pressed = self.pressed, True
        # A terminal that is closed sends several: the second must not break off the tidying up.
        if self._welcome and (number == signal.SIGINT or not again):
            raise KeyboardInterrupt


@contextmanager
def ctrl_c() -> Iterator[CtrlC]:
    """Take Ctrl-C into hand, and the other signals, but for what whoever started the program has ignored."""
    key = CtrlC()
    with taken(key.press):
        yield key


@contextmanager
def taken(handler: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    """Have `handler` called for each of the signals, but for what whoever started the program has ignored."""
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    taken = [number for number in _SIGNALS if before[number] not in (signal.SIG_IGN, None)]
    for number in taken:
        signal.signal(number, handler)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, before[number])
