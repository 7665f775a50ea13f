"""A database of TinyDB as its own `JSONStorage` keeps one: one JSON object, in it a table by name, documents by number.

Tables are those that a docket shows to TinyDB programs (`store.local.storage`): `cases`, and one for each kind of
record, with the same documents; their numbers are those of the records. Of these only what may leave is there. Besides
them there is `decisions`, with the columns of the CSV.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import chain
from typing import IO

import msgspec
from msgspec.structs import replace

from store.departure import Departure
from store.exporting.cases import cases
from store.exporting.decisions import decisions
from store.exporting.record_tables import documents
from store.exporting.redaction import Redaction
from store.exporting.row import ExportRow, Since, Table
from store.exporting.table_out import minding_temporary_files

_BUFFER = 1 << 16


def case_documents(departure: Departure, since: Since, redaction: Redaction) -> Table:
    """The cases."""
    return _as("cases", cases(departure, since, redaction))


def decision_documents(departure: Departure, since: Since, redaction: Redaction) -> Table:
    """The decisions."""
    return _as("decisions", decisions(departure, since, redaction))


def vote_documents(departure: Departure, since: Since, redaction: Redaction) -> Table:
    """The votes, as they were recorded."""
    return documents(departure, since, redaction, "votes")


def note_documents(departure: Departure, since: Since, redaction: Redaction) -> Table:
    """The notes, as they were recorded."""
    return documents(departure, since, redaction, "notes")


def all_documents(departure: Departure, since: Since, redaction: Redaction) -> Table:
    """Cases, decisions, and every record."""
    parts = (case_documents, decision_documents, documents)
    return Table((), chain.from_iterable(part(departure, since, redaction).rows for part in parts))


def write_tinydb(table: Table, write: Callable[[bytes], object], _raw: bool) -> Iterator[None]:
    """Write the rows by table; yields after each row read. They wait on disk, a file for each table."""
    encode = msgspec.json.Encoder().encode
    with minding_temporary_files(), ExitStack() as closing:
        waiting: dict[str, IO[bytes]] = {}
        for number, row in enumerate(table.rows, 1):
            if row.table not in waiting:
                waiting[row.table] = closing.enter_context(tempfile.TemporaryFile(buffering=_BUFFER))
            seq = row.columns.get("seq", number)
            waiting[row.table].write(encode(str(seq)) + b":" + encode(row.typed()) + b"\n")
            yield
        for place, (name, file) in enumerate(waiting.items()):
            write(b"%b\n%b:{" % (b"," if place else b"{", encode(name)))
            file.seek(0)
            for line_number, line in enumerate(file):
                write(b"%b\n%b" % (b"," if line_number else b"", line.rstrip(b"\n")))
            write(b"}")
        write(b"\n}\n" if waiting else b"{}\n")


def _as(name: str, table: Table) -> Table:
    rows: Iterator[ExportRow] = (replace(row, table=name) for row in table.rows)
    return replace(table, rows=rows)
