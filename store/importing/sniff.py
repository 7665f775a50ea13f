"""What a file is: as whoever imports it says, by its suffix, or by its first bytes.

The signatures are those that `file(1)` knows; byte order marks are Unicode 15, section 23.8.
"""

import re
from codecs import BOM_UTF8
from pathlib import Path
from typing import Literal, get_args

from store.errors import BadInput
from store.strict import nearest
from store.text import quoted, visible

Format = Literal["csv", "tsv", "json", "jsonl", "xlsx", "ris"]
_FORMATS: tuple[Format, ...] = get_args(Format)
BYTE_ORDER_MARK = "\ufeff"
"""What some programs begin a file of text with. In one that was joined of several it stands before a line within."""
ZIP = b"PK\x03\x04"
_SUFFIXES: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".ris": "ris",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}
_READ = "CSV (.csv, .tsv), XLSX (.xlsx), JSON (.json, .jsonl, .ndjson) and RIS (.ris) are read, also packed (.gz)"
_EXPORT = "export it as CSV, XLSX or JSON from the program that made it"
_CASES_FROM = "cases come from a table or from JSON: " + _EXPORT
_REFERENCES = "save the references as RIS, or as CSV"
_STATEMENT = "an MT940 statement: get the bookings from the bank as CSV"
_DUMP = "an SQL dump: read it into the database, and export the table as CSV"
_LOG = "make a table of it, such as with"
_MAIL = f"make a table of it, with a text a row, or {_EXPORT}"
_MAILBOX = f"a mailbox: {_MAIL}"
_LETTER = f"a letter of e-mail: {_MAIL}"
_YAML = "a YAML file: convert it to JSON"
_OLD_EXCEL = ".xls"
_OTHERS = {
    _OLD_EXCEL: "an old Excel workbook: save it as .xlsx, or the sheet as CSV (UTF-8)",
    ".xlsb": "a binary Excel workbook: save it as .xlsx",
    ".ods": "an OpenDocument workbook: save it as .xlsx, or the sheet as CSV (UTF-8)",
    ".numbers": "a Numbers workbook: export it as .xlsx or CSV",
    ".parquet": "a Parquet file: export it as CSV or JSON lines",
    ".feather": "a Feather file: export it as CSV or JSON lines",
    ".zip": "a ZIP file: unpack it, and import what is in it",
    ".7z": "a 7-Zip file: unpack it, and import what is in it",
    ".nbib": f"a PubMed file: {_REFERENCES}",
    ".bib": f"a BibTeX file: {_REFERENCES}",
    ".enw": f"an EndNote file: {_REFERENCES}",
    ".yaml": _YAML,
    ".yml": _YAML,
    ".sta": _STATEMENT,
    ".mt940": _STATEMENT,
    ".sql": _DUMP,
    ".mbox": _MAILBOX,
    ".eml": _LETTER,
    ".xml": f"an XML file: {_EXPORT}",
    ".html": f"a web page: {_EXPORT}",
    ".pdf": f"a PDF document: {_CASES_FROM}",
    ".docx": f"a text document: {_CASES_FROM}",
    ".db": "a database: export the table as CSV",
    ".sqlite": "a database: export the table as CSV",
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES = (
    (ZIP, "an XLSX workbook or another ZIP file: name a workbook .xlsx, or say --format xlsx"),
    (OLE, "an old Excel workbook: save the sheet as CSV (UTF-8)"),
    (b"\x1f\x8b", "a gzip file in a gzip file: unpack it first"),
    (b"BZh", "a bzip2 file: unpack it first"),
    (b"\xfd7zXZ\x00", "an xz file: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd file: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip file: unpack it first"),
    (b"%PDF-", f"a PDF document: {_CASES_FROM}"),
    (b"\x89PNG", f"a picture: {_CASES_FROM}"),
    (b"\xff\xd8\xff", f"a picture: {_CASES_FROM}"),
    (b"GIF8", f"a picture: {_CASES_FROM}"),
    (b"PMID- ", f"a PubMed file: {_REFERENCES}"),
    (b"FN ", f"a Web of Science file: {_REFERENCES}"),
    (b"%0 ", f"an EndNote file: {_REFERENCES}"),
    (b"ID;PWXL;", "a SYLK file: save it as .xlsx, or the sheet as CSV (UTF-8)"),
    (b"{1:F01", _STATEMENT),
    (b":20:", _STATEMENT),
    (b"#FORMAT=WebAnno TSV", "a file of WebAnno or INCEpTION, a word a line: make a table with a text a row, as CSV"),
    (b"%YAML", _YAML),
    (b"---\n", _YAML),
    (b"---\r\n", _YAML),
    (b"SQLite format 3\x00", "an SQLite database: export the table as CSV"),
    (b"PAR1", "a Parquet file: export it as CSV"),
    (b"\xff\xfe\x00\x00", "UTF-32 text: save it as UTF-8"),
    (b"\x00\x00\xfe\xff", "UTF-32 text: save it as UTF-8"),
)
_BULK = (
    "a bulk request of Elasticsearch, of which every other line only says what to do with the next: make one of both"
)
_BEGINNINGS = (
    (rb"<!doctype html|<(html|head|body|table|style|meta)[\s>]", f"a web page: {_EXPORT}"),
    # Behind the name of a column that stands in such brackets, as in <DATE>;<OPEN>, there is no other without a mark.
    (rb"<\?xml|<!doctype|<!--|<[a-z_][\w.:-]*(\s[^<>]*)?>( *|\s*[\r\n]\s*)<", f"an XML file: {_EXPORT}"),
    (rb"(%[^\n]*\n\s*)*@[a-z]+\s*\{", f"a BibTeX file: {_REFERENCES}"),
    (rb"(--\s*)?-- (mysql|mariadb|postgresql|phpmyadmin|adminer|dump)|pragma \w+ ?=|begin transaction;", _DUMP),
    (
        rb'\{\s*"(index|create|update|delete)"\s*:\s*\{(\s*|[^{}\n]*"_(index|id|type)"[^{}\n]*)\}\s*\}[ \t]*\r?\n\s*\{',
        f"{_BULK}, such as with: jq -cn 'inputs | .[] + input'",
    ),
    (rb"(#[^\n]*\n)*#fields\t", f"a log of Zeek: {_LOG}: sed 's/^#fields.//;/^#/d'"),
    (rb"(#[^\n]*\n)*#fields: ", f"a log of a web server: {_LOG}: sed 's/^#Fields: //;/^#/d' FILE | tr ' ' '\\t'"),
    (rb"from \S+ +[a-z]{3} [a-z]{3} +\d+ [\d:]+ [^,;\t\n]*\d{4}[^,;\t\n]*\n[a-z-]+: ", _MAILBOX),
    (rb"(received|return-path|delivered-to|mime-version|message-id): [^\n]*\n([ \t][^\n]*\n)*[a-z-]+: ", _LETTER),
    (rb"insert into [\w`\"\[]|(create|drop) (table|database|schema) [\w`\"\[]", _DUMP),
)
_BEGINNING = 4 << 10
_NUL_SHARE = 0.05
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
"""Bytes that hardly stand in text; NUL among them."""


def named_format(where: Path | str, said: str | None, head: bytes) -> Format | None:
    """The format that is said or that the suffix stands for, None for standard input; raises `BadInput` if neither.

    A suffix that stands for what is not read is not believed against a file that begins with `head`.
    """
    if said:
        for known in _FORMATS:
            if said == known:
                return known
        raise BadInput(f"There is no format {quoted(said)} to read{nearest(said, list(_FORMATS))}.")
    if str(where) == "-":
        return None
    path = Path(where)
    suffix = _ending(path)
    if path.suffix.lower() == ".gz" and not suffix:
        return None
    if suffix == _OLD_EXCEL and not head.startswith(OLE):
        seen = looks_like(head) or "text: say --format csv or tsv"
        raise BadInput(f"{visible(str(where))}: is called {suffix}, but looks like {seen}.")
    if what := _OTHERS.get(suffix):
        raise BadInput(f"{visible(str(where))}: is {what}.")
    if suffix not in _SUFFIXES:
        raise BadInput(f"{visible(str(where))}: {_READ}; say which this is with --format, or save it as one.")
    return _SUFFIXES[suffix]


def format_of_beginning(head: bytes) -> Format:
    """The format of a file that begins so."""
    if head.startswith(ZIP):
        return "xlsx"
    beginning = head.removeprefix(BOM_UTF8).lstrip()
    if beginning.startswith(b"TY  - "):
        return "ris"
    return "json" if beginning[:1] in (b"{", b"[") else "csv"


def likely_format(where: Path | str, said: str | None, head: bytes) -> Format:
    """The format that is said, or that the ending stands for, or else the one of a file that begins so.

    Raises `BadInput` for an ending that stands for what is not read.
    """
    ending = _ending(Path(where))
    if said or ending in _SUFFIXES or ending in _OTHERS:
        return named_format(where, said, head) or format_of_beginning(head)
    return format_of_beginning(head)


def looks_like(head: bytes) -> str | None:
    """What a file that begins with `head` looks like, and what to do; None if it may be text."""
    head = head.removeprefix(BOM_UTF8)
    beginning = head[:_BEGINNING].lstrip()
    for signature, what in _SIGNATURES:
        if head.startswith(signature) or beginning.startswith(signature):
            return what
    for pattern, what in _BEGINNINGS:
        if re.match(pattern, beginning, re.IGNORECASE):
            return what
    if head.count(0) <= len(head) * _NUL_SHARE:
        return None
    # Western text in UTF-16 without a byte order mark has a NUL in every second place, the first if it is big-endian.
    firsts, seconds = head[0::2].count(0), head[1::2].count(0)
    if min(firsts, seconds) == 0 and head.count(0) > len(head) / 4:
        encoding = "utf-16-be" if firsts else "utf-16-le"
        return f'UTF-16 text without a byte order mark: say encoding = "{encoding}" in a mapping (--map)'
    if head.count(0) < len(head) / 4 and not _CONTROLS.search(head.replace(b"\0", b"")):
        line = head.count(b"\n", 0, head.index(0)) + 1
        return f"text with NUL bytes in it, the first on line {line:,}: take them out, such as with: tr -d '\\000'"
    return f"a binary file, not text: {_EXPORT}"


def _ending(path: Path) -> str:
    """The ending that says what a file is, behind which `.gz` says that it is packed."""
    return (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()
