"""Dates as they stand in a file: ISO 8601 (2023-12-01), or the one format that the mapping names."""

import re
from collections.abc import Callable
from datetime import date, datetime

from store.errors import BadInput
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


def date_reader(date_format: str | None, where: str) -> ReadDate:
    """What reads dates of this `strptime` format, ISO if None; raises `BadInput` for a format that loses the day."""
    if date_format is None:
        return iso_date

    def read(text: str) -> date:
        return datetime.strptime(text, date_format).date()  # noqa: DTZ007 - only the date is kept

    try:
        kept = all(read(probe.strftime(date_format)) == probe for probe in _PROBES)
    except ValueError:
        kept = False
    if not kept:
        raise BadInput(
            f"{where}: date_format {quoted(date_format)} does not name a year, a month and a day "
            "(%d.%m.%Y reads 25.11.2023)."
        )
    return read


def date_words(date_format: str | None) -> str:
    """The format in words for the summary."""
    if date_format is None:
        return "ISO 8601 (2023-11-25)"
    words = f"{quoted(date_format)} ({_PROBES[0].strftime(date_format)} is 2023-11-25)"
    return f"{words}, two-digit years 69 to 99 are 1969 to 1999" if "%y" in date_format else words
