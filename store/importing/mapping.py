"""The mapping: a TOML file that says which columns of a CSV file or of a sheet hold what.

    encoding = "utf-8"              # or another that keeps ASCII as it is: "cp1252", "iso-8859-13" ...
    delimiter = ","                 # one character; by default "," and in a .tsv file a tab
    sheet = "Cases"                 # of a workbook; by default the first that is not hidden
    date_format = "%d.%m.%Y"        # as for strptime; by default ISO 8601
    drop = ["INTERNAL_REF"]         # columns to leave out: one that is neither used nor dropped is an error
    [case]
    id = "REF"                      # columns for id (needed), title, subject, due, priority
    [fields]
    citizenship = "NATIONALITY"     # our name = their column
    [[flag]]                        # code, reason, raised_by, raised_on
    code = "RULE"                   # a column ...
    raised_by = {value = "desk 3"}  # ... or the same for every case
    [[evidence]]
    id = "q1"                       # id, kind and label as they shall be
    kind = "questionnaire"
    label = "Question 1"
    text = "ANSWER_1"               # a column
    date = "ASKED_ON"               # source, date, access and gist: a column, or {value = "..."}

A flag whose code is blank in a row, and an item whose text is blank, are left out of that case.
"""

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, structs

from store import strict
from store.case.check import name_fault
from store.importing.dates import constant_date, date_reader, names_a_day
from store.strict import Fault
from store.text import quoted

UTF8 = "utf-8"
_PRINTABLE = bytes(range(0x20, 0x7F)) + b"\t\r\n"


class Constant(Struct, frozen=True):
    """The same value for every case."""

    value: str


Origin = str | Constant
"""The name of a column, or a constant."""


class CaseColumns(Struct, frozen=True):
    """The columns of a case's own parts."""

    id: str
    title: str | None = None
    subject: str | None = None
    due: str | None = None
    priority: str | None = None


class FlagColumns(Struct, frozen=True):
    """Where the parts of one flag come from."""

    code: Origin
    reason: Origin | None = None
    raised_by: Origin | None = None
    raised_on: Origin | None = None


class EvidenceColumns(Struct, frozen=True):
    """What one item of evidence is, and where its parts come from."""

    id: str
    kind: str
    label: str
    text: str
    source: Origin | None = None
    date: Origin | None = None
    access: Origin | None = None
    gist: Origin | None = None


class Tables(Struct, frozen=True):
    """What stands in the file."""

    case: CaseColumns
    encoding: str = UTF8
    delimiter: str | None = None
    sheet: str | None = None
    date_format: str | None = None
    drop: tuple[str, ...] = ()
    fields: dict[str, str] = {}
    flag: tuple[FlagColumns, ...] = ()
    evidence: tuple[EvidenceColumns, ...] = ()


class Mapping(Tables, frozen=True):
    """Which columns of a CSV file or of a sheet hold what. `text` is the file that says so, and `where` its name."""

    text: str = ""
    where: str = ""


def load(path: Path) -> Mapping:
    """The mapping in a file; raises `BadInput`."""
    return parse(strict.text_of(path), str(path))


def parse(source: str, where: str) -> Mapping:
    """The mapping in `source` (TOML); raises `BadInput`, with all faults of it as `where:LINE: sentence`."""
    tables, faults = strict.read(source, Tables, where)
    strict.refuse([*faults, *_faults(tables)], source, where)
    return Mapping(**structs.asdict(tables), text=source, where=where)


def _faults(tables: Tables) -> Iterator[Fault]:
    if fault := _encoding_fault(tables.encoding):
        yield Fault(("encoding",), fault)
    mark = tables.delimiter
    if mark is not None and (len(mark) != 1 or mark in '"\r\n\0' or mark.isalnum()):
        yield Fault(("delimiter",), f'delimiter must be one character such as ";", not {quoted(mark)}.')
    if tables.date_format is not None and not names_a_day(tables.date_format):
        named = f"date_format {quoted(tables.date_format)} does not name a year, a month and a day"
        yield Fault(("date_format",), f"{named} (%d.%m.%Y reads 25.11.2023).")
    for name in tables.fields:
        if fault := name_fault(name):
            yield Fault(("fields", name), f"the name of the field {fault}.")
    ids: set[str] = set()
    for number, item in enumerate(tables.evidence):
        if fault := name_fault(item.id):
            yield Fault(("evidence", number, "id"), f"the id of the item {fault}.")
        elif item.id in ids:
            yield Fault(("evidence", number, "id"), f"two [[evidence]] have the id {quoted(item.id)}.")
        ids.add(item.id)
        if isinstance(item.access, Constant) and item.access.value not in ("public", "restricted"):
            said = f'access is "public" or "restricted", not {quoted(item.access.value)}.'
            yield Fault(("evidence", number, "access"), said)
    yield from _date_faults(tables)


def _date_faults(tables: Tables) -> Iterator[Fault]:
    read_date = date_reader(tables.date_format)
    flags = [(("flag", number, "raised_on"), flag.raised_on) for number, flag in enumerate(tables.flag)]
    items = [(("evidence", number, "date"), item.date) for number, item in enumerate(tables.evidence)]
    for path, origin in flags + items:
        if isinstance(origin, Constant):
            try:
                constant_date(origin.value, read_date)
            except ValueError:
                yield Fault(path, f"{quoted(origin.value)} is not a date such as 2023-12-01.")


def _encoding_fault(encoding: str) -> str:
    try:
        # Rows are told apart before they are decoded, so line breaks, quotes and delimiters must be those of ASCII.
        fits = _PRINTABLE.decode(encoding) == _PRINTABLE.decode("ascii")
    except UnicodeDecodeError:
        fits = False
    except (LookupError, ValueError):
        return f"there is no encoding {quoted(encoding)}."
    return "" if fits else f"files in the encoding {quoted(encoding)} are not read: save them as UTF-8."
