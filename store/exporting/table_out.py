"""A table with the cases' own fields as columns `field.NAME`, sorted by name, behind its own; and the same as CSV."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self, cast

import msgspec

from store.errors import NotSaved
from store.exporting.csv_out import CsvOut
from store.exporting.row import GUARDED, RAW, Table, cell, kinds
from store.model import Value

_BUFFER = 1 << 20
Cell = Value | tuple[str]
"""What stands in a cell; a day or a time, where they are told from text, in ISO form and alone in a tuple."""


class WideTable:
    """Reads a table (`gather`), then gives `columns` and `rows`.

    Which fields there are is known only at the end, so rows wait in an unnamed temporary file, not in memory, and
    the docket is read once: no case can change between two readings. `form` makes cells of the values of a row.
    A table that an import reads has a column more, behind its own: `guarded` says which of the two.
    """

    def __init__(self, table: Table, form: Callable[[object], Cell] = cell, *, guarded: bool = False) -> None:
        self._table = table
        self._mark = (GUARDED if guarded else RAW,) if table.comes_back else ()
        self._form = form
        self._names: dict[str, None] = {}
        self._waiting = tempfile.TemporaryFile(buffering=_BUFFER)  # noqa: SIM115 - closed in `__exit__`

    def gather(self) -> Iterator[None]:
        """Read all rows; yields after each."""
        encoder = msgspec.json.Encoder()
        for row in self._table.rows:
            fields = row.fields or {}
            self._names |= dict.fromkeys(fields)
            cells = [self._form(row.columns[name]) for name in self._table.columns]
            self._waiting.write(encoder.encode((cells, fields)) + b"\n")
            yield

    def columns(self) -> list[str]:
        """The names of the columns."""
        return [*self._table.columns, *self._mark, *(f"field.{name}" for name in sorted(self._names))]

    def rows(self) -> Iterator[list[Cell]]:
        """The rows, once more at each call."""
        decoder = msgspec.json.Decoder(tuple[list[Cell], dict[str, Value]])
        fields_in_order = sorted(self._names)
        self._waiting.seek(0)
        for line in self._waiting:
            cells, fields = decoder.decode(line)
            mark = [kinds(fields, fields_in_order)] if self._mark else []
            yield [*cells, *mark, *(fields.get(name) for name in fields_in_order)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.close()


@contextmanager
def minding_temporary_files() -> Iterator[None]:
    """Raises `NotSaved` if the folder for temporary files fails."""
    try:
        yield
    except OSError as error:
        raise NotSaved(f"The folder for temporary files cannot be written: {error.strerror}.") from None


def write_csv(table: Table, write: Callable[[bytes], object], raw: bool) -> Iterator[None]:
    """Write the table; yields after each row read."""
    out = CsvOut(write, raw=raw)
    with minding_temporary_files(), WideTable(table, guarded=not raw) as wide:
        yield from wide.gather()
        out.row(wide.columns())
        for cells in wide.rows():
            out.row(cast(list[Value], cells))  # `cell` makes no tuples.
