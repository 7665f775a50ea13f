"""Reading all of a docket without changing any of it: what is sound, and what can still be told of the rest."""

import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from msgspec import Struct

from store.disk import Disk
from store.errors import Damaged, NewerFormat
from store.local.batches import Batches
from store.local.cases import read_batch
from store.local.hash_chain import chain_hash, payload_of
from store.local.journal import Journal
from store.local.layout import CASES, JOURNAL
from store.local.ledger import Ledger, decode_record
from store.model import Import, Record, Recovered, Repaired

_SLACK = timedelta(minutes=1)
_CHUNK = 1 << 22


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
    """What a journal holds. `size` bytes of it, `count` records, are sound; `rest` is what follows them."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.size = 0
        self.count = 0
        self.head = ""
        self.damage = ""
        self.rest = b""
        self.sha256 = ""
        self.set_aside: set[str] = set()
        self.repairs: list[Repaired] = []
        self.backwards = 0
        self.ahead = 0

    @property
    def torn(self) -> int:
        """How many bytes of an unfinished record stand at the end, for the next who opens the docket to set aside."""
        return 0 if self.damage else len(self.rest)

    def left(self) -> Iterator[LeftLine]:
        """The lines of a damaged journal that are no longer part of the record."""
        return left_lines(self.rest, self.head, self.count + 1) if self.damage else iter(())


def survey(folder: Path, disk: Disk) -> Survey:
    """Read the journal of the docket in `folder`, whose lock the caller holds.

    Raises `Damaged` where nothing can be built on what is left, `NewerFormat`, `NotSaved`, `OSError`.
    """
    found, journal = Survey(), Journal(folder / JOURNAL, disk, read_only=True)
    latest, future = datetime.min.replace(tzinfo=UTC), datetime.now(UTC) + _SLACK
    try:
        for line in journal.catch_up():
            record = found.ledger.take(line)
            found.backwards += record.at < latest
            found.ahead += record.at > future
            latest = record.at
            match record.body:
                case Recovered() as body:
                    found.set_aside.add(body.kept_in)
                case Repaired() as body:
                    found.repairs.append(body)
                case _:
                    pass
    finally:
        journal.close()
    found.size, found.count, found.head, found.damage = journal.size, journal.count, journal.head, journal.damage or ""
    if "policy" not in found.ledger.of_kind:
        raise Damaged(
            f"{folder}: {found.damage or 'The journal does not hold a policy.'} Nothing can be built on what comes "
            "before it: put the journal back from a backup."
        )
    found.rest, found.sha256 = _hashed(folder / JOURNAL, disk, found.size)
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


def unreported_tails(folder: Path, found: Survey) -> Iterator[Path]:
    """The files of unfinished records that no record speaks of, each as it was set aside."""
    for path in sorted(folder.glob("torn-*.bin")):
        digest = path.stem.rpartition("-")[2]
        if path.name not in found.set_aside and hashlib.sha256(path.read_bytes()).hexdigest().startswith(digest):
            yield path


def wrong_batches(folder: Path, imports: list[Import], disk: Disk) -> list[tuple[Import, int]]:
    """The batches that are not what was imported, each with the number of things that are wrong with it."""
    batches = Batches(folder / CASES, disk)
    counts = [(batch, sum(isinstance(one, str) for one in read_batch(batches, batch))) for batch in imports]
    return [(batch, count) for batch, count in counts if count]


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


def _hashed(path: Path, disk: Disk, size: int) -> tuple[bytes, str]:
    """The bytes of a file from `size` on, and the SHA-256 of all of it."""
    fd, rest, whole, at = disk.open(path, os.O_RDONLY), bytearray(), hashlib.sha256(), 0
    try:
        while chunk := disk.read(fd, _CHUNK, at):
            whole.update(chunk)
            rest += chunk[max(0, size - at) :]
            at += len(chunk)
    finally:
        disk.close(fd)
    return bytes(rest), whole.hexdigest()
