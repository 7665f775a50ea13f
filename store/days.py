"""Which day it is, and how one is written in a letter: one answer for rules, filters, screens and documents."""

from datetime import UTC, date, datetime

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
    "December",
)


def today() -> date:
    """The calendar day where this program runs."""
    return datetime.now().astimezone().date()


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


def long_date(day: date) -> str:
    """A day as a letter has it, `2 March 2026`, in English wherever it runs."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
