"""Reading all of a docket without changing any of it: what is sound, and what can still be told of the rest."""

import hashlib
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from msgspec import Struct

from store.days import now
from store.disk import Disk
from store.errors import Damaged, NewerFormat
from store.local.batches import Batches
from store.local.hash_chain import LINE_ENDS, chain_hash, payload_of
from store.local.headway import Read
from store.local.journal import TORN, Journal
from store.local.layout import CASES, FORMAT, JOURNAL
from store.names import skeleton
from store.policy import Policy
from store.policy_file import parse
from store.records import Genesis, Import, PolicySet, Record, Recovered, Repaired, decode_record

_SLACK = timedelta(minutes=1)
_CHUNK = 1 << 22
_TORN = re.compile(rf"{TORN}\d+-([0-9a-f]{{8}})(-\d+)?\.bin")


class LeftLine(Struct, frozen=True):
    """A line of a damaged journal, from the first damaged one on; `number` counts from 1, `size` is in bytes.

    `state` is "whole" where its hash still fits it and the line before, "readable" where it only can be read, else
    "damaged", and then nothing more is known of it.
    """

    number: int
    size: int
    state: str
    kind: str = ""
    case: str | None = None
    by: str = ""
    at: datetime | None = None


class Survey:
    """What a journal holds. `size` bytes of it, `count` records, are sound; `rest` is what follows them.

    `people` are the names in it by what they look like, `backwards` and `ahead` count records by their dates.
    """

    def __init__(self) -> None:
        self.policy: Policy
        self.people: dict[str, str] = {}
        self.imports: list[Import] = []
        self.set_aside: set[str] = set()
        self.repairs: list[Repaired] = []
        self.backwards = 0
        self.ahead = 0
        self.size = 0
        self.count = 0
        self.head = ""
        self.damage = ""
        self.rest = b""
        self.sha256 = ""
        self._latest = datetime.min.replace(tzinfo=UTC)
        self._future = now() + _SLACK

    @property
    def torn(self) -> int:
        """How many bytes of an unfinished record stand at the end, for the next who opens the docket to set aside."""
        return 0 if self.damage else len(self.rest)

    def left(self) -> Iterator[LeftLine]:
        """The lines of a damaged journal that are no longer part of the record."""
        return left_lines(self.rest, self.head, self.count + 1) if self.damage else iter(())

    def take(self, record: Record) -> None:
        """Take in the next record; raises `NewerFormat`."""
        self.backwards += record.at < self._latest
        self.ahead += record.at > self._future
        self._latest = record.at
        if record.by:
            self.people.setdefault(skeleton(record.by), record.by)
        match record.body:
            case Genesis(format=number) if number > FORMAT:
                raise NewerFormat(f"The docket has format {number}; this program reads up to {FORMAT}.")
            case PolicySet(source=source):
                self.policy = parse(source, "the docket's policy", in_force=True)
            case Import() as batch:
                self.imports.append(batch)
            case Recovered(kept_in=name):
                self.set_aside.add(name)
            case Repaired() as repaired:
                self.repairs.append(repaired)
            case _:
                pass


def survey(folder: Path, disk: Disk) -> Survey:
    """Read the journal of the docket in `folder`, whose lock the caller holds.

    Raises `Damaged` where nothing can be built on what is left, `NewerFormat`, `NotSaved`, `OSError`.
    """
    found, journal = Survey(), Journal(folder / JOURNAL, disk, read_only=True)
    try:
        for line in journal.catch_up():
            found.take(decode_record(line.payload))
    finally:
        journal.close()
    found.size, found.count, found.head, found.damage = journal.size, journal.count, journal.head, journal.damage or ""
    if found.damage == LINE_ENDS:
        raise Damaged(f"{folder}: {found.damage}")
    if not hasattr(found, "policy"):
        raise Damaged(
            f"{folder}: {found.damage or 'The journal does not hold a policy.'} Nothing can be built on what comes "
            "before it: put the journal back from a backup."
        )
    found.rest, found.sha256 = hashed(folder / JOURNAL, disk, from_byte=found.size)
    return found


def left_lines(rest: bytes, head: str, number: int) -> Iterator[LeftLine]:
    """What can be told of the lines in `rest`, which begins with line `number`; `head` is the hash of the one before.

    A line follows the hash that stands in the line before it, or, where that is what was damaged, the hash which the
    content of the line before should have.
    """
    claimed = counted = head
    *lines, last = rest.split(b"\n")
    for line in (*lines, last) if last else lines:
        payload = line[65:]
        whole = payload_of(line, claimed) is not None or payload_of(line, counted) is not None
        yield _left_line(number, line, payload, whole)
        claimed, counted, number = line[:64].decode("latin-1"), chain_hash(claimed, payload), number + 1


def unreported_tails(folder: Path, found: Survey, disk: Disk) -> Iterator[Recovered]:
    """The unfinished records that were set aside and that no record speaks of, as a record on each would say it."""
    for name in disk.names(folder):
        called = _TORN.fullmatch(name)
        if called is None or name in found.set_aside:
            continue
        try:
            content, sha256 = hashed(folder / name, disk)
        except OSError:  # whatever it is, it is not what was set aside
            continue
        if sha256.startswith(called[1]):
            yield Recovered(len(content), sha256, name)


def wrong_batches(
    folder: Path, imports: list[Import], disk: Disk, read: Read | None = None
) -> list[tuple[Import, int]]:
    """The batches that are not what was imported, each with the number of things that are wrong with it."""
    batches = Batches(folder / CASES, disk, read)
    batches.names.update((number, batch.batch) for number, batch in enumerate(imports, 1))
    counts = [
        (batch, sum(isinstance(found, str) for found in batches.checked(number, batch)))
        for number, batch in enumerate(imports, 1)
    ]
    return [(batch, count) for batch, count in counts if count]


def hashed(path: Path, disk: Disk, *, from_byte: int = 0) -> tuple[bytes, str]:
    """The bytes of a file from one on, and the SHA-256 of all of it; raises `OSError`."""
    fd, rest, whole, at = disk.open(path, os.O_RDONLY), bytearray(), hashlib.sha256(), 0
    try:
        while chunk := disk.read(fd, _CHUNK, at):
            whole.update(chunk)
            rest += chunk[max(0, from_byte - at) :]
            at += len(chunk)
    finally:
        disk.close(fd)
    return bytes(rest), whole.hexdigest()


def _left_line(number: int, line: bytes, payload: bytes, whole: bool) -> LeftLine:
    record = _decoded(payload)
    if record is None:
        return LeftLine(number, len(line), "whole" if whole else "damaged")
    state = "whole" if whole else "readable"
    return LeftLine(number, len(line), state, record.kind, record.case, record.by, record.at)


def _decoded(payload: bytes) -> Record | None:
    try:
        return decode_record(payload)
    except (NewerFormat, msgspec.MsgspecError, UnicodeDecodeError):
        return None
