"""What the first bytes of a file show it to be, where they show that it is not text.

The signatures are those that `file(1)` knows; byte order marks are Unicode 15, section 23.8.
"""

_SIGNATURES = (
    (b"PK\x03\x04", "an XLSX workbook or another ZIP file: name a workbook .xlsx, or say --format xlsx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook: save the sheet as CSV (UTF-8)"),
    (b"\x1f\x8b", "a gzip file: unpack it first"),
    (b"BZh", "a bzip2 file: unpack it first"),
    (b"\xfd7zXZ\x00", "an xz file: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd file: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip file: unpack it first"),
    (b"%PDF-", "a PDF document"),
    (b"SQLite format 3\x00", "an SQLite database: export the table as CSV"),
    (b"PAR1", "a Parquet file: export it as CSV"),
    (b"\xff\xfe\x00\x00", "UTF-32 text: save it as UTF-8"),
    (b"\x00\x00\xfe\xff", "UTF-32 text: save it as UTF-8"),
    (b"\xff\xfe", "UTF-16 text: save it as UTF-8"),
    (b"\xfe\xff", "UTF-16 text: save it as UTF-8"),
)
_MARKUP = ((b"<!doctype html", "a web page"), (b"<html", "a web page"), (b"<?xml", "an XML file"))
_NUL_SHARE = 0.05


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
        return "UTF-16 text: save it as UTF-8"
    return "a binary file, not text"
