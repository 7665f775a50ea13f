"""The append-only journal: catching up on it, and adding one line durably.

Everything here happens under the docket's lock, held by the caller. An acknowledged line is never lost; a torn one is
set aside and reported; damage anywhere else makes the journal read-only and is never cut off.
"""

import hashlib
import os
from collections.abc import Generator, Iterator
from pathlib import Path

from msgspec import Struct

from store.atomic_file import left_aside, write_whole
from store.disk import NO_RIGHT, Disk, NotAFile
from store.errors import Damaged, NotSaved, Unsure
from store.local.hash_chain import BEFORE_THE_FIRST, LINE_ENDS, Tail, judge_tail, line_of, payload_of, what_is_wrong

TORN = "torn-"
"""What the names of files begin with in which unfinished records are kept."""
_CHUNK = 1 << 22


class Line(Struct, frozen=True):
    """A verified line: where it starts, how long it is with its newline, and the JSON it holds."""

    offset: int
    size: int
    payload: bytes


class Stamp(Struct, frozen=True):
    """How far a journal was read: so many records and bytes, the hash of the last line (`head`), where that line begins
    (`tail`), and the hash of the line before it.
    """

    count: int
    size: int
    head: str
    tail: int
    before: str


class TornTail(Struct, frozen=True):
    """An unfinished record that was set aside: its size in bytes, its SHA-256, and the file that keeps it."""

    size: int
    sha256: str
    kept_in: str


