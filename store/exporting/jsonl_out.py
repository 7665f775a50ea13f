"""JSON lines: one row an object, with types; what CSV flattens stays as it is. And the same objects in a list."""

from collections.abc import Callable, Iterator

import msgspec

from store.exporting.row import Table


def write_jsonl(table: Table, write: Callable[[bytes], object], _raw: bool) -> Iterator[None]:
    """Write the table; yields after each row. No program runs a formula of it, so all of it is raw."""
    encoder = msgspec.json.Encoder()
    for row in table.rows:
        write(encoder.encode(row.typed()) + b"\n")
        yield


def write_json(table: Table, write: Callable[[bytes], object], _raw: bool) -> Iterator[None]:
    """Write the rows as one list of objects; yields after each row."""
    encoder, begin = msgspec.json.Encoder(), b"["
    for row in table.rows:
        write(begin + b"\n" + encoder.encode(row.typed()))
        begin = b","
        yield
    write(b"[]\n" if begin == b"[" else b"\n]\n")
