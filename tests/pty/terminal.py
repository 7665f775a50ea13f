"""The real program in a real pseudo-terminal: keys go in at a human pace, every byte that comes out is kept."""

import codecs
import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.processes import CEILING
from tests.pty.grid import Grid
from tests.pty.ready import Ready
from tests.pty.stream import foreign

Size = tuple[int, int]
WIDE, MIDDLE, NARROW = (120, 40), (100, 30), (80, 24)
TICK = 0.12
"""Seconds between two keys: more than `PAUSE` of the guard."""
READ = 0.6
"""Seconds that somebody takes to read a dialog: more than `SETTLE` of the guard."""
LOOKS = 4
"""How often a program must have been seen at rest before it is taken to be."""

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-c", "from tui.cli import main; main()")
ESC, ENTER, TAB, F2, F3, SHIFT_TAB = "\x1b", "\r", "\t", "\x1bOQ", "\x1bOR", "\x1b[Z"


class Terminal:
    """A program in a terminal of `size` columns and rows. What it writes and draws is checked when it is left."""

    def __init__(
        self,
        *command: str | bytes | os.PathLike[str],
        size: Size = WIDE,
        env: Mapping[str, str] | None = None,
        program: Sequence[str] = PROGRAM,
        progress: bool = False,
        copies: int = 0,
    ) -> None:
        self.size, self._progress, self._copies = size, progress, copies
        self.master, self.slave = os.openpty()
        self._set_size(size)
        self.settings = termios.tcgetattr(self.slave)
        self.written, self.grid = "", Grid(*size)
        self._decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")
        surroundings = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONPATH": str(ROOT)}
        for name in ("FOUREYES_REVIEWER", "FOUREYES_DOCKET", "NO_COLOR", "LC_ALL", "COLUMNS", "LINES"):
            surroundings.pop(name, None)
        surroundings |= {"LANG": "C.UTF-8", **(env or {})}
        if program is PROGRAM and env is None:
            words = [os.fsdecode(word) for word in command]
            self.process: Ready | subprocess.Popen[bytes] = Ready(words, surroundings, os.ttyname(self.slave))
        else:
            self.process = subprocess.Popen(
                [*program, *command],  # type: ignore[list-item]
                env=surroundings,
                preexec_fn=lambda: os.login_tty(os.dup(self.slave)),
                close_fds=False,
            )
        self._threads = Path(f"/proc/{self.process.pid}/task")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        os.close(self.master)
        os.close(self.slave)
        if kind is None:
            self.check()

    # What comes out

    def check(self) -> None:
        """Nothing that came out but the program's own may drive a terminal, be drawn beyond its edge, or hide."""
        assert not foreign(self.written, progress=self._progress, copies=self._copies)
        assert not self.grid.overflows
        assert not self.grid.concealed

    def read(self, patience: float) -> bool:
        """Take in what is written within `patience` seconds; False if there is nothing."""
        if not select.select([self.master], [], [], patience)[0]:
            return False
        text = self._decoder.decode(os.read(self.master, 1 << 16))
        self.written += text
        self.grid.feed(text)
        return True

    def busy(self) -> bool:
        """Whether the program has keys that it has not read, or a thread that computes or waits for a disk.

        However slow the machine is, a program that is not busy has done all that it was told to, but for what its
        own clocks will tell it later.
        """
        if int.from_bytes(fcntl.ioctl(self.slave, termios.FIONREAD, bytes(4)), sys.byteorder):
            return True
        try:
            states = [one.read_text().rpartition(")")[2][1] for one in self._threads.glob("*/stat")]
        except OSError:
            return True  # a thread ended just now
        return "R" in states or "D" in states

    def settle(self, quiet: float = 0.07) -> None:
        """Until the program was idle and wrote nothing for `quiet` seconds."""
        ceiling = idle_since = time.monotonic()
        ceiling += CEILING
        looks = 0
        while looks < LOOKS or time.monotonic() < idle_since + quiet:
            if self.read(0.005) or (self.busy() and self.process.poll() is None):
                idle_since, looks = time.monotonic(), 0
                assert idle_since < ceiling, f"the program does not come to rest:\n{self.grid.text}"
            looks += 1

    def comes_to(self, holds: Callable[[], bool], otherwise: str) -> None:
        """Until something holds of what is drawn, and the program is at rest."""
        ceiling = time.monotonic() + CEILING
        while not holds():
            if time.monotonic() > ceiling or (self.process.poll() is not None and not self.read(0.05)):
                raise TimeoutError(f"{otherwise}:\n{self.grid.text}")
            self.read(0.02)
        self.settle()

    def until(self, *texts: str, gone: bool = False) -> None:
        """Until one of the texts is on the screen, or with `gone` none of them."""
        self.comes_to(
            lambda: any(text in self.grid.text for text in texts) != gone,
            f"{texts} {'stayed on' if gone else 'did not come on'} the screen",
        )

    def ended(self) -> int:
        """The exit code, once all that was written is taken in."""
        ceiling = time.monotonic() + CEILING
        while self.process.poll() is None:
            if time.monotonic() > ceiling:
                raise TimeoutError(f"the program did not end:\n{self.grid.text}")
            self.read(0.02)
        while self.read(0.05):
            pass
        return self.process.wait()

    @property
    def restored(self) -> bool:
        """Whether the terminal is as it was: its settings, the screen, the cursor, the mouse, pasting."""
        on = [mode for mode in ("1049", "1000", "1003", "1006", "2004", "1004") if self.grid.modes.get(mode)]
        shown = self.grid.modes.get("25", True) and self.grid.modes.get("7", True)
        return not on and shown and termios.tcgetattr(self.slave) == self.settings

    @property
    def farewell(self) -> str:
        """What was written after the full screen was left."""
        return self.written.rpartition("\x1b[?1049l")[2]

    # What goes in

    def type(self, text: str | bytes) -> None:
        """Put bytes in at once."""
        os.write(self.master, text if isinstance(text, bytes) else text.encode())

    def press(self, *keys: str, every: float = TICK) -> None:
        """Press keys one after the other, each once the program has been at rest for `every` seconds."""
        for key in keys:
            self.type(key)
            self.settle(every)

    def hurry(self, *keys: str, every: float) -> None:
        """Press keys at a hand's pace, however far behind the program is."""
        for key in keys:
            self.type(key)
            time.sleep(every)
        self.settle()

    def waits(self, seconds: float = READ) -> None:
        """Somebody reads."""
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            self.read(rest)
        self.settle()

    def paste(self, text: str) -> None:
        """Paste as a terminal does where a program asked for it."""
        self.type(f"\x1b[200~{text}\x1b[201~")
        self.settle(0.15)

    def click(self, line: int, column: int) -> None:
        """Click with the mouse; line and column count from 0."""
        self.type(f"\x1b[<0;{column + 1};{line + 1}M")
        self.type(f"\x1b[<0;{column + 1};{line + 1}m")
        self.settle()

    def repaint(self) -> None:
        """Have everything drawn anew, on cells that nothing is left on."""
        columns, rows = self.size
        self._resized((columns, rows + 1))
        self.grid.clear()
        self._resized(self.size)

    def resize(self, size: Size) -> None:
        """Give the terminal another size; what is drawn then is drawn on cells that nothing is left on."""
        modes = self.grid.modes
        self.size, self.grid = size, Grid(*size)
        self.grid.modes.update(modes)
        self._resized(size)
        self.grid.overflows.clear()  # of a frame that was on its way when the size changed, as any terminal meets it

    def _resized(self, size: Size) -> None:
        self._set_size(size)
        self.process.send_signal(signal.SIGWINCH)
        self.settle(0.15)

    def _set_size(self, size: Size) -> None:
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
