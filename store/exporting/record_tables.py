"""Tables of records: votes, notes, and the whole history, as far as they may leave the docket, oldest first."""

from collections.abc import Iterator
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from store.acts import Act, Opinion, Remark
from store.departure import Departure
from store.exporting.redaction import Redaction
from store.exporting.row import ExportRow, Since, Table
from store.model import Case
from store.records import Record, as_document, shown_document

VOTES = (
    *("case_id", "round", "revision", "reviewer", "voted_at", "outcome", "outcome_label", "adverse", "grounds"),
    *("reason", "citations", "withdrawn", "seq", "head"),
)
NOTES = ("case_id", "reviewer", "noted_at", "text", "citation", "seq", "head")
HISTORY = ("seq", "at", "reviewer", "kind", "case_id", "body", "head")


def votes(departure: Departure, since: Since, redaction: Redaction) -> Table:
    """One row a vote, those taken back included; resolutions of conflicts stand in the decisions and the history."""
    return Table(VOTES, _votes(departure, since, redaction))


def notes(departure: Departure, since: Since, redaction: Redaction) -> Table:
    """One row a note."""
    return Table(NOTES, _notes(departure, since, redaction))


def history(departure: Departure, since: Since, redaction: Redaction) -> Table:
    """One row a record, with all that it holds as JSON; with a filter, only records of cases."""
    return Table(HISTORY, _history(departure, since, redaction))


def documents(departure: Departure, since: Since, redaction: Redaction, table: str = "") -> Table:
    """Records as the documents that the docket shows to TinyDB programs: of one table, or each in its own."""
    return Table((), _documents(departure, since, redaction, table))


def _votes(departure: Departure, since: Since, redaction: Redaction) -> Iterator[ExportRow]:
    sought, head = _Sought(departure, since, redaction), departure.head
    for record in sought.records("votes"):
        if isinstance(vote := record.body, Opinion):
            policy = departure.policy_of(record)
            outcome = policy.outcome_of(vote.outcome)
            columns = (
                *(record.case, vote.round, vote.revision, record.by, record.at, vote.outcome),
                *(outcome.label if outcome else "", policy.adverse(vote.outcome), vote.grounds, vote.reason),
                redaction.quotations(vote.citations, sought.case_of(record)),
                *(sought.is_taken_back(record), record.seq, head),
            )
            yield ExportRow(dict(zip(VOTES, columns, strict=True)))


def _notes(departure: Departure, since: Since, redaction: Redaction) -> Iterator[ExportRow]:
    sought, head = _Sought(departure, since, redaction), departure.head
    for record in sought.records("notes"):
        if isinstance(note := record.body, Remark):
            cited = (note.citation,) if note.citation else ()
            quoted = redaction.quotations(cited, sought.case_of(record))
            columns = (record.case, record.by, record.at, note.text, quoted, record.seq, head)
            yield ExportRow(dict(zip(NOTES, columns, strict=True)))


def _history(departure: Departure, since: Since, redaction: Redaction) -> Iterator[ExportRow]:
    sought, head = _Sought(departure, since, redaction), departure.head
    for record in sought.records():
        body = msgspec.to_builtins(redaction.body(record.body, sought.case_of(record)))
        columns = (record.seq, record.at, record.by, record.kind, record.case, body, head)
        yield ExportRow(dict(zip(HISTORY, columns, strict=True)))


def _documents(departure: Departure, since: Since, redaction: Redaction, table: str) -> Iterator[ExportRow]:
    sought = _Sought(departure, since, redaction)
    for record in sought.records(table):
        left = replace(record, body=redaction.body(record.body, sought.case_of(record)))
        yield ExportRow(shown_document(as_document(left)), table=record.body.table)


class _Sought:
    """The records that were asked for, and their cases where needed."""

    def __init__(self, departure: Departure, since: Since, redaction: Redaction) -> None:
        self._departure = departure
        self._since = since
        self._redaction = redaction
        self._case = lru_cache(64)(lambda case_id: departure.view(case_id))

    def records(self, table: str = "") -> Iterator[Record]:
        for record in self._departure.records():
            if self._since.includes(record.at) and table in ("", record.body.table):
                yield record
        self._redaction.blind(self._departure.left_out)

    def case_of(self, record: Record) -> Case | None:
        """The case of a record that cites it; None where nothing depends on the case."""
        if record.case is None or not self._redaction.needs_case(record.body):
            return None
        return self._case(record.case).case

    def is_taken_back(self, record: Record) -> bool:
        """Whether a later record on the case took it back."""
        if record.case is None:
            return False
        later = (one.body for one in self._case(record.case).history)
        return any(isinstance(body, Act) and body.takes_back == record.seq for body in later)
