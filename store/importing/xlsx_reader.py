"""Cases from one sheet of an XLSX workbook, row by row, as from a CSV file.

The texts that cells share stand in memory (they may refer to any of them); rows do not. Hidden rows and columns are
read, as when the sheet is saved as CSV.
"""

import csv
import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from store.errors import BadInput
from store.importing.mapping import UTF8, Mapping
from store.importing.plan import ImportPlan
from store.importing.rejects import reject
from store.importing.sniff import OLE, ZIP, looks_like
from store.importing.source import Source
from store.importing.table_reader import TableReader, TableRow
from store.importing.workbook_limits import WorkbookFile
from store.limits import COLUMNS, TEXT, XLSX_TEXT
from store.model import Reject
from store.policy import Policy
from store.text import quoted

if TYPE_CHECKING:
    from store.importing.sheet_cells import SheetCell
    from store.importing.workbook import SheetName

_WITH_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_NAMED = 5


class XlsxReader(TableReader):
    """The cases and rejects of one sheet. `plan` is ready at once; raises `BadInput` if there can be none.

    The rows as far as the header are as long as they are, those after it at least as long as the header.
    """

    def __init__(
        self, source: Source, policy: Policy, mapping: Mapping | None, progress: Callable[[int], None]
    ) -> None:
        # Imported here: what reads no workbook need not wait for openpyxl.
        from store.importing.workbook import Workbook

        super().__init__(source.name, policy, "row")
        _check_beginning(source)
        self._left = XLSX_TEXT
        self._book = Workbook(WorkbookFile(source, progress))
        self._sheet = self._book.sheet(mapping.sheet if mapping else None)
        others = self._others()
        if others:
            self.table, self.elsewhere = f"the sheet {quoted(self._sheet.name)}", f" {others}"
        plan = ImportPlan(
            source=source.name,
            format="XLSX",
            encoding=None,
            delimiter=None,
            dates="as date cells or ",
            remarks=tuple(filter(None, (others, _unused(mapping)))),
            sheet=self._sheet.name,
        )
        self.begin(plan, mapping)

    def rows(self) -> Iterator[TableRow | Reject]:
        """The rows in which a cell is not empty."""
        read = self._book.rows(self._sheet)
        for number, cells in read:
            self._count(number, cells)
            width = max(cells) + 1
            if width > COLUMNS:
                reason = f"the row has a cell in column {width:,}; at most {COLUMNS:,} are read."
                yield reject(self._name, number, "", reason, "")
                continue
            row = _row(number, cells, max(width, len(self._header)))
            long = next((column for column, cell in enumerate(row.cells) if len(cell) > TEXT), None)
            if long is None:
                yield row
            else:
                reason = f"the cell has more than {TEXT:,} characters."
                yield reject(self._name, number, self.column(long), reason, row.text)
        if read.merges:
            more = f" and {read.merges - len(read.merged):,} more" if read.merges > len(read.merged) else ""
            self.ending = (
                f"{self._name}: cells of the sheet are merged ({', '.join(read.merged)}{more}): what they hold is of "
                "the first row and column of each, and the others are empty."
            )

    def _count(self, number: int, cells: dict[int, "SheetCell"]) -> None:
        self._left -= sum(len(cell.text) for cell in cells.values())
        if self._left < 0:
            raise BadInput(
                f"{self._name}: row {number:,}: the cells up to here hold more than {XLSX_TEXT >> 20} million "
                "characters: save the sheet as CSV, which is read in any size."
            )

    def _others(self) -> str:
        """Which sheets are not read; "" if there are none."""
        others = [one for one in self._book.sheets if one is not self._sheet]
        more = " ..." if len(others) > _NAMED else ""
        said = f"Not read: {', '.join(map(_said, others[:_NAMED]))}{more} (say which sheet to read in a mapping)."
        return said if others else ""


def _unused(mapping: Mapping | None) -> str:
    cells = mapping and (mapping.delimiter or mapping.escape or not mapping.quote or mapping.skip_blanks)
    if mapping and (cells or mapping.encoding != UTF8):
        return "Encoding, delimiter, escape, quote and skip_blanks of the mapping are for CSV and not used here."
    return ""


def _row(number: int, cells: dict[int, "SheetCell"], width: int) -> TableRow:
    texts = [""] * width
    for column, cell in cells.items():
        texts[column] = cell.text
    kinds = {column: cell.kind for column, cell in cells.items() if cell.kind}
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(texts)
    return TableRow(number, texts, out.getvalue(), kinds)


def _said(sheet: "SheetName") -> str:
    return f"the {'hidden ' if sheet.hidden else ''}sheet {quoted(sheet.name)}"


def _check_beginning(source: Source) -> None:
    if not source.head:
        raise BadInput(f"{source.name}: the file is empty.")
    if source.head.startswith(ZIP):
        return
    if source.head.startswith(OLE):
        if _WITH_PASSWORD in source.head:
            raise BadInput(f"{source.name}: the workbook has a password: save it without one.")
        raise BadInput(
            f"{source.name}: is an old Excel workbook (.xls), or one with a password: save it as .xlsx without one."
        )
    what = looks_like(source.head) or "text: if it is CSV, say --format csv"
    raise BadInput(f"{source.name}: is no XLSX workbook; it looks like {what}.")
