"""A file that is wholly there or not at all: written aside for its owner's eyes only, synced, then renamed."""

import contextlib
import hashlib
import os
import secrets
import shutil
import stat
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO

from store.errors import BadInput, NotSaved
from store.syncing import sync_folder
from store.text import visible

_BUFFER = 1 << 20


class AtomicFile:
    """Takes bytes aside; `place` puts them where they belong. Leaving the `with` before that leaves nothing behind.

    `out` None means standard output, to which nothing is written before all is known. A file that is there is
    replaced only with `force`. `size` counts the bytes written. Raises `BadInput` for a place where no file can be
    put, `NotSaved` if the disk fails.
    """

    def __init__(self, out: Path | None, *, force: bool = False, stdout: BinaryIO | None = None) -> None:
        self._out = out
        self._force = force
        self._stdout = stdout
        self._aside: Path | None = None
        self._hash = hashlib.sha256()
        self.size = 0
        self.name = "standard output" if out is None else visible(str(out))
        self._file = self._open()

    @property
    def sha256(self) -> str:
        """The hash of all that was written."""
        return self._hash.hexdigest()

    def write(self, data: bytes) -> None:
        """Add to the file."""
        self._hash.update(data)
        self.size += len(data)
        try:
            self._file.write(data)
        except OSError as error:
            raise self._failed(error) from None

    def sync(self) -> None:
        """What was written is on the disk, still aside."""
        try:
            self._file.flush()
            if self._aside:
                os.fsync(self._file.fileno())
        except OSError as error:
            raise self._failed(error) from None

    def place(self) -> None:
        """Put the file in its place, durably, or send it to standard output."""
        try:
            if self._aside is None or self._out is None:
                self._send()
                return
            self._check_place(self._out)
            self._file.close()
            os.replace(self._aside, self._out)
            self._aside = None
            sync_folder(self._out.parent)
        except OSError as error:
            raise self._failed(error) from None

    def __enter__(self) -> "AtomicFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):  # The disk that failed `write` may fail once more.
            self._file.close()
        if self._aside:
            self._aside.unlink(missing_ok=True)

    def _open(self) -> IO[bytes]:
        try:
            if self._out is None:
                return tempfile.TemporaryFile(buffering=_BUFFER)
            self._check_place(self._out)
            self._aside = self._out.with_name(f".{self._out.name[:100]}.{secrets.token_hex(4)}")
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            return os.fdopen(os.open(self._aside, flags, 0o600), "w+b", _BUFFER)
        except FileNotFoundError:
            self._aside = None
            raise BadInput(f"{self.name}: the folder does not exist.") from None
        except (OSError, ValueError) as error:
            self._aside = None
            why = error.strerror if isinstance(error, OSError) else "not a name that a file can have"
            raise BadInput(f"{self.name}: cannot be written: {why}.") from None

    def _check_place(self, out: Path) -> None:
        try:
            mode = out.lstat().st_mode
        except FileNotFoundError:
            return
        if stat.S_ISDIR(mode):
            raise BadInput(f"{self.name}: is a folder; name a file in it.")
        if not stat.S_ISREG(mode):
            raise BadInput(f"{self.name}: is not an ordinary file, so it is not replaced (- is standard output).")
        if not self._force:
            raise BadInput(f"{self.name}: is there already; name another file, or replace it with --force.")

    def _send(self) -> None:
        target = self._stdout or sys.stdout.buffer
        self._file.seek(0)
        shutil.copyfileobj(self._file, target, _BUFFER)
        target.flush()

    def _failed(self, error: OSError) -> NotSaved:
        return NotSaved(f"{self.name}: cannot be written: {error.strerror or 'the disk failed'}.")
