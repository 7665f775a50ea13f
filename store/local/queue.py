"""Finding cases in the projection: pages by key, counts, and lines of the queue.

What imported cases say changes only with an import. So a filter that asks for that is answered once, and the numbers
that match are kept beside the projection; pages then ask only where those cases stand.
"""

import sqlite3
from collections import OrderedDict
from datetime import date
from itertools import count
from threading import Lock
from typing import Any

import msgspec

from store.case.dossier import Found, Key
from store.engine import Query
from store.filters import Term
from store.local import schema
from store.local.case_rows import SHOWN
from store.local.filter_sql import LIVE, where
from store.local.fold import state_of
from store.local.projection import Projection
from store.local.schema import NO_DUE, noticing, one, rows, sealed

_KEPT = 4
_IN_FORCE = "batch <= (SELECT coalesce(max(number), 0) FROM imports)"
"""Rows of an import that is on its way are nobody's yet."""
_PAGE = f"SELECT {SHOWN}, number, state, state_seal FROM cases"  # noqa: S608 - of constants


class Queue:
    """Answers over one projection; any thread may ask."""

    def __init__(self, projection: Projection) -> None:
        self._projection = projection
        self._lock = Lock()
        self._chosen: OrderedDict[tuple[object, ...], str] = OrderedDict()
        self._connection: sqlite3.Connection | None = None
        self._uri = ""
        self._names = count()

    def page(self, query: Query, after: Key | None, limit: int, *, back: bool) -> list[Found]:
        """See `store.engine.Engine.page`."""
        self._choose(query)
        with self._lock:
            condition, values = self._condition(query)
            if after is not None:
                condition += f" AND (due, number) {'<' if back else '>'} (?, ?)"
                values += after
            direction = " DESC" if back else ""
            sql = f"{_PAGE} WHERE {condition} ORDER BY due{direction}, number{direction} LIMIT ?"
            found = [_found(row) for row in rows(self._connected(), sql, (*values, limit))]
        return found[::-1] if back else found

    def count(self, query: Query, before: Key | None) -> int:
        """See `store.engine.Engine.count`."""
        if before is None and all(term.word == "standing" and not term.negated for term in query.terms):
            return self._counted(query)
        self._choose(query)
        with self._lock:
            condition, values = self._condition(query)
        if before is not None:
            condition, values = f"{condition} AND (due, number) < (?, ?)", [*values, *before]
        sql = f"SELECT count(*) FROM cases WHERE {condition}"  # noqa: S608 - made of the constants of filter_sql
        with self._lock:
            found = one(self._connected(), sql, values)
        return found[0] if found else 0

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection, self._uri = None, ""
            self._chosen.clear()

    def _counted(self, query: Query) -> int:
        with self._projection.reading() as connection:
            counts = dict(rows(connection, "SELECT standing, cases FROM standings"))
        wanted = {term.value for term in query.terms}
        if len(wanted) > 1:
            return 0
        return sum(cases for standing, cases in counts.items() if not wanted or standing in wanted)

    def _condition(self, query: Query) -> tuple[str, list[Any]]:
        live = tuple(term for term in query.terms if term.word in LIVE)
        fixed = _fixed(query)
        condition, values = where(live, query.reviewer)
        parts = [_IN_FORCE, *([condition] if condition else [])]
        if fixed:
            parts.append(f"number IN (SELECT number FROM {self._chosen[self._name(fixed)]})")  # noqa: S608 - our name
        return " AND ".join(parts), values

    def _choose(self, query: Query) -> None:
        """Find once which cases a filter chooses by what they say, on a connection that holds nobody up."""
        fixed = _fixed(query)
        if not fixed:
            return
        with self._lock:
            self._connected()
            if self._name(fixed) in self._chosen:
                self._chosen.move_to_end(self._name(fixed))
                return
        name = self._name(fixed)
        condition, values = where(fixed, query.reviewer)
        with self._projection.searching() as searching, noticing():
            sql = f"SELECT number FROM cases WHERE {_IN_FORCE} AND {condition}"  # noqa: S608 - of filter_sql
            numbers = searching.execute(sql, values).fetchall()
        with self._lock:
            connection, table = self._connected(), f"temp.chosen_{next(self._names)}"
            connection.execute(f"CREATE TEMP TABLE {table.removeprefix('temp.')} (number INTEGER PRIMARY KEY)")
            connection.execute("BEGIN")
            connection.executemany(f"INSERT INTO {table} VALUES (?)", numbers)  # noqa: S608 - our own name
            connection.execute("COMMIT")
            self._chosen[name] = table
            while len(self._chosen) > _KEPT:
                _, old = self._chosen.popitem(last=False)
                connection.execute(f"DROP TABLE {old}")

    def _name(self, fixed: tuple[Term, ...]) -> tuple[object, ...]:
        with self._projection.reading():
            return (self._projection.fold.imports, *fixed)

    def _connected(self) -> sqlite3.Connection:
        """A connection to the projection as it is now; one to an older file is let go, with what was kept beside it."""
        if self._connection is None or self._uri != self._projection.uri:
            if self._connection is not None:
                self._connection.close()
            self._uri = self._projection.uri
            self._connection = schema.connect(self._uri)
            self._chosen.clear()
        return self._connection


def _fixed(query: Query) -> tuple[Term, ...]:
    return tuple(term for term in query.terms if term.word not in LIVE)


def _found(row: tuple[Any, ...]) -> Found:
    with noticing():
        case_id, title, due, priority, flags, fields, hidden, _ = sealed(row[:9])
        number, blob, mark = row[9:]
        return Found(
            (due, number),
            case_id,
            title,
            None if due == NO_DUE else date.fromisoformat(due),
            priority,
            tuple(msgspec.json.decode(flags)),
            msgspec.json.decode(fields),
            hidden,
            state_of(number, blob, mark),
        )
