"""A table as CSV: the columns, then the cases' own fields as `field.NAME`, sorted by name."""

import tempfile
from collections.abc import Callable, Iterator

import msgspec

from store.errors import NotSaved
from store.exporting.csv_out import CsvOut
from store.exporting.row import Table, cell
from store.model import Value

_BUFFER = 1 << 20


def write_csv(table: Table, write: Callable[[bytes], object], raw: bool) -> Iterator[None]:
    """Write the table; yields after each row read.

    Which fields there are is known only at the end, so rows wait in an unnamed temporary file, not in memory, and
    the docket is read once: no case can change between two readings.
    """
    try:
        yield from _written(table, CsvOut(write, raw=raw))
    except OSError as error:
        raise NotSaved(f"The folder for temporary files cannot be written: {error.strerror}.") from None


def _written(table: Table, out: CsvOut) -> Iterator[None]:
    encoder, decoder = msgspec.json.Encoder(), msgspec.json.Decoder(tuple[list[Value], dict[str, Value]])
    names: dict[str, None] = {}
    with tempfile.TemporaryFile(buffering=_BUFFER) as waiting:
        for row in table.rows:
            fields = row.fields or {}
            names |= dict.fromkeys(fields)
            cells = [cell(row.columns[name]) for name in table.columns]
            waiting.write(encoder.encode((cells, fields)) + b"\n")
            yield
        fields_in_order = sorted(names)
        out.row([*table.columns, *(f"field.{name}" for name in fields_in_order)])
        waiting.seek(0)
        for line in waiting:
            cells, fields = decoder.decode(line)
            out.row([*cells, *(fields.get(name) for name in fields_in_order)])
