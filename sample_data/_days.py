"""Dates in words, without a locale. Days are ordinals, as of `datetime.date.toordinal`."""

import re
from datetime import date

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
_ISO = re.compile(r"(?<![\d-])20\d\d-\d\d-\d\d(?![\d-])")
_NAMED = {number: f" {name} " for number, name in enumerate(MONTHS, 1)}


def iso(day: int) -> str:
    """2023-05-11"""
    return date.fromordinal(day).isoformat()


def long(day: int) -> str:
    """11 May 2023"""
    when = date.fromordinal(day)
    return f"{when.day}{_NAMED[when.month]}{when.year}"


def month(day: int) -> str:
    """May 2023"""
    when = date.fromordinal(day)
    return f"{MONTHS[when.month - 1]} {when.year}"


def short(day: int) -> str:
    """11 May"""
    when = date.fromordinal(day)
    return f"{when.day} {MONTHS[when.month - 1]}"


def year(day: int) -> int:
    """2023"""
    return date.fromordinal(day).year


def moved(text: str, as_of: int) -> str:
    """A text in which all days are written as 2023-05-11, as it would be if `as_of` were the day of writing."""
    days = weeks_to(as_of)
    return _ISO.sub(lambda found: iso(date.fromisoformat(found[0]).toordinal() + days), text)


def weekday(day: int) -> int:
    """The day itself, or the Monday after a weekend."""
    return day + {5: 2, 6: 1}.get(date.fromordinal(day).weekday(), 0)


def of(year: int, month: int, day: int) -> int:
    """The ordinal of a date."""
    return date(year, month, day).toordinal()


AS_OF = of(2023, 11, 27)
"""The day, a Monday, on which the committed files are up to date: some cases are overdue, most are due after it."""


def weeks_to(as_of: int) -> int:
    """The days, whole weeks, by which everything has to move so that it is up to date on `as_of`: weekdays stay."""
    return (as_of - AS_OF) // 7 * 7
