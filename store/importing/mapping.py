"""The mapping: a TOML file that says what the columns of a table, or the objects of a JSON file, hold.

`docs/mapping.md` explains every key of it. A column of JSON is a path: `data.text`, `annotations[].result[].value`
(`store.importing.paths`).

A flag whose code is blank in a row, and an item whose text is blank, are left out of that case.
"""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct, structs

from store import strict
from store.case.check import name_fault
from store.errors import BadInput
from store.importing.notation import Notation, constant_date, names_a_day
from store.importing.paths import steps
from store.importing.sniff import Format
from store.strict import Fault
from store.text import quoted
from store.toml_lines import KeyPath

UTF8 = "utf-8"
_PRINTABLE = bytes(range(0x20, 0x7F)) + b"\t\r\n"
_PROBES = (b"xn--bcher-kva", rb"\x41 \u0041 \101 +AGE- =41 ~{", _PRINTABLE)
"""What encodings of files leave as it is; some codecs of Python take it for other characters."""
_NAME_IN_IDS = 60
"""Characters of the name of a file that stand in ids; of a longer one its beginning and its end."""
_WIDE = ("utf-16", "utf-16-le", "utf-16-be")


class From(Struct, frozen=True):
    """Where a part comes from, if not simply from a column: one of `value`, `column` and `row`.

    `value` is the same for every case; `row` the number of the row (of a CSV file, its line) with this text
    before it, and before that, with `file`, the name of the file. Beside a `column`, `row` is for where that is blank.
    `date_format` says how the dates of this column are written, if otherwise than the file's.
    """

    value: str | None = None
    column: str | None = None
    row: str | None = None
    file: bool = False
    date_format: str | None = None


Origin = str | From
"""The name of a column, or where else a part comes from."""
Origins = str | tuple[str, ...] | From
"""The same, or several columns that make one text."""
_Row = Annotated[int, Meta(ge=0, le=1_000_000)]


class CaseColumns(Struct, frozen=True):
    """The columns of a case's own parts. With `group`, rows that have the same id are one case."""

    id: Origins
    group: bool = False
    title: Origins | None = None
    subject: Origin | None = None
    due: Origin | None = None
    priority: Origin | None = None


class FlagColumns(Struct, frozen=True):
    """Where the parts of one flag come from; of one for each object of a list (`each`), or for each row of a group."""

    code: Origin
    reason: Origin | None = None
    raised_by: Origin | None = None
    raised_on: Origin | None = None
    each: str | None = None
    rows: bool = False


class EvidenceColumns(Struct, frozen=True):
    """What one item of evidence is, and where its parts come from; or one for each object or row, as for flags."""

    id: str
    kind: str
    label: str | From
    text: str | tuple[str, ...]
    source: Origin | None = None
    date: Origin | None = None
    access: Origin | None = None
    gist: Origin | None = None
    each: str | None = None
    rows: bool = False


class Tables(Struct, frozen=True):
    """What stands in the file."""

    case: CaseColumns
    format: Format | None = None
    encoding: str = UTF8
    delimiter: str | None = None
    escape: Literal["\\"] | None = None
    quote: Literal['"', ""] = '"'
    skip_blanks: bool = False
    sheet: str | None = None
    header_row: _Row | None = None
    skip_rows: tuple[_Row, ...] = ()
    skip_end: _Row = 0
    records: str | None = None
    nan: Literal["refuse", "blank"] = "refuse"
    date_format: str | None = None
    decimal: Literal[".", ","] = "."
    thousands: str = ""
    numbers: tuple[str, ...] = ()
    rest: Literal["refuse", "fields", "drop"] = "refuse"
    drop: tuple[str, ...] = ()
    fields: dict[str, Origin] = {}
    flag: tuple[FlagColumns, ...] = ()
    evidence: tuple[EvidenceColumns, ...] = ()


