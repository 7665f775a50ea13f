"""Reads a terminal and draws on it, and bears with what it sends and with its going away."""

import errno
import io
import os
import select
import selectors
import signal
import sys
import termios
import threading
from codecs import getincrementaldecoder
from contextlib import suppress
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
        self._begun = False
        if (drawn := sys.__stderr__) is not None:
            buffer = io.BufferedWriter(_Drawn(drawn.fileno(), "w", closefd=False))
            self._file = io.TextIOWrapper(buffer, drawn.encoding, drawn.errors)

    def start_application_mode(self) -> None:
        """Take the terminal; what was typed while there was no screen, as while an index is made, was for none."""
        if not self._begun:
            termios.tcflush(self.fileno, termios.TCIFLUSH)
            self._begun = True
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def write(self, data: str) -> None:
        """Draw, unless the terminal is somebody else's."""
        if self._taken:
            super().write(data)

    def disable_input(self) -> None:
        """Read no more."""
        if self._taken:
            super().disable_input()

    def stop_application_mode(self) -> None:
        """Give the terminal back, if it is ours: to a job behind another that would be a signal to stop."""
        if self._taken:
            super().stop_application_mode()

    def close(self) -> None:
        """Write what is left; from here on the terminal is somebody else's."""
        super().close()
        self._writer_thread = None

    def _sigtstp_application(self, *_: object) -> None:
        """Stop; whoever is leaving has given the terminal back, or is about to."""
        if self._leaving or not self._taken:
            os.kill(os.getpid(), signal.SIGSTOP)
        else:
            super()._sigtstp_application()

    def _sigcont_application(self, *_: object) -> None:
        """Go on once what is under way is done: the signal may come within it, and after one that ends the app."""
        with suppress(RuntimeError):  # no loop runs here any more: the app has ended
            self._loop.call_soon_threadsafe(self._go_on)

    def _go_on(self) -> None:
        """Take the terminal and draw; where nobody gave it back, as before a SIGSTOP, give it back first."""
        if self._leaving or not self._auto_restart:
            return
        if self._behind:
            os.kill(os.getpid(), signal.SIGSTOP)
            return
        if self._taken:
            self.suspend_application_mode()
            self._must_signal_resume = True
        self.resume_application_mode()

    @property
    def _taken(self) -> bool:
        return self._writer_thread is not None

    @property
    def _leaving(self) -> bool:
        return self._app._exit or not self._app.is_running

    @property
    def _behind(self) -> bool:
        """Whether the terminal is another job's."""
        with suppress(OSError):  # it is nobody's
            return os.tcgetpgrp(self.fileno) != os.getpgrp()
        return False

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
