"""What a table holds, whether it stands in a CSV file or on a sheet: its layout by its first rows, then each column."""

import re
from collections import deque
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from msgspec import Struct

from store.errors import BadInput
from store.importing.cell_kinds import UNUSABLE
from store.importing.header import named, numbered
from store.importing.table_reader import TableRow
from store.model import Reject
from store.proposing.column_profile import ColumnProfiles
from store.proposing.id_choice import Pairs
from store.proposing.table_layout import (
    FIRST_ROWS,
    LAST_ROWS,
    HeaderRow,
    Totals,
    header_of,
    second_headers,
    totals_of,
)
from store.text import quoted

_DIGITS = re.compile(r"0x[0-9a-f]+|[0-9,]+")
"""What differs between rejects that have one reason."""


class Rejects(Struct, frozen=True):
    """Rows that import will reject for one reason: how many, the line of the first, and what is said of that."""

    rows: int
    line: int
    reason: str


class Layout(Struct, frozen=True):
    """Which rows of a table are cases, and the two columns that no two of them share, if one alone is no id.

    `second` are the lines of rows that name the columns once more. `rejects` cannot be read, `uneven` rows have
    another number of cells than the header: both are rejected by import. In `empty` rows nothing stands.
    """

    header: HeaderRow
    totals: Totals
    pair: tuple[str, str] | None
    second: tuple[int, ...]
    rejects: tuple[Rejects, ...]
    uneven: int
    empty: int
    remarks: tuple[str, ...]

    @property
    def rejected(self) -> int:
        """The rows that import will reject."""
        return self.uneven + sum(one.rows for one in self.rejects)


class TableProfile(NamedTuple):
    """A table: how it is laid out, and what its columns hold."""

    layout: Layout
    columns: ColumnProfiles


def table_profile(rows: Iterator[TableRow | Reject], name: str, *, is_sheet: bool = False) -> TableProfile:
    """What the rows of a table hold; raises `BadInput` if there are none. A row of a sheet ends with its last cell."""
    lines = _Lines(rows)
    first = list(islice(lines, FIRST_ROWS))
    if all(line.empty for line in first):
        raise BadInput(f"{name}: the {'sheet' if is_sheet else 'file'} holds only empty rows.")
    second = second_headers(first)
    if second:
        first = [first[0], *first[len(second) + 1 :]]
    header = header_of(first)
    body = first[header.place + 1 :] if header.line else first
    if not body:
        raise BadInput(f"{name}: the file has a header and no rows.")
    names, remarks = _names(first, header, name)
    added = _Added(names, body, is_sheet)
    held: deque[TableRow] = deque()
    for line in chain(body, lines):
        held.append(line)
        if len(held) > LAST_ROWS:
            added.add(held.popleft())
    totals = totals_of(body[: len(body) - LAST_ROWS] or body, held)
    for line in list(held)[: len(held) - totals.rows]:
        added.add(line)
    layout = Layout(
        header=header,
        totals=totals,
        pair=added.pairs.first,
        second=tuple(line.line for line in second),
        rejects=(*lines.rejects.values(), *added.rejects.values()),
        uneven=added.uneven,
        empty=added.empty,
        remarks=tuple(remarks),
    )
    return TableProfile(layout, added.columns)


class _Lines(Iterator[TableRow]):
    """The rows that can be read; the others are counted by what is wrong with them."""

    def __init__(self, rows: Iterator[TableRow | Reject]) -> None:
        self._rows = rows
        self.rejects: dict[str, Rejects] = {}

    def __next__(self) -> TableRow:
        while isinstance(row := next(self._rows), Reject):
            _count(self.rejects, _DIGITS.sub("", row.reason), row.line, row.reason)
        return row


class _Added:
    """What the rows hold so far; one in which nothing stands counts apart."""

    def __init__(self, names: list[str], first: list[TableRow], may_be_short: bool) -> None:
        self._names = names
        self._may_be_short = may_be_short
        self.columns = ColumnProfiles(names)
        self.pairs = Pairs(self._of(first))
        self.rejects: dict[str, Rejects] = {}
        self.uneven = self.empty = 0

    def add(self, line: TableRow) -> None:
        if line.empty:
            self.empty += 1
            return
        for column, kind in line.kinds.items():
            if kind in UNUSABLE and column < len(self._names):
                said = f"column {quoted(self._names[column])}: {UNUSABLE[kind].format(quoted(line.cells[column]))}"
                _count(self.rejects, kind, line.line, said)
                break
        row = self._add(line, self.columns)
        self.pairs.add(row)
        width = len(self._names)
        self.uneven += any(line.cells[width:]) or (len(line.cells) < width and not self._may_be_short)

    def _of(self, lines: list[TableRow]) -> ColumnProfiles:
        columns = ColumnProfiles(self._names)
        for line in lines:
            self._add(line, columns)
        return columns

    def _add(self, line: TableRow, columns: ColumnProfiles) -> dict[str, str]:
        row = dict(zip(self._names, line.cells, strict=False))
        columns.begin_row()
        for name, cell in row.items():
            columns.add(name, cell)
        return row


def _count(rejects: dict[str, Rejects], kind: str, line: int, reason: str) -> None:
    before = rejects.get(kind)
    rejects[kind] = Rejects(before.rows + 1, before.line, before.reason) if before else Rejects(1, line, reason)


def _names(rows: list[TableRow], header: HeaderRow, name: str) -> tuple[list[str], list[str]]:
    if not header.line:
        return numbered(len(rows[0].cells)), []
    return named(rows[header.place].cells, None, f"{name}: row {header.line}")
