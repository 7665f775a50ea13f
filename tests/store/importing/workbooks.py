"""XLSX workbooks for tests, written part by part with `zipfile`, so that any part can be wrong."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"

Part = str | bytes
Value = str | int | float | bool | None


class Raw(str):
    """The XML of a cell, as it shall stand in the sheet; `{}` is its place."""


STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy;@"/>
<numFmt numFmtId="165" formatCode="&quot;day&quot; 0.00"/><numFmt numFmtId="166" formatCode="[hh]:mm"/>
<numFmt numFmtId="167" formatCode="00000"/><numFmt numFmtId="168" formatCode="000\\-00\\-0000"/></numFmts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/>
<xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="22"/><xf numFmtId="167"/><xf numFmtId="168"/>
<xf numFmtId="31"/><xf numFmtId="57"/></cellXfs></styleSheet>"""
"""Styles 1, 2 and 5 are dates (5 with a time), 3 a number with letters, 4 a duration, 6 and 7 codes, 8 and 9 dates in
East Asia."""


def place(row: int, column: int) -> str:
    """`place(1, 0)` is A1."""
    letters, number = "", column + 1
    while number:
        number, left = divmod(number - 1, 26)
        letters = chr(65 + left) + letters
    return f"{letters}{row}"


def cell(where: str, value: Value) -> str:
    """The XML of a cell: text stands in it, not among the shared."""
    if value is None:
        return ""
    if isinstance(value, Raw):
        return value.replace("{}", where)
    if isinstance(value, bool):
        return f'<c r="{where}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str):
        return f'<c r="{where}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f'<c r="{where}"><v>{value}</v></c>'


def day(serial: float | str, style: int = 1) -> Raw:
    """A cell with a number shown as a date."""
    return Raw(f'<c r="{{}}" s="{style}"><v>{serial}</v></c>')


def shared(number: int) -> Raw:
    """A cell with a shared text."""
    return Raw(f'<c r="{{}}" t="s"><v>{number}</v></c>')


def sheet(
    rows: Sequence[Sequence[Value]] | Mapping[int, Sequence[Value]], after: str = "", dimension: str = "A1"
) -> str:
    """The XML of a sheet, rows from 1 on or by their numbers."""
    numbered = rows.items() if isinstance(rows, Mapping) else enumerate(rows, 1)
    data = "".join(
        f'<row r="{number}">{"".join(cell(place(number, n), value) for n, value in enumerate(row))}</row>'
        for number, row in numbered
    )
    return f'<worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/><sheetData>{data}</sheetData>{after}</worksheet>'


def strings(*items: str) -> str:
    """The XML of shared texts, each given as XML."""
    return f'<sst xmlns="{MAIN}">{"".join(f"<si>{item}</si>" for item in items)}</sst>'


def parts(
    *sheets: str, names: Sequence[str] = ("Cases", "Second", "Third"), hidden: Sequence[str] = (), settings: str = ""
) -> dict[str, Part]:
    """The parts of a workbook with these sheets."""
    listed, related = "", ""
    for number, name in enumerate(names[: len(sheets)], 1):
        state = ' state="hidden"' if name in hidden else ""
        listed += f'<sheet name={quoteattr(name)} sheetId="{number}"{state} r:id="rId{number}"/>'
        related += (
            f'<Relationship Id="rId{number}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        )
    related += f'<Relationship Id="s" Type="{RELATIONS}/styles" Target="/xl/styles.xml"/>'
    related += f'<Relationship Id="t" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    office = f'<Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    spaces = f'xmlns="{MAIN}" xmlns:r="{RELATIONS}"'
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{office}</Relationships>',
        "xl/workbook.xml": f"<workbook {spaces}>{settings}<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": strings("<t>shared</t>"),
        **{f"xl/worksheets/sheet{number}.xml": one for number, one in enumerate(sheets, 1)},
    }


def zipped(content: Mapping[str, Part], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """These parts as a ZIP file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return out.getvalue()


def workbook(*rows: Sequence[Value], after: str = "", texts: str = "", settings: str = "") -> bytes:
    """A workbook with one sheet."""
    content = parts(sheet(rows, after), settings=settings)
    return zipped({**content, "xl/sharedStrings.xml": texts} if texts else content)
