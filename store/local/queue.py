"""Finding cases in the projection: pages by key, counts, and lines of the queue.

What imported cases say changes only with an import. So a filter that asks for that is answered once, and the numbers
that match are kept beside the projection; pages then ask only where those cases stand.
"""

import sqlite3
from array import array
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from heapq import merge
from itertools import count, islice, pairwise
from threading import Condition, Lock
from typing import Any

import msgspec

from store.case.dossier import Found, Key
from store.engine import Query
from store.filters import Order, Term
from store.local.case_rows import ROW
from store.local.filter_sql import is_live, people, where
from store.local.fold import STATE, imports, state_of
from store.local.mine import FOR_ME, for_me, waiting
from store.local.orders import by_standing, cases_in, column, key, place
from store.local.projection import Projection
from store.local.schema import IN_FORCE, NO_DUE, TOUCHED, noticing, rows, sealed, unsound
from store.model import Standing

_KEPT = 4
_ON_A_PAGE = 64
_MANY = 100_000
_STEPS = 20_000
"""Of SQLite, between looks at whether a page is wanted: a millisecond."""
_PAGE = ", ".join(f"cases.{name}" for name in f"{ROW}, {STATE}".split(", "))


class _GaveWayError(Exception):
    """Somebody wanted a page, and what was counted is to be counted again."""


