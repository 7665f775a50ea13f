"""Which column of a file tells its cases apart: the one that can be the id, two that can be it together, or none.

That values differ in one file does not make an id: among ten payments ten different accounts can stand, and the next
file brings them again, as revisions of cases that are others. So a column is an id only if it is called one, and if
there are enough rows to show it; but for one that is called nothing but id.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations, product

from store.proposing.column_profile import ColumnProfile, ColumnProfiles
from store.proposing.id_names import is_id, is_id_of_something, is_plain_id

_LONGEST = 64
ENOUGH = 20
"""Rows, each with another value, without which no name but id itself shows that a column is one."""
_PAIRS = 12
"""Pairs of columns that are watched at most."""


class Pairs:
    """Pairs of columns that may be an id together, such as an account and a day, watched from row to row.

    One of a pair is called an id, be it that of somebody else; the other holds days. Or both are called ids, one of
    them that of the case.
    """

    def __init__(self, first_rows: ColumnProfiles, room: int = 200_000) -> None:
        self._room = room
        filled = [one for one in first_rows if one.filled == first_rows.rows and one.repeated and _short(one)]
        own = [one.name for one in filled if is_id(one.name)]
        others = [one.name for one in filled if is_id_of_something(one.name)]
        days = [one.name for one in filled if one.date_format is not None and one.name not in own + others]
        pairs = [*product(own + others, days), *combinations(own, 2), *product(own, others)]
        self._seen: dict[tuple[str, str], set[int]] = {pair: set() for pair in pairs[:_PAIRS]}

    def add(self, row: Mapping[str, str]) -> None:
        """Take one more row into account."""
        for pair, seen in [*self._seen.items()]:
            values = row.get(pair[0], ""), row.get(pair[1], "")
            key = hash(values)
            if key in seen or len(seen) >= self._room or not all(0 < len(one) <= _LONGEST for one in values):
                del self._seen[pair]
            else:
                seen.add(key)

    @property
    def first(self) -> tuple[str, str] | None:
        """The first pair that no two rows share."""
        return next(iter(self._seen), None)


def id_columns(columns: Iterable[ColumnProfile], rows: int) -> list[ColumnProfile]:
    """The columns that are called ids, filled, and different in each row; the likeliest first."""
    found = [one for one in alone(columns, rows) if is_id(one.name) and (rows >= ENOUGH or is_plain_id(one.name))]
    return sorted((one for one in found if is_plain_id(one.name) or not _counts_rows(one, rows)), key=_rank)


def counting(columns: Iterable[ColumnProfile], rows: int) -> list[ColumnProfile]:
    """The columns that are called ids, and only number the rows."""
    if rows < ENOUGH:
        return []
    return [
        one for one in alone(columns, rows) if is_id(one.name) and not is_plain_id(one.name) and _counts_rows(one, rows)
    ]


def alone(columns: Iterable[ColumnProfile], rows: int) -> list[ColumnProfile]:
    """The columns that are filled and different in each row, and short enough to be typed."""
    return [one for one in columns if one.unique and one.filled == rows and _short(one)]


def shared_ids(columns: Iterable[ColumnProfile], rows: int) -> list[ColumnProfile]:
    """The columns that are called ids, are filled in each row, and have values that several rows share."""
    return [one for one in columns if is_id(one.name) and one.filled == rows and one.repeated and _short(one)]


def _rank(column: ColumnProfile) -> tuple[int, bool]:
    """Those of the case itself before those of what is in it; what is called nothing but id first."""
    return column.name.count("."), not is_plain_id(column.name)


def _counts_rows(column: ColumnProfile, rows: int) -> bool:
    """Whether it only numbers the rows of this file, as the next file's does its own."""
    span = column.numbers.span
    return span is not None and span[0].value in (0, 1) and span[1].value == span[0].value + rows - 1


def _short(column: ColumnProfile) -> bool:
    return column.names and column.longest <= _LONGEST and not column.structured
