"""Days, times and people in words."""

from datetime import date, datetime

from store.policy import Policy
from store.records import Record
from store.text import visible
from tui.page_builder import Run


def due_words(due: date, today: date, *, settled: bool = False) -> Run:
    """A deadline and how far off it is; what is settled is neither near nor overdue."""
    if settled:
        return Run(str(due))
    days = (due - today).days
    if days < 0:
        return Run(f"{due} · {-days} day{'s' if days < -1 else ''} overdue", "alert")
    near = "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
    return Run(f"{due} · {near}", "warn" if days <= 7 else "text")


def time_words(at: datetime) -> str:
    """A time as people read it; all times are UTC."""
    return f"{at:%Y-%m-%d %H:%M}"


def author(policy: Policy, record: Record) -> str:
    """Who made a record."""
    return visible(policy.name_of(record.by))
