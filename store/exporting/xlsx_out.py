"""A table as an XLSX workbook of one sheet: a header that stays in view, days and times as such, text only as text.

Nothing in it is a formula, whatever it begins with. What a spreadsheet would change is text: a number of more than 15
digits, the zero with a sign, a day before March 1900, where spreadsheets count a day that never was. Times are in UTC,
without a zone, for a cell has none. A character that XML cannot hold stands as the format's own escape. The same table
gives the same bytes.
"""

import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from math import copysign
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from store.errors import BadInput
from store.exporting.row import Table, cell
from store.exporting.table_out import Cell, WideTable, minding_temporary_files
from store.limits import CELL_UNITS, SHEET_CELLS, SHEET_ROWS
from store.text import quoted

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.workbook.child import _WorkbookChild

UNITS = CELL_UNITS - 1
"""UTF-16 units that are written to a cell: one that is full may have been cut off, and is not read."""
_WIDEST, _MARGIN = 60, 2
_WHOLE = 10**15
_FIRST_DAY = date(1900, 3, 1)
_NO_TIME = datetime(1980, 1, 1)  # noqa: DTZ001 - the first that a ZIP file can say, which has no zones
_DAY, _TIME = "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"
_NO_TEXT = "[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_ESCAPED = re.compile(f"{_NO_TEXT}|_(?=x[0-9A-Fa-f]{{4}}(?:_|{_NO_TEXT}))")
"""What XML cannot hold, or changes (CR), and a `_` that would begin an escape, with what is escaped behind it too."""
_ELSEWHERE = "export it as CSV or JSON lines."


def write_xlsx(table: Table, write: Callable[[bytes], object], _raw: bool) -> Iterator[None]:
    """Write the table; yields after each row read. Raises `BadInput` for what a sheet cannot hold."""
    with minding_temporary_files(), WideTable(table, _form) as wide:
        yield from wide.gather()
        _write_workbook(wide, write)


def _form(value: object) -> Cell:
    if isinstance(value, tuple) and len(value) == 1 and isinstance(value[0], datetime):
        value = value[0]
    if isinstance(value, datetime):
        return (value.astimezone(UTC).replace(tzinfo=None).isoformat(),)
    if isinstance(value, date):
        return (value.isoformat(),)
    return cell(value)


def _write_workbook(wide: WideTable, write: Callable[[bytes], object]) -> None:
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook(write_only=True)
    about = book.properties
    about.creator, about.created, about.modified = "foureyes", _NO_TIME, _NO_TIME
    sheet = book.create_sheet("Export")
    names = wide.columns()
    if len(names) > SHEET_CELLS:
        raise BadInput(f"A sheet has {SHEET_CELLS:,} columns, and this table has {len(names):,}: {_ELSEWHERE}")
    for number, width in enumerate(_widths(names, wide.rows()), 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    # The library would keep the rows in a file with a name, which stays if the program is killed.
    with tempfile.TemporaryFile() as rows:
        sheet._writer = writer = WorksheetWriter(sheet, rows)
        writer.cleanup = rows.close  # type: ignore[method-assign]  # it would remove what has a name
        writer.write_top()
        try:
            sheet.append([_cell(sheet, name) for name in names])
            for number, cells in enumerate(wide.rows(), 2):
                _check(number, names, cells)
                sheet.append([None if one is None else _cell(sheet, one) for one in cells])
        finally:
            sheet.close()  # It writes its end, while there is a file for it.
        with _SameBytes(_Out(write), "w") as archive:
            ExcelWriter(book, archive).write_data()


def _check(number: int, names: Sequence[str], cells: Sequence[Cell]) -> None:
    if number > SHEET_ROWS:
        raise BadInput(f"A sheet has {SHEET_ROWS:,} rows, and this table has more: {_ELSEWHERE}")
    for name, one in zip(names, cells, strict=True):
        if isinstance(one, str) and 2 * len(one) > UNITS and len(_text(one).encode("utf-16-le")) > 2 * UNITS:
            said = f"{quoted(name)} of {quoted(str(cells[0]))} has more characters than a cell of a workbook holds"
            raise BadInput(f"Row {number:,}: {said} ({UNITS:,}): {_ELSEWHERE}")


def _cell(sheet: "_WorkbookChild", value: Cell) -> "SheetCell":
    from openpyxl.cell import WriteOnlyCell

    made = WriteOnlyCell(sheet)
    match value:
        case bool():
            made.value = value
        case int() if abs(value) < _WHOLE:
            made.value = value
        case float() if value or copysign(1, value) > 0:
            # The library would write 16 digits, one fewer than some numbers need.
            made.value, made.data_type = repr(value), "n"
        case (iso,) if date.fromisoformat(iso[:10]) >= _FIRST_DAY:
            made.value = datetime.fromisoformat(iso)
            made.number_format = _TIME if "T" in iso else _DAY
        case _:
            made.value = _text(value[0] if isinstance(value, tuple) else str(value))
            made.data_type = "s"  # It may have been taken for a formula or an error.
    return made


def _text(text: str) -> str:
    """`text` as a cell can hold it, with the escapes of ECMA-376 part 1, 22.9.2.19."""
    return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _widths(names: Sequence[str], rows: Iterator[list[Cell]]) -> list[int]:
    """The width of each column in characters: that of its longest first line, within reason."""
    widths = [_width(name) for name in names]
    for cells in rows:
        widths = [max(width, _width(one)) for width, one in zip(widths, cells, strict=True)]
    return [min(width, _WIDEST) + _MARGIN for width in widths]


def _width(value: Cell) -> int:
    text = value[0] if isinstance(value, tuple) else "" if value is None else str(value)
    line = text[:_WIDEST].partition("\n")[0]
    return len(line) if line.isascii() else sum(1 + (east_asian_width(one) in "FW") for one in line)


class _Out(io.RawIOBase):
    """What a ZIP file is written to, from its beginning to its end."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write

    def writable(self) -> bool:
        return True

    def write(self, data: "ReadableBuffer") -> int:
        self._write(bytes(data))
        return len(bytes(data))


class _SameBytes(zipfile.ZipFile):
    """Gives every part the date that ZIP begins with, so that what is the same has the same hash."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        super().writestr(_undated(zinfo_or_arcname), data)

    def write(self, rows: Any, arcname: Any = None, *_: Any) -> None:
        rows.seek(0)
        with self.open(_undated(arcname), "w", force_zip64=True) as part:
            shutil.copyfileobj(rows, part)


def _undated(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info
