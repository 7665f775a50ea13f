"""The append-only journal: catching up on it, and adding one line durably.

Everything here happens under the docket's lock, held by the caller. An acknowledged line is never lost; a torn one is
set aside and reported; damage anywhere else makes the journal read-only and is never cut off.
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from store.errors import Damaged, NotSaved, Unsure
from store.local.disk import Disk
from store.local.tail import BEFORE_THE_FIRST, Tail, judge_tail, line_of, payload_of, what_is_wrong

_CHUNK = 1 << 22


class Line(Struct, frozen=True):
    """A verified line: where it starts, how long it is with its newline, and the JSON it holds."""

    offset: int
    size: int
    payload: bytes


class TornTail(Struct, frozen=True):
    """An unfinished record that was set aside: its size in bytes, its SHA-256, and the file that keeps it."""

    size: int
    sha256: str
    kept_in: str


class Journal:
    """A journal file. `size`, `count` and `head` describe what has been read and verified so far."""

    def __init__(self, path: Path, disk: Disk, *, read_only: bool = False) -> None:
        self._path = path
        self._disk = disk
        self._fd: int | None = None
        self._reader: int | None = None
        self._owed = 0
        self._suspect = False
        self.writable = not read_only
        self.size = 0
        self.count = 0
        self.head = BEFORE_THE_FIRST
        self.damage: str | None = None
        self.torn: TornTail | None = None

    def catch_up(self) -> Iterator[Line]:
        """The lines that were added since the last call, each verified before it is given.

        Stops at damage, and says so in `damage`. A torn tail is set aside, and told in `torn`. Raises `Damaged` if
        the file is gone or was replaced, `NotSaved` if it cannot be read or mended.
        """
        try:
            fd = self._open()
            if self.damage is None:
                yield from self._lines(fd)
        except OSError as error:
            raise self._broken(error) from None

    def behind(self) -> bool:
        """Whether the file is not as long as what has been read of it; costs one look, and no lock."""
        try:
            return self._path.stat().st_size != self.size - self._owed
        except OSError:
            return True

    def append(self, payload: bytes) -> Line:
        """Add one line: one write, one sync. Raises `NotSaved` (it is not there) or `Unsure`; see `store.errors`."""
        if self.damage is not None or not self.writable:
            raise Damaged(self.damage or f"{self._path}: the journal can only be read.")
        assert self._fd is not None, "catch up first"  # noqa: S101
        line, digest = line_of(self.head, payload)
        try:
            taken = self._disk.write(self._fd, line)
            if taken != len(line):
                raise OSError(0, f"only {taken} of {len(line)} bytes could be written")
            self._disk.sync(self._fd)
        except OSError as error:
            raise self._take_back(error) from None
        added = Line(self.size, len(line), payload)
        self._advance(added, digest)
        return added

    def line_at(self, offset: int, size: int) -> bytes:
        """The JSON of a line that was given before; any thread may ask. Raises `NotSaved` if it cannot be read."""
        assert self._reader is not None, "catch up first"  # noqa: S101
        try:
            return self._disk.read(self._reader, size, offset)[len(self.head) + 1 :].rstrip(b"\n")
        except OSError as error:
            raise NotSaved(f"{self._path}: a record cannot be read: {error.strerror}.") from None

    def close(self) -> None:
        """Let go of the file."""
        self._abandon()
        if self._reader is not None:
            self._disk.close(self._reader)
            self._reader = None

    def _open(self) -> int:
        if self._fd is not None and not self._disk.same_file(self._fd, self._path):
            raise Damaged(f"{self._path}: the journal was removed or replaced while it was open.")
        if self._fd is None:
            self._fd = self._open_for_writing() if self.writable else self._disk.open(self._path, os.O_RDONLY)
        if self._reader is None:
            self._reader = self._disk.open(self._path, os.O_RDONLY)
        if self._suspect:  # what a failed write left must be on the disk before anybody relies on it
            self._disk.sync(self._fd)
            self._suspect = False
        return self._fd

    def _open_for_writing(self) -> int:
        try:
            return self._disk.open(self._path, os.O_RDWR | os.O_APPEND)
        except FileNotFoundError:
            raise
        except OSError:  # a read-only file system, or no right to write: reading is still worth a lot
            self.writable = False
            return self._disk.open(self._path, os.O_RDONLY)

    def _lines(self, fd: int) -> Iterator[Line]:
        end = self._disk.size(fd)
        if end < self.size - self._owed:
            self.damage = f"The journal is shorter than it was: {self.size - end} bytes are gone."
            return
        rest, read_to = b"", self.size
        while read_to < end:
            chunk = self._disk.read(fd, min(_CHUNK, end - read_to), read_to)
            if not chunk:
                break
            read_to += len(chunk)
            *lines, rest = (rest + chunk).split(b"\n")
            for number, line in enumerate(lines):
                payload = payload_of(line, self.head)
                if payload is None:
                    last = read_to == end and number == len(lines) - 1 and not rest
                    self.damage = what_is_wrong(line, self.count + 1, last=last)
                    return
                yield self._advance(Line(self.size, len(line) + 1, payload), line[:64].decode())
        if rest:
            yield from self._mend_tail(fd, rest)

    def _mend_tail(self, fd: int, fragment: bytes) -> Iterator[Line]:
        verdict = judge_tail(fragment, self.head)
        if verdict is Tail.TORN and self.count == 0:
            self.damage = "The journal does not even hold its first record whole."
            return
        whole = fragment[:-1] if verdict is Tail.BAD_NEWLINE else fragment
        if not self.writable:  # the next program that may write mends it; a whole record counts until then as well
            if verdict is not Tail.TORN:
                self._owed = 1 if verdict is Tail.NO_NEWLINE else 0
                yield self._advance(Line(self.size, len(whole) + 1, whole[65:]), whole[:64].decode())
            return
        if verdict is Tail.TORN:
            self.torn = self._set_aside(fragment)
            self._disk.truncate(fd, self.size)
        else:
            self._disk.truncate(fd, self.size + len(whole))
            if self._disk.write(fd, b"\n") != 1:
                raise OSError(0, "the newline of the last record could not be restored")
        self._disk.sync(fd)
        if verdict is not Tail.TORN:
            yield self._advance(Line(self.size, len(whole) + 1, whole[65:]), whole[:64].decode())

    def _set_aside(self, fragment: bytes) -> TornTail:
        digest = hashlib.sha256(fragment).hexdigest()
        aside = self._path.with_name(f"torn-{self.size}-{digest[:8]}.bin")
        fd = self._disk.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        try:
            if self._disk.write(fd, fragment) != len(fragment):
                raise OSError(0, "the unfinished record could not be set aside")
            self._disk.sync(fd)
        finally:
            self._disk.close(fd)
        self._disk.sync_folder(aside.parent)
        return TornTail(len(fragment), digest, aside.name)

    def _advance(self, line: Line, digest: str) -> Line:
        self.size += line.size
        self.count += 1
        self.head = digest
        return line

    def _take_back(self, error: OSError) -> NotSaved | Unsure:
        """After a failed write or sync nothing is known of the file but what it says now: cut it back, and look."""
        fd, why = self._fd, error.strerror
        assert fd is not None  # noqa: S101
        try:
            if self._disk.size(fd) != self.size:
                self._disk.truncate(fd, self.size)
                self._disk.sync(fd)
            return NotSaved(f"Not saved: the disk said: {why}. Nothing was recorded; try again when there is room.")
        except OSError:
            self._suspect = True
            return Unsure(f"It is not known whether this was saved: the disk said: {why}. Trying again is safe.")
        finally:
            self._abandon()

    def _abandon(self) -> None:
        """Never trust a descriptor after an error: Linux reports a failed sync once, and then forgets it."""
        fd, self._fd = self._fd, None
        if fd is not None:
            try:
                self._disk.close(fd)
            except OSError:
                self._suspect = True

    def _broken(self, error: OSError) -> NotSaved | Damaged:
        self._abandon()
        if isinstance(error, FileNotFoundError):
            return Damaged(f"{self._path}: the journal is gone.")
        return NotSaved(f"{self._path}: the disk said: {error.strerror}.")
