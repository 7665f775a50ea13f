"""The state of a docket, one finding a line. No record and no case is touched, and nothing of theirs is said."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from importlib.metadata import version
from pathlib import Path

from store.days import today
from store.disk import Disk
from store.errors import Busy, Damaged, NewerFormat, StoreError
from store.local import surroundings
from store.local.batches import INCOMING
from store.local.layout import CASES, INDEX, LOCK, PROJECTION, must_be_a_docket
from store.local.lock import Lock
from store.local.projection import Projection
from store.local.repair import KEPT
from store.local.surroundings import OWN, PROBE
from store.local.survey import Survey, survey, unreported_tails, wrong_batches
from store.model import Finding
from store.plural import plural

_ASIDE = re.compile(r"\..+\.[0-9a-f]{8}")


def examine(folder: Path | None, disk: Disk | None = None) -> Iterator[Finding]:
    """The versions that dockets rest on and, with a docket, its state; raises `BadInput` if there is none."""
    yield Finding("store", "ok", f"TinyDB {version('tinydb')}, SQLite {sqlite3.sqlite_version}.")
    if folder is None:
        return
    with suppress(Damaged):  # there is one, and what is in the place of its files is found below
        must_be_a_docket(folder)
    disk = disk or Disk()
    around: tuple[tuple[str, Callable[[], Finding]], ...] = (
        ("modes", partial(surroundings.modes, folder)),
        ("links", partial(surroundings.links, folder)),
        ("way", partial(surroundings.way, folder)),
        ("file system", partial(surroundings.file_system, folder)),
        ("space", partial(surroundings.space, folder)),
        ("lock", partial(surroundings.lock, "lock", folder / LOCK, disk)),
        ("import lock", partial(surroundings.lock, "import lock", folder / CASES / LOCK, disk)),
        ("sync", partial(surroundings.syncing, folder, disk)),
    )
    for what, look in around:
        yield _looked(what, look)
    try:
        found = _surveyed(folder, disk)
    except Busy:
        yield Finding("journal", "look", "Not checked, for another program is holding the docket.")
        return
    except (StoreError, OSError) as error:
        yield Finding("journal", "bad", _said(error), isinstance(error, Damaged | NewerFormat))
        return
    yield from _record(folder, disk, found)


def _record(folder: Path, disk: Disk, found: Survey) -> Iterator[Finding]:
    yield _journal(found)
    wrong = wrong_batches(folder, found.imports, disk)
    for batch, count in wrong:
        things = f"{count} thing{'s' * (count > 1)}"
        yield Finding(
            "cases", "bad", f"cases/{batch.batch}: {things} not as imported; `foureyes verify` names each.", True
        )
    if not wrong:
        yield Finding("cases", "ok", f"Imports: {len(found.imports)}, every case as it was imported.")
    yield _looked("index", partial(_index, folder, disk, found))
    yield _looked("leftovers", partial(_leftovers, folder, disk, found))
    yield _clock(found)
    for one in found.repairs:
        said = f"A repair left {one.lines} lines out; {one.kept_in} keeps the damaged journal"
        there = (folder / one.kept_in).exists()
        yield Finding("repair", "look", f"{said}." if there else f"{said}, or did: it is not here any more.")


def _surveyed(folder: Path, disk: Disk) -> Survey:
    lock = Lock(folder / LOCK, disk)
    try:
        with lock.held(surroundings.PATIENCE):
            return survey(folder, disk)
    finally:
        lock.close()


def _journal(found: Survey) -> Finding:
    if found.damage:
        said = f"{found.damage} {found.count} records before it are sound; `foureyes repair` says what can be done."
        return Finding("journal", "bad", said, True)
    if found.torn:
        said = f"An unfinished record of {found.torn} bytes stands at its end: the next opening sets it aside."
        return Finding("journal", "look", f"{plural(found.count, 'record')}, all sound. {said}")
    sound = f"{plural(found.count, 'record')}, all sound"
    return Finding("journal", "ok", f"{sound}; the last has the hash {found.head[:16]}....")


def _index(folder: Path, disk: Disk, found: Survey) -> Finding:
    if not (folder / INDEX / PROJECTION).exists():
        return Finding("index", "look", "There is none: the next opening makes it anew.")
    projection = Projection(folder / INDEX, disk, folder / CASES, today())
    try:
        stamp = projection.open()
    finally:
        projection.close()
    if stamp is None or stamp.count > found.count or (stamp.count == found.count and stamp.head != found.head):
        return Finding("index", "look", "It is not of this docket as it is now: the next opening makes it anew.")
    if stamp.count < found.count:
        said = f"It holds {stamp.count} records of {found.count}: the next opening adds the rest."
        return Finding("index", "look", said)
    return Finding("index", "ok", f"It has all: {plural(stamp.count, 'record')}.")


def _leftovers(folder: Path, disk: Disk, found: Survey) -> Finding:
    kept = found.set_aside | {one.kept_in for one in found.repairs}
    unreported = {tail.kept_in for tail in unreported_tails(folder, found, disk)}
    named = {LOCK, *(batch.batch for batch in found.imports)}
    said = [_stray_batch(name) for name in disk.names(folder / CASES) if name not in named]
    for name in disk.names(folder):
        if name in unreported:
            said.append(f"{name} is an unfinished record that was never reported: `foureyes repair` does")
        elif name not in OWN and name not in kept:
            said.append(_stray(name))
    return Finding("leftovers", "look", f"{'; '.join(said)}.") if said else Finding("leftovers", "ok", "None.")


def _stray_batch(name: str) -> str:
    if name.startswith(f".{INCOMING}"):
        return f"cases/{name} is of an import that runs, or was killed"
    return f"no record names cases/{name}"


def _stray(name: str) -> str:
    if name.startswith(KEPT):
        return f"{name} is of a repair that was killed"
    if _ASIDE.fullmatch(name) or name.startswith(PROBE):
        return f"{name} is of something that was killed while it wrote, and can be removed"
    return f"{name} is not of the docket"


def _clock(found: Survey) -> Finding:
    said = []
    if found.backwards:
        said.append(f"{found.backwards} records are dated before the one before them")
    if found.ahead:
        said.append(f"{found.ahead} records are dated in the future")
    if said:
        return Finding("clock", "look", f"{', and '.join(said)}. The order of records does not depend on it.")
    return Finding("clock", "ok", "The dates of all records follow each other.")


def _looked(what: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except (StoreError, OSError) as error:
        return Finding(what, "bad", _said(error))


def _said(error: Exception) -> str:
    return f"The disk said: {error.strerror}." if isinstance(error, OSError) else str(error)
