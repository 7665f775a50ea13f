"""What a table holds, whether it stands in a CSV file or on a sheet: its layout by its first rows, then each column."""

from collections import deque
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from msgspec import Struct

from store.errors import BadInput
from store.importing.column_profile import ColumnProfiles
from store.importing.header import named
from store.importing.id_choice import Pairs
from store.importing.table_layout import FIRST_ROWS, LAST_ROWS, HeaderRow, Line, Totals, header_of, totals_of
from store.importing.table_reader import TableRow
from store.model import Reject


class Layout(Struct, frozen=True):
    """Which rows of a table are cases, and the two columns that no two of them share, if one alone is no id.

    `uneven` counts rows that have another number of cells than the header, or that cannot be read at all, and `empty`
    those above the totals in which nothing stands.
    """

    header: HeaderRow
    totals: Totals
    pair: tuple[str, str] | None
    uneven: int
    empty: int
    remarks: tuple[str, ...]


class TableProfile(NamedTuple):
    """A table: how it is laid out, and what its columns hold."""

    layout: Layout
    columns: ColumnProfiles


def table_profile(rows: Iterator[TableRow | Reject], name: str, *, is_sheet: bool = False) -> TableProfile:
    """What the rows of a table hold; raises `BadInput` if there are none. A row of a sheet ends with its last cell."""
    lines = _Lines(rows)
    first = list(islice(lines, FIRST_ROWS))
    if not any(any(line.cells) for line in first):
        raise BadInput(f"{name}: the file holds only empty rows.")
    header = header_of(first)
    body = first[header.place + 1 :] if header.line else first
    if not body:
        raise BadInput(f"{name}: the file has a header and no rows.")
    names, remarks = _names(first, header, name)
    added = _Added(names, body, is_sheet)
    held: deque[Line] = deque()
    for line in chain(body, lines):
        held.append(line)
        if len(held) > LAST_ROWS:
            added.add(held.popleft())
    totals = totals_of(body[: len(body) - LAST_ROWS] or body, held)
    for line in list(held)[: len(held) - totals.rows]:
        added.add(line)
    uneven = lines.broken + added.uneven
    return TableProfile(Layout(header, totals, added.pairs.first, uneven, added.empty, tuple(remarks)), added.columns)


class _Lines(Iterator[Line]):
    """The rows that can be read; the others are counted."""

    def __init__(self, rows: Iterator[TableRow | Reject]) -> None:
        self._rows = rows
        self.broken = 0

    def __next__(self) -> Line:
        while isinstance(row := next(self._rows), Reject):
            self.broken += 1
        return Line(row.line, row.cells)


class _Added:
    """What the rows hold so far; one in which nothing stands counts apart."""

    def __init__(self, names: list[str], first: list[Line], may_be_short: bool) -> None:
        self._names = names
        self._may_be_short = may_be_short
        self.columns = ColumnProfiles(names)
        self.pairs = Pairs(self._of(first))
        self.uneven = self.empty = 0

    def add(self, line: Line) -> None:
        if not any(line.cells):
            self.empty += 1
            return
        row = self._add(line, self.columns)
        self.pairs.add(row)
        width = len(self._names)
        self.uneven += any(line.cells[width:]) or (len(line.cells) < width and not self._may_be_short)

    def _of(self, lines: list[Line]) -> ColumnProfiles:
        columns = ColumnProfiles(self._names)
        for line in lines:
            self._add(line, columns)
        return columns

    def _add(self, line: Line, columns: ColumnProfiles) -> dict[str, str]:
        row = dict(zip(self._names, line.cells, strict=False))
        columns.begin_row()
        for name, cell in row.items():
            columns.add(name, cell)
        return row


def _names(rows: list[Line], header: HeaderRow, name: str) -> tuple[list[str], list[str]]:
    if not header.line:
        return [f"column {number}" for number in range(1, len(rows[0].cells) + 1)], []
    return named(rows[header.place].cells, None, f"{name}: row {header.line}")
