"""A workbook: its sheets by name, and what their cells hold."""

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from store.errors import BadInput
from store.importing.xlsx.container import Container
from store.importing.xlsx.sheet import RawCell, RawRow, Sheet
from store.importing.xlsx.strings import SharedStrings
from store.importing.xlsx.styles import Shown, Styles
from store.importing.xlsx.values import SheetCell, number_cell, plain_cell, text_cell
from store.importing.xlsx.xml import Attributes, Handler, parse_all
from store.strict import nearest
from store.text import quoted

_MOST = 1_000
_LONG = 4_096
_OTHERS = {
    "xl/workbook.bin": "a binary workbook (.xlsb): save it as .xlsx",
    "content.xml": "an OpenDocument file (.ods): save it as .xlsx or CSV",
    "word/document.xml": "a text document (.docx), not a workbook",
    "ppt/presentation.xml": "a presentation (.pptx), not a workbook",
}


class SheetName(NamedTuple):
    """A sheet by its name, the part that holds it, and whether spreadsheet programs show it."""

    name: str
    part: str
    hidden: bool


class Workbook:
    """An opened workbook; raises `BadInput`."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._name = container.name
        part = _Relations(container, "").part_of("officeDocument")
        if part not in container or part.endswith(".bin"):
            what = next((what for one, what in _OTHERS.items() if one in container), "no XLSX workbook")
            raise BadInput(f"{self._name}: the file is {what}.")
        related = _Relations(container, part)
        contents = _Contents()
        parse_all(container.chunks(part), contents, self._name)
        self._from_1904 = contents.from_1904
        self.sheets = [
            SheetName(name, related.parts[key], hidden)
            for name, key, hidden in contents.sheets
            if related.types.get(key) == "worksheet"
        ]
        if not self.sheets:
            raise BadInput(f"{self._name}: the workbook has no sheet with cells.")
        strings, styles = related.part_of("sharedStrings"), related.part_of("styles")
        self._strings = SharedStrings(container.chunks(strings), self._name) if strings else None
        self._shown: list[Shown] = Styles(container.chunks(styles), self._name).shown if styles else []

    def sheet(self, name: str | None) -> SheetName:
        """The sheet of this name, the first that is not hidden without one; raises `BadInput`."""
        shown = [one for one in self.sheets if not one.hidden]
        if name is None and not shown:
            raise BadInput(f"{self._name}: all sheets are hidden: say which to read, as `sheet` in a mapping (--map).")
        found = [one for one in self.sheets if one.name == name] if name is not None else shown[:1]
        if not found:
            known = [one.name for one in self.sheets]
            raise BadInput(f"{self._name}: the workbook has no sheet {quoted(name or '')}{nearest(name or '', known)}.")
        return found[0]

    def rows(self, sheet: SheetName) -> Iterator[RawRow]:
        """The rows of a sheet that have cells, by their number, the cells by column from 0."""
        return iter(Sheet(self._container.chunks(sheet.part), self._name))

    def cell(self, raw: RawCell) -> SheetCell:
        """What a cell holds."""
        if raw.formula and not raw.text and raw.type != "str":
            return SheetCell("", "uncalculated")
        if raw.type in ("str", "inlineStr"):
            return text_cell(raw.text)
        if raw.type == "s":
            return self._shared(raw.text)
        if (plain := plain_cell(raw.type, raw.text)) is not None:
            return plain
        if raw.type != "n":
            return SheetCell(raw.text, "broken")
        return number_cell(raw.text, self._shown_as(raw.style), from_1904=self._from_1904)

    def _shared(self, number: str) -> SheetCell:
        if self._strings is not None and number.isascii() and number.isdigit() and len(number) < 10:
            try:
                return text_cell(self._strings[int(number)])
            except IndexError:
                pass
        return SheetCell(number, "broken")

    def _shown_as(self, style: str) -> Shown:
        number = int(style) if style.isascii() and style.isdigit() and len(style) < 7 else 0
        return self._shown[number] if number < len(self._shown) else ""


class _Contents(Handler):
    """The sheets that a workbook lists, by name, relation and whether hidden, and how it counts days."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.from_1904 = False

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "sheet" and len(self.sheets) < _MOST:
            name, key = attributes.get("name", ""), _relation_of(attributes)
            if len(name) + len(key) < _LONG:
                self.sheets.append((name, key, attributes.get("state", "visible") != "visible"))
        elif tag == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in ("1", "true", "on")


class _Relations(Handler):
    """The parts that a part refers to (ECMA-376 part 2, 9.3)."""

    def __init__(self, container: Container, part: str) -> None:
        self.types: dict[str, str] = {}
        self.parts: dict[str, str] = {}
        self._folder, name = posixpath.split(part)
        where = posixpath.join(self._folder, "_rels", f"{name}.rels")
        if where in container:
            parse_all(container.chunks(where), self, container.name)

    def start(self, tag: str, attributes: Attributes) -> None:
        key = attributes.get("Id", "")
        if tag != "Relationship" or attributes.get("TargetMode") == "External" or len(self.types) >= _MOST:
            return
        kind, target = attributes.get("Type", ""), attributes.get("Target", "").replace("\\", "/")
        if len(key) + len(kind) + len(target) > _LONG:
            return
        self.types[key] = kind.rpartition("/")[2]
        self.parts[key] = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")

    def part_of(self, kind: str) -> str:
        """The part of this type; "" if there is none."""
        return next((self.parts[key] for key, one in self.types.items() if one == kind), "")


def _relation_of(sheet: Attributes) -> str:
    return next((value for name, value in sheet.items() if name == "id" or name.endswith(":id")), "")
