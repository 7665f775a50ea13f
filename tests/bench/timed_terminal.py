"""A program in a real pseudo-terminal of 120 x 40 cells, timed from outside."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

_CONTROLS = re.compile(rb"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\(B")


class TimedTerminal:
    """A command running in a pseudo-terminal; times are in seconds."""

    def __init__(self, *command: str) -> None:
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if not self.pid:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
            os.execvp(command[0], command)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))

    def read(self, patience: float) -> bytes:
        """What it writes within `patience`; empty if nothing."""
        if not select.select([self.fd], [], [], patience)[0]:
            return b""
        return os.read(self.fd, 1 << 16)

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

    def press_whole(self, key: str, quiet: float = 0.06) -> tuple[float, float]:
        """How long after `key` it writes anything, and the last of what it writes before it is `quiet` for so long."""
        start = time.perf_counter()
        os.write(self.fd, key.encode())
        if not self.read(10):
            raise TimeoutError(f"nothing was drawn after {key!r}")
        first = last = time.perf_counter() - start
        while self.read(quiet):
            last = time.perf_counter() - start
        return first, last

    def peak_memory(self) -> int:
        """The most memory it has held, in MiB."""
        with open(f"/proc/{self.pid}/status") as status:
            return int(re.search(r"VmHWM:\s+(\d+)", status.read())[1]) // 1024  # type: ignore[index]

    def end(self) -> None:
        """Kill it."""
        os.kill(self.pid, signal.SIGKILL)
        os.close(self.fd)
        os.waitpid(self.pid, 0)
