"""Imported batches: files of one case a line, written once, never rewritten.

Each line carries the hash of its own JSON, so that damage can be told case by case; the journal holds the hash of
the whole file.

A batch belongs to the docket only when its import record is in the journal, so a file that an interrupted import
left behind means nothing and is harmless.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from store.atomic_file import AtomicFile, left_aside
from store.disk import Disk
from store.errors import Damaged, NotSaved
from store.local.headway import Read
from store.model import Case
from store.records import Import
from store.text import visible

INCOMING = "incoming"
"""What a batch is called that is on its way, aside."""
_decoder = msgspec.json.Decoder(Case)
_encoder = msgspec.json.Encoder()
_content_encoder = msgspec.json.Encoder(order="deterministic")


class CasePlace(Struct, frozen=True):
    """Where the bytes of one revision of a case are: in which import, counted from 1, and where in its batch."""

    batch: int
    offset: int
    size: int


class BatchWriter:
    """Writes a batch aside; `finish` puts it in its place. Memory stays flat. Raises `OSError`."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self._folder = folder
        self._disk = disk
        for left in left_aside(folder, INCOMING, disk):  # by an import that was killed: there is one at a time
            disk.remove(left)
        self._file = AtomicFile(folder / INCOMING, disk, replace=True, modes=None)
        self._hash = hashlib.sha256()
        self._finished: Path | None = None
        self.size = 0

    def add(self, line: bytes) -> int:
        """Add the line of a case; returns its offset."""
        offset = self.size
        self._hash.update(line)
        self._file.write(line)
        self.size += len(line)
        return offset

    def finish(self, number: int) -> tuple[str, str]:
        """The batch's file name, by its number in the docket, and the SHA-256 of its bytes; all is on the disk."""
        self._file.sync()
        digest = self._hash.hexdigest()
        self._finished = self._folder / f"{number:06}-{digest[:8]}.jsonl"
        self._file.place(self._finished)
        return self._finished.name, digest

    def discard(self) -> None:
        """Leave nothing behind; harmless after `finish`. What stays means nothing, and goes with the next import."""
        self._file.discard()

    def take_back(self) -> None:
        """Remove the finished batch as well; only where it is certain that no record names it."""
        if self._finished is not None:
            with suppress(OSError):
                self._disk.remove(self._finished)


class Batches:
    """The batch files of a docket, for reading. Any thread may read; no file is kept open."""

    def __init__(self, folder: Path, disk: Disk, on_read: Read | None = None) -> None:
        self._folder = folder
        self._disk = disk
        self.on_read = on_read
        """Told how much of them is read from end to end."""
        self.names: dict[int, str] = {}
        """The file name of each import, counted from 1."""

    def case(self, place: CasePlace) -> Case | None:
        """The case at a place, None if what is there is not what was imported; raises `Damaged`, `NotSaved`."""
        batch = self.names.get(place.batch, "")
        try:
            fd = self._disk.open(self._folder / batch, os.O_RDONLY)
            try:
                return decode_line(self._disk.read(fd, place.size, place.offset))
            finally:
                self._disk.close(fd)
        except FileNotFoundError:
            raise Damaged(f"cases/{batch}: the batch of imported cases is gone.") from None
        except OSError as error:
            raise NotSaved(f"cases/{batch}: cannot be read: {error.strerror}.") from None

    def lines(self, number: int, batch: str) -> Iterator[tuple[CasePlace, bytes]]:
        """Every line of a batch, newline included, and its place; raises `Damaged` if the file cannot be read."""
        try:
            with open(self._disk.open(self._folder / batch, os.O_RDONLY), "rb") as file:
                offset = 0
                for line in file:
                    yield CasePlace(number, offset, len(line)), line
                    offset += len(line)
                    if self.on_read:
                        self.on_read(len(line))
        except OSError as error:
            raise Damaged(f"cases/{batch}: the batch of imported cases cannot be read: {error.strerror}.") from None

    def checked(self, number: int, batch: Import) -> Iterator[tuple[CasePlace, Case] | str]:
        """Every case of a batch and its place, and a sentence for each thing that is not as it was imported."""
        whole, wrong = hashlib.sha256(), False
        try:
            for count, (place, line) in enumerate(self.lines(number, batch.batch), 1):
                whole.update(line)
                case = decode_line(line)
                if case is not None:
                    yield place, case
                    continue
                wrong = True
                yield f"Line {count} of cases/{batch.batch} is not what was imported{_named_in(line)}."
        except Damaged as error:
            yield str(error)
            return
        if not wrong and whole.hexdigest() != batch.sha256:
            yield f"cases/{batch.batch} is not what was imported: cases were added, removed or moved."


def encode_line(case: Case) -> bytes:
    """The line of a case, `hash SP json LF`, its fields in the order in which they came."""
    payload = _encoder.encode(case)
    return b"%s %s\n" % (_hash(payload), payload)


def decode_line(line: bytes) -> Case | None:
    """The case in a line, newline included; None if it is not what was written."""
    payload = line[65:-1]
    if line[:65] != _hash(payload) + b" " or line[-1:] != b"\n":
        return None
    try:
        return _decoder.decode(payload)
    except msgspec.MsgspecError:  # its hash was made by whoever changed it
        return None


def content_hash(case: Case) -> bytes:
    """SHA-256 of what a case says: the same for two cases that differ only in the order of their fields."""
    return hashlib.sha256(_content_encoder.encode(case)).digest()


def _hash(payload: bytes) -> bytes:
    return hashlib.sha256(b"foureyes case 1\n" + payload).hexdigest().encode()


def _named_in(line: bytes) -> str:
    """The id that a damaged line still seems to hold, for a sentence."""
    seems = re.match(rb'.{0,70}?"id":"((?:[^"\\]|\\.)*)"', line, re.DOTALL)
    return f' (it seems to be case "{visible(seems[1].decode(errors="replace"))}")' if seems else ""
