"""A workbook behind the limits of `store.importing.workbook_limits`: its sheets, which openpyxl finds, and their rows.

The cells are read here, from the elements of each row. openpyxl's own read-only sheets lose what a review cannot do
without: a formula that has no value is an empty cell there, a long number a float, `x005F_` is cut out of shared texts,
an inline text that is only a value is lost, East Asian dates are numbers; shared texts and the attributes of every row
stand in memory, and one unusual style keeps a file shut. As there, the dimension that a sheet declares is not believed.
"""

import posixpath
import re
import warnings
from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from xml.etree.ElementTree import Element

from openpyxl.packaging.relationship import get_dependents
from openpyxl.reader.workbook import WorkbookParser
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from store.errors import BadInput
from store.importing.sheet_cells import SheetCell, built_in, number_cell, plain_cell, shown_as, text_cell
from store.importing.workbook_limits import WorkbookFile
from store.limits import ROW_TEXT, SHEET_CELLS, SHEET_ROWS, TEXT, XLSX_SHARED
from store.strict import nearest
from store.text import quoted, visible

_FAULTS = (AttributeError, IndexError, KeyError, OverflowError, SyntaxError, TypeError, ValueError)
"""What openpyxl raises for XML that is no workbook."""
_OTHERS = {
    "xl/workbook.bin": "a binary workbook (.xlsb): save it as .xlsx",
    "content.xml": "an OpenDocument file (.ods): save it as .xlsx or CSV",
    "word/document.xml": "a text document (.docx), not a workbook",
    "ppt/presentation.xml": "a presentation (.pptx), not a workbook",
}
_ROW, _MERGE = "sheetData/row", "mergeCells/mergeCell"
_NAMED, _FORMAT, _STYLES = 3, 1_000, 1 << 17
_BLOCK = 1 << 20
_PLACE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")

ReadCell = Callable[[str, str | None, str], SheetCell]
"""From the type of a cell, its style and its text."""


class SheetName(NamedTuple):
    """A sheet by its name, the part that holds it, and whether spreadsheet programs show it."""

    name: str
    part: str
    hidden: bool


class Workbook:
    """An opened workbook; raises `BadInput`."""

    def __init__(self, file: WorkbookFile) -> None:
        self._file = file
        self._name = file.name
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Of parts that are not read here.
                related = self._read_list()
        except _FAULTS:
            said = "the workbook is damaged: what it says of its sheets breaks the rules"
            raise BadInput(f"{self._name}: {said}. Open it in a spreadsheet program, and save it anew.") from None
        if not self.sheets:
            raise BadInput(f"{self._name}: the workbook has no sheet with cells.")
        texts, styles = related.get("sharedStrings"), related.get("styles")
        self._texts = SharedTexts(file, texts) if texts else None
        self._shown = _formats(file, styles) if styles else {}

    def sheet(self, name: str | None) -> SheetName:
        """The sheet of this name; without one the first that is not hidden and has cells. Raises `BadInput`."""
        shown = [one for one in self.sheets if not one.hidden]
        if name is None and not shown:
            raise BadInput(f"{self._name}: all sheets are hidden: say which to read, as `sheet` in a mapping (--map).")
        if name is None:
            more = shown if len(shown) > 1 else []
            return next((one for one in more if next(iter(self.rows(one)), None)), shown[0])
        found = [one for one in self.sheets if one.name == name]
        if not found:
            known = [one.name for one in self.sheets]
            raise BadInput(f"{self._name}: the workbook has no sheet {quoted(name)}{nearest(name, known)}.")
        return found[0]

    def rows(self, sheet: SheetName) -> "SheetRows":
        """The rows of a sheet."""
        return SheetRows(self._file.elements(sheet.part, _ROW, _MERGE), self._name, self._cell)

    def _read_list(self) -> dict[str, str]:
        """Read which sheets there are; the parts that the workbook refers to, by what they are."""
        part = _related(self._file, "")[0].get("officeDocument", "")
        if part not in self._file or part.endswith(".bin"):
            what = next((what for one, what in _OTHERS.items() if one in self._file), "no XLSX workbook")
            raise BadInput(f"{self._name}: the file is {what}.")
        kinds, parts = _related(self._file, part)
        parser = WorkbookParser(self._file, part, keep_links=False)
        parser.parse()
        self._from_1904 = parser.wb.epoch == CALENDAR_MAC_1904
        self.sheets = [
            SheetName(one.name, parts[one.id][1], one.state != "visible")
            for one in parser.sheets
            if parts.get(one.id, ("",))[0] == "worksheet"
        ]
        return kinds

    def _cell(self, kind: str, style: str | None, text: str) -> SheetCell:
        match kind:
            case "n":
                return number_cell(text.strip(), self._shown.get(style or "0", ""), from_1904=self._from_1904)
            case "s":
                return self._shared(text)
            case "str" | "inlineStr":
                return text_cell(text)
            case _:
                return plain_cell(kind, text)

    def _shared(self, number: str) -> SheetCell:
        if self._texts is not None and number.isascii() and number.isdigit() and len(number) < 10:
            try:
                return text_cell(self._texts[int(number)])
            except IndexError:
                pass
        return SheetCell(number, "broken")


