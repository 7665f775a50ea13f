"""The formats of exports: one line each. What the endings of names say of them is in `store.out_format`."""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from store.departure import Departure
from store.errors import BadInput
from store.exporting.cases import cases
from store.exporting.decisions import decisions
from store.exporting.jsonl_out import write_json, write_jsonl
from store.exporting.labelled import doccano, label_studio, prodigy
from store.exporting.record_tables import documents, history, notes, votes
from store.exporting.redaction import Redaction
from store.exporting.row import Since, Table
from store.exporting.table_out import write_csv
from store.exporting.tinydb_out import (
    all_documents,
    case_documents,
    decision_documents,
    note_documents,
    vote_documents,
    write_tinydb,
)
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


_DOCUMENTS: dict[What, MakeTable] = {
    "all": all_documents,
    "decisions": decision_documents,
    "votes": vote_documents,
    "notes": note_documents,
    "cases": case_documents,
    "history": documents,
}


class OutFormat(Struct, frozen=True):
    """How a format is written, and the tables that can be; the first one where none is named."""

    write: Write
    tables: Mapping[What, MakeTable]

    def chosen(self, what: What | None) -> tuple[What, MakeTable]:
        """What is written and how it is made; raises `BadInput` for what this format does not hold."""
        asked = next(iter(self.tables)) if what is None else what
        if asked not in self.tables:
            raise BadInput(f"This format holds no {asked}, but {', '.join(self.tables)}.")
        return asked, self.tables[asked]


FORMATS: dict[Format, OutFormat] = {
    "csv": OutFormat(write_csv, TABLES),
    "jsonl": OutFormat(write_jsonl, TABLES),
    "xlsx": OutFormat(write_xlsx, TABLES),
    "tinydb": OutFormat(write_tinydb, _DOCUMENTS),
    "label_studio": OutFormat(write_json, {"decisions": label_studio}),
    "prodigy": OutFormat(write_jsonl, {"decisions": prodigy}),
    "doccano": OutFormat(write_jsonl, {"decisions": doccano}),
}
