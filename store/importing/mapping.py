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

from pathlib import Path

from msgspec import Struct

from store import strict
from store.errors import BadInput
from store.importing.dates import date_reader
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


class Mapping(Struct, frozen=True):
    """Which columns of a CSV file or of a sheet hold what."""

    case: CaseColumns
    encoding: str = UTF8
    delimiter: str | None = None
    sheet: str | None = None
    date_format: str | None = None
    drop: tuple[str, ...] = ()
    fields: dict[str, str] = {}
    flag: tuple[FlagColumns, ...] = ()
    evidence: tuple[EvidenceColumns, ...] = ()


def load(path: Path) -> Mapping:
    """The mapping in a file; raises `BadInput`."""
    return parse(strict.text_of(path), str(path))


def parse(source: str, where: str) -> Mapping:
    """The mapping in `source` (TOML); raises `BadInput` with a sentence that begins with `where`."""
    mapping = strict.parse(source, Mapping, where)
    _check_encoding(mapping.encoding, where)
    _check_delimiter(mapping.delimiter, where)
    date_reader(mapping.date_format, where)
    ids = [item.id for item in mapping.evidence]
    twice = next((one for one in ids if ids.count(one) > 1), None)
    if twice is not None:
        raise BadInput(f"{where}: two [[evidence]] have the id {quoted(twice)}.")
    return mapping


def _check_encoding(encoding: str, where: str) -> None:
    try:
        # Rows are told apart before they are decoded, so line breaks, quotes and delimiters must be those of ASCII.
        fits = _PRINTABLE.decode(encoding) == _PRINTABLE.decode("ascii")
    except UnicodeDecodeError:
        fits = False
    except (LookupError, ValueError):
        raise BadInput(f"{where}: there is no encoding {quoted(encoding)}.") from None
    if not fits:
        raise BadInput(f"{where}: files in the encoding {quoted(encoding)} are not read: save them as UTF-8.")


def _check_delimiter(delimiter: str | None, where: str) -> None:
    if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n\0' or delimiter.isalnum()):
        raise BadInput(f'{where}: delimiter must be one character such as ";", not {quoted(delimiter)}.')
