"""What a table holds, whether it stands in a CSV file or on a sheet: how it is laid out, then each column.

The row that names the columns and the rows of totals are told from the first and last rows; each finding carries the
reason for it, for a person who knows better.
"""

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from msgspec import Struct

from store.errors import BadInput
from store.importing.header import Repeats, named, numbered
from store.importing.table_reader import TableRow
from store.model import Reject
from store.plural import plural
from store.proposing.column_profile import ColumnProfiles
from store.proposing.id_choice import Pairs
from store.proposing.second_header import SecondHeader, second_header
from store.proposing.text_form import FIRST_ROWS
from store.proposing.value_forms import DateForms, NumberForms
from store.text import listed, quoted

LAST_ROWS = 10
"""Rows at the end that may be totals."""
_HEADER_WITHIN = 50
_YEARS = range(1900, 2101)
_TOTALS = re.compile(
    "total|totals|subtotal|sum|summe|gesamt|gesamtsumme|saldo|kontostand|endsaldo|totale|somme|suma|viso|"
    "celkem|balance|итого|всего|итог|合計|总计|합계"
)
_MOST = 0.75
"""A header names so much of what the rows below it fill; a row above it fills less, or holds what stands in none."""
_NAMES = "the first row whose cells can be the names of all that stands below"
_WORDED_WITHIN = 3
"""Rows below the header that may name columns once more, or say what they hold."""
_UNKNOWN = re.compile(r"#?n\.?[/.]?a\.?|#?null!?|none|nan|nil|missing|[.?*–—-]+", re.IGNORECASE)
"""What programs and people write where nothing is known; it says as little of a column as a blank cell."""
_FULL = 3
"""A row that fills one cell where others fill so many is no row of theirs."""


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


class Layout(Struct, frozen=True):
    """Which rows of a table are cases, and the two columns that no two of them share, if one alone is no id.

    `second` are rows that name the columns in another way, and what columns are `called` with them; rows on the lines
    `worded` may do so too. In `empty` rows nothing stands, and `repeats` say the names once more.
    """

    header: HeaderRow
    totals: Totals
    pair: tuple[str, str] | None
    second: SecondHeader
    called: dict[str, str]
    worded: tuple[int, ...]
    empty: int
    repeats: Repeats
    remarks: tuple[str, ...]


class TableProfile(NamedTuple):
    """A table: how it is laid out, and what its columns hold."""

    layout: Layout
    columns: ColumnProfiles


def table_profile(
    rows: Iterator[TableRow | Reject], name: str, table: str = "the file", elsewhere: str = ""
) -> TableProfile:
    """What the rows of a table hold, by the name of its file. A row of a sheet ends with its last cell.

    Raises `BadInput` if there are none: that the `table` has none, and where others are to be found.
    """
    lines = (row for row in rows if not isinstance(row, Reject))
    first = list(islice(lines, FIRST_ROWS))
    if all(line.empty for line in first):
        raise BadInput(f"{name}: {table} holds only empty rows.{elsewhere}")
    second = second_header(first)
    first = [first[0], *first[len(second.lines) + 1 :]]
    header = HeaderRow(first[0].line, 0, "the first row") if second.lines else header_of(first)
    body = first[header.place + 1 :] if header.line else first
    repeats = Repeats(first[header.place].cells if header.line else [])
    sample = [line for line in body if not repeats.has(line.cells)]
    if not sample:
        raise BadInput(f"{name}: {table} has a header and no rows.{elsewhere}")
    if len(sample) < len(body):
        header = header._replace(guess="")
    names, remarks = _names(first, header, name)
    added = _Added(names, repeats, sample)
    held: deque[TableRow] = deque()
    for line in chain(body, lines):
        held.append(line)
        if len(held) > LAST_ROWS:
            added.add(held.popleft())
    totals = totals_of(sample[: len(sample) - LAST_ROWS] or sample, held)
    for line in list(held)[: len(held) - totals.rows]:
        added.add(line)
    layout = Layout(
        header=header,
        totals=totals,
        pair=added.pairs.first,
        second=second,
        called={names[place]: called for place, called in second.names.items()},
        worded=() if second.lines or not header.line else _worded(sample),
        empty=added.empty,
        repeats=repeats,
        remarks=tuple(remarks),
    )
    return TableProfile(layout, added.columns)


def _worded(rows: list[TableRow]) -> tuple[int, ...]:
    """The lines of the first rows that hold other text wherever those below hold numbers or dates."""
    found: list[int] = []
    shapes = _shapes(rows)
    for index, row in enumerate(rows[:_WORDED_WITHIN]):
        cells = [_at(row.cells, number) for number in shapes[index].values]
        words = [cell for cell in cells if cell and not _UNKNOWN.fullmatch(cell)]
        if not words or any(map(is_value, words)):
            break
        found.append(row.line)
    return tuple(found)


class _Added:
    """What the rows hold so far; one in which nothing stands, or the names of the columns, counts apart."""

    def __init__(self, names: list[str], repeats: Repeats, first: list[TableRow]) -> None:
        self._names = names
        self._repeats = repeats
        self.columns = ColumnProfiles(names)
        self.pairs = Pairs(self._of(first))
        self.empty = 0

    def add(self, line: TableRow) -> None:
        if line.empty:
            self.empty += 1
        elif self._repeats.has(line.cells):
            self._repeats.count(line.line)
        else:
            self.pairs.add(self._add(line, self.columns))

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


def _names(rows: list[TableRow], header: HeaderRow, name: str) -> tuple[list[str], list[str]]:
    if not header.line:
        return numbered(len(rows[0].cells)), []
    return named(rows[header.place].cells, None, f"{name}: row {header.line}")