class Journal:
    """A journal file. `size`, `count` and `head` describe what has been read and verified so far; `before` is the hash
    of the line before the last.

    `stuck` says why its end cannot be mended for now: it can be read meanwhile, and each `catch_up` tries again.
    """

    def __init__(self, path: Path, disk: Disk, *, read_only: bool = False) -> None:
        self._path = path
        self._disk = disk
        self._fd: int | None = None
        self._reader: int | None = None
        self._read_only = read_only
        self._owed = False
        self._suspect = False
        self.writable = not read_only
        self.stuck: str | None = None
        self.size = 0
        self.count = 0
        self.head = BEFORE_THE_FIRST
        self.before = ""
        self.damage: str | None = None
        self.torn: TornTail | None = None

    def catch_up(self) -> Iterator[Line]:
        """The lines that were added since the last call, each verified before it is given.

        Stops at damage, and says so in `damage`. A torn tail is set aside, and told in `torn`; where the disk does
        not let it be, `stuck` says so. Raises `Damaged` if the file is gone or was replaced, `NotSaved` if it cannot
        be read.
        """
        try:
            fd = self._open()
            if self.damage is None:
                fragment = yield from self._lines(fd)
                yield from self._tail(fragment)
                self._mend(fd, fragment)
        except OSError as error:
            raise self._broken(error) from None

    def resume(self, stamp: Stamp) -> bool:
        """Go on after a stamp, if the line that it ends with is still there; what came before is not read.

        Where the journal is shorter than the stamp says, the next `catch_up` tells that as damage.
        Raises `NotSaved`, `Damaged` as `catch_up` does.
        """
        try:
            fd = self._open()
            end = self._disk.size(fd)
            line = self._disk.read(fd, stamp.size - stamp.tail, stamp.tail)
        except OSError as error:
            raise self._broken(error) from None
        record = line[: stamp.size - stamp.tail - 1]
        whole = payload_of(record, stamp.before) is not None and line.startswith(stamp.head.encode())
        owed = not line.endswith(b"\n")  # lost with its last byte, or damaged in it, as at the end of any journal
        if end >= stamp.size - 1 and (not whole or (owed and end > stamp.size)):
            return False
        self.size, self.count, self.head, self.before = stamp.size, stamp.count, stamp.head, stamp.before
        self._owed = owed and whole
        return True

    def behind(self) -> bool:
        """Whether the file is not as long as what has been read of it; costs one look, and no lock."""
        try:
            return not self.size - self._owed <= self._path.lstat().st_size <= self.size
        except OSError:
            return True

    def append(self, payload: bytes) -> Line:
        """Add one line: one write, one sync. Raises `NotSaved` (it is not there), `Unsure`, `Damaged`."""
        if self.damage is not None:
            raise Damaged(self.damage)
        if not self.writable:
            raise NotSaved(f"{self._path}: the journal can only be read: nothing was recorded.")
        if self.stuck is not None:
            raise NotSaved(self.stuck)
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

    def line_at(self, offset: int, size: int, before: int | None) -> bytes:
        """The JSON of a line that was given earlier, verified again; any thread may ask.

        `before` is the offset of the line before it, None for the first. Raises `NotSaved` if it cannot be read,
        `Damaged` if it is not what it was.
        """
        assert self._reader is not None, "catch up first"  # noqa: S101
        try:
            head = BEFORE_THE_FIRST.encode() if before is None else self._disk.read(self._reader, 64, before)
            payload = payload_of(self._disk.read(self._reader, size - 1, offset), head.decode("latin-1"))
        except OSError as error:
            raise NotSaved(f"{self._path}: a record cannot be read: {error.strerror}.") from None
        if payload is None:
            raise Damaged(f"{self._path}: a record is not what was recorded: it was damaged or edited.")
        return payload

    def close(self) -> None:
        """Let go of the file."""
        self._abandon()
        if self._reader is not None:
            self._disk.close(self._reader)
            self._reader = None

    def _open(self) -> int:
        if self._reader is not None and not self._disk.same_file(self._reader, self._path):
            raise Damaged(f"{self._path}: the journal was removed or replaced while it was open.")
        if self._reader is None:
            self._reader = self._disk.open(self._path, os.O_RDONLY)
        if not self.writable:  # the right to write may have come back
            self._abandon()
        if self._fd is None:
            self._fd = self._disk.open(self._path, os.O_RDONLY) if self._read_only else self._open_for_writing()
        if self._suspect:  # what a failed write left must be on the disk before anybody relies on it
            self._disk.sync(self._fd)
            self._suspect = False
        return self._fd

    def _open_for_writing(self) -> int:
        try:
            fd = self._disk.open(self._path, os.O_RDWR | os.O_APPEND)
        except OSError as error:
            if error.errno not in NO_RIGHT:
                raise
            self.writable = False
            return self._disk.open(self._path, os.O_RDONLY)
        self.writable = True
        return fd

    def _lines(self, fd: int) -> Generator[Line, None, bytes]:
        """Yields the whole lines that are new, and returns what is left after the last newline."""
        end = self._disk.size(fd)
        if end < self.size - self._owed:
            self.damage = f"The journal is shorter than it was: {self.size - end} bytes are gone."
        self._owed = self._owed and end <= self.size
        rest, read_to = b"", self.size
        while read_to < end and self.damage is None:
            chunk = self._disk.read(fd, min(_CHUNK, end - read_to), read_to)
            if not chunk:
                raise OSError(0, "the journal became shorter while it was read")
            read_to += len(chunk)
            *lines, rest = (rest + chunk).split(b"\n")
            for number, line in enumerate(lines):
                payload = payload_of(line, self.head)
                if payload is None:
                    last = read_to == end and number == len(lines) - 1 and not rest
                    wrong = what_is_wrong(line, self.count + 1, last=last)
                    self.damage = LINE_ENDS if self.count == 0 and self._lines_end_in_cr(fd) else wrong
                    return b""
                yield from self._given(line, payload)
        return rest

    def _lines_end_in_cr(self, fd: int) -> bool:
        """Whether that is all that is wrong with the whole of it."""
        head, rest, read_to = BEFORE_THE_FIRST, b"", 0
        while chunk := self._disk.read(fd, _CHUNK, read_to):
            read_to += len(chunk)
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                if not line.endswith(b"\r") or payload_of(line[:-1], head) is None:
                    return False
                head = line[:64].decode()
        return not rest

    def _given(self, line: bytes, payload: bytes) -> Iterator[Line]:
        """Whoever refuses a line is given it again the next time: it counts as read when the next one is asked for."""
        given = Line(self.size, len(line) + 1, payload)
        yield given
        self._advance(given, line[:64].decode())

    def _tail(self, fragment: bytes) -> Iterator[Line]:
        """A last record that is whole but for its newline counts, whoever may restore that."""
        verdict = judge_tail(fragment, self.head)
        if verdict is Tail.TORN and self.count == 0:
            self.damage = "The journal does not even hold its first record whole."
        elif verdict in (Tail.NO_NEWLINE, Tail.BAD_NEWLINE):
            whole = fragment[:-1] if verdict is Tail.BAD_NEWLINE else fragment
            yield from self._given(whole, whole[65:])
            self._owed = True

    def _mend(self, fd: int, fragment: bytes) -> None:
        self.stuck = None
        if self.damage is not None or not self.writable:
            return
        try:
            if self._owed:
                self._restore_newline(fd)
            elif fragment:
                self.torn = self._set_aside(fragment)
                self._disk.truncate(fd, self.size)
                self._disk.sync(fd)
        except OSError as error:
            self.stuck = (
                f"The last record of the journal is unfinished and cannot be mended: the disk said: {error.strerror}. "
                "Nothing was recorded; what was recorded before is safe."
            )
            self._suspect = True
            self._abandon()

    def _restore_newline(self, fd: int) -> None:
        if self._disk.read(fd, 1, self.size - 1) != b"\n":
            self._disk.truncate(fd, self.size - 1)
            if self._disk.write(fd, b"\n") != 1:
                raise OSError(0, "the newline of the last record could not be restored")
            self._disk.sync(fd)
        self._owed = False

    def _set_aside(self, fragment: bytes) -> TornTail:
        """What has the name already is taken for it only if it is this very fragment, as after a kill it is."""
        digest, folder = hashlib.sha256(fragment).hexdigest(), self._path.parent
        for left in left_aside(folder, TORN, self._disk):
            self._disk.remove(left)
        for more in ("", *(f"-{number}" for number in range(2, 100))):
            aside = folder / f"{TORN}{self.size}-{digest[:8]}{more}.bin"
            try:
                if self._holds(aside, fragment):
                    self._disk.sync_folder(folder)
                else:
                    write_whole(aside, fragment, self._disk, modes=None)
            except FileExistsError:
                continue
            return TornTail(len(fragment), digest, aside.name)
        raise OSError(0, f"all names for {TORN}{self.size}-{digest[:8]}.bin are taken")

    def _holds(self, path: Path, content: bytes) -> bool:
        try:
            fd = self._disk.open(path, os.O_RDONLY)
        except OSError:  # whatever it is, it is not what was set aside
            return False
        try:
            self._disk.sync(fd)
            return self._disk.size(fd) == len(content) and self._disk.read(fd, len(content), 0) == content
        finally:
            self._disk.close(fd)

    def _advance(self, line: Line, digest: str) -> Line:
        self.size += line.size
        self.count += 1
        self.before, self.head = self.head, digest
        return line

    def _take_back(self, error: OSError) -> NotSaved | Unsure:
        """After a failed write or sync nothing is known of the file but what it says now: cut it back, and look."""
        fd, why = self._fd, error.strerror
        assert fd is not None  # noqa: S101
        try:
            if self._disk.size(fd) > self.size:  # if it is shorter, somebody cut it: the next `catch_up` says so
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
        if isinstance(error, NotAFile):
            return Damaged(f"{self._path}: {error.strerror}, and nothing is read or recorded through it.")
        return NotSaved(f"{self._path}: the disk said: {error.strerror}.")
