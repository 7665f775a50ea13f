"""Rows that have the same id, brought together, in the order in which each id stands first.

They are kept in a nameless SQLite file, which is on the disk only where memory is short, and gone with the program.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

from store.errors import BadInput
from store.importing.places import Row
from store.importing.rejects import BadRow, reject
from store.model import Reject

_TABLE = "create table rows(seq integer primary key, id text not null, row text not null)"
_ROWS = "select row from rows join (select id, min(seq) first from rows group by id) using (id) order by first, seq"


def grouped(rows: Iterator[Row | Reject], id_of: Callable[[Row], str], name: str) -> Iterator[list[Row] | Reject]:
    """The rows of each case, after the rejects; raises `BadInput` if there is no room for them."""
    try:
        with closing(sqlite3.connect("")) as kept:
            kept.execute(_TABLE)
            for row in rows:
                if isinstance(row, Reject):
                    yield row
                    continue
                try:
                    kept.execute("insert into rows(id, row) values (?, ?)", (_key(id_of(row)), json.dumps(row)))
                except BadRow as bad:
                    yield reject(name, row.line, bad.column, bad.reason, row.text, row.object)
            kept.execute("create index by_id on rows(id)")
            yield from _groups(kept, id_of)
    except sqlite3.Error as error:
        raise BadInput(f"{name}: its rows cannot be brought together: {error}.") from None


def _groups(kept: sqlite3.Connection, id_of: Callable[[Row], str]) -> Iterator[list[Row]]:
    group: list[Row] = []
    for (text,) in kept.execute(_ROWS):
        row = Row(*json.loads(text))
        if group and id_of(group[0]) != id_of(row):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _key(case_id: str) -> str:
    """The id, such that SQLite can hold it, and two that differ still do."""
    return json.dumps(case_id)
