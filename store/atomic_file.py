"""A file that is wholly there or not at all: written aside, synced, given its name, and the folder synced."""

import os
import re
import secrets
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType

from store.disk import PRIVATE, Disk, Modes, write_all

_BUFFER = 1 << 20


class AtomicFile:
    """Takes bytes aside; `place` gives them their name. Leaving the `with` before that leaves nothing behind.

    What has the name already is replaced only with `replace`, and never opened, whatever it is. The file is its owner's
    alone unless `modes` says otherwise; None: as its folder is. `OSError` comes from every method; `placed` then says
    whether the file has its name all the same, so that only the power could still take it away.
    """

    def __init__(
        self, path: Path, disk: Disk | None = None, *, replace: bool = False, modes: Modes | None = PRIVATE
    ) -> None:
        self.placed = False
        self.aside = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}")
        self._path = path
        self._disk = disk or Disk()
        self._replace = replace
        self._buffer = bytearray()
        self._fd = self._disk.open(self.aside, os.O_RDWR | os.O_CREAT | os.O_EXCL, modes)

    def hold(self) -> None:
        """Lock what stands aside, so that others can tell it from what a killed process left."""
        self._disk.try_lock(self._fd)

    def write(self, data: bytes) -> None:
        """Add to the file."""
        self._buffer += data
        if len(self._buffer) >= _BUFFER:
            self._flush()

    def sync(self) -> None:
        """What was written is on the disk, still aside."""
        self._flush()
        self._disk.sync(self._fd)

    def place(self, path: Path | None = None) -> None:
        """Give the file its name, durably, after `sync`; raises `FileExistsError` if it is not to replace anything.

        `path` is another name in the same folder, where the right one was not known before.
        """
        self._path = path or self._path
        self._close()
        try:
            if self._replace:
                self._disk.rename(self.aside, self._path)
            else:
                self._disk.link(self.aside, self._path)
                self._disk.remove(self.aside)
        except OSError:  # a disk can have done it and say that it did not
            self.placed = self._has_its_name()
            raise
        self.placed = True
        self._disk.sync_folder(self._path.parent)

    def discard(self) -> None:
        """Leave nothing behind but what has its name."""
        for leave in (self._close, partial(self._disk.remove, self.aside)):
            with suppress(OSError):  # the disk that failed once may fail once more
                leave()

    def __enter__(self) -> "AtomicFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.discard()

    def _flush(self) -> None:
        write_all(self._disk, self._fd, bytes(self._buffer))
        self._buffer.clear()

    def _close(self) -> None:
        fd, self._fd = self._fd, -1
        if fd >= 0:
            self._disk.close(fd)

    def _has_its_name(self) -> bool:
        try:
            return not os.path.lexists(self.aside) or os.path.samestat(os.lstat(self.aside), os.lstat(self._path))
        except OSError:
            return False


def write_whole(
    path: Path, data: bytes, disk: Disk | None = None, *, replace: bool = False, modes: Modes | None = PRIVATE
) -> None:
    """The file `path` holds `data`, durably, or is as it was; see `AtomicFile`."""
    with AtomicFile(path, disk, replace=replace, modes=modes) as file:
        file.write(data)
        file.sync()
        file.place()


def left_aside(folder: Path, name: str, disk: Disk | None = None) -> list[Path]:
    """What processes that were killed left aside of files whose names begin with `name`; raises `OSError`."""
    aside = re.compile(rf"\.{re.escape(name)}.*\.[0-9a-f]{{8}}")
    return [folder / one for one in (disk or Disk()).names(folder) if aside.fullmatch(one)]
