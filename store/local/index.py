"""The index of cases: derived, disposable, made anew from the batches whenever it is missing, old or unsound.

It is an SQLite file because finding, sorting and paging a million cases without reading them is what SQLite does
well. It holds only what immutable cases say. Where cases stand is not in it: that comes from the verified journal.
Masked fields are left out of it, so that no filter can tell what a mask hides.

SQLite notices a damaged page only where the damage breaks its structure. So each row that is shown or relied on
carries a seal, a checksum of what was put there; a row whose seal is broken raises `sqlite3.DatabaseError`, as SQLite
does where it notices itself, and whoever asked makes the index anew.
"""

import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any
from zlib import crc32

import msgspec

from store.engine import Found
from store.local.batches import Place
from store.local.disk import NO_RIGHT, Disk
from store.model import Case, Value
from store.text import hidden

_FORMAT = "3"
_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE batches (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, cases INTEGER, seal INTEGER);
CREATE TABLE damage (sentence TEXT NOT NULL);
CREATE TABLE cases (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, due TEXT, priority INTEGER,
    flags TEXT NOT NULL, fields TEXT NOT NULL, hidden INTEGER NOT NULL, seal INTEGER NOT NULL,
    revision INTEGER NOT NULL);
CREATE INDEX queue ON cases (due IS NULL, due, number, id);
CREATE TABLE revisions (
    number INTEGER NOT NULL, revision INTEGER NOT NULL, batch INTEGER NOT NULL, offset INTEGER NOT NULL,
    size INTEGER NOT NULL, hash BLOB NOT NULL, seal INTEGER NOT NULL, PRIMARY KEY (number, revision)) WITHOUT ROWID;
