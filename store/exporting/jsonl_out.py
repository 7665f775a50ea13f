"""JSON lines: one row an object, with types; what CSV flattens stays as it is."""

from collections.abc import Callable, Iterator

import msgspec

from store.exporting.row import Table


def write_jsonl(table: Table, write: Callable[[bytes], object], _raw: bool) -> Iterator[None]:
    """Write the table; yields after each row. No program runs a formula of it, so all of it is raw."""
    encoder = msgspec.json.Encoder()
    for row in table.rows:
        write(encoder.encode(row.typed()) + b"\n")
        yield
