"""What a cell holds, as text: the text that a spreadsheet program would write for it to CSV, in ISO form for dates.

A number is given as it is stored, to the 15 digits that a spreadsheet keeps, not as its format shows it: 12 and 12.0
are one number and "12" here, 0.30000000000000004 is "0.3". TRUE and FALSE are so written. A date is 2023-12-01, or
2023-12-01 14:30:00 if it has a time of day; a duration is hours, minutes and seconds.
"""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from math import isfinite
from typing import Literal, NamedTuple

from store.importing.xlsx.styles import Shown

Kind = Literal["number", "boolean", "date", "error", "uncalculated", "cut", "broken"]
"""What a cell holds that is no text."""

UNUSABLE = {
    "error": "the cell holds the error {}: mend the formula, or clear the cell.",
    "uncalculated": "the cell holds a formula without a value: open the workbook in a spreadsheet program and save it.",
    "cut": "the text has 32,767 characters, as many as a cell can hold: it may have been cut off. Import it from CSV "
    "or JSON lines.",
    "broken": "the cell holds {}, which is not what its type says.",
}
"""Why a cell of such a kind is rejected; {} is what it holds."""
NO_ID = {
    "number": "the cell holds a number, which has no leading zeros and at most 15 digits",
    "boolean": "the cell holds TRUE or FALSE, not text",
    "date": "the cell holds a date, not text",
}
"""Why a cell of such a kind is no id."""

CELL = 32_767
"""UTF-16 units that a cell of a spreadsheet can hold."""
_EXPONENT = 20
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile(r"[+-]?[0-9]{1,400}(\.[0-9]{0,400})?([eE][+-]?[0-9]{1,3})?|[+-]?\.[0-9]{1,400}")
_WHOLE = re.compile(r"-?[1-9][0-9]{0,14}|0")
_DAYS = 2_958_466
"""One more than the last day, 9999-12-31, in the system that counts from 1900."""
_1904 = 1_462
"""Days from the beginning of the 1900 system to that of the 1904 system."""


class SheetCell(NamedTuple):
    """A cell's text, and its kind if it is no text."""

    text: str
    kind: Kind | None = None


def text_cell(text: str) -> SheetCell:
    """A cell of text; `_x000D_` is how a character that XML cannot hold is written (22.9.2.19)."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    # Programs cut at this length silently, some counting UTF-16 units and some code points.
    cut = len(text) == CELL or (CELL // 2 <= len(text) < CELL and len(text.encode("utf-16-le", "replace")) == 2 * CELL)
    return SheetCell(text, "cut" if cut else None)


def plain_cell(kind: str, text: str) -> SheetCell | None:
    """A cell of the type `kind` that is neither text nor number; None if there is no such type."""
    match kind:
        case "b":
            return (
                SheetCell({"1": "TRUE", "0": "FALSE"}[text], "boolean")
                if text in ("0", "1")
                else SheetCell(text, "broken")
            )
        case "e":
            return SheetCell(text, "error")
        case "d":
            return _iso_cell(text)
        case _:
            return None


def number_cell(text: str, shown: Shown, *, from_1904: bool) -> SheetCell:
    """A cell with a number, or with the date that the number is shown as."""
    if not _NUMBER.fullmatch(text) or not isfinite(float(text)):
        return SheetCell(text, "broken")
    if shown:
        days = float(text)
        if shown == "duration" and abs(days) < _DAYS:
            return SheetCell(_duration(days), "number")
        if 0 <= days < _DAYS - (_1904 if from_1904 else 0):
            return SheetCell(_moment(days, from_1904=from_1904), "date")
    return SheetCell(text if _WHOLE.fullmatch(text) else _number(float(text)), "number")


def _number(number: float) -> str:
    short = f"{number:.15g}"
    exact = Decimal(short)
    if abs(exact.adjusted()) > _EXPONENT:
        return short
    return f"{exact:f}"


def _iso_cell(text: str) -> SheetCell:
    try:
        return SheetCell(_said(datetime.fromisoformat(text)), "date")
    except ValueError:
        return SheetCell(text, "broken")


def _moment(days: float, *, from_1904: bool) -> str:
    seconds = round(days * 86_400)
    if from_1904:
        seconds += _1904 * 86_400
    elif days < 1:
        return _duration(days)  # A time of day, without a date.
    elif days < 60:
        seconds += 86_400
    elif days < 61:
        return "1900-02-29"  # A day that the 1900 system has and the calendar has not: no reader of dates takes it.
    return _said(datetime(1899, 12, 30) + timedelta(seconds=seconds))  # noqa: DTZ001 - a cell has no zone


def _said(moment: datetime) -> str:
    whole = moment.tzinfo is None and (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)
    return moment.date().isoformat() if whole else moment.isoformat(" ")


def _duration(days: float) -> str:
    seconds = round(abs(days) * 86_400)
    sign = "-" if days < 0 and seconds else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
