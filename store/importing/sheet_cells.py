"""What a cell of a sheet holds, as text: what a spreadsheet program would write for it to CSV, but nothing rounded.

A whole number keeps each of its digits, and any other number is as it is written in the file, but for what a program
adds that writes 1.1 as 1.1000000000000001. Its format counts where it makes a date of a number (2023-12-01, or
2023-12-01 14:30:00 if there is a time of day), a duration (36:00:00), or a code with leading zeros (01067). Else the
number is what is stored, not what is shown: 0.125 where the cell shows 13%. TRUE and FALSE are so written.
"""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from math import isfinite
from typing import NamedTuple

from store.importing.cell_kinds import Kind
from store.limits import CELL_UNITS

_SPREADSHEET, _DOUBLE = 15, 17
"""Digits that a spreadsheet lets people type, and that programs write of a number in binary."""
_EXPONENT = 20
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile(r"[+-]?([0-9]{1,400}(\.[0-9]{0,400})?([eE][+-]?[0-9]{1,3})?|\.[0-9]{1,400})")
_WHOLE = re.compile("-?[1-9][0-9]*|0")
_MILLISECONDS = 86_400_000
_DAYS = 2_958_466
"""One more than the last day, 9999-12-31, in the system that counts from 1900."""
_1904 = 1_462
"""Days from the beginning of the 1900 system to that of the 1904 system."""

_BUILT_IN = dict.fromkeys(map(str, (*range(14, 18), 22, *range(27, 32), 34, 35, 36, *range(50, 59))), "date")
_BUILT_IN |= dict.fromkeys(map(str, (*range(18, 22), 32, 33, 45, 47)), "time") | {"46": "duration"}
"""Formats that a file names by number alone; 27 to 36 and 50 to 58 are those of Chinese, Japanese and Korean."""
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.', re.DOTALL)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_DATE_LETTERS = re.compile("[dmyhs]")
_CODE = re.compile(r"0(?:[\\ -]*0)+")


class SheetCell(NamedTuple):
    """A cell's text, and its kind if it is no text."""

    text: str
    kind: Kind | None = None


def shown_as(code: str) -> str:
    """What a number in this format is shown as: "" a number, "date", "time", "duration", or the zeros of a code."""
    first = _BRACKETS.sub("", code.partition(";")[0])
    if _CODE.fullmatch(first):
        return first.replace("\\", "")
    code = _LITERAL.sub("", code).partition(";")[0]
    if _ELAPSED.search(code):
        return "duration"
    code = _BRACKETS.sub("", code)
    letters = set() if code.casefold() == "general" else set(_DATE_LETTERS.findall(code.casefold()))
    return "" if not letters else "time" if letters & {"h", "s"} and not letters & {"d", "y"} else "date"


def built_in(number: str) -> str:
    """The same for a format that a file names by its number alone (18.8.30)."""
    return _BUILT_IN.get(number, "")


def text_cell(text: str) -> SheetCell:
    """A cell of text; `_x000D_` is how a character that XML cannot hold is written (22.9.2.19)."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    # Programs cut at this length silently, some counting UTF-16 units and some code points.
    cut = len(text) == CELL_UNITS or (
        CELL_UNITS // 2 <= len(text) < CELL_UNITS and len(text.encode("utf-16-le", "replace")) == 2 * CELL_UNITS
    )
    return SheetCell(text, "cut" if cut else None)


def plain_cell(kind: str, text: str) -> SheetCell:
    """A cell of the type `kind`, which is neither text nor number (18.18.11)."""
    if kind == "e":
        return SheetCell(text, "error")
    if kind == "b" and text in ("0", "1"):
        return SheetCell("FALSE" if text == "0" else "TRUE", "boolean")
    if kind == "d":
        try:
            return SheetCell(_said(datetime.fromisoformat(text)), "date")
        except ValueError:
            pass
    return SheetCell(text, "broken")


def number_cell(text: str, shown: str, *, from_1904: bool) -> SheetCell:
    """A cell with a number, or with what the number is shown as."""
    if not _NUMBER.fullmatch(text) or not isfinite(float(text)):
        return SheetCell(text, "broken")
    if shown in ("date", "time", "duration"):
        days = float(text)
        if shown == "duration" and abs(days) < _DAYS:
            return SheetCell(_duration(days), "number")
        if shown == "time" and 0 <= days < 1:
            return SheetCell(_duration(days), "date")
        if 0 <= days < _DAYS - (_1904 if from_1904 else 0):
            return SheetCell(_moment(days, from_1904=from_1904), "date")
    plain = text if _WHOLE.fullmatch(text) else _number(text)
    if "e" in text.casefold():
        return SheetCell(plain, "number")
    if shown.startswith("0") and plain.isdigit():
        return SheetCell(_coded(plain, shown))
    return SheetCell(plain, "whole" if _WHOLE.fullmatch(plain) else "number")


def _number(text: str) -> str:
    exact, short = Decimal(text), Decimal(repr(float(text)))
    if _SPREADSHEET < _digits(exact) <= _DOUBLE and _digits(short) <= _SPREADSHEET:
        exact = short
    if not exact:
        return "0"
    if abs(exact.adjusted()) > _EXPONENT:
        return f"{exact:e}"
    plain = f"{exact:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _digits(number: Decimal) -> int:
    return len("".join(map(str, number.as_tuple().digits)).strip("0"))


def _coded(digits: str, zeros: str) -> str:
    """`digits` in the places of the zeros, from the right; what is left over goes before them."""
    at = len(digits)
    out: list[str] = []
    for one in reversed(zeros):
        if one == "0":
            at -= 1
            out.append(digits[at] if at >= 0 else "0")
        else:
            out.append(one)
    return digits[: max(at, 0)] + "".join(reversed(out))


def _moment(days: float, *, from_1904: bool) -> str:
    milliseconds = round(days * _MILLISECONDS)
    if from_1904:
        milliseconds += _1904 * _MILLISECONDS
    elif days < 1:
        return _duration(days)  # A time of day, without a date.
    elif days < 60:
        milliseconds += _MILLISECONDS
    elif days < 61:
        return "1900-02-29"  # A day that the 1900 system has and the calendar has not: no reader of dates takes it.
    return _said(datetime(1899, 12, 30) + timedelta(milliseconds=milliseconds))  # noqa: DTZ001 - a cell has no zone


def _said(moment: datetime) -> str:
    whole = moment.tzinfo is None and (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)
    return moment.date().isoformat() if whole else moment.isoformat(" ", _precision(moment.microsecond))


def _precision(microsecond: int) -> str:
    return "milliseconds" if microsecond and microsecond % 1_000 == 0 else "auto"


def _duration(days: float) -> str:
    milliseconds = round(abs(days) * _MILLISECONDS)
    seconds, rest = divmod(milliseconds, 1_000)
    sign = "-" if days < 0 and milliseconds else ""
    fraction = f".{rest:03}" if rest else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{fraction}"
