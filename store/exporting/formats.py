"""The formats of exports: one line each. What the endings of names say of them is in `store.out_format`."""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from store.departure import Departure
from store.exporting.cases import cases
from store.exporting.decisions import decisions
from store.exporting.jsonl_out import write_jsonl
from store.exporting.record_tables import history, notes, votes
from store.exporting.redaction import Redaction
from store.exporting.row import Since, Table
from store.exporting.table_out import write_csv
from store.exporting.xlsx_out import write_xlsx
from store.out_format import Format, What

Write = Callable[[Table, Callable[[bytes], object], bool], Iterator[None]]
"""Writes a table, and yields after each row read; with True without the guard against formulas, if it has one."""
MakeTable = Callable[[Departure, Since, Redaction], Table]
TABLES: dict[What, MakeTable] = {
    "decisions": decisions,
    "votes": votes,
    "notes": notes,
    "cases": cases,
    "history": history,
}


class OutFormat(Struct, frozen=True):
    """How a format is written, and the tables that can be."""

    write: Write
    tables: Mapping[What, MakeTable]


FORMATS: dict[Format, OutFormat] = {
    "csv": OutFormat(write_csv, TABLES),
    "jsonl": OutFormat(write_jsonl, TABLES),
    "xlsx": OutFormat(write_xlsx, TABLES),
}
