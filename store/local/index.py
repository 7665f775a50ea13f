"""The index of cases: derived, disposable, rebuilt from the batches whenever it is missing, old or unreadable.

It is an SQLite file because finding, sorting and paging a million cases without reading them is what SQLite does
well. It holds only what immutable cases say. Where cases stand is not in it: that comes from the verified journal.
Masked fields are left out of it, so that no filter can tell what a mask hides.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec

from store.engine import Found
from store.local.batches import Place
from store.local.disk import Disk
from store.model import Case, Value
from store.policy import Policy
from store.text import hidden

_FORMAT = "1"
_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE batches (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE cases (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, due TEXT, priority INTEGER,
    flags TEXT NOT NULL, fields TEXT NOT NULL, hidden INTEGER NOT NULL, hash BLOB NOT NULL, revision INTEGER NOT NULL);
CREATE INDEX queue ON cases (due IS NULL, due, number);
CREATE TABLE revisions (
    number INTEGER NOT NULL, revision INTEGER NOT NULL, batch INTEGER NOT NULL, offset INTEGER NOT NULL,
    size INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (number, revision)) WITHOUT ROWID;
CREATE TABLE texts (number INTEGER PRIMARY KEY, text TEXT NOT NULL);
"""
_CASE = """
INSERT INTO cases (id, title, due, priority, flags, fields, hidden, hash, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
ON CONFLICT (id) DO UPDATE SET title = excluded.title, due = excluded.due, priority = excluded.priority,
    flags = excluded.flags, fields = excluded.fields, hidden = excluded.hidden, hash = excluded.hash,
    revision = revision + 1
RETURNING number, revision
"""


class Known(msgspec.Struct, frozen=True):
    """The newest revision of a case that the index knows: its content's hash, and the number of its batch."""

    hash: bytes
    revision: int
    batch: int


