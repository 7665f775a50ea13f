"""The tables of the projection, and the seals of its rows.

SQLite notices a damaged page only where the damage breaks its structure. So each row that is shown or relied on
carries a seal, a checksum of what was put there; a row whose seal is broken raises `sqlite3.DatabaseError`, as SQLite
does where it notices itself, and whoever asked makes the projection anew.

`place` and `turned` are the number of a case as columns of their own: SQLite finds no key among those alike by the
number of the row itself, and with `turned` those alike are not turned round with an order.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from typing import Any
from zlib import crc32

import msgspec

FORMAT = "33"
"""Another one is made anew."""
SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL, seal INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE damage (sentence TEXT NOT NULL);
CREATE TABLE policies (seq INTEGER PRIMARY KEY, source TEXT NOT NULL, seal INTEGER NOT NULL);
CREATE TABLE imports (
    number INTEGER PRIMARY KEY, seq INTEGER NOT NULL, batch TEXT NOT NULL, by TEXT NOT NULL, cases INTEGER NOT NULL,
    day TEXT NOT NULL, item TEXT NOT NULL, renewals INTEGER NOT NULL, seal INTEGER NOT NULL);
CREATE TABLE records (
    seq INTEGER PRIMARY KEY, offset INTEGER NOT NULL, size INTEGER NOT NULL, kind TEXT NOT NULL, number INTEGER);
CREATE INDEX records_of_case ON records (number, seq) WHERE number IS NOT NULL;
CREATE TABLE keys (key TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE people (skeleton TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE disclosures (name TEXT PRIMARY KEY, seq INTEGER NOT NULL, seal INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE standings (standing TEXT PRIMARY KEY, cases INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE cases (
    number INTEGER PRIMARY KEY, batch INTEGER NOT NULL, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
    due TEXT NOT NULL, priority INTEGER, flags TEXT NOT NULL, fields TEXT NOT NULL, hidden INTEGER NOT NULL,
    revision INTEGER NOT NULL, seal INTEGER NOT NULL,
    rank TEXT NOT NULL, flag TEXT NOT NULL, arrived TEXT NOT NULL, next_clock TEXT NOT NULL DEFAULT '~',
    standing TEXT NOT NULL DEFAULT 'open', until TEXT, acts INTEGER NOT NULL DEFAULT 0, state BLOB, state_seal INTEGER,
    place INTEGER AS (number) VIRTUAL, turned INTEGER AS (-number) VIRTUAL);
CREATE TABLE looks (look TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX queue ON cases (due, place, batch);
CREATE INDEX queue_back ON cases (due, turned, batch);
CREATE INDEX standing_queue ON cases (standing, due, place, batch);
CREATE INDEX standing_queue_back ON cases (standing, due, turned, batch);
CREATE INDEX rank_queue ON cases (standing, rank, place, batch);
CREATE INDEX rank_queue_back ON cases (standing, rank, turned, batch);
CREATE INDEX flag_queue ON cases (standing, flag, place, batch);
CREATE INDEX flag_queue_back ON cases (standing, flag, turned, batch);
CREATE INDEX arrived_queue ON cases (standing, arrived, place, batch);
CREATE INDEX arrived_queue_back ON cases (standing, arrived, turned, batch);
CREATE INDEX clock_queue ON cases (standing, next_clock, place, batch);
CREATE INDEX clock_queue_back ON cases (standing, next_clock, turned, batch);
CREATE INDEX touched_queue ON cases (due, place, batch) WHERE state IS NOT NULL;
CREATE INDEX paused ON cases (until) WHERE until IS NOT NULL;
CREATE TABLE revisions (
    number INTEGER NOT NULL, revision INTEGER NOT NULL, batch INTEGER NOT NULL, offset INTEGER NOT NULL,
    size INTEGER NOT NULL, hash BLOB NOT NULL, seal INTEGER NOT NULL, PRIMARY KEY (number, revision)) WITHOUT ROWID;
CREATE INDEX revisions_of_batch ON revisions (batch) WHERE revision > 1;
CREATE TABLE texts (number INTEGER PRIMARY KEY, text TEXT NOT NULL, seal INTEGER NOT NULL);
CREATE TABLE votes (number INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (number, name)) WITHOUT ROWID;
CREATE INDEX votes_of ON votes (name, number);
CREATE TABLE decisions (
    number INTEGER PRIMARY KEY, outcome TEXT NOT NULL, grounds TEXT NOT NULL, day TEXT NOT NULL,
    revealed INTEGER NOT NULL);
CREATE TABLE deciding (number INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (number, name)) WITHOUT ROWID;
CREATE TABLE cast_last (
    number INTEGER NOT NULL, name TEXT NOT NULL, seq TEXT NOT NULL, day TEXT NOT NULL,
    PRIMARY KEY (number, name)) WITHOUT ROWID;
CREATE INDEX cast_last_of ON cast_last (name, seq, number);
CREATE INDEX cast_last_on ON cast_last (name, day, number);
CREATE TABLE seeing (number INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (number, name)) WITHOUT ROWID;
CREATE INDEX seeing_of ON seeing (name, number);
CREATE TABLE shown (number INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (number, name)) WITHOUT ROWID;
CREATE INDEX shown_of ON shown (name, number);
CREATE TABLE withdrawn (number INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (number, name)) WITHOUT ROWID;
CREATE INDEX withdrawn_of ON withdrawn (name, number);
CREATE TABLE reading (
    number INTEGER NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (number, name)) WITHOUT ROWID;
CREATE INDEX reading_at ON reading (at, number);
CREATE TABLE links (
    digest BLOB NOT NULL, number INTEGER NOT NULL, revision INTEGER NOT NULL, batch INTEGER NOT NULL,
    PRIMARY KEY (digest, number, revision)) WITHOUT ROWID;
CREATE INDEX links_of ON links (number);
CREATE TABLE clocks (
    number INTEGER NOT NULL, clock TEXT NOT NULL, due TEXT NOT NULL, PRIMARY KEY (number, clock)) WITHOUT ROWID;
CREATE INDEX clocks_due ON clocks (clock, due);
CREATE TABLE assigned (number INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE INDEX assigned_to ON assigned (name, number);
CREATE TABLE recused (number INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (number, name)) WITHOUT ROWID;
CREATE INDEX recused_of ON recused (name);
CREATE TABLE staged (
    number INTEGER PRIMARY KEY, title TEXT NOT NULL, due TEXT NOT NULL, priority INTEGER, flags TEXT NOT NULL,
    fields TEXT NOT NULL, hidden INTEGER NOT NULL, revision INTEGER NOT NULL, seal INTEGER NOT NULL,
    rank TEXT NOT NULL, flag TEXT NOT NULL, arrived TEXT NOT NULL,
    text TEXT NOT NULL, text_seal INTEGER NOT NULL, substantial INTEGER NOT NULL);
"""
_DAMAGE = (UnicodeDecodeError, MemoryError, msgspec.MsgspecError)
"""Damage in a text, in the length of one, or in what it encodes, does not look like an error of SQLite."""
IN_FORCE = "batch <= (SELECT coalesce(max(number), 0) FROM imports)"
"""Rows of an import that is on its way are nobody's yet."""
TOUCHED = "cases.state IS NOT NULL"
"""Cases on which anything was recorded since they came in; of few, these have an index of their own."""
NO_DUE = "~"
"""Stands for no due date: behind every date."""