CREATE TABLE texts (number INTEGER PRIMARY KEY, text TEXT NOT NULL, seal INTEGER NOT NULL);
"""
_CASE = """
INSERT INTO cases (id, title, due, priority, flags, fields, hidden, seal, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
ON CONFLICT (id) DO UPDATE SET title = excluded.title, due = excluded.due, priority = excluded.priority,
    flags = excluded.flags, fields = excluded.fields, hidden = excluded.hidden, seal = excluded.seal,
    revision = revision + 1
RETURNING number, revision
"""
_REVISIONS = """
SELECT c.id, r.revision, r.batch, r.offset, r.size, r.hash, r.seal, c.revision
FROM cases c LEFT JOIN revisions r ON r.number = c.number WHERE c.id = ? ORDER BY r.revision
"""
_ALL_REVISIONS = """
SELECT c.id, r.revision, r.batch, r.offset, r.size, r.hash, r.seal
FROM revisions r LEFT JOIN cases c ON c.number = r.number
"""
_INCOMPLETE = """
SELECT 1 FROM cases c WHERE c.revision != (SELECT count(*) FROM revisions r WHERE r.number = c.number)
OR NOT EXISTS (SELECT 1 FROM texts t WHERE t.number = c.number) LIMIT 1
"""
_BATCHES = "SELECT number, name, cases, seal FROM batches ORDER BY number"
_SHOWN = "id, title, due, priority, flags, fields, hidden, seal"


class Known(msgspec.Struct, frozen=True):
    """The newest revision of a case that the index knows: its content's hash, and the number of its batch."""

    hash: bytes
    batch: int


class Index:
    """The index file of a docket. Reading is for any thread; all else is for whoever holds the import lock."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        """An index that is not open yet: call `open`, and `renew` where that is of no use."""
        self.masked: frozenset[str] = frozenset()
        """The fields that are left out."""
        self.held: list[str] | None = None
        """The names of the batches that it held when it was last brought up to date."""
        self._path = folder / "cases.db"
        self._disk = disk
        self._lock = Lock()
        self._uri = ""
        self._reader: sqlite3.Connection | None = None

    def open(self, named: list[str]) -> bool:
        """Open the index that is there; False if it is of no use: other batches than the first of `named`, damage."""
        uri = self._path.absolute().as_uri()
        try:
            self._make_file()
        except OSError as error:
            return (
                error.errno in NO_RIGHT and self._path.exists() and self._use(f"{uri}?immutable=1", named, whole=True)
            )
        return self._use(f"{uri}?mode=rw", named)

    def renew(self, _: list[str]) -> bool:
        """Begin an empty one in place of what is there; False if the disk does not take it."""
        try:
            for suffix in ("", "-wal", "-shm"):
                self._disk.remove(self._path.with_name(self._path.name + suffix))
            self._make_file()
        except OSError:
            return False
        self._begin(f"{self._path.absolute().as_uri()}?mode=rw")
        return True

    def renew_in_memory(self, _: list[str]) -> bool:
        """Begin an empty one in memory: what is derived needs no disk."""
        self._begin(f"file:foureyes-{os.getpid()}-{secrets.token_hex(4)}?mode=memory&cache=shared")
        return True

    def connect(self) -> sqlite3.Connection:
        """A connection of its own, for a search that may take a while."""
        return _connect(self._uri)

    def close(self) -> None:
        """Let go of the file."""
        self._swap(self._uri, None)

    def batches(self) -> list[str]:
        """The names of the batches it holds, in order."""
        return list(_batches(self._all(_BATCHES)).values())

    def damage(self) -> list[str]:
        """A sentence for everything in the batches that could not be taken in."""
        return [sentence for (sentence,) in self._all("SELECT sentence FROM damage")]

    def places(self, case_id: str) -> list[tuple[Place, bytes]]:
        """Where the revisions of a case are, oldest first, and the hash of what each says; empty if unknown."""
        rows, names = self._all(_REVISIONS, (case_id,)), _batches(self._all(_BATCHES))
        found = [_sealed(row[:7]) for row in rows]
        if [row[1] for row in rows] != list(range(1, len(rows) + 1)) or any(row[7] != len(rows) for row in rows):
            raise _unsound()
        if not rows and self._all("SELECT 1 FROM cases NOT INDEXED WHERE id = ?", (case_id,)):
            raise _unsound()
        if not {row[2] for row in rows} <= names.keys():
            raise _unsound()
        return [(Place(names[batch], offset, size), digest) for _, _, batch, offset, size, digest in found]

    def found(self, numbers: list[int], columns: tuple[str, ...]) -> list[Found]:
        """The lines of the queue for these numbers, in this order."""
        marks = ",".join("?" * len(numbers))
        rows = self._all(f"SELECT {_SHOWN}, number FROM cases WHERE number IN ({marks})", tuple(numbers))  # noqa: S608
        lines = {row[-1]: _found(row[-1], _sealed(row[:-1]), columns) for row in rows}
        return [lines[number] for number in numbers if number in lines]

    def find(self, sql: str, values: list[object]) -> list[tuple[int, str]]:
        """The numbers and ids of cases that a query finds. One without conditions must find all that were put in."""
        with closing(self.connect()) as connection:
            connection.execute("BEGIN")
            rows: list[tuple[int, str]] = _rows(connection, sql, values)
            if " WHERE " not in sql:
                [(held,)] = _rows(connection, "SELECT coalesce(sum(cases), 0) FROM batches")
                if len(rows) != held or sum(number for number, _ in rows) != held * (held + 1) // 2:
                    raise _unsound()
            return rows

    def check(self) -> None:
        """Look at every row; raises `sqlite3.DatabaseError` where one is not what was put there."""
        with closing(self.connect()) as connection:
            if _rows(connection, "PRAGMA integrity_check(1)") != [("ok",)] or _rows(connection, _INCOMPLETE):
                raise _unsound()
            with _noticing():
                for table in (f"SELECT {_SHOWN} FROM cases", _ALL_REVISIONS, "SELECT text, seal FROM texts"):  # noqa: S608
                    for row in connection.execute(table):
                        _sealed(row)

    @contextmanager
    def building(self) -> Iterator["Builder"]:
        """Add to the index; nothing of it stays unless `Builder.keep` was called."""
        with closing(self.connect()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            builder = Builder(connection, self.masked)
            yield builder
            if builder.kept:
                connection.execute("COMMIT")
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _all(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            if self._reader is None:
                raise _unsound()
            return _rows(self._reader, sql, values)

    def _make_file(self) -> None:
        """SQLite would make it readable for others."""
        if not self._path.parent.exists():
            self._disk.make_folder(self._path.parent)
        self._disk.close(self._disk.open(self._path, os.O_RDWR | os.O_CREAT))

    def _begin(self, uri: str) -> None:
        reader = _connect(uri)
        reader.execute("PRAGMA journal_mode = WAL")
        reader.executescript(_SCHEMA)
        reader.executemany("INSERT INTO meta VALUES (?, ?)", self._meta().items())
        self._swap(uri, reader)

    def _use(self, uri: str, named: list[str], *, whole: bool = False) -> bool:
        reader = _connect(uri)
        try:
            sound = _tables(reader) == _made_tables()
            meta = dict(_rows(reader, "SELECT name, value FROM meta"))
            held = list(_batches(_rows(reader, _BATCHES)).values())
            damage = _rows(reader, "SELECT sentence FROM damage")
        except sqlite3.Error:
            reader.close()
            return False
        if not sound or meta != self._meta() or damage or held != (named if whole else named[: len(held)]):
            reader.close()
            return False
        self._swap(uri, reader)
        return True

    def _swap(self, uri: str, reader: sqlite3.Connection | None) -> None:
        """Threads that read meanwhile find the old one or the new one."""
        with self._lock:
            self._uri, self.held = uri, None
            self._reader, old = reader, self._reader
            if old is not None:
                old.close()

    def _meta(self) -> dict[str, str]:
        return {"format": _FORMAT, "masked": " ".join(sorted(self.masked))}


class Builder:
    """One batch on its way into the index, in one transaction."""

    def __init__(self, connection: sqlite3.Connection, masked: frozenset[str]) -> None:
        self._connection = connection
        self._masked = masked
        self._name = ""
        self._cases = 0
        self.kept = False
        self.number = 0

    def begin_batch(self, name: str) -> None:
        """The cases that follow are of this batch."""
        self._name = name
        self.number = self._one("INSERT INTO batches (name) VALUES (?) RETURNING number", (name,))[0]

    def rename_batch(self, name: str) -> None:
        """The batch has its final name now."""
        self._name = name

    def known(self, case_id: str) -> Known | None:
        """What the index holds of a case, this batch included."""
        rows = _rows(self._connection, _REVISIONS, (case_id,))
        if not rows:
            return None
        _, _, batch, _, _, digest = _sealed(rows[-1][:7])
        return Known(digest, batch)

    def put(self, case: Case, digest: bytes, place: Place) -> None:
        """Add a case, or a further revision of it."""
        fields = {key: value for key, value in case.fields.items() if key not in self._masked}
        shown = (*_summary(case, fields), hidden(_all_text(case)))
        number, revision = self._one(_CASE, (*shown, _seal(shown)))
        self._cases += revision == 1
        where = (revision, self.number, place.offset, place.size, digest)
        self._connection.execute(
            "INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?)", (number, *where, _seal((case.id, *where)))
        )
        folded = _all_text(case, fields, "subject" in self._masked).casefold()
        self._connection.execute("INSERT OR REPLACE INTO texts VALUES (?, ?, ?)", (number, folded, _seal((folded,))))

    def damaged(self, sentence: str) -> None:
        """Something of this batch cannot be taken in."""
        self._connection.execute("INSERT INTO damage VALUES (?)", (sentence,))

    def keep(self) -> None:
        """The batch stays."""
        row = (self.number, self._name, self._cases)
        self._connection.execute("INSERT OR REPLACE INTO batches VALUES (?, ?, ?, ?)", (*row, _seal(row)))
        self.kept = True

    def _one(self, sql: str, values: tuple[object, ...]) -> tuple[int, ...]:
        row: tuple[int, ...] = self._connection.execute(sql, values).fetchone()
        return row


def _connect(uri: str) -> sqlite3.Connection:
    return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=10)


def _rows(connection: sqlite3.Connection, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    with _noticing():
        return connection.execute(sql, values).fetchall()


@contextmanager
def _noticing() -> Iterator[None]:
    """Damage in a text, or in the length of one, does not look like an error of SQLite."""
    try:
        yield
    except (UnicodeDecodeError, MemoryError):
        raise _unsound() from None


def _tables(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    return _rows(connection, "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name")


@cache
def _made_tables() -> list[tuple[Any, ...]]:
    """What `_SCHEMA` comes to: damage in the text of a table's columns would hide what the table holds."""
    with closing(_connect(":memory:")) as connection:
        connection.executescript(_SCHEMA)
        return _tables(connection)


def _batches(rows: Iterable[tuple[Any, ...]]) -> dict[int, str]:
    return {number: name for number, name, _ in map(_sealed, rows)}


def _seal(row: tuple[object, ...]) -> int:
    return crc32(msgspec.json.encode(row))


def _sealed(row: tuple[Any, ...]) -> tuple[Any, ...]:
    if _seal(row[:-1]) != row[-1]:
        raise _unsound()
    return row[:-1]


def _unsound() -> sqlite3.DatabaseError:
    return sqlite3.DatabaseError("the index does not hold what was put there")


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


def _found(number: int, row: tuple[Any, ...], columns: tuple[str, ...]) -> Found:
    case_id, title, due, priority, flags, fields, count = row
    known = msgspec.json.decode(fields)
    values = {
        "due": due,
        "priority": None if priority is None else str(priority),
        "flags": " ".join(msgspec.json.decode(flags)),
        **{f"field.{key}": None if value is None else str(value) for key, value in known.items()},
    }
    return Found(number, case_id, title, tuple(values.get(column) for column in columns), count)
