"""From the rows of a file to its cases: what all readers do alike."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from store.importing.grouping import grouped
from store.importing.mapping import Mapping
from store.importing.places import Row
from store.importing.plan import ImportPlan
from store.importing.rejects import BadRow, kept, reject
from store.model import Arrival, Case, Reject


class Builder(Protocol):
    """Makes cases of rows; both raise `BadRow`."""

    def id(self, row: Row) -> str:
        """The id of the row's case."""

    def case(self, rows: Sequence[Row]) -> Case:
        """The case that these rows are."""


class CaseReader:
    """The cases and rejects of one file. `plan` is ready at once."""

    plan: ImportPlan
    ending = ""
    """What is odd about the file, once its end was reached; "" if nothing is."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __iter__(self) -> Iterator[Arrival | Reject]:
        raise NotImplementedError

    def _cases(self, rows: Iterator[Row | Reject], builder: Builder, mapping: Mapping) -> Iterator[Arrival | Reject]:
        groups = grouped(rows, builder.id, self._name) if mapping.case.group else _each_alone(rows)
        for group in groups:
            yield group if isinstance(group, Reject) else self._arrival(group, builder)

    def _arrival(self, rows: list[Row], builder: Builder) -> Arrival | Reject:
        first, text = rows[0], "\n".join(row.text.rstrip("\r\n") for row in rows)
        try:
            return Arrival(builder.case(rows), self._name, first.line, kept(text), first.object)
        except BadRow as bad:
            return reject(self._name, first.line, bad.column, bad.reason, text, first.object)


def _each_alone(rows: Iterator[Row | Reject]) -> Iterator[list[Row] | Reject]:
    return (row if isinstance(row, Reject) else [row] for row in rows)
