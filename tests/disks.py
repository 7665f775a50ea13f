"""Disks for tests: one in memory, and one that fails when told to."""

import errno
import os
from pathlib import Path

from store.disk import Disk, Modes


class MemoryDisk(Disk):
    """Files as byte arrays, by path; descriptors are numbers."""

    def __init__(self, files: dict[Path, bytes] | None = None) -> None:
        self.files = {path: bytearray(content) for path, content in (files or {}).items()}
        self._open: dict[int, Path] = {}

    def open(self, path: Path, flags: int, modes: Modes | None = None) -> int:
        if flags & os.O_EXCL and path in self.files:
            raise FileExistsError(errno.EEXIST, "File exists")
        if not flags & os.O_CREAT and path not in self.files:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory")
        self.files.setdefault(path, bytearray())
        self._open[len(self._open) + 3] = path
        return len(self._open) + 2

    def close(self, fd: int) -> None:
        assert fd in self._open

    def size(self, fd: int) -> int:
        return len(self.files[self._open[fd]])

    def same_file(self, fd: int, path: Path) -> bool:
        return self._open[fd] == path

    def read(self, fd: int, size: int, offset: int) -> bytes:
        return bytes(self.files[self._open[fd]][offset : offset + size])

    def write(self, fd: int, data: bytes) -> int:
        self.files[self._open[fd]] += data
        return len(data)

    def sync(self, fd: int) -> None:
        pass

    def truncate(self, fd: int, size: int) -> None:
        del self.files[self._open[fd]][size:]

    def link(self, old: Path, new: Path) -> None:
        if new in self.files:
            raise FileExistsError(errno.EEXIST, "File exists")
        self.files[new] = self.files[old]

    def rename(self, old: Path, new: Path) -> None:
        self.files[new] = self.files.pop(old)

    def remove(self, path: Path) -> None:
        self.files.pop(path, None)

    def names(self, folder: Path) -> list[str]:
        return sorted(path.name for path in self.files if path.parent == folder)

    def sync_folder(self, path: Path) -> None:
        pass


class FailingDisk(Disk):
    """The real disk, until `plan[call]` says that this call of a method fails: with an error, or with a short write."""

    def __init__(self) -> None:
        self.plan: dict[str, list[OSError | int | None]] = {}

    def _fails(self, call: str) -> int | None:
        steps = self.plan.get(call)
        step = steps.pop(0) if steps else None
        if isinstance(step, OSError):
            raise step
        return step

    def write(self, fd: int, data: bytes) -> int:
        short = self._fails("write")
        return super().write(fd, data if short is None else data[:short])

    def sync(self, fd: int) -> None:
        self._fails("sync")
        super().sync(fd)

    def truncate(self, fd: int, size: int) -> None:
        self._fails("truncate")
        super().truncate(fd, size)

    def rename(self, old: Path, new: Path) -> None:
        self._fails("rename")
        super().rename(old, new)
