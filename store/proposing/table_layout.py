"""How a table is laid out, told from its first rows: the delimiter, the row that names the columns, the rows of totals.

Each finding carries the reason for it, for a person who knows better.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from store.importing.table_reader import TableRow
from store.proposing.value_forms import DateForms, NumberForms
from store.text import listed, quoted

DELIMITERS = {"\t": "a tab", ";": "a semicolon", "|": "a bar", ",": "a comma"}
"""Tried in this order: of two that fit equally well the one that is rarer in sentences is taken."""
FIRST_ROWS = 200
"""Rows among which the header is looked for, and by which the delimiter is told."""
LAST_ROWS = 10
"""Rows at the end that may be totals."""
_HEADER_WITHIN = 50
_SECOND_WITHIN = 4
_YEARS = range(1900, 2101)
_TOTALS = re.compile(
    "total|totals|subtotal|sum|summe|gesamt|gesamtsumme|saldo|kontostand|endsaldo|totale|somme|suma|viso|"
    "celkem|balance|итого|всего|итог|合計|总计|합계"
)
_TIGHT = re.compile(r",(?=\S)")
_MOST = 0.75
"""A header names so much of what the rows below it fill; a row above it fills less, or holds what stands in none."""
_IMPORT_ID = '{"ImportId"'
"""So begins each cell of the third row of what Qualtrics exports; the second holds the questions."""
_NAMES = "the first row whose cells can be the names of all that stands below"
_FULL = 3
"""A row that fills one cell where others fill so many is no row of theirs."""


class Delimiter(NamedTuple):
    """What stands between cells, and how many a row has with it."""

    mark: str
    reason: str


class HeaderRow(NamedTuple):
    """The line of the row that names the columns, 0 if none does; its place among the rows.

    If it differs in nothing from what stands below it, it is a `guess`, and says the names.
    """

    line: int
    place: int
    reason: str
    guess: str = ""


class Totals(NamedTuple):
    """How many rows at the end are no cases, and why."""

    rows: int
    reason: str


class _Shape(NamedTuple):
    """In which columns rows hold numbers and dates, and in which other text, but for a third of them."""

    values: frozenset[int]
    words: frozenset[int]


def delimiter_of(text: str) -> Delimiter | None:
    """What separates the cells in the beginning of a file; None if each row is one cell.

    It separates most of what stands there, and most rows alike: of twenty rows of seven cells more than of twenty-one
    of two, which a comma in a number makes.
    """
    best: tuple[float, str] = (0.0, "")
    for mark in DELIMITERS:
        widths = Counter() if mark == "," and _only_in_sentences(text) else Counter(_widths(text, mark))
        for width, rows in widths.items():
            cut = (width - 1) * (rows / widths.total()) ** 2
            if cut > best[0]:
                best = (cut, mark)
                said = f"{DELIMITERS[mark]}: {rows:,} of the first {widths.total():,} rows have {width:,} cells with it"
    if not best[1] and "," in text and _only_in_sentences(text):
        return Delimiter("\t", "a tab stands nowhere: each row is one cell, and commas stand only in its sentences")
    return Delimiter(best[1], said) if best[1] else None


def _only_in_sentences(text: str) -> bool:
    """Whether commas stand only within the sentences of a column: none in its name, each before a blank."""
    return "," not in text.lstrip().partition("\n")[0] and not _TIGHT.search(text)


def header_of(rows: Sequence[TableRow]) -> HeaderRow:
    """Which of the first rows of a table names its columns.

    Above it stands nothing that can be a case: rows that fill far fewer cells, or that hold text where those below have
    numbers. Of several that can be names the fullest counts, if what stands below it is of another kind.
    """
    found, most, told = -1, 0, 0
    shapes = _shapes(rows)
    for index, row in enumerate(rows[:_HEADER_WITHIN]):
        below = [other.cells for other in rows[index + 1 :]]
        filled = _filled(row.cells)
        if filled < _usually_filled(below) * _MOST:
            continue
        if index and not below:
            break
        shape = shapes[index]
        if _can_name(row.cells, below):
            above_values = sum(1 for number in shape.values if _at(row.cells, number))
            if found < 0 or (filled > most and above_values):
                found, most, told = index, filled, above_values
        elif not _is_strange(row.cells, shape):
            break
    if found < 0:
        return HeaderRow(0, 0, "no row above the others names the columns: the first holds numbers or dates itself")
    names = listed([cell.strip() for cell in rows[found].cells if cell.strip()], 3)
    return HeaderRow(rows[found].line, found, f"{names}: {_NAMES}" if found else "the first row", "" if told else names)


def second_headers(rows: Sequence[TableRow]) -> Sequence[TableRow]:
    """The rows below the first that name the columns anew, as Qualtrics writes them: no cases."""
    for index, row in enumerate(rows[1:_SECOND_WITHIN], 1):
        filled = [cell for cell in row.cells if cell.strip()]
        if filled and all(cell.startswith(_IMPORT_ID) for cell in filled):
            return rows[1 : index + 1]
    return ()


def totals_of(rows: Sequence[TableRow], last: Iterable[TableRow]) -> Totals:
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
    numbers = NumberForms()
    numbers.add(text.strip())
    if numbers.any:
        return True
    dates = DateForms()
    dates.add(text.strip())
    return bool(dates.formats)


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


def _shapes(rows: Sequence[TableRow]) -> dict[int, _Shape]:
    """For each of the first rows the shape of what stands below it."""
    shapes: dict[int, _Shape] = {}
    filled, values = Counter[int](), Counter[int]()
    for index in range(min(len(rows), 2 * _HEADER_WITHIN) - 1, -1, -1):
        if index < _HEADER_WITHIN:
            numbers = frozenset(one for one in filled if values[one] * 3 >= filled[one] * 2)
            words = frozenset(one for one in filled if values[one] * 3 <= filled[one])
            shapes[index] = _Shape(numbers, words)
        for number, cell in enumerate(rows[index].cells):
            if cell.strip():
                filled[number] += 1
                values[number] += is_value(cell)
    return shapes


def _is_strange(cells: Sequence[str], shape: _Shape) -> bool:
    """Whether a row holds other text where those below hold numbers, or a number where they hold none."""
    return any(
        cell.strip() and number in (shape.words if is_value(cell) else shape.values)
        for number, cell in enumerate(cells)
    )


def _at(cells: Sequence[str], number: int) -> str:
    return cells[number].strip() if number < len(cells) else ""