class Queue:
    """Answers over one projection; any thread may ask."""

    def __init__(self, projection: Projection) -> None:
        self._projection = projection
        self._lock = Lock()
        self._turn, self._paging = Condition(), 0
        self._chosen: OrderedDict[tuple[object, ...], tuple[str, bool]] = OrderedDict()
        """By filter: the table of the numbers that match, and whether a page is found sooner by going through the queue
        than by putting these in order.
        """
        self._connection: sqlite3.Connection | None = None
        self._generation = -1
        self._names = count()

    def page(self, query: Query, after: Key | None, limit: int, *, back: bool) -> list[Found]:
        """See `store.engine.Engine.page`."""
        down, by, alike = back != query.order.back, column(query.order), place(query.order)
        with self._ahead(), self._asking(query) as (connection, condition, values):
            if after is not None:
                condition += f" AND ({by}, {alike}) {'<' if down else '>'} (?, ?)"
                values += after
            order = f"ORDER BY {by}{' DESC' if down else ''}, {alike}{' DESC' if down else ''} LIMIT ?"
            mine, reader = for_me(query)
            page = f"SELECT {_PAGE}, {mine}, {by} FROM {cases_in(query.order)}"  # noqa: S608 - of constants
            pages: list[list[tuple[Any, ...]]] = []
            for test, more in _standing_tests(query):  # each walks the queue of one standing, however long the others
                sql = f"{page} WHERE {condition}{test} {order}"
                pages.append(rows(connection, sql, (*reader, *values, *more, limit)))
        days = self._projection.fold.import_days
        parts = [[_found(row, query.order, days) for row in page] for page in pages]
        found = list(islice(merge(*parts, key=lambda one: one.key, reverse=down), limit))
        found = found[::-1] if back else found
        _must_follow([*([after] if after and not back else []), *(one.key for one in found)], down=query.order.back)
        return found

    def count(self, query: Query, before: Key | None) -> int:
        """See `store.engine.Engine.count`."""
        if (
            before is None
            and not query.touched
            and not query.order.own
            and all(term.word == "standing" for term in query.terms)
        ):
            with self._projection.reading() as connection:
                counts = standings(connection, query.reviewer if query.hides else None)
            return sum(counts.get(standing, 0) for standing in _standings(query))
        while True:
            try:
                return self._counted(query, before)
            except _GaveWayError:
                with self._turn:
                    self._turn.wait_for(lambda: not self._paging)

    def _counted(self, query: Query, before: Key | None) -> int:
        with self._asking(query, long=True) as (connection, condition, values):
            if (
                before is None
                and not query.touched
                and (waits := waiting(connection, query, standings(connection))) is not None
            ):
                return waits
            if before is not None:
                earlier = ">" if query.order.back else "<"
                condition += f" AND ({column(query.order)}, {place(query.order)}) {earlier} (?, ?)"
                values += before
            counted = 0
            for test, more in _standing_tests(query):
                sql = f"SELECT count(*) FROM {cases_in(query.order)} WHERE {condition}{test}"  # noqa: S608 - our words
                counted += rows(connection, sql, (*values, *more))[0][0]
        return counted

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._let_go()

    @contextmanager
    def _asking(self, query: Query, *, long: bool = False) -> Iterator[tuple[sqlite3.Connection, str, list[Any]]]:
        """A connection, and the condition of a query on `cases` with its values.

        What takes `long` holds no page up: where it needs the numbers that are kept beside the pages' connection, any
        page ends it with a `_GaveWayError`.
        """
        fixed = tuple(term for term in query.terms if not is_live(term))
        who = tuple(term for term in query.terms if is_live(term) and term.word != "standing")
        chosen = self._choose(fixed) if fixed and not self._is_kept(fixed) else None
        with self._projection.searching() if long and not fixed else self._connected() as connection:
            parts, values = [IN_FORCE], list[Any]()
            if query.order.own:
                parts, values = [*parts, "cast_last.name = ?"], [query.reviewer]
            if query.touched:
                parts.append(TOUCHED)
            if who:
                test, more = people(who, query, few=_has_few(connection, query.reviewer))
                parts, values = [*parts, test], [*values, *more]
            if fixed:
                name = chosen[0] if chosen else self._name(self._projection.fold.imports, fixed)
                if name not in self._chosen:
                    name, numbers = chosen or self._choose(fixed)
                    self._keep(connection, name, numbers)
                table, walks = self._chosen[name]
                number = "+number" if walks else "number"  # with + SQLite goes through the queue, and looks each up
                parts.append(f"{number} IN (SELECT number FROM {table})")  # noqa: S608 - our own names
            with self._giving_way(connection) if long and fixed else nullcontext():
                yield connection, " AND ".join(parts), values

    @contextmanager
    def _giving_way(self, connection: sqlite3.Connection) -> Iterator[None]:
        """Stop what is asked here as soon as a page is wanted."""
        connection.set_progress_handler(lambda: self._paging > 0, _STEPS)
        try:
            yield
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            raise _GaveWayError from None
        finally:
            connection.set_progress_handler(None, _STEPS)

    def _is_kept(self, fixed: tuple[Term, ...]) -> bool:
        with self._lock:
            self._forget_others()
            name = self._name(self._projection.fold.imports, fixed)
            if name in self._chosen:
                self._chosen.move_to_end(name)
            return name in self._chosen

    @staticmethod
    def _name(imported: int, fixed: tuple[Term, ...]) -> tuple[object, ...]:
        return (imported, *fixed)

    def _choose(self, fixed: tuple[Term, ...]) -> tuple[tuple[object, ...], "array[int]"]:
        """Which cases a filter chooses by what they say, as of which import, on a connection that holds nobody up."""
        condition, values = where(fixed)
        sql = f"SELECT number FROM cases WHERE {IN_FORCE} AND {condition}"  # noqa: S608 - of filter_sql
        with self._projection.searching() as searching, noticing():
            name = self._name(len(imports(searching)), fixed)
            return name, array("q", (number for (number,) in searching.execute(sql, values)))

    def _keep(self, connection: sqlite3.Connection, name: tuple[object, ...], numbers: "array[int]") -> None:
        table = f"chosen_{next(self._names)}"
        connection.execute(f"CREATE TEMP TABLE {table} (number INTEGER PRIMARY KEY)")
        connection.executemany(f"INSERT INTO {table} VALUES (?)", ((number,) for number in numbers))  # noqa: S608
        self._chosen[name] = table, not _are_few(connection, len(numbers))
        while len(self._chosen) > _KEPT:
            connection.execute(f"DROP TABLE {self._chosen.popitem(last=False)[1][0]}")

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """The connection of the pages to the projection as it is now, inside a transaction."""
        with self._lock:
            self._forget_others()
            if self._projection.alone:
                with self._projection.reading() as connection:
                    yield connection
                return
            if self._connection is None:
                self._connection = self._projection.connect()
            with self._projection.steady(self._connection):
                yield self._connection

    @contextmanager
    def _ahead(self) -> Iterator[None]:
        """Whoever wants a page goes before whoever counts."""
        with self._turn:
            self._paging += 1
        try:
            yield
        finally:
            with self._turn:
                self._paging -= 1
                self._turn.notify_all()

    def _forget_others(self) -> None:
        """Let a connection to an older projection go, with what was kept beside it."""
        if self._generation != self._projection.generation:
            self._let_go()
            self._generation = self._projection.generation

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._chosen.clear()