class Index:
    """The index file of a docket. Reading is for any thread; `building` is for one process at a time."""

    def __init__(self, folder: Path, disk: Disk, policy: Policy, named: list[str]) -> None:
        """Open or make the index; one that holds other batches than the first of `named` is made anew."""
        self.masked = frozenset(policy.case.masked)
        self._named = named
        self._lock = Lock()
        self._uri = self._prepare(folder, disk)
        self._reader = self.connect()

    def connect(self) -> sqlite3.Connection:
        """A connection of its own, for a search that may take a while."""
        return sqlite3.connect(self._uri, uri=True, isolation_level=None, check_same_thread=False, timeout=10)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._reader.close()

    def batches(self) -> list[str]:
        """The names of the batches it holds, in order."""
        return [name for (name,) in self._all("SELECT name FROM batches ORDER BY number")]

    def places(self, case_id: str) -> list[tuple[Place, bytes]]:
        """Where the revisions of a case are, oldest first, and the hash of what each says; empty if unknown."""
        rows = self._all(
            "SELECT b.name, r.offset, r.size, r.hash FROM cases c JOIN revisions r ON r.number = c.number"
            " JOIN batches b ON b.number = r.batch WHERE c.id = ? ORDER BY r.revision",
            (case_id,),
        )
        return [(Place(name, offset, size), digest) for name, offset, size, digest in rows]

    def found(self, numbers: list[int], columns: tuple[str, ...]) -> list[Found]:
        """The lines of the queue for these numbers, in this order."""
        marks = ",".join("?" * len(numbers))
        rows = self._all(
            f"SELECT number, id, title, due, priority, flags, fields, hidden FROM cases WHERE number IN ({marks})",  # noqa: S608
            tuple(numbers),
        )
        lines = {row[0]: _found(row, columns) for row in rows}
        return [lines[number] for number in numbers if number in lines]

    @contextmanager
    def building(self) -> Iterator["Builder"]:
        """Add to the index; nothing of it stays unless `Builder.keep` was called."""
        with closing(self.connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            builder = Builder(connection, self.masked)
            try:
                yield builder
            finally:
                connection.execute("COMMIT" if builder.kept else "ROLLBACK")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _all(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._reader.execute(sql, values).fetchall()

    def _prepare(self, folder: Path, disk: Disk) -> str:
        """The URI of a usable index: the one there is, a new one, or where nothing can be written one in memory."""
        path = folder / "cases.db"
        try:
            disk.make_folder(folder) if not folder.exists() else None
            disk.close(disk.open(path, os.O_RDWR | os.O_CREAT))
        except OSError:
            return self._in_memory(path)
        uri = path.absolute().as_uri()
        if not self._usable(uri):
            for suffix in ("", "-wal", "-shm"):
                disk.remove(path.with_name(path.name + suffix))
            disk.close(disk.open(path, os.O_RDWR | os.O_CREAT))
            self._create(uri)
        return uri

    def _in_memory(self, path: Path) -> str:
        frozen = f"{path.absolute().as_uri()}?immutable=1"
        if path.exists() and self._usable(frozen, whole=True):
            return frozen
        uri = f"file:foureyes-{os.getpid()}-{id(self)}?mode=memory&cache=shared"
        self._keep_alive = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._create(uri)
        return uri

    def _create(self, uri: str) -> None:
        with closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(_SCHEMA)
            connection.executemany("INSERT INTO meta VALUES (?, ?)", self._meta().items())

    def _usable(self, uri: str, *, whole: bool = False) -> bool:
        try:
            with closing(sqlite3.connect(uri, uri=True)) as connection:
                meta = dict(connection.execute("SELECT name, value FROM meta"))
                held = [name for (name,) in connection.execute("SELECT name FROM batches ORDER BY number")]
        except sqlite3.DatabaseError:
            return False
        return meta == self._meta() and held == (self._named if whole else self._named[: len(held)])

    def _meta(self) -> dict[str, str]:
        return {"format": _FORMAT, "masked": " ".join(sorted(self.masked))}


class Builder:
    """One batch on its way into the index, in one transaction."""

    def __init__(self, connection: sqlite3.Connection, masked: frozenset[str]) -> None:
        self._connection = connection
        self._masked = masked
        self.kept = False
        self.number = 0

    def begin_batch(self, name: str) -> None:
        """The cases that follow are of this batch."""
        self.number = self._one("INSERT INTO batches (name) VALUES (?) RETURNING number", (name,))[0]

    def rename_batch(self, name: str) -> None:
        """The batch has its final name now."""
        self._connection.execute("UPDATE batches SET name = ? WHERE number = ?", (name, self.number))

    def known(self, case_id: str) -> Known | None:
        """What the index holds of a case, this batch included."""
        row = self._connection.execute(
            "SELECT c.hash, c.revision, r.batch FROM cases c JOIN revisions r"
            " ON r.number = c.number AND r.revision = c.revision WHERE c.id = ?",
            (case_id,),
        ).fetchone()
        return Known(*row) if row else None

    def put(self, case: Case, digest: bytes, place: Place) -> None:
        """Add a case, or a further revision of it."""
        fields = {key: value for key, value in case.fields.items() if key not in self._masked}
        number, revision = self._one(_CASE, (*_summary(case, fields), hidden(_all_text(case)), digest))
        self._connection.execute(
            "INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?)",
            (number, revision, self.number, place.offset, place.size, digest),
        )
        folded = _all_text(case, fields, "subject" in self._masked).casefold()
        self._connection.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", (number, folded))

    def keep(self) -> None:
        """The batch stays."""
        self.kept = True

    def _one(self, sql: str, values: tuple[object, ...]) -> tuple[int, ...]:
        row: tuple[int, ...] = self._connection.execute(sql, values).fetchone()
        return row


def _summary(case: Case, fields: dict[str, Value]) -> tuple[object, ...]:
    codes = [flag.code for flag in case.flags]
    due = case.due.isoformat() if case.due else None
    encode = msgspec.json.encode
    return case.id, case.title, due, case.priority, encode(codes).decode(), encode(fields).decode()


def _all_text(case: Case, fields: dict[str, Value] | None = None, without_subject: bool = False) -> str:
    values = (case.fields if fields is None else fields).values()
    parts = [case.id, case.title, "" if without_subject else case.subject, *(str(v) for v in values if v is not None)]
    parts += [part for flag in case.flags for part in (flag.code, flag.reason, flag.raised_by)]
    parts += [part for item in case.evidence for part in (item.label, item.text, item.source)]
    return "\n".join(parts)


def _found(row: tuple[Any, ...], columns: tuple[str, ...]) -> Found:
    number, case_id, title, due, priority, flags, fields, count = row
    known = msgspec.json.decode(fields)
    values = {
        "due": due,
        "priority": None if priority is None else str(priority),
        "flags": " ".join(msgspec.json.decode(flags)),
        **{f"field.{key}": None if value is None else str(value) for key, value in known.items()},
    }
    return Found(number, case_id, title, tuple(values.get(column) for column in columns), count)
