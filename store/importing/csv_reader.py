"""Cases from a CSV file (RFC 4180), row by row.

A row that breaks the rules on one line, with its quotation marks in pairs, is a reject and reading goes on. Where it
cannot be said any more where rows begin and end, the file is refused: what follows could be swallowed unseen.
"""

import csv
from collections.abc import Iterator

from store.errors import BadInput
from store.importing.csv_lines import Lines
from store.importing.mapping import UTF8, Mapping
from store.importing.messages import reject
from store.importing.plan import ImportPlan
from store.importing.source import Source
from store.importing.table import TableReader, TableRow
from store.limits import ROW_BYTES, TEXT
from store.model import Reject
from store.policy import Policy
from store.text import quoted

_NO_SHEET = "The sheet that the mapping names is for workbooks and not used here."


class CsvReader(TableReader):
    """The cases and rejects of one file. `plan` is ready at once; raises `BadInput` if there can be none."""

    def __init__(self, source: Source, policy: Policy, mapping: Mapping | None, delimiter: str) -> None:
        super().__init__(source.name, policy, "line")
        encoding = mapping.encoding if mapping else UTF8
        delimiter = (mapping and mapping.delimiter) or delimiter
        self._lines = Lines(source, encoding, delimiter)
        # A cell can be no longer than its row, which `Lines` caps: this limit, global to the process, is never met.
        csv.field_size_limit(max(csv.field_size_limit(), ROW_BYTES))
        self._cells = csv.reader(self._lines, delimiter=delimiter, strict=True)
        plan = ImportPlan(
            source=source.name,
            format="TSV" if delimiter == "\t" else "CSV",
            encoding=encoding,
            delimiter=delimiter,
            dates="",
            remarks=(_NO_SHEET,) if mapping and mapping.sheet is not None else (),
        )
        self.begin(plan, mapping)

    def rows(self) -> Iterator[TableRow | Reject]:
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

    def _checked(self, cells: list[str]) -> TableRow | Reject:
        lines = self._lines
        if lines.undecodable:
            return reject(self._name, lines.first, "", f"{lines.undecodable}.", lines.row)
        if lines.may_hold_long_cell and any(len(cell) > TEXT for cell in cells):
            column = next(n for n, cell in enumerate(cells) if len(cell) > TEXT)
            reason = f"the cell has {len(cells[column]):,} characters; at most {TEXT:,} are read."
            return reject(self._name, lines.first, self.column(column), reason, lines.row)
        return TableRow(lines.first, cells, lines.row)

    def _broken_row(self) -> Reject:
        lines = self._lines
        row, cell = lines.row, lines.broken_quote()
        if cell is None:
            reason = "a carriage return (CR) stands outside quotation marks: end rows with LF or CRLF."
            return reject(self._name, lines.first, "", reason, row)
        column = self.column(cell.column)
        where = f"{self._name}: line {lines.first + cell.lines}, column {quoted(column)}"
        if lines.ended or lines.spans_lines or row.count('"') % 2:
            end = "is never closed" if lines.ended else f"is not closed as it should be (read up to line {lines.line})"
            raise BadInput(
                f"{where}: the quotation mark that opens here {end}, so it cannot be said where rows end: "
                "close it, or double it if it belongs to the text."
            )
        reason = "text follows the closing quotation mark of the cell: double a mark that belongs to the text."
        return reject(self._name, lines.first, column, reason, row)
