"""Cases from a CSV file (RFC 4180), row by row.

A row that breaks the rules on one line, with its quotation marks in pairs, is a reject and reading goes on. Where it
cannot be said any more where rows begin and end, the file is refused: what follows could be swallowed unseen.
"""

import csv
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from store.errors import BadInput
from store.importing.by_mapping import layout_by_mapping
from store.importing.by_name import layout_by_name
from store.importing.caps import ROW_BYTES, SAMPLE_ROWS, SAMPLE_TEXT, TEXT
from store.importing.check import Check
from store.importing.csv_lines import Lines
from store.importing.dates import date_words
from store.importing.describe import constants, describe
from store.importing.header import check_header
from store.importing.layout import Layout
from store.importing.mapping import UTF8, Mapping
from store.importing.plan import Plan
from store.importing.said import BadRow, quoted, reject
from store.importing.source import Source
from store.model import Case, Reject
from store.policy import Policy


class _Row(NamedTuple):
    line: int
    cells: list[str]
    text: str


class CsvReader:
    """The cases and rejects of one file. `plan` is ready at once; raises `BadInput` if there can be none."""

    def __init__(self, source: Source, policy: Policy, mapping: Mapping | None, delimiter: str) -> None:
        self._name = source.name
        self._policy = policy
        self._check = Check(policy)
        encoding = mapping.encoding if mapping else UTF8
        delimiter = (mapping and mapping.delimiter) or delimiter
        self._lines = Lines(source, encoding, delimiter)
        # A cell can be no longer than its row, which `Lines` caps: this limit, global to the process, is never met.
        csv.field_size_limit(max(csv.field_size_limit(), ROW_BYTES))
        self._cells = csv.reader(self._lines, delimiter=delimiter, strict=True)
        self._given = _Row(0, [], "")
        self._header: tuple[str, ...] = ()
        self._header = self._read_header(delimiter)
        self._where = f"{self._name}: line {self._lines.first}"
        self._sample = self._take_sample(1 if mapping else SAMPLE_ROWS)
        self._layout = self._lay_out(mapping)
        self.plan = self._plan(encoding, delimiter, mapping)

    def __iter__(self) -> Iterator[Case | Reject]:
        sample, self._sample = self._sample, []
        for row in chain(sample, self._rows()):
            if isinstance(row, Reject):
                yield row
            else:
                self._given = row
                yield self._case(row)

    def rejecting(self, bad: BadRow) -> Reject:
        """A reject of the case that was given last."""
        return reject(self._name, self._given.line, bad.column, bad.reason, self._given.text)

    def _case(self, row: _Row) -> Case | Reject:
        try:
            case = self._layout.case(row.cells)
        except BadRow as bad:
            return self.rejecting(bad)
        wrong = self._check.problem(case)
        return self.rejecting(BadRow(wrong.part, wrong.reason)) if wrong else case

    def _rows(self) -> Iterator[_Row | Reject]:
        """The rows that are not empty lines."""
        while True:
            self._lines.begin_row()
            try:
                cells = next(self._cells)
            except StopIteration:
                return
            except csv.Error:
                yield self._broken_row()
                continue
            if cells:
                yield self._checked(cells)

    def _checked(self, cells: list[str]) -> _Row | Reject:
        lines = self._lines
        if lines.undecodable:
            return reject(self._name, lines.first, "", f"{lines.undecodable}.", lines.row)
        if lines.may_hold_long_cell and any(len(cell) > TEXT for cell in cells):
            column = next(n for n, cell in enumerate(cells) if len(cell) > TEXT)
            reason = f"the cell has {len(cells[column]):,} characters; at most {TEXT:,} are read."
            return reject(self._name, lines.first, self._column(column), reason, lines.row)
        return _Row(lines.first, cells, lines.row)

    def _broken_row(self) -> Reject:
        lines = self._lines
        row, cell = lines.row, lines.broken_quote()
        if cell is None:
            reason = "a carriage return (CR) stands outside quotation marks: end rows with LF or CRLF."
            return reject(self._name, lines.first, "", reason, row)
        column = self._column(cell.column)
        where = f"{self._name}: line {lines.first + cell.lines}, column {quoted(column)}"
        if lines.ended or lines.spans_lines or row.count('"') % 2:
            end = "is never closed" if lines.ended else f"is not closed as it should be (read up to line {lines.line})"
            raise BadInput(
                f"{where}: the quotation mark that opens here {end}, so it cannot be said where rows end: "
                "close it, or double it if it belongs to the text."
            )
        reason = "text follows the closing quotation mark of the cell: double a mark that belongs to the text."
        return reject(self._name, lines.first, column, reason, row)

    def _column(self, number: int) -> str:
        return self._header[number] if number < len(self._header) else ""

    def _read_header(self, delimiter: str) -> tuple[str, ...]:
        row = next(self._rows(), None)
        if row is None:
            raise BadInput(f"{self._name}: the file holds only empty lines.")
        if isinstance(row, Reject):
            raise BadInput(f"{self._name}: line {row.line}: {row.reason}")
        check_header(row.cells, delimiter, f"{self._name}: line {row.line}")
        return tuple(row.cells)

    def _take_sample(self, count: int) -> list[_Row | Reject]:
        sample: list[_Row | Reject] = []
        room = SAMPLE_TEXT
        for row in self._rows():
            sample.append(row)
            room -= len(row.row if isinstance(row, Reject) else row.text)
            if len(sample) == count or room <= 0:
                break
        if not sample:
            raise BadInput(f"{self._name}: the file has a header and no rows.")
        return sample

    def _lay_out(self, mapping: Mapping | None) -> Layout:
        header = list(self._header)
        if mapping:
            return layout_by_mapping(mapping, header, self._policy, self._where)
        sample = [row.cells for row in self._sample if isinstance(row, _Row)]
        return layout_by_name(header, sample, self._policy, self._where)

    def _plan(self, encoding: str, delimiter: str, mapping: Mapping | None) -> Plan:
        by_name = f"No mapping: decided by the names of the columns and the first {len(self._sample)} rows."
        return Plan(
            source=self._name,
            format="TSV" if delimiter == "\t" else "CSV",
            encoding=encoding,
            delimiter=delimiter,
            dates=date_words(mapping.date_format if mapping else None),
            uses=describe(self._layout),
            remarks=constants(self._layout) if mapping else (by_name,),
        )
