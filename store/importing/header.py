"""The names of a table's columns, from the row that holds them."""

from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from store.errors import BadInput
from store.limits import COLUMNS, NAME
from store.text import blank, quoted

FIELD = "field."
"""Stands before the names of fields in what this program exports."""
_DELIMITERS = ";\t|,"
_TOLD = 2
"""Cells by which a row can be told to be a header: one alone may be a value like any other."""
_BEGINS = 180
"""Characters of a name that is longer than any may be, as questions of a survey are, by which it is called."""


class Repeats:
    """Rows that say the names of the columns once more, as in files that were joined and reports of several pages.

    They are no cases: they are left out, and counted, `first` being the line of the first.
    """

    def __init__(self, header: Sequence[str]) -> None:
        names = [cell.strip() for cell in header]
        filled = sum(map(bool, names))
        self._names = names if filled >= _TOLD else []
        self._sorted = sorted(names) if filled > _TOLD else []
        self.rows = self.first = 0

    def has(self, cells: Sequence[str]) -> bool:
        """Whether a row is one."""
        pairs = zip_longest(cells, self._names, fillvalue="")
        return bool(self._names) and all(cell.strip() == name for cell, name in pairs)

    def in_other_order(self, cells: Sequence[str]) -> bool:
        """Whether a row has the same names in another order, so that what follows it stands in other columns."""
        named = bool(self._sorted) and all(cell.strip() in self._sorted for cell in cells)
        return named and not self.has(cells) and sorted(cell.strip() for cell in cells) == self._sorted

    def count(self, line: int) -> None:
        """One more of them, on this line, is left out."""
        self.first = self.first or line
        self.rows += 1

    def words(self, unit: str) -> str:
        """How many there were, in a sentence; `unit` is what rows are called."""
        said = f"{unit}s that repeat the header are no cases, and were left out: {self.rows:,}"
        return f"{said}, the first {'on' if unit == 'line' else 'in'} {unit} {self.first:,}."


def named(cells: list[str], delimiter: str | None, where: str) -> tuple[list[str], list[str]]:
    """A name for each column, none twice, and what is to be said of them.

    A line break in a name is a blank; a column without one is called by its number, and one whose name stood there
    before, or is a whole question, gets a number behind it, or behind its beginning. Raises `BadInput` for what is no
    header.
    """
    if len(cells) > COLUMNS:
        said = f"the header has {len(cells):,} columns; at most {COLUMNS:,} are read"
        raise BadInput(f"{where}: {said}: leave out those that no case needs.")
    if len(cells) == 1:
        check_delimiter(cells[0], delimiter, where)
    if all(blank(cell) for cell in cells):
        raise BadInput(f"{where}: none of the columns has a name: say which row names them as header_row in a mapping.")
    header: list[str] = []
    remarks: list[str] = []
    taken = {_one_line(cell) for cell in cells}
    for number, cell in enumerate(cells, 1):
        name = _one_line(cell)
        if blank(name):
            name = _free(f"column {number}", taken)
        elif len(name.removeprefix(FIELD)) > NAME:
            said = f"Column {number} has a name of {len(name):,} characters"
            name = _free(f"{name[:_BEGINS].rstrip()}… (column {number})", taken)
            remarks.append(f"{said}, and is called {quoted(name)} here.")
        elif name in header:
            name = _free(f"{name} (column {number})", taken)
            remarks.append(f"Column {number} has the name of another one, and is called {quoted(name)} here.")
        header.append(name)
        taken.add(name)
    return header, remarks


def numbered(count: int) -> list[str]:
    """The names of so many columns that have none."""
    return [f"column {number}" for number in range(1, count + 1)]


def check_names(cells: list[str], where: str) -> None:
    """Raise `BadInput` for a name that is too long or that two columns have: no mapping says what is meant."""
    names = [_one_line(cell) for cell in cells]
    for number, name in enumerate(names, 1):
        if len(name.removeprefix(FIELD)) > NAME:  # a field that was exported may have so many
            said = f"the name of column {number}, {quoted(name)}, has more than {NAME} characters"
            raise BadInput(f"{where}: {said}: name it anew, or in a mapping (--map).")
    for name, count in Counter(names).items():
        if count > 1 and not blank(name):
            first = names.index(name)
            second = names.index(name, first + 1)
            raise BadInput(
                f"{where}: columns {first + 1} and {second + 1} are both named {quoted(name)}: name one anew."
            )


def check_delimiter(row: str, delimiter: str | None, where: str) -> None:
    """Raise `BadInput` if a header that is one cell, or broken, would be several with another delimiter."""
    for other in _DELIMITERS if delimiter else "":
        if row.count(other) > row.count(delimiter or ""):
            shown = "\\t" if other == "\t" else other
            raise BadInput(
                f'{where}: the header looks separated by "{shown}": say delimiter = "{shown}" in a mapping (--map), '
                "or let `foureyes propose` write one."
            )


def _one_line(cell: str) -> str:
    return " ".join(cell.split("\n")).replace("\r", "").strip()


def _free(name: str, taken: set[str]) -> str:
    number = 2
    wanted = name
    while wanted in taken:
        wanted, number = f"{name} {number}", number + 1
    return wanted
