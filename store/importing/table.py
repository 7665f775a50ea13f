"""Cases from rows of cells under a header: what a CSV file and a sheet of a workbook have in common."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import msgspec

from store.case.check import CaseCheck
from store.errors import BadInput
from store.importing.by_mapping import layout_by_mapping
from store.importing.by_name import layout_by_name
from store.importing.dates import date_words
from store.importing.describe import constants, describe, used_columns
from store.importing.header import check_header
from store.importing.layout import ALL_TEXT, Kinds, Layout
from store.importing.mapping import Mapping
from store.importing.messages import BadRow, reject
from store.importing.plan import ImportPlan
from store.importing.xlsx.values import UNUSABLE
from store.limits import SAMPLE_ROWS, SAMPLE_TEXT
from store.model import Case, Reject
from store.policy import Policy
from store.text import quoted


class TableRow(NamedTuple):
    """A row by its first line: its cells, the whole as text, and which cells are not text."""

    line: int
    cells: list[str]
    text: str
    kinds: Kinds = ALL_TEXT


class TableReader:
    """The cases and rejects of one table. `begin` makes its `plan`, and raises `BadInput` if there can be none."""

    plan: ImportPlan

    def __init__(self, name: str, policy: Policy, unit: str) -> None:
        self._name = name
        self._policy = policy
        self._unit = unit
        self._check = CaseCheck(policy)
        self._given = TableRow(0, [], "")
        self._header: tuple[str, ...] = ()

    def rows(self) -> Iterator[TableRow | Reject]:
        """The rows that are not empty, the header first."""
        raise NotImplementedError

    def begin(self, plan: ImportPlan, mapping: Mapping | None) -> None:
        """Read the header and lay out the rows; `plan` says what is known before."""
        self._rows = iter(self.rows())
        first = self._read_header(plan.delimiter)
        self._sample = self._take_sample(1 if mapping else SAMPLE_ROWS)
        self._layout = self._lay_out(mapping, f"{self._name}: {self._unit} {first}")
        self._used = used_columns(self._layout)
        by_name = f"No mapping: decided by the names of the columns and the first {len(self._sample)} rows."
        self.plan = msgspec.structs.replace(
            plan,
            dates=f"{plan.dates}{date_words(mapping.date_format if mapping else None)}",
            uses=describe(self._layout),
            remarks=(constants(self._layout) if mapping else (by_name,)) + plan.remarks,
        )

    def __iter__(self) -> Iterator[Case | Reject]:
        sample, self._sample = self._sample, []
        for row in chain(sample, self._rows):
            if isinstance(row, Reject):
                yield row
            else:
                self._given = row
                yield self._case(row)

    def rejecting(self, bad: BadRow) -> Reject:
        """A reject of the case that was given last."""
        return reject(self._name, self._given.line, bad.column, bad.reason, self._given.text)

    def column(self, number: int) -> str:
        """The name of a column; "" for one that the header has not."""
        return self._header[number] if number < len(self._header) else ""

    def _case(self, row: TableRow) -> Case | Reject:
        try:
            self._check_kinds(row)
            case = self._layout.case(row.cells, row.kinds)
        except BadRow as bad:
            return self.rejecting(bad)
        wrong = self._check.problem(case)
        return self.rejecting(BadRow(wrong.part, wrong.reason)) if wrong else case

    def _check_kinds(self, row: TableRow) -> None:
        for column, kind in row.kinds.items():
            if kind in UNUSABLE and column in self._used:
                raise BadRow(self.column(column), UNUSABLE[kind].format(quoted(row.cells[column])))

    def _read_header(self, delimiter: str | None) -> int:
        row = next(self._rows, None)
        if row is None:
            raise BadInput(f"{self._name}: the file holds only empty {self._unit}s.")
        where = f"{self._name}: {self._unit} {row.line}"
        if isinstance(row, Reject):
            raise BadInput(f"{where}: {row.reason}")
        check_header(row.cells, delimiter, where)
        for column, kind in row.kinds.items():
            if kind in UNUSABLE:
                said = UNUSABLE[kind].format(quoted(row.cells[column]))
                raise BadInput(f"{where}: the name of column {column + 1}: {said}")
        self._header = tuple(row.cells)
        return row.line

    def _take_sample(self, count: int) -> list[TableRow | Reject]:
        sample: list[TableRow | Reject] = []
        room = SAMPLE_TEXT
        for row in self._rows:
            sample.append(row)
            room -= len(row.row if isinstance(row, Reject) else row.text)
            if len(sample) == count or room <= 0:
                break
        if not sample:
            raise BadInput(f"{self._name}: the file has a header and no rows.")
        return sample

    def _lay_out(self, mapping: Mapping | None, where: str) -> Layout:
        header = list(self._header)
        if mapping:
            return layout_by_mapping(mapping, header, self._policy, where)
        sample = [row.cells for row in self._sample if isinstance(row, TableRow)]
        return layout_by_name(header, sample, self._policy, where)