def _standings(query: Query) -> list[Standing]:
    """Where a case that matches may stand."""
    terms = [term for term in query.terms if term.word == "standing"]
    waits = query.waits if FOR_ME in query.terms else Standing
    return [one for one in Standing if one in waits and all((one == term.value) != term.negated for term in terms)]


def _standing_tests(query: Query) -> list[tuple[str, list[str]]]:
    wanted = _standings(query)
    if len(wanted) == len(Standing) and not by_standing(query.order):
        return [("", [])]
    tests = [(" AND standing = ?", [str(one)]) for one in wanted if not (query.hides and one is Standing.SECOND)]
    if query.hides:
        own = "EXISTS (SELECT 1 FROM votes WHERE votes.number = cases.number AND name = ?)"
        second = [str(Standing.SECOND), query.reviewer]
        tests += [(f" AND standing = ? AND NOT {own}", second)] if Standing.OPEN in wanted else []
        tests += [(f" AND standing = ? AND {own}", second)] if Standing.SECOND in wanted else []
    return tests


def _are_few(connection: sqlite3.Connection, matches: int) -> bool:
    """Whether a page is found sooner by putting all matches in order than by going through the queue for them."""
    [(cases,)] = rows(connection, "SELECT coalesce(max(number), 0) FROM cases")
    few: bool = matches**2 <= _ON_A_PAGE * cases
    return few


def _has_few(connection: sqlite3.Connection, reviewer: str) -> bool:
    sql = "SELECT count(*) FROM (SELECT 1 FROM votes WHERE name = ? LIMIT ?)"
    return _are_few(connection, rows(connection, sql, (reviewer, _MANY))[0][0])


def standings(connection: sqlite3.Connection, hides_from: str | None = None) -> dict[str, int]:
    """How many cases stand where; all that were imported stand somewhere. See `store.engine.Engine.counts`."""
    found = rows(connection, "SELECT standing, cases FROM standings")
    counts = {standing: cases for standing, cases in found if standing in list(Standing) and isinstance(cases, int)}
    if len(counts) != len(found) or sum(counts.values()) != sum(brought[4] for brought in imports(connection)):
        raise unsound()
    if hides_from is not None and (second := counts.get(Standing.SECOND)):
        sql = "SELECT count(*) FROM votes JOIN cases USING (number) WHERE name = ? AND standing = ?"
        own = rows(connection, sql, (hides_from, str(Standing.SECOND)))[0][0]
        counts |= {Standing.SECOND: own, Standing.OPEN: counts.get(Standing.OPEN, 0) + second - own}
    return counts


def other_fields(connection: sqlite3.Connection, name: str) -> list[str] | None:
    """See `store.engine.Engine.other_fields`."""
    each = f"FROM cases, json_each(cases.fields) AS field WHERE {IN_FORCE}"
    if rows(connection, f"SELECT 1 {each} AND fold(field.key) = fold(?) LIMIT 1", (name,)):
        return None
    return [key for (key,) in rows(connection, f"SELECT DISTINCT field.key {each}", ())]


def _must_follow(keys: list[Key], *, down: bool) -> None:
    """SQLite's index can be damaged where the rows are not."""
    if any(one == other or (one < other) == down for one, other in pairwise(keys)):
        raise unsound()


def _found(row: tuple[Any, ...], order: Order, days: dict[int, date]) -> Found:
    with noticing():
        number, batch, case_id, title, due, priority, flags, fields, hidden, _ = sealed(row[:11])
        return Found(
            key(order, row[-1], number),
            case_id,
            title,
            None if due == NO_DUE else date.fromisoformat(due),
            priority,
            tuple(msgspec.json.decode(flags)),
            msgspec.json.decode(fields),
            hidden,
            state_of(row[11:-2]),
            days.get(batch),
            bool(row[-2]),
            days.get(int(row[-1])) if order.by == "arrived" else None,
        )
