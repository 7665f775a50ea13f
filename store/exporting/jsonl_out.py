"""JSON lines: one row an object, with types; what CSV flattens stays as it is."""

from collections.abc import Callable, Iterator

import msgspec

from store.exporting.row import Table


def write_jsonl(table: Table, write: Callable[[bytes], object]) -> Iterator[None]:
    """Write the table; yields after each row."""
    encoder = msgspec.json.Encoder()
    for row in table.rows:
        write(encoder.encode(row.typed()) + b"\n")
        yield
