"""How a file of text is written: in which encoding and with which delimiter, as far as its bytes prove it.

Nothing is imported by this: an encoding counts when a mapping says so.
"""

import csv
import io
import re
from collections import Counter
from typing import BinaryIO, NamedTuple

from msgspec import Struct

from store.importing.mapping import UTF8
from store.proposing.encoding_guess import encodings_of

_LINE = 1 << 20
_SAMPLE = 256 << 10
"""Bytes of lines that are not ASCII which are looked at: more of them make a guess no better."""
_FEW = 20
"""A file is UTF-8 if so many lines of it are for each that is not: those are damaged, and rejected at import."""
_SHOWN = 38
"""Characters of a line that are shown, those around one that shows which encoding it is."""
_READINGS = 4
"""Encodings that are named because they read a place of the file otherwise, each in another way."""
DELIMITERS = {"\t": "a tab", ";": "a semicolon", "|": "a bar", ",": "a comma"}
"""Tried in this order: of two that fit equally well the one that is rarer in sentences is taken."""
FIRST_ROWS = 200
"""Rows among which the header is looked for, and by which the delimiter is told."""
_ROWS = 2
"""Rows that can agree."""
_TIGHT = re.compile(r",(?=\S)")


class Reading(NamedTuple):
    """An encoding, and how it reads a place of the file at which it differs from the one that is proposed.

    `instead` is how that one reads it there.
    """

    encoding: str
    line: str
    instead: str


class Encoding(Struct, frozen=True):
    """An encoding. If its bytes do not prove it, `line` shows how it reads a place, and `others` how others do theirs.

    `damaged` lines do not fit it.
    """

    name: str
    damaged: int = 0
    line: str = ""
    others: tuple[Reading, ...] = ()


class Delimiter(NamedTuple):
    """What stands between cells, and how many a row has with it."""

    mark: str
    reason: str


class Text(Struct, frozen=True):
    """How a CSV file is written. `wide` is its encoding where its first bytes say which of those of UTF-16 it is.

    `escapes`: a mark within quotation marks has a backslash before it. `bare`: quotation marks mean nothing. `blanks`
    stand before cells in them.
    """

    encoding: Encoding
    delimiter: Delimiter | None
    wide: str
    escapes: bool = False
    bare: bool = False
    blanks: bool = False


def encoding_of(stream: BinaryIO) -> Encoding | None:
    """The encoding of a text that keeps ASCII as it is, read to its end; None if no usual one makes sense of it."""
    good = bad = 0
    odd = bytearray()
    while line := stream.readline(_LINE):
        if line.isascii():
            continue
        if len(odd) < _SAMPLE:
            odd += line
        try:
            line.decode(UTF8)
            good += 1
        except UnicodeDecodeError:
            bad += 1
    return Encoding(UTF8, bad) if good >= bad * _FEW else _guess(bytes(odd))


def delimiter_of(text: str) -> Delimiter | None:
    """What separates the cells in the beginning of a file; None if each row is one cell.

    It separates most of what stands there, and most rows alike: of twenty rows of seven cells more than of twenty-one
    of two, which a comma in a number makes.
    """
    best: tuple[float, str] = (0.0, "")
    for mark in DELIMITERS:
        widths = Counter() if mark == "," and _only_in_sentences(text) else Counter(_widths(text, mark))
        for width, rows in widths.items():
            cut = (width - 1) * (rows / widths.total()) ** 2
            if cut > best[0]:
                best = (cut, mark)
                said = f"{DELIMITERS[mark]}: {rows:,} of the first {widths.total():,} rows have {width:,} cells with it"
    if not best[1] and "," in text and _only_in_sentences(text):
        return Delimiter("\t", "a tab stands nowhere: each row is one cell, and commas stand only in its sentences")
    return Delimiter(best[1], said) if best[1] else None


def escapes_marks(text: str, mark: str) -> bool:
    """Whether a backslash stands before marks within quotation marks, where RFC 4180 doubles them; none is doubled."""
    text, ends = re.sub(r"\\\\", "xx", text), f"{re.escape(mark)}\r\n"
    return bool(re.search(rf'\\"[^{ends}]', text)) and not re.search(rf'[^\\{ends}]""[^{ends}]', text)


def blanks_before_marks(text: str, delimiter: str) -> bool:
    """Whether blanks stand before quotation marks that open cells, and all rows agree if they are none of the cells."""
    lines = text.splitlines(keepends=True)
    found: list[list[str]] = []
    try:
        found.extend(row for row in csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True) if row)
    except csv.Error:
        return False
    if len(found) < _ROWS or len({len(row) for row in found}) > 1:
        return False
    plain = (row for row in csv.reader(lines, delimiter=delimiter) if row)
    bare = ([[cell.lstrip(" ") for cell in row] for row in rows] for rows in zip(plain, found, strict=False))
    return any(one != other for one, other in bare)


def marks_mean_nothing(text: str, delimiter: str) -> bool:
    """Whether quotation marks are only characters in the beginning of a file, and its rows agree only if they are.

    They are in what is text/tab-separated-values by its definition at IANA; programs write both. None is doubled.
    """
    if delimiter != "\t" or '"' not in text or '""' in text:
        return False
    lines = text.splitlines(keepends=True)
    plain = [len(row) for row in csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE) if row]
    if len(plain) < _ROWS or len(set(plain)) > 1:
        return False
    try:
        return {len(row) for row in csv.reader(lines, delimiter=delimiter, strict=True) if row} != set(plain)
    except csv.Error:
        return True


def _guess(sample: bytes) -> Encoding | None:
    best, *others = encodings_of(sample) or [""]
    if not best:
        return None
    lines = sample.decode(best, "replace").splitlines()
    readings: dict[str, Reading] = {}
    for name in others:
        if reading := _reading(sample, name, lines):
            readings.setdefault(reading.line, reading)
    if readings:
        shown = list(readings.values())[:_READINGS]
        return Encoding(best, line=shown[0].instead, others=tuple(shown))
    odd = next((line for line in lines if not line.isascii()), "")
    at = next((place for place, one in enumerate(odd) if not one.isascii()), 0)
    return Encoding(best, line=_around(odd, at))


def _reading(sample: bytes, name: str, lines: list[str]) -> Reading | None:
    """How another encoding reads the first place at which it differs; None if it differs in none."""
    for ours, theirs in zip(lines, sample.decode(name, "replace").splitlines(), strict=False):
        if ours != theirs:
            at = next((place for place, (one, two) in enumerate(zip(ours, theirs, strict=False)) if one != two), 0)
            return Reading(name, _around(theirs, at), _around(ours, at))
    return None


def _around(line: str, at: int) -> str:
    begin = max(0, at - _SHOWN // 2) if len(line) > _SHOWN else 0
    end = begin + _SHOWN
    return f"{'…' if begin else ''}{line[begin:end].strip()}{'…' if end < len(line) else ''}"


def _only_in_sentences(text: str) -> bool:
    """Whether commas stand only within the sentences of a column: none in its name, each before a blank."""
    return "," not in text.lstrip().partition("\n")[0] and not _TIGHT.search(text)


def _widths(text: str, mark: str) -> list[int]:
    widths = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
            if any(cell.strip() for cell in cells):
                widths.append(len(cells))
            if len(widths) == FIRST_ROWS:
                break
    except csv.Error:
        return widths
    return widths
