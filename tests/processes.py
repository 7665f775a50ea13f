"""Other processes: forks that can be killed, people without rights, and waiting for what they do."""

import fcntl
import importlib.metadata
import os
import resource
import signal
import sys
import termios
import time
import traceback
from collections.abc import Callable
from pathlib import Path

CEILING = 120.0
"""Seconds after which something that takes a moment is taken for hung, on the busiest of machines."""
NOBODY = 65534


class Child:
    """A process of its own, made by a fork: ready at once, and killed without warning."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.pid = os.fork()
        if self.pid == 0:
            code = 1
            try:
                act()
                code = 0
            except BaseException:  # noqa: BLE001 - shown with the test that sees the exit code
                traceback.print_exc()
            finally:
                os._exit(code)

    def kill(self) -> int:
        """SIGKILL; returns how it ended: -9, or its exit code where it was done already."""
        os.kill(self.pid, signal.SIGKILL)
        return self.wait()

    def wait(self) -> int:
        """Its exit code, or minus the signal that ended it."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def until(holds: Callable[[], object], ceiling: float = CEILING) -> bool:
    """Wait until something holds; False if it did not within `ceiling` seconds."""
    end = time.monotonic() + ceiling
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.002)
    return True


def open_to_all(place: Path) -> None:
    """Let everybody read what is at a place, and reach it."""
    for path in [place, *place.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    for path in place.parents:
        if "pytest" in str(path):
            path.chmod(0o755)


def as_nobody(act: Callable[[], object]) -> None:
    """Do something as somebody who has no more rights than all others: root becomes such a one."""

    def rightless() -> None:
        if os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        act()

    assert Child(rightless).wait() == 0


def ends(act: Callable[[], object]) -> bool:
    """Whether something that takes a second ends at all: what would take hours is ended after a minute of computing."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
        act()

    return Child(limited).wait() == 0


def as_login(uid: int, groups: list[int], act: Callable[[], object]) -> Child:
    """Do something as another login of this machine, which is in these groups; only root can become one.

    It may have no right to the folder of this checkout, so what the program looks up there is known beforehand.
    """

    def another() -> None:
        known = importlib.metadata.version("foureyes")
        importlib.metadata.version = lambda _: known  # type: ignore[assignment]
        os.setgroups(groups)
        os.setgid(uid)
        os.setuid(uid)
        os.umask(0o077)  # the strictest: whatever the group can use was meant for it
        act()

    return Child(another)


def waiting_in(pipe: int) -> int:
    """How many bytes nobody has read yet."""
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)
