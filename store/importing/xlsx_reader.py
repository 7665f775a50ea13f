"""Cases from one sheet of an XLSX workbook, row by row, as from a CSV file.

The texts that cells share stand in memory (they may refer to any of them); rows do not. Hidden rows and columns are
read, as when the sheet is saved as CSV.
"""

import csv
import io
from collections.abc import Callable, Iterator

from store.errors import BadInput
from store.importing.mapping import UTF8, Mapping
from store.importing.plan import ImportPlan
from store.importing.rejects import reject
from store.importing.sniff import ZIP, looks_like
from store.importing.source import Source
from store.importing.table_reader import TableReader, TableRow
from store.importing.xlsx.container import Container
from store.importing.xlsx.sheet import RawRow, too_long
from store.importing.xlsx.values import SheetCell
from store.importing.xlsx.workbook import SheetName, Workbook
from store.limits import COLUMNS, ROW_TEXT, TEXT, XLSX_TEXT
from store.model import Reject
from store.policy import Policy
from store.text import quoted

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WITH_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_NAMED = 5


class XlsxReader(TableReader):
    """The cases and rejects of one sheet. `plan` is ready at once; raises `BadInput` if there can be none."""

    def __init__(
        self, source: Source, policy: Policy, mapping: Mapping | None, progress: Callable[[int], None]
    ) -> None:
        super().__init__(source.name, policy, "row")
        _check_beginning(source)
        self._left = XLSX_TEXT
        self._book = Workbook(Container(source, progress))
        self._sheet = self._book.sheet(mapping.sheet if mapping else None)
        plan = ImportPlan(
            source=source.name,
            format="XLSX",
            encoding=None,
            delimiter=None,
            dates="as date cells or ",
            remarks=tuple(self._remarks(mapping)),
            sheet=self._sheet.name,
        )
        self.begin(plan, mapping)

    def rows(self) -> Iterator[TableRow | Reject]:
        """The rows in which a cell is not empty."""
        width = 0
        for raw in self._book.rows(self._sheet):
            cells = self._cells(raw)
            if not cells:
                continue
            last = max(cells) + 1
            if last > COLUMNS:
                reason = f"the row has a cell in column {last:,}; at most {COLUMNS:,} are read."
                yield reject(self._name, raw.number, "", reason, "")
                continue
            width = width or last
            row = self._row(raw.number, cells, max(width, last))
            long = next((column for column, cell in enumerate(row.cells) if len(cell) > TEXT), None)
            if long is None:
                yield row
            else:
                reason = f"the cell has more than {TEXT:,} characters."
                yield reject(self._name, raw.number, self.column(long), reason, row.text)

    def _cells(self, raw: RawRow) -> dict[int, SheetCell]:
        """The cells that are not empty."""
        cells, size = {}, 0
        for column, one in raw.cells.items():
            cell = self._book.cell(one)
            if cell.text or cell.kind:
                cells[column] = cell
                size += len(cell.text)
                if size > ROW_TEXT:  # Cells that share a long text need few bytes in the file.
                    raise too_long(self._name, raw.number)
        self._left -= size
        if self._left < 0:
            raise BadInput(
                f"{self._name}: row {raw.number:,}: the cells up to here hold more than {XLSX_TEXT >> 20} million "
                "characters: save the sheet as CSV, which is read in any size."
            )
        return cells

    def _row(self, number: int, cells: dict[int, SheetCell], width: int) -> TableRow:
        texts = [""] * width
        for column, cell in cells.items():
            texts[column] = cell.text
        kinds = {column: cell.kind for column, cell in cells.items() if cell.kind}
        out = io.StringIO()
        csv.writer(out, lineterminator="").writerow(texts)
        return TableRow(number, texts, out.getvalue(), kinds)

    def _remarks(self, mapping: Mapping | None) -> Iterator[str]:
        others = [one for one in self._book.sheets if one is not self._sheet]
        if others:
            more = " ..." if len(others) > _NAMED else ""
            yield f"Not read: {', '.join(map(_said, others[:_NAMED]))}{more} (say which sheet to read in a mapping)."
        if mapping and (mapping.encoding != UTF8 or mapping.delimiter):
            yield "The encoding and the delimiter of the mapping are for CSV and not used here."


def _said(sheet: SheetName) -> str:
    return f"the {'hidden ' if sheet.hidden else ''}sheet {quoted(sheet.name)}"


def _check_beginning(source: Source) -> None:
    if not source.head:
        raise BadInput(f"{source.name}: the file is empty.")
    if source.head.startswith(ZIP):
        return
    if source.head.startswith(_OLE):
        if _WITH_PASSWORD in source.head:
            raise BadInput(f"{source.name}: the workbook has a password: save it without one.")
        raise BadInput(
            f"{source.name}: is an old Excel workbook (.xls), or one with a password: save it as .xlsx without one."
        )
    what = looks_like(source.head) or "text: if it is CSV, say --format csv"
    raise BadInput(f"{source.name}: is no XLSX workbook; it looks like {what}.")
