"""The rows of a sheet in a stream; the dimension that it declares is not believed."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from store.errors import BadInput
from store.importing.xlsx.strings import Words
from store.importing.xlsx.xml import Attributes, Handler, parse
from store.limits import ROW_TEXT

ROWS = 1 << 20
COLUMNS = 1 << 14
"""What a sheet can have."""
_PLACE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")


class RawCell(NamedTuple):
    """A cell as it stands in the XML; a shared text is still a number, so that a million of them take no room."""

    type: str
    style: str
    text: str
    formula: bool


class RawRow(NamedTuple):
    """A row by its number in the sheet, and its cells by column, from 0."""

    number: int
    cells: dict[int, RawCell]


class Sheet(Handler):
    """Gives the rows that have cells, in order; raises `BadInput` for cells that are merged or stand in no order."""

    def __init__(self, chunks: Iterable[bytes], name: str) -> None:
        self._chunks = chunks
        self._name = name
        self._words = Words()
        self._ready: list[RawRow] = []
        self._row: RawRow | None = None
        self._number = 0
        self._column = -1
        self._size = 0
        self._cell: Attributes | None = None
        self._formula = False

    def __iter__(self) -> Iterator[RawRow]:
        for _ in parse(self._chunks, self, self._name):
            yield from self._ready
            self._ready.clear()

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        if tag == "c" and self._row is not None:
            self._column = self._column_of(attributes, self._row)
            self._cell, self._formula = attributes, False
            self._words.begin()
        elif tag == "row":
            self._number, self._size = self._number_of(attributes), 0
            self._row, self._column = RawRow(self._number, {}), -1
        elif tag == "f":
            self._formula = True
        elif tag == "mergeCell":
            raise self._merged(attributes)
        self._words.start(tag)

    def end(self, tag: str) -> None:
        """An element ends."""
        self._words.end(tag)
        if tag == "c" and self._cell is not None and self._row is not None:
            text, kind = self._words.whole, self._cell.get("t", "n")
            self._size += len(text)
            if self._size > ROW_TEXT:
                raise too_long(self._name, self._number)
            if text or self._formula:
                self._row.cells[self._column] = RawCell(kind, self._cell.get("s", ""), text, self._formula)
            self._cell = None
        elif tag == "row" and self._row is not None:
            if self._row.cells:
                self._ready.append(self._row)
            self._row = None

    def text(self, text: str) -> None:
        """Text between tags."""
        self._words.text(text)

    def _number_of(self, attributes: Attributes) -> int:
        said = attributes.get("r", str(self._number + 1))
        number = int(said) if said.isascii() and said.isdigit() and len(said) < 8 else 0
        if not self._number < number <= ROWS or self._row is not None:
            raise BadInput(f"{self._name}: the rows of the sheet do not stand in order after row {self._number:,}.")
        return number

    def _column_of(self, attributes: Attributes, row: RawRow) -> int:
        column = self._column + 1
        if place := attributes.get("r"):
            column, number = _place(place)
            if number != row.number:
                column = -1
        if not self._column < column < COLUMNS or self._cell is not None:
            raise BadInput(f"{self._name}: row {row.number:,} of the sheet has cells that do not stand in order.")
        return column

    def _merged(self, attributes: Attributes) -> BadInput:
        place = attributes.get("ref", "")
        which = f" {place}" if re.fullmatch(r"[A-Z0-9:]{1,30}", place) else ""
        return BadInput(
            f"{self._name}: the cells{which} are merged, so it cannot be said which rows their value is of: unmerge "
            "them and fill each."
        )


def too_long(name: str, number: int) -> BadInput:
    """For a row with more text than may stand in memory at once."""
    return BadInput(
        f"{name}: row {number:,} is longer than {ROW_TEXT:,} characters: is this a sheet with one case a row?"
    )


@lru_cache(1 << 12)
def _place(place: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(place)
    if found is None:
        return -1, 0
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1, int(found[2])
