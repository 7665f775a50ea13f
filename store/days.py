"""Which day it is, which one a text means, and how one is written in a letter: one answer for all that asks."""

import re
from datetime import UTC, date, datetime, timedelta

FORM = "2023-12-01, today or +14d"
"""How people write a day."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
    "December",
)
_FROM_TODAY = re.compile(r"[+-]?[0-9]{1,4}d")


def today() -> date:
    """The calendar day where this program runs."""
    return datetime.now().astimezone().date()


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def long_date(day: date) -> str:
    """A day as a letter has it, `2 March 2026`, in English wherever it runs."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def read_day(text: str, today: date) -> date | None:
    """The day that people mean: a date, `today`, or so many days from then, `+14d`, `14d` or `-3d`. None if none."""
    try:
        if _FROM_TODAY.fullmatch(text):
            return today + timedelta(int(text.removesuffix("d")))
        return today if text == "today" else date.fromisoformat(text)
    except (ValueError, OverflowError):
        return None
