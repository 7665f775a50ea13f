"""Ctrl-C while work is done that is whole or nothing: it counts where nothing can be half done, and else afterwards."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


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

    def press(self, *_: int | FrameType | None) -> None:
        """What the signal does."""
        self.pressed = True
        if self._welcome:
            raise KeyboardInterrupt


@contextmanager
def ctrl_c() -> Iterator[CtrlC]:
    """Take Ctrl-C into hand, unless whoever started the program has it ignored."""
    key, before = CtrlC(), signal.getsignal(signal.SIGINT)
    if before in (signal.SIG_IGN, None):
        yield key
        return
    signal.signal(signal.SIGINT, key.press)
    try:
        yield key
    finally:
        signal.signal(signal.SIGINT, before)