class Mapping(Tables, frozen=True):
    """What the columns of a file hold. `text` is the file that says so, and `where` its name."""

    text: str = ""
    where: str = ""

    def of_file(self, name: str, shown: str) -> "Mapping":
        """The mapping for a file of this name, "" for what keeps none; raises `BadInput` if ids cannot begin with it.

        `shown` is what people call the file.
        """
        origin = self.case.id
        if not isinstance(origin, From) or not origin.file:
            return self
        begins = name_in_ids(name)
        if not begins:
            said = f"{shown}: no id can begin so, as the mapping says with file = true in its id:"
            if name:
                raise BadInput(f'{said} say {{row = "R-"}} there, or name the file otherwise.')
            what = 'write it to a file of its own first, name a column of ids, or say {row = "R-"} there'
            raise BadInput(f"{said} what is read in this way keeps no name; {what}.")
        numbered = structs.replace(origin, row=f"{begins}{origin.row}", file=False)
        return structs.replace(self, case=structs.replace(self.case, id=numbered))

    @property
    def notation(self) -> Notation:
        """How the file writes dates and numbers."""
        return Notation(self.date_format, self.decimal, self.thousands)


def name_in_ids(path: str) -> str:
    """The name of a file as ids can begin with it, without folder and ending; "" where nothing of it can be typed."""
    stem = unicodedata.normalize("NFC", Path(Path(path).name.removesuffix(".gz")).stem)
    typed = re.sub(r"[^\w]+", "-", stem).strip("-")
    if len(typed) > _NAME_IN_IDS:
        typed = f"{typed[: _NAME_IN_IDS // 2]}-{typed[-_NAME_IN_IDS // 2 :]}"
    return "" if not typed or name_fault(typed) else typed


def load(path: Path) -> Mapping:
    """The mapping in a file; raises `BadInput`."""
    return parse(strict.text_of(path), str(path))


def parse(source: str, where: str) -> Mapping:
    """The mapping in `source` (TOML); raises `BadInput`, with all faults of it as `where:LINE: sentence`."""
    tables, faults = strict.read(source, Tables, where)
    strict.refuse([*faults, *strict.besides(faults, _faults(tables))], source, where)
    return Mapping(**structs.asdict(tables), text=source, where=where)


def _faults(tables: Tables) -> Iterator[Fault]:
    if fault := _encoding_fault(tables.encoding):
        yield Fault(("encoding",), fault)
    mark = tables.delimiter
    if mark is not None and (len(mark) != 1 or mark in '"\r\n\0' or mark.isalnum()):
        yield Fault(("delimiter",), f'delimiter must be one character such as ";", not {quoted(mark)}.')
    if not tables.quote and tables.escape:
        yield Fault(("escape",), 'escape is for quotation marks that mean something: with quote = "" none does.')
    if tables.skip_blanks and tables.delimiter == " ":
        yield Fault(("skip_blanks",), "skip_blanks is for blanks behind a delimiter that is none itself.")
    mark = tables.thousands
    if mark and (len(mark) != 1 or mark.isalnum() or mark in '+-"' or mark == tables.decimal):
        yield Fault(
            ("thousands",), f'thousands must be one character such as "." and not the decimal sign: {quoted(mark)}.'
        )
    for name in tables.fields:
        if fault := name_fault(name):
            yield Fault(("fields", name), f"the name of the field {fault}.")
    if tables.records is not None:
        yield from _path_faults(("records",), tables.records)
    for number, flag in enumerate(tables.flag):
        yield from _repeated_faults(("flag", number), flag, tables.case)
    if tables.case.id == ():
        yield Fault(("case", "id"), 'id names no column: write one, several as ["A", "B"], or {row = "R-"}.')
    yield from _item_faults(tables)
    for path, origin in _origins(tables):
        yield from _origin_faults(path, origin)
    yield from _date_faults(tables)


