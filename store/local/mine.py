"""What a filter asks of the reader's own work: `for:me`, `again:me` and `done:`, as SQL over the projection."""

import sqlite3
from datetime import datetime

from store.case.state import AT_WORK
from store.engine import Query
from store.filters import Term
from store.local.schema import IN_FORCE, rows
from store.model import Standing

FOR_ME = Term("for", "me")
_STEPPED_OFF = Term("recused", "me", negated=True)
_OWN = """
SELECT number FROM seeing WHERE name = ? UNION SELECT number FROM recused WHERE name = ?
UNION SELECT number FROM shown WHERE name = ? UNION SELECT number FROM withdrawn WHERE name = ?
UNION SELECT number FROM reading WHERE at > ?
"""
"""The cases that may stand at one of `Query.waits` and wait for others all the same."""


def done(term: Term, reviewer: str) -> tuple[str, list[object]]:
    """What the reviewer voted on or settled, and when last: by the index of what they did."""
    own, values = "SELECT number FROM cast_last WHERE name = ?", [reviewer]
    if term.value == "none":
        return f"number NOT IN ({own})", [*values]
    return f"number IN ({own} AND day {term.comparison} ?)", [*values, term.value]


def again(reviewer: str) -> tuple[str, list[object]]:
    """What the reviewer voted on or settled in a round that is over, and not in the one that has begun since.

    What is decided by now asks for nobody, and what they stepped off not for them.
    """
    cast = "number IN (SELECT number FROM cast_last WHERE name = ?)"
    decided = "EXISTS (SELECT 1 FROM decisions WHERE decisions.number = cases.number)"
    return f"({cast} AND NOT ({_of('deciding')} OR {_of('recused')} OR {decided}))", [reviewer, reviewer, reviewer]


def for_me(query: Query) -> tuple[str, list[object]]:
    """What waits for this reviewer to be voted on or settled, and is read by nobody else now.

    Whether a case waits for a first or a second vote is asked alike, so that a blind reader cannot tell by it.
    """
    me, stands = query.reviewer, ", ".join("?" for _ in query.waits)
    at_work = f"by.number = cases.number AND by.name != ? AND by.at > ? AND NOT {_of('recused', 'by.name')}"
    if not query.hides:  # with a blind queue who has voted counts as reading it on: see `store.case.state.readers`
        at_work += f" AND NOT {_of('votes', 'by.name')}"
    tests: list[tuple[str, list[object]]] = [
        (f"standing IN ({stands})", [*map(str, query.waits)]),
        (f"NOT ({_of('votes')} OR {_of('recused')})", [me, me]),
        (f"NOT (standing != ? AND ({_of('seeing')} OR {_of('shown')}))", [str(Standing.CONFLICT), me, me]),
        (f"NOT (standing = ? AND {_of('withdrawn')})", [str(Standing.CONFLICT), me]),
        (f"NOT EXISTS (SELECT 1 FROM reading AS by WHERE {at_work})", [me, _since(query)]),  # noqa: S608
    ]
    if query.separate:
        brought = "SELECT 1 FROM revisions JOIN imports ON imports.number = revisions.batch"
        tests.append((f"NOT EXISTS ({brought} WHERE revisions.number = cases.number AND imports.by = ?)", [me]))
    condition = " AND ".join(test for test, _ in tests)
    return f"({condition})", [value for _, values in tests for value in values]


def waiting(connection: sqlite3.Connection, query: Query, standings: dict[str, int]) -> int | None:
    """How many cases are `for:me`, if the query asks for that alone: of all that stand so, those of its own are taken.

    None where it asks for more. `standings` says how many stand where, hidden from nobody.
    """
    if not {FOR_ME} <= set(query.terms) <= {FOR_ME, _STEPPED_OFF} or query.separate:
        return None
    condition, values = for_me(query)
    stands = ", ".join("?" for _ in query.waits)
    waits = [*map(str, query.waits)]
    sql = f"""
    SELECT count(*) FROM cases WHERE number IN ({_OWN})
    AND {IN_FORCE} AND standing IN ({stands}) AND NOT {condition}
    """  # noqa: S608 - of our own words
    me = query.reviewer
    [(others,)] = rows(connection, sql, (me, me, me, me, _since(query), *waits, *values))
    total: int = sum(standings.get(one, 0) for one in waits) - others
    return total


def lapsed(connection: sqlite3.Connection, since: datetime, until: datetime) -> bool:
    """See `store.engine.Engine.lapsed`."""
    sql = "SELECT 1 FROM reading WHERE at > ? AND at <= ? LIMIT 1"
    return bool(rows(connection, sql, (at_text(since - AT_WORK), at_text(until - AT_WORK))))


def _of(table: str, name: str = "?") -> str:
    return f"EXISTS (SELECT 1 FROM {table} WHERE {table}.number = cases.number AND {table}.name = {name})"  # noqa: S608


def _since(query: Query) -> str:
    return at_text(query.now - AT_WORK) if query.now else "~"


def at_text(at: datetime) -> str:
    """A time in UTC as the projection holds it, in which texts follow one another as times do."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f")
