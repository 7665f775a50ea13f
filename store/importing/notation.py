"""How a file writes dates and numbers: as its mapping says, and else dates as ISO 8601 has them (2023-12-01)."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from store.text import quoted

_ISO = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?(?:Z|[+-][0-9]{2}:?[0-9]{2}))?)?"
)
_PROBES = (date(2023, 11, 25), date(2024, 2, 29))
_PARTS = dict.fromkeys("yYG", "y") | dict.fromkeys("mbB", "m") | {"d": "d"} | dict.fromkeys("aAuw", "w")
_PARTS |= dict.fromkeys("jUWV", "md") | dict.fromkeys("xcDF", "ymd")
"""Which parts of a date a directive of `strptime` names: year, month, day, day of the week. A week stands for two."""
_EPOCH = {"unix": 1, "unix_ms": 1_000}
"""Formats that count from 1970 on, in UTC, and how many of each make a second."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")

ReadDate = Callable[[str], date]
"""Turns the text of a cell into a date; raises `ValueError`."""


class Notation(NamedTuple):
    """How dates (a format of `strptime`, "unix" or "unix_ms", ISO 8601 if None) and numbers are written."""

    date_format: str | None = None
    decimal: str = "."
    thousands: str = ""

    def number(self, text: str) -> int | float | str:
        """The number in `text`; its digits as text where no number of a computer is exactly it.

        Raises `ValueError` for what is no number.
        """
        plain = text.strip()
        if self.thousands:
            plain = plain.replace(self.thousands, "")
        if self.decimal != ".":
            if "." in plain:
                raise ValueError(text)
            plain = plain.replace(self.decimal, ".")
        if not _NUMBER.fullmatch(plain):
            raise ValueError(text)
        if re.fullmatch("[+-]?[0-9]+", plain):
            return int(plain) if len(plain) <= 18 else plain
        return exact(plain)


def exact(digits: str) -> float | str:
    """The float that these digits are, or the digits, where a float would be another number."""
    value = float(digits)
    try:
        return value if Decimal(repr(value)) == Decimal(digits) else digits
    except InvalidOperation:
        return digits


def iso_date(text: str) -> date:
    """The day in `text`, year-month-day, with or without a time of day; `ValueError` for any other form."""
    found = _ISO.fullmatch(text)
    if not found:
        raise ValueError(text)
    return date.fromisoformat(found[1])


def date_reader(date_format: str | None) -> ReadDate:
    """What reads dates of this format."""
    if date_format is None:
        return iso_date
    if date_format in _EPOCH:
        parts = _EPOCH[date_format]
        return lambda text: _from_1970(text, parts)

    def read(text: str) -> date:
        return datetime.strptime(text, date_format).date()  # noqa: DTZ007 - only the date is kept

    return read


def names_a_day(date_format: str) -> bool:
    """Whether dates of this format can be told: it names a year, a month and a day, and none of them twice.

    Of a part that stands there twice one would be read and the other passed over, where they differ.
    """
    read = date_reader(date_format)
    named = Counter(part for found in re.findall("%(.)", date_format) for part in _PARTS.get(found, ""))
    if max(named.values(), default=0) > 1:
        return False
    try:
        return date_format in _EPOCH or all(read(probe.strftime(date_format)) == probe for probe in _PROBES)
    except (ValueError, re.error):  # the latter for a part of the time that is named twice
        return False


def constant_date(text: str, notation: Notation) -> date | None:
    """The date in a mapping, written as the file writes dates or in ISO 8601; None if blank. Raises `ValueError`."""
    if not text:
        return None
    try:
        return iso_date(text)
    except ValueError:
        return date_reader(notation.date_format)(text)


def date_words(date_format: str | None) -> str:
    """The format in words for the summary."""
    if date_format is None:
        return "ISO 8601 (2023-11-25; a time of day is left out)"
    if date_format in _EPOCH:
        return f"as {'seconds' if _EPOCH[date_format] == 1 else 'milliseconds'} since 1970 (UTC)"
    words = f"{quoted(date_format)} ({_PROBES[0].strftime(date_format)} is 2023-11-25)"
    return f"{words}, two-digit years 69 to 99 are 1969 to 1999" if "%y" in date_format else words


def _from_1970(text: str, parts: int) -> date:
    if not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]+)?", text):
        raise ValueError(text)
    try:
        return datetime.fromtimestamp(float(Decimal(text) / parts), UTC).date()
    except (OverflowError, OSError):
        raise ValueError(text) from None