class SheetRows:
    """The rows that have cells, by their number in the sheet, each with its cells by column, from 0.

    Raises `BadInput` for rows and cells that stand in no order. At the end `merged` holds the first ranges of cells
    that are merged, and `merges` says how many there are.
    """

    def __init__(self, elements: Iterable[tuple[Element, str]], name: str, cell: ReadCell) -> None:
        self._elements = elements
        self._name = name
        self._cell = cell
        self.merges = 0
        self.merged: list[str] = []

    def __iter__(self) -> Iterator[tuple[int, dict[int, SheetCell]]]:
        before = 0
        for element, tag in self._elements:
            if tag == _MERGE:
                self.merges += 1
                self.merged += [visible(element.get("ref", ""))[:30]] if self.merges <= _NAMED else []
                continue
            said = element.get("r") or str(before + 1)
            number = int(said) if said.isascii() and said.isdigit() and len(said) < 8 else 0
            if not before < number <= SHEET_ROWS:
                raise BadInput(f"{self._name}: the rows of the sheet do not stand in order after row {before:,}.")
            if cells := self._row(element, number):
                yield number, cells
            before = number

    def _row(self, row: Element, number: int) -> dict[int, SheetCell]:
        cells: dict[int, SheetCell] = {}
        column = size = 0
        space = row.tag.removesuffix("row")
        for element in row:
            place = element.get("r")
            at, line = _place(place) if place else (column + 1, number)
            if not column < at <= SHEET_CELLS or line != number or element.tag != f"{space}c":
                raise self._no_order(number)
            column = at
            held = self._held(element, space, number)
            if held is not None and (held.text or held.kind):
                cells[column - 1] = held
                size += len(held.text)
                if size > ROW_TEXT:  # Cells that share a long text need few bytes in the file.
                    said = f"row {number:,} is longer than {ROW_TEXT:,} characters"
                    raise BadInput(f"{self._name}: {said}: is this a sheet with one case a row?")
        return cells

    def _held(self, element: Element, space: str, number: int) -> SheetCell | None:
        """What a cell holds; an inline text counts more than a value beside it, as spreadsheets have it."""
        text, formula = "", False
        for child in element:
            tag = child.tag.removeprefix(space)
            if tag == "v":
                text = text or child.text or ""
            elif tag == "is":
                text = _words(child, space)
            elif tag == "f":
                formula = True
            elif tag == "c":
                raise self._no_order(number)
        kind = element.get("t", "n")
        if text:
            return self._cell(kind, element.get("s"), text)
        return SheetCell("", "uncalculated") if formula and kind != "str" else None

    def _no_order(self, number: int) -> BadInput:
        return BadInput(f"{self._name}: row {number:,} of the sheet has cells that do not stand in order.")


class SharedTexts:
    """The texts that cells share, by number, as bytes: a Python text of each would take four times as much.

    Raises `BadInput` if they are more than may be held in memory.
    """

    def __init__(self, file: WorkbookFile, part: str) -> None:
        self._blocks: list[bytes] = []
        self._ends = array("Q", [0])
        block = bytearray()
        for element, _ in file.elements(part, "sst/si"):
            text = _words(element, element.tag.removesuffix("si")).encode("utf-8", "surrogatepass")
            block += text
            while len(block) >= _BLOCK:
                self._blocks.append(bytes(block[:_BLOCK]))
                del block[:_BLOCK]
            self._ends.append(self._ends[-1] + len(text))
            if self._ends[-1] + 8 * len(self._ends) > XLSX_SHARED:
                raise BadInput(
                    f"{file.name}: the workbook holds more than {XLSX_SHARED >> 20} MiB of text, which would all stand "
                    "in memory at once: save the sheet as CSV, which is read in any size."
                )
        self._blocks.append(bytes(block))

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self._ends) - 1:
            raise IndexError(number)
        begin, end = self._ends[number], self._ends[number + 1]
        first, at = divmod(begin, _BLOCK)
        pieces = self._blocks[first : end // _BLOCK + 1]
        return b"".join(pieces)[at : at + end - begin].decode("utf-8", "surrogatepass")


def _related(file: WorkbookFile, part: str) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """The parts that a part refers to: by what they are, and what they are and where by their keys."""
    folder, name = posixpath.split(part)
    where = posixpath.join(folder, "_rels", f"{name}.rels")
    found = [one for one in get_dependents(file, where) if one.TargetMode != "External"] if where in file else []
    kinds = [(one.Type.rpartition("/")[2], one.Target or "") for one in found]
    return dict(reversed(kinds)), {one.Id or "": kind for one, kind in zip(found, kinds, strict=True)}


def _formats(file: WorkbookFile, part: str) -> dict[str, str]:
    """What the numbers of cells are shown as, by the number of their style."""
    codes: dict[str, str] = {}
    styles: list[str] = []
    for element, tag in file.elements(part, "numFmts/numFmt", "cellXfs/xf"):
        if tag == "cellXfs/xf":
            styles.append(element.get("numFmtId", "0"))
            if len(styles) > _STYLES:
                raise BadInput(f"{file.name}: the workbook has more styles than any program writes.")
        else:
            codes[element.get("numFmtId", "")] = shown_as(element.get("formatCode", "")[:_FORMAT])
    return {str(n): codes[one] if one in codes else built_in(one) for n, one in enumerate(styles)}


def _words(element: Element, space: str) -> str:
    """The text of an element and of its runs, one after the other, without what says how to pronounce it."""
    pieces = []
    for child in element:
        if child.tag == f"{space}t":
            pieces.append(child.text or "")
        elif child.tag == f"{space}r":
            pieces.append(_words(child, space))
    return "".join(pieces)[: TEXT + 1]


@lru_cache(1 << 12)
def _place(place: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(place)
    return (column_index_from_string(found[1]), int(found[2])) if found else (0, 0)
