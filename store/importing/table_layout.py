"""How a table is laid out, told from its first rows: the delimiter, the row that names the columns, the rows of totals.

Each finding carries the reason for it, for a person who knows better.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from store.importing.date_forms import DateForms
from store.importing.number_forms import NumberForms
from store.text import quoted

DELIMITERS = {"\t": "a tab", ";": "a semicolon", "|": "a bar", ",": "a comma"}
"""Tried in this order: of two that fit equally well the one that is rarer in sentences is taken."""
FIRST_ROWS = 200
"""Rows among which the header is looked for, and by which the delimiter is told."""
LAST_ROWS = 10
"""Rows at the end that may be totals."""
_HEADER_WITHIN = 50
_YEARS = range(1900, 2101)
_TOTALS = re.compile(
    "total|totals|subtotal|sum|summe|gesamt|gesamtsumme|saldo|kontostand|endsaldo|totale|somme|suma|viso|"
    "celkem|balance|итого|всего|итог|合計|总计|합계"
)
_MOST = 0.75
"""A header names so much of what the rows below it fill, and rows above it fill less."""
_NAMES = "the first row whose cells can be the names of all that stands below"
_FULL = 3
"""A row that fills one cell where others fill so many is no row of theirs."""


class Delimiter(NamedTuple):
    """What stands between cells, and how many a row has with it."""

    mark: str
    reason: str


class HeaderRow(NamedTuple):
    """The line of the row that names the columns, 0 if none does; its place among the rows."""

    line: int
    place: int
    reason: str


class Totals(NamedTuple):
    """How many rows at the end are no cases, and why."""

    rows: int
    reason: str


class Line(NamedTuple):
    """A row of a table by its line."""

    line: int
    cells: list[str]


def delimiter_of(text: str) -> Delimiter | None:
    """What separates the cells in the beginning of a file; None if each row is one cell."""
    best: tuple[float, int, str] = (0.0, 1, "")
    for mark in DELIMITERS:
        widths = Counter(_widths(text, mark))
        if not widths:
            continue
        width, rows = max(widths.items(), key=lambda one: (one[1], one[0]))
        if width > 1 and (rows / widths.total(), width) > best[:2]:
            best = (rows / widths.total(), width, mark)
            said = f"{DELIMITERS[mark]}: {rows:,} of the first {widths.total():,} rows have {width:,} cells with it"
    return Delimiter(best[2], said) if best[2] else None


def header_of(rows: Sequence[Line]) -> HeaderRow:
    """Which of the first rows of a table names its columns. Above it stand only rows that fill far fewer cells."""
    for index, row in enumerate(rows[:_HEADER_WITHIN]):
        below = [other.cells for other in rows[index + 1 :]]
        if index and not below:
            break
        usual = _usually_filled(below)
        if _filled(row.cells) >= usual * _MOST and _can_name(row.cells, below):
            return HeaderRow(row.line, index, "the first row" if index == 0 else f"{_few(row.cells)}: {_NAMES}")
        if _filled(row.cells) >= usual * _MOST:
            break
    return HeaderRow(0, 0, "no row above the others names the columns: the first holds numbers or dates itself")


def totals_of(rows: Sequence[Line], last: Iterable[Line]) -> Totals:
    """Which of the `last` rows are no cases, told from others that are."""
    usual = _usually_filled([row.cells for row in rows])
    begins_with_values = bool(rows) and all(
        is_value(row.cells[0]) for row in rows if row.cells and row.cells[0].strip()
    )
    firsts_are_phrases = any(" " in row.cells[0].strip() for row in rows if row.cells)
    count, reason = 0, ""
    for number, row in enumerate(reversed(list(last)), 1):
        first = next((cell.strip() for cell in row.cells if cell.strip()), "")
        filled = _filled(row.cells)
        if not filled:
            continue
        if _is_total(first) and (filled < usual or begins_with_values):
            reason = f"it begins with {quoted(first)}: a total, and no case"
        elif filled == 1 and usual >= _FULL and " " in first and not firsts_are_phrases:
            reason = f"{quoted(first)} is all that it says, where others fill {usual} cells"
        else:
            break
        count = number
    return Totals(count, reason)


def is_value(text: str) -> bool:
    """Whether a cell holds a number or a date, so that it hardly names a column."""
    dates, numbers = DateForms(), NumberForms()
    dates.add(text.strip())
    numbers.add(text.strip())
    return bool(dates.formats or numbers.any)


def _is_total(text: str) -> bool:
    return any(_TOTALS.fullmatch(word) for word in text.casefold().replace(":", " ").split())


def _widths(text: str, mark: str) -> list[int]:
    widths = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            if any(cell.strip() for cell in cells):
                widths.append(len(cells))
            if len(widths) == FIRST_ROWS:
                break
    except csv.Error:
        return widths
    return widths


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _usually_filled(rows: Sequence[Sequence[str]]) -> int:
    """How many cells those rows fill which are fuller than three in four."""
    counts = sorted(filled for cells in rows if (filled := _filled(cells)))
    return counts[len(counts) * 3 // 4] if counts else 1


def _can_name(cells: list[str], below: list[list[str]]) -> bool:
    names = [cell.strip() for cell in cells if cell.strip()]
    if not names or len(set(names)) < len(names) / 2:
        return False
    values = [number for number, cell in enumerate(cells) if is_value(cell)]
    if not values:
        return True
    # Years are names of columns too, where what stands below them is no year.
    return len(values) < len(names) and all(_is_year(cells[n]) and not _years(n, below) for n in values)


def _years(column: int, below: list[list[str]]) -> bool:
    return any(_is_year(cells[column]) for cells in below if column < len(cells))


def _is_year(text: str) -> bool:
    return text.strip().isascii() and text.strip().isdigit() and int(text) in _YEARS


def _few(cells: Sequence[str]) -> str:
    names = [quoted(cell.strip()) for cell in cells if cell.strip()]
    return ", ".join(names[:3]) + (" ..." if len(names) > 3 else "")
