"""The lock of a docket: a file of its own, never removed, held only around catch up, check, append, sync."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock as ThreadLock

from store.disk import Disk
from store.errors import Busy, NotSaved

PATIENCE = 10.0
"""Seconds to wait for other processes; each holds the lock for milliseconds."""
_FIRST_NAP, _LONGEST_NAP = 0.0005, 0.005
PAUSE = 0.001
"""Seconds for which whoever let it go leaves it to others: one who records without a pause would keep all others out.

They look each few milliseconds, so within a few records of that one their turn comes.
"""


class Lock:
    """An exclusive lock between processes, and between threads. Whoever holds it cannot take it a second time."""

    def __init__(self, path: Path, disk: Disk) -> None:
        self._path = path
        self._disk = disk
        self._fd: int | None = None
        self._thread = ThreadLock()
        self._left = -PAUSE
        """When it was let go last."""

    @contextmanager
    def held(self, patience: float = PATIENCE) -> Iterator[None]:
        """Hold the lock; raises `Busy` after `patience` seconds, `NotSaved` if the file cannot be opened."""
        if (rest := self._left + PAUSE - time.monotonic()) > 0:
            time.sleep(rest)
        if not self._thread.acquire(timeout=patience):
            raise self._busy()
        try:
            fd = self._taken(patience)
            try:
                yield
            finally:
                self._let_go(fd)
        finally:
            self._thread.release()

    def close(self) -> None:
        """Let go of the file."""
        fd, self._fd = self._fd, None
        if fd is not None:
            with suppress(OSError):
                self._disk.close(fd)

    def _busy(self) -> Busy:
        return Busy(f"{self._path.parent}: another program is holding the docket; try again in a moment.")

    def _let_go(self, fd: int) -> None:
        try:
            self._disk.unlock(fd)
        except OSError:  # what was done was done, and closing lets go as well
            self.close()
        self._left = time.monotonic()

    def _taken(self, patience: float) -> int:
        deadline, nap = time.monotonic() + patience, _FIRST_NAP
        try:
            fd = self._open()
            while not self._disk.try_lock(fd):
                if time.monotonic() >= deadline:
                    raise self._busy()
                time.sleep(nap)
                nap = min(nap * 2, _LONGEST_NAP)
        except OSError as error:
            raise NotSaved(f"{self._path}: the lock cannot be opened: {error.strerror}.") from None
        return fd

    def _open(self) -> int:
        if self._fd is not None and not self._disk.same_file(self._fd, self._path):
            self.close()
        if self._fd is None:
            try:
                self._fd = self._disk.open(self._path, os.O_RDWR | os.O_CREAT)
            except OSError:  # on a read-only file system readers still keep out of each other's way
                self._fd = self._disk.open(self._path, os.O_RDONLY)
        return self._fd
