"""Reads a terminal and draws on it, and bears with what it sends and with its going away."""

import errno
import io
import os
import select
import selectors
import sys
import threading
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Any

from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tui.terminal.terminal_parser import TerminalParser

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_PACKET = 4096


class TerminalDriver(LinuxDriver):
    """Textual's own, with a parser that knows more of terminals."""

    class Gone(Message):
        """The terminal is gone: no key will come any more."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if (drawn := sys.__stderr__) is not None:
            buffer = io.BufferedWriter(_Drawn(drawn.fileno(), "w", closefd=False))
            self._file = io.TextIOWrapper(buffer, drawn.encoding, drawn.errors)

    def run_input_thread(self) -> None:
        """Read and tell what comes, until the driver is done with that; what came last is read too."""
        parser, done = TerminalParser(self._debug), False
        decode = getincrementaldecoder("utf-8")("surrogateescape").decode
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not done:
                done = self.exit_event.is_set()
                if selector.select(0.1):
                    try:
                        data = _read(self.fileno)
                    except BlockingIOError:  # somebody else has read it
                        continue
                    if not data:
                        self._app.post_message(self.Gone())
                        return
                    for event in parser.feed(decode(data)):
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)


class _Drawn(io.FileIO):
    """Never fails, for what is written last puts the terminal back.

    What is drawn on a terminal that is gone is lost, and that is no fault; any other error ends the app, as one that
    ends a thread does.
    """

    def write(self, data: "ReadableBuffer") -> int:
        """Write what can be written; waits for a slow terminal where another program has it that nothing waits."""
        try:
            while (written := super().write(data)) is None:
                select.select([], [self], [])
        except OSError as error:
            if error.errno != errno.EIO:
                told = (type(error), error, error.__traceback__, threading.current_thread())
                threading.excepthook(threading.ExceptHookArgs(told))
            return memoryview(data).nbytes
        return written


def _read(terminal: int) -> bytes:
    """What has come; nothing of a terminal that is gone."""
    try:
        return os.read(terminal, _PACKET)
    except OSError as error:
        if error.errno != errno.EIO:
            raise
        return b""