def _item_faults(tables: Tables) -> Iterator[Fault]:
    ids: set[str] = set()
    for number, item in enumerate(tables.evidence):
        if fault := name_fault(item.id):
            yield Fault(("evidence", number, "id"), f"the id of the item {fault}.")
        elif item.id in ids:
            yield Fault(("evidence", number, "id"), f"two [[evidence]] have the id {quoted(item.id)}.")
        ids.add(item.id)
        if item.text == ():
            yield Fault(("evidence", number, "text"), 'text names no column: write one, or several as ["A", "B"].')
        yield from _repeated_faults(("evidence", number), item, tables.case)
        fixed = item.access.value if isinstance(item.access, From) else None
        if fixed is not None and fixed not in ("public", "restricted"):
            said = f'access is "public" or "restricted", not {quoted(fixed)}.'
            yield Fault(("evidence", number, "access"), said)


def _repeated_faults(path: KeyPath, part: FlagColumns | EvidenceColumns, case: CaseColumns) -> Iterator[Fault]:
    if part.rows and not case.group:
        yield Fault((*path, "rows"), "rows is for cases of several rows: say group = true in [case].")
    if part.each is not None:
        yield from _path_faults((*path, "each"), part.each)


def _path_faults(path: KeyPath, text: str) -> Iterator[Fault]:
    try:
        steps(text)
    except ValueError as error:
        yield Fault(path, f"{quoted(text)} is no path such as annotations[].result[]: {error}.")


def _origins(tables: Tables) -> Iterator[tuple[KeyPath, From]]:
    """All that is said of where parts come from, but for plain columns."""
    for top, part in [(("case",), tables.case), *_repeated(tables)]:
        for name in part.__struct_fields__:
            if isinstance(origin := getattr(part, name), From):
                yield (*top, name), origin
    yield from ((("fields", name), origin) for name, origin in tables.fields.items() if isinstance(origin, From))


def _repeated(tables: Tables) -> Iterator[tuple[KeyPath, FlagColumns | EvidenceColumns]]:
    yield from ((("flag", number), flag) for number, flag in enumerate(tables.flag))
    yield from ((("evidence", number), item) for number, item in enumerate(tables.evidence))


def _origin_faults(path: KeyPath, origin: From) -> Iterator[Fault]:
    said = [one for one in ("value", "column", "row") if getattr(origin, one) is not None]
    if len(said) != 1 and not (said == ["column", "row"] and path == ("case", "id")):
        yield Fault(path, 'a table here says one of value, column and row, such as {value = "desk 3"}.')
    if origin.row is not None and path != ("case", "id"):
        yield Fault(path, "the number of the row can only be the id.")
    if origin.file and origin.row is None:
        yield Fault(path, 'the name of the file stands before a number of the row: {file = true, row = "-"}.')


def _date_faults(tables: Tables) -> Iterator[Fault]:
    if tables.date_format is not None:
        yield from _format_faults(("date_format",), tables.date_format)
    notation = Notation(tables.date_format)
    for path, origin in _origins(tables):
        if origin.date_format is not None:
            yield from _format_faults((*path, "date_format"), origin.date_format)
        if origin.value is not None and path[-1] in ("due", "raised_on", "date") and path[0] != "fields":
            try:
                constant_date(origin.value, notation)
            except ValueError:
                yield Fault(path, f"{quoted(origin.value)} is not a date such as 2023-12-01.")


def _format_faults(path: KeyPath, date_format: str) -> Iterator[Fault]:
    if not names_a_day(date_format):
        named = f"date_format {quoted(date_format)} does not name a year, a month and a day, each once"
        yield Fault(path, f'{named} ("%d.%m.%Y" reads 25.11.2023).')


def _encoding_fault(encoding: str) -> str:
    if encoding.lower().replace("_", "-") in _WIDE:
        return ""  # made UTF-8 before rows are told apart
    try:
        # Rows are told apart before they are decoded, so line breaks, quotes and delimiters must be those of ASCII.
        fits = all(one.decode(encoding) == one.decode("ascii") for one in _PROBES)
    except UnicodeDecodeError:
        fits = False
    except (LookupError, ValueError):
        return f"there is no encoding {quoted(encoding)}."
    return "" if fits else f"files in the encoding {quoted(encoding)} are not read: save them as UTF-8."
