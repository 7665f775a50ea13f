"""Repair of a damaged journal: asked for by a person, never done by itself, and never in place.

What would be left out is said first; only what a person has seen and confirmed is carried out, and a record says so.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from store import rules
from store.disk import Disk
from store.errors import BadInput, Busy, NotSaved, Unsure
from store.local.engine import LocalEngine
from store.local.layout import JOURNAL, LOCK
from store.local.lock import PATIENCE, Lock
from store.local.replacing import keep, put_in_place
from store.local.surveying import LeftLine, Survey, survey, unreported_tails, wrong_batches
from store.model import Record, Recovered, Refusal, Repaired
from store.names import skeleton
from store.policy import Policy


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
        alike = self.people.get(skeleton(reviewer))
        if alike not in (None, reviewer):
            return Refusal("lookalike", f"The name {reviewer} looks like {alike}, who works on this docket.")
        return rules.has_role(self.policy, reviewer, "lead")


def plan(folder: Path, disk: Disk | None = None, *, patience: float = PATIENCE) -> RepairPlan:
    """What a repair of the docket in `folder` would do; changes nothing.

    Raises `BadInput` if there is no docket, `Damaged` if nothing can be built on, `NewerFormat`, `Busy`, `NotSaved`.
    """
    disk = disk or Disk()
    with _held(folder, disk, patience):
        found = survey(folder, disk)
        unreported = tuple(path.name for path in unreported_tails(folder, found))
    wrong = wrong_batches(folder, found.ledger.imports, disk)
    return RepairPlan(
        policy=found.ledger.policy,
        people=found.ledger.people,
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
            kept_in = keep(folder, disk, found)
            record = Record(found.count, datetime.now(UTC), reviewer, kept_in, _body(found, kept_in))
            put_in_place(folder, disk, found, record)
        except OSError as error:
            why = error.strerror
            raise NotSaved(f"Nothing was repaired: the disk said: {why}. The journal is as it was.") from None
        _settle(folder, disk)
    return record


def report_tails(folder: Path) -> list[str]:
    """Set an unfinished end aside, and record each such file that no record speaks of; returns their names."""
    engine = LocalEngine(folder)
    try:
        with engine.change():
            found = survey(folder, engine.disk)
            names = [path.name for path in unreported_tails(folder, found)]
            for name in names:
                content = (folder / name).read_bytes()
                body = Recovered(len(content), hashlib.sha256(content).hexdigest(), name)
                engine.append("", None, name, body)
    finally:
        engine.close()
    return names


@contextmanager
def _held(folder: Path, disk: Disk, patience: float) -> Iterator[None]:
    """Hold the docket's lock while its journal is looked at or replaced."""
    lock = Lock(folder / LOCK, disk)
    try:
        if not (folder / JOURNAL).exists():
            raise BadInput(f"{folder}: there is no docket here.")
        with lock.held(patience):
            yield
    except OSError as error:
        raise NotSaved(f"{folder}: the disk said: {error.strerror}.") from None
    finally:
        lock.close()


def _body(found: Survey, kept_in: str) -> Repaired:
    lines = sum(1 for _ in found.left())
    return Repaired(lines, len(found.rest), hashlib.sha256(found.rest).hexdigest(), kept_in, found.sha256)


def _settle(folder: Path, disk: Disk) -> None:
    try:
        disk.sync_folder(folder)
    except OSError as error:
        raise Unsure(
            f"{folder}: the journal was repaired, but the disk said: {error.strerror}. Verify it before you rely on it."
        ) from None


def _sentence(batch: str, sha256: str) -> str:
    return (
        f"cases/{batch} is not what was imported, and cannot be repaired here: put it back from a backup (its SHA-256 "
        f"is {sha256}). Without one, import the same files, in the same order and with the same mappings, into a new "
        "docket under the same policy: the same bytes come of it, under the same name."
    )
