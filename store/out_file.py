"""A file that a person names for what leaves the program: an export, rejects. Never half of it, never in a docket."""

import hashlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from store.atomic_file import AtomicFile, left_aside
from store.disk import Disk
from store.errors import BadInput, NotSaved, Unsure
from store.local.layout import in_a_docket
from store.text import visible

_BUFFER = 1 << 20


class OutFile:
    """Takes bytes aside; `place` puts them where they belong. Leaving the `with` before that leaves nothing behind.

    `out` None means standard output, to which nothing is written before all is known. A file that is there is
    replaced only with `force`; `instead` is what else to do. `size` counts the bytes written. Raises `BadInput` for a
    place where no file can be put, `NotSaved` if the disk fails, `Unsure` if it fails when the file is in its place.
    """

    def __init__(
        self,
        out: Path | None,
        *,
        force: bool = False,
        instead: str = "name another file, or replace it with --force",
        stdout: BinaryIO | None = None,
        disk: Disk | None = None,
    ) -> None:
        self._out = out
        self._force = force
        self._instead = instead
        self._hash = hashlib.sha256()
        self.size = 0
        self.name = "standard output" if out is None else visible(str(out))
        self._file = _Spool(stdout) if out is None else self._aside(out, disk)

    @property
    def sha256(self) -> str:
        """The hash of all that was written."""
        return self._hash.hexdigest()

    def write(self, data: bytes) -> None:
        """Add to the file."""
        self._hash.update(data)
        self.size += len(data)
        with self._minding_the_disk():
            self._file.write(data)

    def sync(self) -> None:
        """What was written is on the disk, still aside."""
        with self._minding_the_disk():
            self._file.sync()

    def place(self) -> None:
        """Put the file in its place, durably, or send it to standard output."""
        with self._minding_the_disk():
            if self._out is not None:
                self._check_place(self._out)
            self._file.place()

    def __enter__(self) -> "OutFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.__exit__(kind, error, trace)

    def _aside(self, out: Path, disk: Disk | None) -> AtomicFile:
        try:
            self._check_place(out)
            _sweep(out, disk or Disk())
            file = AtomicFile(out, disk, replace=self._force)
            file.hold()
            return file
        except FileNotFoundError:
            raise BadInput(f"{self.name}: the folder does not exist.") from None
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else "not a name that a file can have"
            raise BadInput(f"{self.name}: cannot be written: {why}.") from None

    def _check_place(self, out: Path) -> None:
        docket = in_a_docket(out)
        if docket is not None:
            raise BadInput(f"{self.name}: is in the docket {visible(str(docket))}; name a place outside of it.")
        try:
            mode = out.lstat().st_mode
        except FileNotFoundError:
            return
        if stat.S_ISDIR(mode):
            raise BadInput(f"{self.name}: is a folder; name a file in it.")
        if not stat.S_ISREG(mode):
            raise BadInput(f"{self.name}: is not an ordinary file, so it is not replaced (- is standard output).")
        if not self._force:
            raise self._is_there()

    def _is_there(self) -> BadInput:
        return BadInput(f"{self.name}: is there already; {self._instead}.")

    @contextmanager
    def _minding_the_disk(self) -> Iterator[None]:
        try:
            yield
        except FileExistsError:  # it came while this was written
            raise self._is_there() from None
        except OSError as error:
            why = error.strerror or "the disk failed"
            if self._file.placed:
                said = (
                    f"{self.name}: was written, but the disk said: {why}. See that it is there before you rely on it."
                )
                raise Unsure(said) from None
            raise NotSaved(f"{self.name}: cannot be written: {why}.") from None


def _sweep(out: Path, disk: Disk) -> None:
    """Remove what killed processes left aside of this file: it holds what nobody asked to keep."""
    for left in left_aside(out.parent, out.name, disk):
        with suppress(OSError):
            fd = disk.open(left, os.O_RDWR)
            try:
                if disk.try_lock(fd):
                    disk.remove(left)
            finally:
                disk.close(fd)


def must_not_be_read(path: Path, files: Iterable[Path]) -> None:
    """Raise `BadInput` if what is to be written at `path` would replace what is read, whatever name that has there."""
    for one in files:
        try:
            same = os.path.samefile(path, one)
        except (OSError, ValueError):  # one of them is not there, which is told where it is opened
            same = os.path.realpath(path) == os.path.realpath(one)
        if same:
            raise BadInput(f"{visible(str(path))}: is read by this command: name another file to write.")


class _Spool:
    """Keeps what is for standard output until all of it is known."""

    placed = False

    def __init__(self, target: BinaryIO | None) -> None:
        self._target = target
        self._file = tempfile.TemporaryFile(buffering=_BUFFER)  # noqa: SIM115 - closed in `__exit__`

    def write(self, data: bytes) -> None:
        self._file.write(data)

    def sync(self) -> None:
        self._file.flush()

    def place(self) -> None:
        target = self._target or sys.stdout.buffer
        self._file.seek(0)
        shutil.copyfileobj(self._file, target, _BUFFER)
        target.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
