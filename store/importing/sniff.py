"""What a file is: as whoever imports it says, by its suffix, or by its first bytes.

The signatures are those that `file(1)` knows; byte order marks are Unicode 15, section 23.8.
"""

from pathlib import Path
from typing import Literal, get_args

from store.errors import BadInput
from store.strict import nearest
from store.text import quoted, visible

Format = Literal["csv", "tsv", "json", "jsonl", "xlsx", "ris"]
_FORMATS: tuple[Format, ...] = get_args(Format)
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
_OTHERS = {
    ".xls": "an old Excel workbook: save it as .xlsx, or the sheet as CSV (UTF-8)",
    ".xlsb": "a binary Excel workbook: save it as .xlsx",
    ".ods": "an OpenDocument workbook: save it as .xlsx, or the sheet as CSV (UTF-8)",
    ".numbers": "a Numbers workbook: export it as .xlsx or CSV",
    ".parquet": "a Parquet file: export it as CSV or JSON lines",
    ".feather": "a Feather file: export it as CSV or JSON lines",
    ".zip": "a ZIP file: unpack it, and import what is in it",
    ".7z": "a 7-Zip file: unpack it, and import what is in it",
    ".nbib": "a PubMed file: save the references as CSV or RIS",
    ".pdf": "a PDF document: cases are imported from a table or from JSON",
    ".docx": "a text document: cases are imported from a table or from JSON",
    ".db": "a database: export the table as CSV",
    ".sqlite": "a database: export the table as CSV",
}
_SIGNATURES = (
    (ZIP, "an XLSX workbook or another ZIP file: name a workbook .xlsx, or say --format xlsx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook: save the sheet as CSV (UTF-8)"),
    (b"\x1f\x8b", "a gzip file in a gzip file: unpack it first"),
    (b"BZh", "a bzip2 file: unpack it first"),
    (b"\xfd7zXZ\x00", "an xz file: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd file: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip file: unpack it first"),
    (b"%PDF-", "a PDF document"),
    (b"PMID- ", "a PubMed file: save the references as CSV or RIS"),
    (b"FN ", "a Web of Science file: save the references as RIS, or the table as CSV"),
    (b"SQLite format 3\x00", "an SQLite database: export the table as CSV"),
    (b"PAR1", "a Parquet file: export it as CSV"),
    (b"\xff\xfe\x00\x00", "UTF-32 text: save it as UTF-8"),
    (b"\x00\x00\xfe\xff", "UTF-32 text: save it as UTF-8"),
)
_MARKUP = ((b"<!doctype html", "a web page"), (b"<html", "a web page"), (b"<?xml", "an XML file"))
_NUL_SHARE = 0.05


def named_format(where: Path | str, said: str | None) -> Format | None:
    """The format that is said or that the suffix stands for, None for standard input; raises `BadInput` if neither."""
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
    if what := _OTHERS.get(suffix):
        raise BadInput(f"{visible(str(where))}: is {what}.")
    if suffix not in _SUFFIXES:
        raise BadInput(f"{visible(str(where))}: {_READ}; say which this is with --format, or save it as one.")
    return _SUFFIXES[suffix]


def format_of_beginning(head: bytes) -> Format:
    """The format of a file that begins so."""
    if head.startswith(ZIP):
        return "xlsx"
    beginning = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if beginning.startswith(b"TY  - "):
        return "ris"
    return "json" if beginning[:1] in (b"{", b"[") else "csv"


def likely_format(where: Path | str, said: str | None, head: bytes) -> Format:
    """The format that is said, or that the ending stands for, or else the one of a file that begins so.

    Raises `BadInput` for an ending that stands for what is not read.
    """
    ending = _ending(Path(where))
    if said or ending in _SUFFIXES or ending in _OTHERS:
        return named_format(where, said) or format_of_beginning(head)
    return format_of_beginning(head)


def looks_like(head: bytes) -> str | None:
    """What a file that begins with `head` looks like, and what to do; None if it may be text."""
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            return what
    beginning = head[:200].lstrip().lower()
    for tag, what in _MARKUP:
        if beginning.startswith(tag):
            return what
    if head.count(0) <= len(head) * _NUL_SHARE:
        return None
    # Western text in UTF-16 without a byte order mark has a NUL in every second place.
    if min(head[0::2].count(0), head[1::2].count(0)) == 0 and head.count(0) > len(head) / 4:
        return 'UTF-16 text without a byte order mark: say encoding = "utf-16-le" in a mapping (--map)'
    return "a binary file, not text"


def _ending(path: Path) -> str:
    """The ending that says what a file is, behind which `.gz` says that it is packed."""
    return (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()