def connect(uri: str) -> sqlite3.Connection:
    """A connection that waits for nobody for long, and is safe after a power cut without a sync for each record."""
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=10)
    try:
        with noticing():
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA cache_size = -8000")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.create_function("fold", 1, _folded, deterministic=True)
    except sqlite3.Error:  # it is no database, or one that cannot even be read without the right to write
        connection.close()
        raise
    except UnicodeDecodeError:  # what SQLite says of a schema that was harmed may be no text
        connection.close()
        raise unsound() from None
    return connection


def _folded(value: str | bytes | float | None) -> str | bytes | float | None:
    """Case folding for all scripts: SQLite's `lower` knows ASCII only."""
    return value.casefold() if isinstance(value, str) else value


def rows(connection: sqlite3.Connection, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    try:
        return connection.execute(sql, values).fetchall()
    except _DAMAGE:
        raise unsound() from None


def one(connection: sqlite3.Connection, sql: str, values: Sequence[object] = ()) -> tuple[Any, ...] | None:
    """The first row of a query."""
    try:
        found: tuple[Any, ...] | None = connection.execute(sql, values).fetchone()
    except _DAMAGE:
        raise unsound() from None
    return found


def meta(connection: sqlite3.Connection, name: str) -> str:
    """One thing that the projection knows of itself, empty where it does not."""
    found = one(connection, "SELECT name, value, seal FROM meta WHERE name = ?", (name,))
    value: str = sealed(found)[1] if found else ""
    return value


def set_meta(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Put one thing of it there."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?, ?)", (name, value, seal((name, value))))


@contextmanager
def noticing() -> Iterator[None]:
    """Raise what is damage as an error of SQLite."""
    try:
        yield
    except _DAMAGE:
        raise unsound() from None


def tables(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    """What the file says its tables are."""
    return rows(connection, "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name")


@cache
def made_tables() -> list[tuple[Any, ...]]:
    """What `SCHEMA` comes to: damage in the text of a table's columns would hide what the table holds."""
    with closing(connect(":memory:")) as connection:
        connection.executescript(SCHEMA)
        return tables(connection)


def seal(row: Iterable[object]) -> int:
    """The checksum of a row."""
    return crc32(msgspec.msgpack.encode(tuple(row)))


def sealed(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row without its seal, which stands last; raises where it is broken."""
    if seal(row[:-1]) != row[-1]:
        raise unsound()
    return row[:-1]


def unsound() -> sqlite3.DatabaseError:
    """What says that a row is not what was put there."""
    return sqlite3.DatabaseError("the index does not hold what was put there")
