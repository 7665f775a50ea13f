"""Putting another journal in the place of a damaged one, which is kept whole.

The damaged journal is copied beside itself. A new one, made of the records that are sound and of one that says what
was left out, is written aside, verified, and put in its place in one step. Killed at any moment, the docket has either
journal, and the damaged one is kept before it is replaced; the same repair again finishes the work.
"""

import hashlib
import os
import secrets
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from store.disk import Disk
from store.errors import Damaged, NotSaved
from store.local.hash_chain import line_of
from store.local.journal import Journal
from store.local.layout import JOURNAL
from store.local.surveying import Survey
from store.model import Record

ASIDE = ".repair-"
"""What the name of a journal begins with that is on its way; a repair that was killed can leave one behind."""
KEPT = "journal.damaged-"
"""What the name of a damaged journal begins with that was kept."""
_CHUNK = 1 << 22


def keep(folder: Path, disk: Disk, found: Survey) -> str:
    """Keep the damaged journal whole, and return the name of the file; one that was kept already is taken.

    Raises `OSError`.
    """
    for left in folder.glob(f"{ASIDE}*"):  # by a repair that was killed: there is one at a time
        disk.remove(left)
    mark, size = found.sha256[:8], found.size + len(found.rest)
    for path in sorted(folder.glob(f"{KEPT}*-{mark}*.jsonl")):
        if hashlib.sha256(path.read_bytes()).hexdigest() == found.sha256:
            disk.sync_folder(folder)
            return path.name
    day = f"{datetime.now(UTC):%Y%m%d}"
    names = (f"{KEPT}{day}-{mark}{more}.jsonl" for more in ("", *(f"-{number}" for number in range(2, 1000))))
    name = next(name for name in names if not os.path.lexists(folder / name))
    aside = _copied(folder, disk, size)
    try:
        disk.rename(aside, folder / name)
        disk.sync_folder(folder)
    finally:
        with suppress(OSError):
            disk.remove(aside)
    return name


def put_in_place(folder: Path, disk: Disk, found: Survey, record: Record) -> None:
    """Put a journal in its place that holds what is sound, and `record`; raises `OSError`."""
    line, head = line_of(found.head, msgspec.json.encode(record))
    aside = _copied(folder, disk, found.size, line)
    try:
        made = Journal(aside, disk, read_only=True)
        try:
            count = sum(1 for _ in made.catch_up())
        finally:
            made.close()
        if made.damage or count != found.count + 1 or made.head != head:
            raise OSError(0, "what was written is not what was read")
        disk.rename(aside, folder / JOURNAL)
    except (Damaged, NotSaved):
        raise OSError(0, "what was written cannot be read") from None
    finally:
        with suppress(OSError):
            disk.remove(aside)


def _copied(folder: Path, disk: Disk, size: int, more: bytes = b"") -> Path:
    """A file aside with the first `size` bytes of the journal, and `more`; it is on the disk, and its owner's alone."""
    aside, at = folder / f"{ASIDE}{secrets.token_hex(4)}", 0
    source = disk.open(folder / JOURNAL, os.O_RDONLY)
    try:
        target = disk.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        try:
            while at < size:
                chunk = disk.read(source, min(_CHUNK, size - at), at)
                if not chunk or disk.write(target, chunk) != len(chunk):
                    raise OSError(0, "not all bytes could be copied")
                at += len(chunk)
            if more and disk.write(target, more) != len(more):
                raise OSError(0, "not all bytes could be written")
            disk.sync(target)
        finally:
            disk.close(target)
    except OSError:
        with suppress(OSError):
            disk.remove(aside)
        raise
    finally:
        disk.close(source)
    return aside
