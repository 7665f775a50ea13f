"""Disks for tests: in memory; that fail at a chosen call or end the process there; that know what they owe."""

import errno
import os
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from store.disk import Disk, Modes
from store.local.layout import JOURNAL

SENTENCES = {errno.EIO: "Input/output error", errno.ENOSPC: "No space left on device"}


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


class NthDisk(Disk):
    """The real disk, until the `number`th call of a method: from then on, or only then, `strike` is called first."""

    def __init__(self, call: str, number: int, strike: Callable[[], None], *, for_good: bool = False) -> None:
        self.calls: Counter[str] = Counter()
        self.struck = 0
        self._call, self._number, self._strike, self._for_good = call, number, strike, for_good

    def mend(self) -> None:
        """Whatever was the matter, it is gone."""
        self._number = 0

    def fails_at(self, call: str) -> bool:
        """Whether it is this kind of call that fails."""
        return call == self._call

    def _count(self, call: str) -> None:
        self.calls[call] += 1
        at = self.calls[call]
        if call == self._call and self._number and (at == self._number or (self._for_good and at > self._number)):
            self.struck += 1
            self._strike()

    def open(self, path: Path, flags: int, modes: Modes | None = None) -> int:
        self._count("open")
        return super().open(path, flags, modes)

    def read(self, fd: int, size: int, offset: int) -> bytes:
        self._count("read")
        return super().read(fd, size, offset)

    def write(self, fd: int, data: bytes) -> int:
        self._count("write")
        return super().write(fd, data)

    def sync(self, fd: int) -> None:
        self._count("sync")
        super().sync(fd)

    def truncate(self, fd: int, size: int) -> None:
        self._count("truncate")
        super().truncate(fd, size)

    def rename(self, old: Path, new: Path) -> None:
        self._count("rename")
        super().rename(old, new)

    def link(self, old: Path, new: Path) -> None:
        self._count("link")
        super().link(old, new)

    def names(self, folder: Path) -> list[str]:
        self._count("names")
        return super().names(folder)

    def remove(self, path: Path) -> None:
        self._count("remove")
        super().remove(path)

    def make_folder(self, path: Path, modes: Modes | None = None) -> None:
        self._count("make_folder")
        super().make_folder(path, modes)

    def sync_folder(self, path: Path) -> None:
        self._count("sync_folder")
        super().sync_folder(path)


class NamingDisk(Disk):
    """The real disk, which knows the folders whose names were changed and not brought to the disk since."""

    def __init__(self) -> None:
        self.named: list[Path] = []
        self.owed: list[Path] = []

    def rename(self, old: Path, new: Path) -> None:
        super().rename(old, new)
        self._owe(new)

    def link(self, old: Path, new: Path) -> None:
        super().link(old, new)
        self._owe(new)

    def sync_folder(self, path: Path) -> None:
        super().sync_folder(path)
        self.owed = [folder for folder in self.owed if not folder.samefile(path)]

    def _owe(self, new: Path) -> None:
        self.named.append(new)
        self.owed.append(new.parent)


class LateDisk(NthDisk):
    """The same, but what changes something strikes after it was done: the disk did it and says it did not."""

    def _count(self, call: str) -> None:
        if call not in ("write", "sync", "rename", "link", "truncate"):
            super()._count(call)

    def write(self, fd: int, data: bytes) -> int:
        taken = super().write(fd, data)
        super()._count("write")
        return taken

    def sync(self, fd: int) -> None:
        super().sync(fd)
        super()._count("sync")

    def rename(self, old: Path, new: Path) -> None:
        super().rename(old, new)
        super()._count("rename")

    def link(self, old: Path, new: Path) -> None:
        super().link(old, new)
        super()._count("link")

    def truncate(self, fd: int, size: int) -> None:
        super().truncate(fd, size)
        super()._count("truncate")


class ShortDisk(NthDisk):
    """The `number`th write takes half of its bytes and then strikes; so does, from then on, one other call."""

    def __init__(self, number: int, strike: Callable[[], None], also: str, *, for_good: bool) -> None:
        super().__init__("write", number, strike, for_good=for_good)
        self._also = also

    def mend(self) -> None:
        super().mend()
        self._also = ""

    def write(self, fd: int, data: bytes) -> int:
        struck = self.struck
        try:
            self._count("write")
        except OSError:
            if struck == 0 and len(data) > 1:
                return Disk.write(self, fd, data[: len(data) // 2])
            raise
        return Disk.write(self, fd, data)

    def _count(self, call: str) -> None:
        super()._count(call)
        if call == self._also and self.struck:
            self._strike()


class DyingDisk(Disk):
    """The real disk, on which the process is killed within the `number`th record that it writes, at a chosen byte.

    `share` says how much of the line is written by then: 0 nothing, 1 all of it, but nothing is synced.
    """

    def __init__(self, number: int, share: float) -> None:
        self._left, self._share = number, share
        self._journals: set[int] = set()

    def open(self, path: Path, flags: int, modes: Modes | None = None) -> int:
        fd = super().open(path, flags, modes)
        self._journals.discard(fd)
        if path.name == JOURNAL:
            self._journals.add(fd)
        return fd

    def write(self, fd: int, data: bytes) -> int:
        if fd in self._journals:
            self._left -= 1
            if not self._left:
                super().write(fd, data[: int(self._share * len(data))])
                os.kill(os.getpid(), signal.SIGKILL)
        return super().write(fd, data)


def fails(code: int) -> Callable[[], None]:
    """Raise the error with this number."""

    def strike() -> None:
        raise OSError(code, SENTENCES[code])

    return strike


def dies() -> None:
    """End the process here and now, as SIGKILL does."""
    os._exit(9)
