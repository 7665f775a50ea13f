"""A program in a real pseudo-terminal, timed from outside."""

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from pathlib import Path
from typing import ClassVar, NamedTuple

from tests.pty.grid import Grid

_CONTROLS = re.compile(rb"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\(B")


class Press(NamedTuple):
    """What a key cost, in milliseconds."""

    first: float
    """Until anything was written."""
    whole: float
    """Until the last byte that changed the screen."""
    waited: float
    """How long of it the main thread was ready to run and had no core: what a quiet machine would not have cost."""
    cpu: float
    """On the cores, in all threads."""


class TimedTerminal:
    """A command running in a pseudo-terminal of `size` columns and lines; times are in seconds."""

    size: ClassVar[tuple[int, int]] = (120, 40)

    def __init__(self, *command: str) -> None:
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", FOUREYES_TOUR="off")
            os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each start compiles us anew, and the libraries not
            os.execvp(command[0], command)
        columns, lines = self.size
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.grid, self._undrawn = Grid(columns, lines), b""
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode

    def read(self, patience: float) -> bytes:
        """What it writes within `patience`; empty if nothing."""
        if not select.select([self.fd], [], [], patience)[0]:
            return b""
        written = os.read(self.fd, 1 << 16)
        self._undrawn += written
        return written

    def lines(self) -> list[str]:
        """What stands on the screen now."""
        self.grid.feed(self._decode(self._undrawn))
        self._undrawn = b""
        return self.grid.lines()

    def until(self, text: str, patience: float = 60) -> float:
        """How long after the start it has written `text`."""
        seen, deadline = b"", time.perf_counter() + patience
        while time.perf_counter() < deadline:
            seen = (seen + self.read(0.5))[-(1 << 18) :]
            if text.encode() in _CONTROLS.sub(b"", seen):
                return time.perf_counter() - self.started
        raise TimeoutError(f"{text!r} did not appear in {_CONTROLS.sub(b'', seen)[-500:]!r}")

    def settle(self, quiet: float = 0.05, patience: float = 2) -> None:
        """Wait until it has written nothing for `quiet`."""
        deadline = time.perf_counter() + patience
        while time.perf_counter() < deadline and self.read(quiet):
            pass

    def press(self, key: str) -> float:
        """How long after `key` it writes anything."""
        start = time.perf_counter()
        os.write(self.fd, key.encode())
        if not self.read(10):
            raise TimeoutError(f"nothing was drawn after {key!r}")
        return time.perf_counter() - start

    def press_whole(self, key: str, above: int = 0, quiet: float = 0.2) -> Press:
        """What `key` costs until all lines but the first ones `above` stand as they stand when it is `quiet` again."""
        self.lines()
        busy, waited = self.cores(), self._waited()
        start, written = time.perf_counter(), list[tuple[float, float, bytes]]()
        os.write(self.fd, key.encode())
        while some := self.read(quiet if written else 10):
            written.append(((time.perf_counter() - start) * 1e3, self._waited() - waited, some))
        if not written:
            raise TimeoutError(f"nothing was drawn after {key!r}")
        busy, screens = self.cores() - busy, list[list[str]]()
        for *_, self._undrawn in written:
            screens.append(self.lines()[above:])
        last = next(at for at, screen in enumerate(screens) if screen == screens[-1])
        return Press(written[0][0], *written[last][:2], busy)

    def cores(self) -> float:
        """Milliseconds that its threads have had a core, since it started."""
        return sum(int(one.read_text().split()[0]) for one in Path(f"/proc/{self.pid}/task").glob("*/schedstat")) / 1e6

    def _waited(self) -> float:
        """Milliseconds that its main thread has waited for a core, since it started."""
        return int(Path(f"/proc/{self.pid}/schedstat").read_text().split()[1]) / 1e6

    def peak_memory(self) -> int:
        """The most memory it has held, in MiB."""
        with open(f"/proc/{self.pid}/status") as status:
            return int(re.search(r"VmHWM:\s+(\d+)", status.read())[1]) // 1024  # type: ignore[index]

    def end(self) -> None:
        """Kill it."""
        os.kill(self.pid, signal.SIGKILL)
        os.close(self.fd)
        os.waitpid(self.pid, 0)
