"""Repair of a damaged journal: asked for by a person, never done by itself, and never in place.

What would be left out is said first; only what a person has seen and confirmed is carried out, and a record says so.
The damaged journal is copied beside itself. A new one, made of the records that are sound and of one that says what
was left out, is written aside, verified, and put in its place in one step. Killed at any moment, the docket has either
journal, and the damaged one is kept before it is replaced; the same repair again finishes the work.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from store.atomic_file import AtomicFile, left_aside
from store.days import now, today
from store.disk import Disk
from store.engine import Progress
from store.errors import Busy, Damaged, NotSaved, Unsure
from store.local.hash_chain import line_of
from store.local.headway import headway
from store.local.journal import Journal
from store.local.layout import INDEX, JOURNAL, LOCK, PROJECTION, must_be_a_docket
from store.local.lock import PATIENCE, Lock
from store.local.survey import LeftLine, Survey, hashed, survey, unreported_tails, wrong_batches
from store.model import Refusal
from store.names import skeleton
from store.policy import Policy
from store.records import Record, Repaired, as_document

KEPT = "journal.damaged-"
"""What the name of a damaged journal begins with that was kept."""
_CHUNK = 1 << 22


class RepairPlan(Struct, frozen=True):
    """What a repair would do. `damage` is a sentence, empty where the journal is sound; `kept` counts records.

    `left` are the lines that would be left out, `size` bytes of this `sha256`; `journal` is the SHA-256 of the journal
    as it is now. `torn` counts bytes of an unfinished record at the end, `unreported` names files that keep one and
    that no record speaks of. `cases` are sentences on batches, which no repair can mend.
    """

    policy: Policy
    people: dict[str, str]
    damage: str
    kept: int
    left: tuple[LeftLine, ...]
    size: int
    sha256: str
    journal: str
    torn: int
    unreported: tuple[str, ...]
    cases: tuple[str, ...]

    def refusal(self, reviewer: str) -> Refusal | None:
        """Why `reviewer` may not repair: what may take in cases may also leave records out."""
        if not self.policy.has_role(reviewer, "lead"):
            return Refusal("role", f"The policy does not name {reviewer} as lead.")
        alike = self.people.get(skeleton(reviewer))
        if alike not in (None, reviewer):
            return Refusal("lookalike", f"The name {reviewer} looks like {alike}, who works on this docket.")
        return None


def plan(
    folder: Path, disk: Disk | None = None, *, patience: float = PATIENCE, progress: Progress | None = None
) -> RepairPlan:
    """What a repair of the docket in `folder` would do; changes nothing. `progress` hears how much of it was read.

    Raises `BadInput` if there is no docket, `Damaged` if nothing can be built on, `NewerFormat`, `Busy`, `NotSaved`.
    """
    disk = disk or Disk()
    with _held(folder, disk, patience):
        read = headway(folder, progress)
        found = survey(folder, disk)
        if read:
            read(found.size + len(found.rest))
        unreported = tuple(tail.kept_in for tail in unreported_tails(folder, found, disk))
    wrong = wrong_batches(folder, found.imports, disk, read)
    return RepairPlan(
        policy=found.policy,
        people=found.people,
        damage=found.damage,
        kept=found.count,
        left=tuple(found.left()),
        size=0 if found.torn else len(found.rest),
        sha256=hashlib.sha256(found.rest).hexdigest(),
        journal=found.sha256,
        torn=found.torn,
        unreported=unreported,
        cases=tuple(_sentence(batch.batch, batch.sha256) for batch, _ in wrong),
    )


def repair(
    folder: Path, reviewer: str, confirmed: RepairPlan, disk: Disk | None = None, *, patience: float = PATIENCE
) -> Record | Refusal:
    """Carry out a plan that a person has confirmed; returns the record that says so.

    Raises `Busy` if the journal is no longer what was planned for, `NotSaved` if nothing was changed, `Unsure`.
    """
    disk = disk or Disk()
    with _held(folder, disk, patience):
        found = survey(folder, disk)
        if not found.damage or found.sha256 != confirmed.journal:
            raise Busy(f"{folder}: the journal changed meanwhile; look at it again.")
        if refusal := confirmed.refusal(reviewer):
            return refusal
        try:
            kept_in = _keep(folder, disk, found)
            record = Record(found.count, now(), today(), reviewer, kept_in, _body(found, kept_in))
            _forget(folder, disk)
            _put_in_place(folder, disk, found, record)
        except OSError as error:
            why = error.strerror
            raise NotSaved(f"Nothing was repaired: the disk said: {why}. The journal is as it was.") from None
    return record


def report_tails(folder: Path, disk: Disk | None = None, *, patience: float = PATIENCE) -> list[str]:
    """Set an unfinished end aside, and record each such file that no record speaks of; returns their names.

    Raises as `plan` does, and `Unsure`.
    """
    disk, names = disk or Disk(), list[str]()
    with _held(folder, disk, patience):
        journal = Journal(folder / JOURNAL, disk)
        try:
            for _ in journal.catch_up():
                pass
            for tail in unreported_tails(folder, survey(folder, disk), disk):
                record = Record(journal.count, now(), today(), "", tail.kept_in, tail)
                journal.append(msgspec.json.encode(as_document(record)))
                names.append(tail.kept_in)
        finally:
            journal.close()
    return names


@contextmanager
def _held(folder: Path, disk: Disk, patience: float) -> Iterator[None]:
    """Hold the docket's lock while its journal is looked at or replaced."""
    must_be_a_docket(folder)
    lock = Lock(folder / LOCK, disk)
    try:
        with lock.held(patience):
            yield
    except OSError as error:
        raise NotSaved(f"{folder}: the disk said: {error.strerror}.") from None
    finally:
        lock.close()


