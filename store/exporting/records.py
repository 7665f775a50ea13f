"""Tables of records: votes, notes, and the whole history, as far as the reviewer may see them, oldest first."""

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from store.docket import Docket
from store.exporting.choice import Choice
from store.exporting.redaction import Redaction
from store.exporting.row import ExportRow, Table
from store.filters import EVERYTHING
from store.model import Case, Note, Record, Vote, Withdrawal

VOTES = (
    *("case_id", "round", "revision", "reviewer", "voted_at", "outcome", "outcome_label", "adverse", "grounds"),
    *("reason", "citations", "withdrawn", "seq", "head"),
)
NOTES = ("case_id", "reviewer", "noted_at", "text", "citation", "seq", "head")
HISTORY = ("seq", "at", "reviewer", "kind", "case_id", "body", "head")
_PAGE = 500


def votes(docket: Docket, choice: Choice, withholding: Redaction) -> Table:
    """One row a vote, those taken back included; resolutions of conflicts stand in the decisions and the history."""
    return Table(VOTES, _votes(docket, choice, withholding))


def notes(docket: Docket, choice: Choice, withholding: Redaction) -> Table:
    """One row a note."""
    return Table(NOTES, _notes(docket, choice, withholding))


def history(docket: Docket, choice: Choice, withholding: Redaction) -> Table:
    """One row a record, with all that it holds as JSON; with a filter, only records of cases."""
    return Table(HISTORY, _history(docket, choice, withholding))


def _votes(docket: Docket, choice: Choice, withholding: Redaction) -> Iterator[ExportRow]:
    withdrawn = {one.body.vote for one in docket.history(choice.reviewer) if isinstance(one.body, Withdrawal)}
    sought, head = _Sought(docket, choice, withholding), docket.checkpoint().head
    for record in sought.records():
        if isinstance(vote := record.body, Vote):
            outcome = docket.policy.outcome_of(vote.outcome)
            columns = (
                *(record.case, vote.round, vote.revision, record.by, record.at, vote.outcome),
                *(outcome.label if outcome else "", outcome is None or outcome.adverse, vote.grounds, vote.reason),
                withholding.quotations(vote.citations, sought.case_of(record)),
                *(record.seq in withdrawn, record.seq, head),
            )
            yield ExportRow(dict(zip(VOTES, columns, strict=True)))


def _notes(docket: Docket, choice: Choice, withholding: Redaction) -> Iterator[ExportRow]:
    sought, head = _Sought(docket, choice, withholding), docket.checkpoint().head
    for record in sought.records():
        if isinstance(note := record.body, Note):
            cited = (note.citation,) if note.citation else ()
            quoted = withholding.quotations(cited, sought.case_of(record))
            columns = (record.case, record.by, record.at, note.text, quoted, record.seq, head)
            yield ExportRow(dict(zip(NOTES, columns, strict=True)))


def _history(docket: Docket, choice: Choice, withholding: Redaction) -> Iterator[ExportRow]:
    sought, head = _Sought(docket, choice, withholding), docket.checkpoint().head
    for record in sought.records():
        body = msgspec.to_builtins(withholding.body(record.body, sought.case_of(record)))
        columns = (record.seq, record.at, record.by, record.kind, record.case, body, head)
        yield ExportRow(dict(zip(HISTORY, columns, strict=True)))


class _Sought:
    """The records that were asked for, and their cases where needed."""

    def __init__(self, docket: Docket, choice: Choice, withholding: Redaction) -> None:
        self._docket = docket
        self._choice = choice
        self._withholding = withholding
        self._cases = None if choice.chosen == EVERYTHING else _ids(docket, choice)
        self._case = lru_cache(64)(self._read)

    def records(self) -> Iterator[Record]:
        blind = self._docket.checkpoint().count
        for record in self._docket.history(self._choice.reviewer):
            blind -= 1
            if self._choice.includes(record.at) and (self._cases is None or record.case in self._cases):
                yield record
        self._withholding.blind(max(blind, 0))

    def case_of(self, record: Record) -> Case | None:
        """The case of a record that cites it; None where nothing depends on the case."""
        if record.case is None or not self._withholding.needs_case(record.body):
            return None
        return self._case(record.case)

    def _read(self, case_id: str) -> Case:
        return self._docket.read(self._choice.reviewer, case_id).case


def _ids(docket: Docket, choice: Choice) -> set[str | None]:
    numbers = docket.find(choice.reviewer, choice.chosen)
    pages = (numbers[start : start + _PAGE] for start in range(0, len(numbers), _PAGE))
    return {row.id for page in pages for row in docket.rows(choice.reviewer, page)}