def header_of(rows: Sequence[TableRow]) -> HeaderRow:
    """Which of the first rows of a table names its columns.

    Above it stands nothing that can be a case: rows that fill far fewer cells, or that hold text where those below have
    numbers. Of several that can be names the fullest counts, if what stands below it is of another kind; of one of
    groups of columns, which mostly repeats itself, and one of the columns below it that does not, the latter.
    """
    found, most, told = -1, 0, 0
    shapes = _shapes(rows)
    for index, row in enumerate(rows[:_HEADER_WITHIN]):
        below = [other.cells for other in rows[index + 1 :]]
        filled = _filled(row.cells)
        if _leaves_blank(row.cells, below) and (index or not _lacks_only_names(row.cells, below)):
            continue
        if index and not below:
            break
        shape = shapes[index]
        above_values = sum(1 for number in shape.values if _at(row.cells, number))
        if _can_name(row.cells, below) and (above_values or not _repeats_as_cases_do(row.cells, below)):
            of_groups = found >= 0 and _mostly_repeats(rows[found].cells) and above_values >= told
            names_each = of_groups and not _mostly_repeats(row.cells) and not _said_again(row.cells, below)
            if found < 0 or ((filled > most or names_each) and above_values):
                found, most, told = index, filled, above_values
        elif not _is_strange(row.cells, shape):
            break
    if found < 0:
        return HeaderRow(0, 0, f"no row above the others names the columns: the first {_why_no_names(rows)}")
    names = listed([cell.strip() for cell in rows[found].cells if cell.strip()], 3)
    return HeaderRow(rows[found].line, found, f"{names}: {_NAMES}" if found else "the first row", "" if told else names)


def _why_no_names(rows: Sequence[TableRow]) -> str:
    """What the first row does that a header does not."""
    cells, below = rows[0].cells if rows else [], [row.cells for row in rows[1:]]
    if any(map(is_value, cells)):
        return "holds numbers or dates itself"
    if _leaves_blank(cells, below):
        return f"fills {plural(_filled(cells), 'cell')} of {_usually_filled(below)}"
    return "holds the same in several columns, and so do rows below it"


def totals_of(rows: Sequence[TableRow], last: Iterable[TableRow]) -> Totals:
    """Which of the `last` rows are no cases, told from others that are."""
    usual = _usually_filled([row.cells for row in rows])
    begins_with_values = bool(rows) and all(
        is_value(row.cells[0]) for row in rows if row.cells and row.cells[0].strip()
    )
    firsts = [row.cells[0].strip() for row in rows if row.cells]
    # Where names are of several words, a note is known by its length.
    longest = 2 * max(map(len, firsts), default=0) if any(" " in one for one in firsts) else 0
    count, reason = 0, ""
    for number, row in enumerate(reversed(list(last)), 1):
        first = next((cell.strip() for cell in row.cells if cell.strip()), "")
        filled = _filled(row.cells)
        if not filled:
            continue
        if _is_total(first) and (filled < usual or begins_with_values):
            reason = f"it begins with {quoted(first)}: a total, and no case"
        elif filled == 1 and usual >= _FULL and " " in first and len(first) > longest:
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


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def _usually_filled(rows: Sequence[Sequence[str]]) -> int:
    """How many cells those rows fill which are fuller than three in four."""
    counts = sorted(filled for cells in rows if (filled := _filled(cells)))
    return counts[len(counts) * 3 // 4] if counts else 1


def _can_name(cells: list[str], below: list[list[str]]) -> bool:
    names = [cell for cell in cells if cell.strip()]
    if not names:
        return False
    values = [number for number, cell in enumerate(cells) if is_value(cell)]
    if not values:
        return True
    # Years are names of columns too, where what stands below them is no year.
    return len(values) < len(names) and all(_is_year(cells[n]) and not _years(n, below) for n in values)


def _mostly_repeats(cells: Sequence[str]) -> bool:
    """Whether a row says most of what it says several times."""
    names = [cell.strip() for cell in cells if cell.strip()]
    return len(set(names)) < len(names) / 2


def _repeats_as_cases_do(cells: list[str], below: list[list[str]]) -> bool:
    """Whether a row mostly repeats itself, and stands in this among others that do so in the same columns."""
    return _mostly_repeats(cells) and 2 * len(_said_again(cells, below)) > _filled(cells)


def _said_again(cells: list[str], below: list[list[str]]) -> set[int]:
    """The columns in which rows below one hold what it holds; that it may stand there once more as it is aside."""
    names = [cell.strip() for cell in cells]
    others = [row for row in ([cell.strip() for cell in other] for other in below) if row != names]
    return {n for n, name in enumerate(names) if name and any(n < len(row) and row[n] == name for row in others)}


def _leaves_blank(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row fills far fewer cells than those below it."""
    return _filled(cells) < _usually_filled(below) * _MOST


def _lacks_only_names(cells: list[str], below: list[list[str]]) -> bool:
    """Whether a row is blank where most of those below it hold something: pandas and R name no index of theirs.

    It fills half of what they fill. A title, which stands alone in the first cell, is no such row. Who adds a column
    for remarks names it last of all, or never: a row that lacks nothing but that name needs no more.
    """
    held = [other for other in below if _filled(other)]
    blanks = [number for number, cell in enumerate(cells) if not cell.strip()]
    filled = len(cells) - len(blanks)
    if not held or filled * 2 < _usually_filled(held) or (filled == 1 and cells[0].strip()):
        return False
    if filled > 1 and blanks == [filled] and max(map(len, held)) == len(cells):
        return True
    return any(sum(1 for other in held if _at(other, number)) >= len(held) * _MOST for number in blanks)


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
