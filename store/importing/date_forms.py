"""How the dates of a column are written, as far as its values prove it.

13.05.2024 proves that the day stands before the month; 05.04.2024 proves nothing. While two orders fit every value the
column has no format: a day that is guessed can be a deadline that is missed.
"""

import re
from datetime import date, datetime
from functools import lru_cache

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
