"""How the dates and numbers of a column are written, as far as its values prove it.

13.05.2024 proves that the day stands before the month; 05.04.2024 proves nothing. While two orders fit every value the
column has no format: a day that is guessed can be a deadline that is missed.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from store.importing.notation import iso_date

_DAYS = (
    *(f"%d{mark}%m{mark}{year}" for year in ("%Y", "%y") for mark in "./-"),
    *(f"%m{mark}%d{mark}{year}" for year in ("%Y", "%y") for mark in "./-"),
    *("%Y/%m/%d", "%Y.%m.%d", "%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%B %d, %Y"),
)
_TIMES = ("", " %H:%M", " %H:%M:%S", ", %H:%M", ", %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
_FORMATS = tuple(day + time for day in _DAYS for time in _TIMES)
_MAY_BE = re.compile(r"(?=.*[0-9])[0-9A-Za-z][0-9A-Za-z./:, +-]{5,31}")
_YEARS = range(1900, 2100)
_SECONDS = range(946_684_800, 2_145_916_800)
"""The years 2000 to 2037, as `unix` counts them."""
ISO = ""
"""The form of dates that a mapping need not name."""

_POINT = re.compile(r"[+-]?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_COMMA = re.compile(r"[+-]?(?:[0-9]{1,15}|[0-9]{1,3}(?:\.[0-9]{3})+)(?:,[0-9]+)?")
_CODE = re.compile(r"[+-]?0[0-9]")
"""A number is not written with a zero before it: 007 and 0815 are codes."""
_SPOILT = re.compile(r"[+-]?[0-9][.,][0-9]+E\+0*[1-9][0-9]+", re.IGNORECASE)


class DateSpan(Struct, frozen=True):
    """The first and the last day of a column, and the value that proves the order of day and month; "" if none need."""

    first: date
    last: date
    proof: str


class DateForms:
    """The formats that every value so far fits."""

    def __init__(self) -> None:
        self._open: dict[str, DateSpan] | None = None
        self._proof = ""

    def add(self, text: str) -> None:
        """Take one more value into account."""
        before = self._open
        if before == {}:
            return
        fits = (ISO, *_FORMATS) if before is None else tuple(before)
        days = {one: day for one in fits if (day := _day(text, one))} if _MAY_BE.fullmatch(text) else {}
        if before and len(days) == 1 and len(before) > 1:
            self._proof = text
        self._open = {one: _widened(before.get(one) if before else None, day) for one, day in days.items()}
        if before is None and len(days) == 1 and ISO not in days:
            self._proof = text

    @property
    def formats(self) -> tuple[str, ...]:
        """All formats that fit; `ISO` alone where dates are ISO 8601, and one alone where only May was met."""
        found = tuple(self._open or ())
        return (
            (ISO,)
            if ISO in found
            else tuple(one for one in found if one.replace("%B", "%b") not in found[: found.index(one)])
        )

    @property
    def span(self) -> DateSpan | None:
        """First and last day, if one format alone fits."""
        if self._open is None or len(self.formats) != 1:
            return None
        span = self._open[self.formats[0]]
        return DateSpan(span.first, span.last, self._proof)


def unix_format(low: float, high: float) -> str:
    """The format of numbers from `low` to `high` if they can be times of the years 2000 to 2037; else ""."""
    for name, parts in (("unix", 1), ("unix_ms", 1_000)):
        if _SECONDS[0] * parts <= low <= high <= _SECONDS[-1] * parts:
            return name
    return ""


def _widened(span: DateSpan | None, day: date) -> DateSpan:
    return DateSpan(min(span.first, day), max(span.last, day), "") if span else DateSpan(day, day, "")


@lru_cache(1 << 16)
def _day(text: str, form: str) -> date | None:
    try:
        day = iso_date(text) if form == ISO else datetime.strptime(text, form).date()  # noqa: DTZ007 - the day alone
    except ValueError:
        return None
    return day if day.year in _YEARS else None


class Number(NamedTuple):
    """A number and how it stands in the file."""

    value: Decimal
    text: str


class NumberForms:
    """The decimal signs with which every value so far is a number, its least and greatest, and what is odd."""

    def __init__(self) -> None:
        self._spans: dict[str, tuple[Number, Number] | None] = {".": None, ",": None}
        self._marks: set[str] = set()
        self.spoilt = ""
        """A value such as 6,17E+25: a spreadsheet program has put it in place of many digits, which are lost."""

    def add(self, text: str, *, native: bool = False) -> None:
        """Take one more value into account; a `native` number is one of JSON, whose decimal sign is a point."""
        if not self.spoilt and "+" in text and _SPOILT.fullmatch(text):
            self.spoilt = text
        if not self._spans:
            return
        for mark, pattern in ((".", _POINT), (",", _COMMA)):
            if mark not in self._spans:
                continue
            if not pattern.fullmatch(text) or _CODE.match(text):
                del self._spans[mark]
                continue
            other = "," if mark == "." else "."
            number = Number(Decimal(text.replace(other, "").replace(mark, ".")), text)
            low, high = self._spans[mark] or (number, number)
            self._spans[mark] = (min(low, number), max(high, number))
        self._marks.update(mark for mark in ".," if mark in text)
        if native:
            self._spans.pop(",", None)

    @property
    def any(self) -> bool:
        """Whether all values are numbers, in whichever way they are written."""
        return any(span is not None for span in self._spans.values())

    @property
    def decimal(self) -> str:
        """The decimal sign that the values prove; "" if none does."""
        return next(iter(self._spans)) if self._marks and len(self._spans) == 1 else ""

    @property
    def thousands(self) -> str:
        """What stands between thousands, where a decimal sign is proved; "" if nothing does."""
        return "".join(self._marks - {self.decimal}) if self.decimal else ""

    @property
    def span(self) -> tuple[Number, Number] | None:
        """Least and greatest, if all values are numbers and it is plain which."""
        if self._marks and len(self._spans) != 1:
            return None
        return next(iter(self._spans.values()), None)
