"""Which day it is: one answer for rules, filters and screens."""

from datetime import UTC, date, datetime


def today() -> date:
    """The calendar day where this program runs."""
    return datetime.now().astimezone().date()


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)
