"""Imported batches: files of one case a line, written once, never rewritten.

Each line carries the hash of its own JSON, so that damage can be told case by case; the journal holds the hash of
the whole file.

A batch belongs to the docket only when its import record is in the journal, so a file that an interrupted import
left behind means nothing and is harmless.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from store.errors import Damaged, NotSaved
from store.local.disk import Disk
from store.model import Case

_BUFFER = 1 << 20
_INCOMING = ".incoming-"
_decoder = msgspec.json.Decoder(Case)
_encoder = msgspec.json.Encoder()
_content_encoder = msgspec.json.Encoder(order="deterministic")


class Place(Struct, frozen=True):
    """Where the bytes of one revision of a case are."""

    batch: str
    offset: int
    size: int


class BatchWriter:
    """Writes a batch aside; `finish` puts it in its place. Memory stays flat."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self._folder = folder
        self._disk = disk
        for left in folder.glob(f"{_INCOMING}*"):  # by an import that was killed: there is one at a time
            disk.remove(left)
        self._path = folder / f"{_INCOMING}{secrets.token_hex(4)}"
        self._hash = hashlib.sha256()
        self._buffer = bytearray()
        self._finished: Path | None = None
        self.size = 0
        self._fd = disk.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)

    def add(self, line: bytes) -> int:
        """Add the line of a case; returns its offset."""
        offset = self.size
        self._buffer += line
        self.size += len(line)
        if len(self._buffer) >= _BUFFER:
            self._flush()
        return offset

    def finish(self, number: int) -> tuple[str, str]:
        """The batch's file name, by its number in the docket, and the SHA-256 of its bytes; all is on the disk."""
        self._flush()
        self._disk.sync(self._fd)
        self._let_go()
        digest = self._hash.hexdigest()
        name = f"{number:06}-{digest[:8]}.jsonl"
        self._finished = self._folder / name
        self._disk.rename(self._path, self._finished)
        self._disk.sync_folder(self._folder)
        return name, digest

    def discard(self) -> None:
        """Leave nothing behind; harmless after `finish`."""
        with suppress(OSError):  # what stays means nothing, and goes with the next import
            self._let_go()
            self._disk.remove(self._path)

    def take_back(self) -> None:
        """Remove the finished batch as well; only where it is certain that no record names it."""
        if self._finished is not None:
            with suppress(OSError):
                self._disk.remove(self._finished)

    def _let_go(self) -> None:
        fd, self._fd = self._fd, -1
        if fd >= 0:
            self._disk.close(fd)

    def _flush(self) -> None:
        self._hash.update(self._buffer)
        view = memoryview(bytes(self._buffer))
        while view:
            view = view[self._disk.write(self._fd, bytes(view)) :]
        self._buffer.clear()


class Batches:
    """The batch files of a docket, for reading. Any thread may read."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self._folder = folder
        self._disk = disk
        self._fds: dict[str, int] = {}

    def case(self, place: Place) -> Case | None:
        """The case at a place, None if what is there is not what was imported; raises `Damaged`, `NotSaved`."""
        try:
            if place.batch not in self._fds:
                self._fds[place.batch] = self._disk.open(self._folder / place.batch, os.O_RDONLY)
            return decode_line(self._disk.read(self._fds[place.batch], place.size, place.offset))
        except FileNotFoundError:
            raise Damaged(f"cases/{place.batch}: the batch of imported cases is gone.") from None
        except OSError as error:
            raise NotSaved(f"cases/{place.batch}: cannot be read: {error.strerror}.") from None

    def lines(self, batch: str) -> Iterator[tuple[Place, bytes]]:
        """Every line of a batch, newline included, and its place; raises `Damaged` if the file cannot be read."""
        try:
            with (self._folder / batch).open("rb") as file:
                offset = 0
                for line in file:
                    yield Place(batch, offset, len(line)), line
                    offset += len(line)
        except OSError as error:
            raise Damaged(f"cases/{batch}: the batch of imported cases cannot be read: {error.strerror}.") from None

    def close(self) -> None:
        """Let go of the files."""
        while self._fds:
            self._disk.close(self._fds.popitem()[1])


def encode_line(case: Case) -> bytes:
    """The line of a case, `hash SP json LF`, its fields in the order in which they came."""
    payload = _encoder.encode(case)
    return b"%s %s\n" % (_hash(payload), payload)


def decode_line(line: bytes) -> Case | None:
    """The case in a line, newline included; None if it is not what was written."""
    payload = line[65:-1]
    if line[:65] != _hash(payload) + b" " or line[-1:] != b"\n":
        return None
    return _decoder.decode(payload)


def content_hash(case: Case) -> bytes:
    """SHA-256 of what a case says: the same for two cases that differ only in the order of their fields."""
    return hashlib.sha256(_content_encoder.encode(case)).digest()


def _hash(payload: bytes) -> bytes:
    return hashlib.sha256(b"foureyes case 1\n" + payload).hexdigest().encode()
