"""CSV as RFC 4180 has it: CRLF after each row, quotation marks where needed and doubled inside; UTF-8 without a BOM."""

import csv
from collections.abc import Callable, Sequence

from store.exporting.formula import is_signed_number, safe
from store.model import Value


class CsvOut:
    """Writes rows to `write`. Text is made harmless to spreadsheets unless `raw`; numbers are numbers and stay bare."""

    def __init__(self, write: Callable[[bytes], object], *, raw: bool = False) -> None:
        self._writer = csv.writer(_Encoded(write), lineterminator="\r\n")
        self._quoting = csv.writer(_Encoded(write), lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
        self._raw = raw

    def row(self, cells: Sequence[Value]) -> None:
        """Write one row; None is an empty cell, truth is `true` or `false`."""
        written = [self._cell(cell) for cell in cells]
        # Where cells are separated by semicolons the first cell begins with our whole row, and a number is one no more
        # if text can follow it: what stands in quotation marks there ends the formula with an error.
        leads = not self._raw and bool(written) and is_signed_number(str(written[0]))
        (self._quoting if leads else self._writer).writerow(written)

    def _cell(self, cell: Value) -> Value:
        if isinstance(cell, bool):
            return "true" if cell else "false"
        return safe(cell) if isinstance(cell, str) and not self._raw else cell


class _Encoded:
    """What `csv.writer` writes to."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write

    def write(self, text: str) -> None:
        self._write(text.encode())
