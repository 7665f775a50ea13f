"""Dates as they stand in a file: ISO 8601 (2023-12-01), or the one format that the mapping names."""

import re
from collections.abc import Callable
from datetime import date, datetime

from store.text import quoted

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PROBES = (date(2023, 11, 25), date(2024, 2, 29))

ReadDate = Callable[[str], date]
"""Turns the text of a cell into a date; raises `ValueError`."""


def iso_date(text: str) -> date:
    """The date in `text`, as year-month-day; `date.fromisoformat` alone would also take week dates."""
    if not _ISO.fullmatch(text):
        raise ValueError
    return date.fromisoformat(text)


def date_reader(date_format: str | None) -> ReadDate:
    """What reads dates of this `strptime` format, ISO if None."""
    if date_format is None:
        return iso_date

    def read(text: str) -> date:
        return datetime.strptime(text, date_format).date()  # noqa: DTZ007 - only the date is kept

    return read


def names_a_day(date_format: str) -> bool:
    """Whether dates of this format can be told: it names a year, a month and a day."""
    read = date_reader(date_format)
    try:
        return all(read(probe.strftime(date_format)) == probe for probe in _PROBES)
    except ValueError:
        return False


def constant_date(text: str, read_date: ReadDate) -> date | None:
    """The date in a mapping, written as the file writes dates or in ISO 8601; None if blank. Raises `ValueError`."""
    if not text:
        return None
    try:
        return iso_date(text)
    except ValueError:
        return read_date(text)


def date_words(date_format: str | None) -> str:
    """The format in words for the summary."""
    if date_format is None:
        return "ISO 8601 (2023-11-25)"
    words = f"{quoted(date_format)} ({_PROBES[0].strftime(date_format)} is 2023-11-25)"
    return f"{words}, two-digit years 69 to 99 are 1969 to 1999" if "%y" in date_format else words