def _body(found: Survey, kept_in: str) -> Repaired:
    lines = sum(1 for _ in found.left())
    return Repaired(lines, len(found.rest), hashlib.sha256(found.rest).hexdigest(), kept_in, found.sha256)


def _keep(folder: Path, disk: Disk, found: Survey) -> str:
    """Keep the damaged journal whole, and return the name of the file; one that was kept already is taken.

    Raises `OSError`.
    """
    for left in left_aside(folder, "journal.", disk):  # by a repair that was killed: there is one at a time
        disk.remove(left)
    day, mark = f"{now():%Y%m%d}", found.sha256[:8]
    names = disk.names(folder)
    for name in names:
        if name.startswith(KEPT) and mark in name and _is_kept_in(folder / name, disk, found):
            disk.sync_folder(folder)
            return name
    for more in ("", *(f"-{number}" for number in range(2, 100))):
        name = f"{KEPT}{day}-{mark}{more}.jsonl"
        if name not in names:
            with AtomicFile(folder / name, disk, modes=None) as file:
                _copy(folder / JOURNAL, disk, found.size + len(found.rest), file)
                file.sync()
                if not _is_kept_in(file.aside, disk, found):
                    raise OSError(0, "what was written is not what was read")
                file.place()
            return name
    raise OSError(0, f"all names for {KEPT}{day}-{mark}.jsonl are taken")


def _is_kept_in(path: Path, disk: Disk, found: Survey) -> bool:
    try:
        return hashed(path, disk, from_byte=found.size)[1] == found.sha256
    except OSError:  # whatever it is, it is not what was kept
        return False


def _forget(folder: Path, disk: Disk) -> None:
    """Take the projection of the damaged journal away; after the journal, a kill between would leave it: too long."""
    index = folder / INDEX
    if not index.is_dir():
        return
    for name in disk.names(index):
        if name.startswith(PROJECTION):
            disk.remove(index / name)
    disk.sync_folder(index)


def _put_in_place(folder: Path, disk: Disk, found: Survey, record: Record) -> None:
    """Put a journal in its place that holds what is sound, and `record`; raises `OSError`, `Unsure`."""
    line, head = line_of(found.head, msgspec.json.encode(as_document(record)))
    with AtomicFile(folder / JOURNAL, disk, replace=True, modes=None) as file:
        _copy(folder / JOURNAL, disk, found.size, file)
        file.write(line)
        file.sync()
        _verify(file.aside, disk, found.count + 1, head)
        try:
            file.place()
        except OSError as error:
            if not file.placed:
                raise
            raise Unsure(
                f"{folder}: the journal was repaired, but the disk said: {error.strerror}. Verify it before you rely "
                "on it."
            ) from None


def _copy(journal: Path, disk: Disk, size: int, to: AtomicFile) -> None:
    source, at = disk.open(journal, os.O_RDONLY), 0
    try:
        while at < size:
            chunk = disk.read(source, min(_CHUNK, size - at), at)
            if not chunk:
                raise OSError(0, "not all bytes could be copied")
            to.write(chunk)
            at += len(chunk)
    finally:
        disk.close(source)


def _verify(path: Path, disk: Disk, count: int, head: str) -> None:
    made = Journal(path, disk, read_only=True)
    try:
        counted = sum(1 for _ in made.catch_up())
    except (Damaged, NotSaved):
        raise OSError(0, "what was written cannot be read") from None
    finally:
        made.close()
    if made.damage or (counted, made.head) != (count, head):
        raise OSError(0, "what was written is not what was read")


def _sentence(batch: str, sha256: str) -> str:
    return (
        f"cases/{batch} is not what was imported, and cannot be repaired here: put it back from a backup (its SHA-256 "
        f"is {sha256}). Without one, import the same files, in the same order and with the same mappings, into a new "
        "docket under the same policy: the same bytes come of it, under the same name."
    )
