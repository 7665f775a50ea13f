"""Days, times and people in words."""

from datetime import date, datetime

from store.clocks import Deadline, how_far
from store.policy import Policy
from store.records import Record
from store.text import visible
from tui.pages.page_builder import Run

NEAR = 7
"""Days before its end from which on a deadline is near."""


def due_words(due: date, today: date, *, settled: bool = False) -> Run:
    """A day by which something is due, and how far off it is; what is settled is neither near nor overdue."""
    if settled:
        return Run(str(due))
    left = (due - today).days
    return Run(f"{due} · {how_far(left)}", _urgency(left))


def deadline_words(one: Deadline, today: date) -> Run:
    """A deadline of a clock, and how it stands; what was kept, or is paused, is neither near nor overdue."""
    left = one.days_left(today) if one.rings else None
    return Run(f"{one.on} · {one.words(today)}" if one.on else one.words(today), _urgency(left))


def _urgency(left: int | None) -> str:
    """The role in which a deadline is drawn with so many days left; None: it does not ring."""
    if left is None or left > NEAR:
        return "text"
    return "alert" if left < 0 else "warn"


def time_words(at: datetime) -> str:
    """A time as people read it; all times are UTC."""
    return f"{at:%Y-%m-%d %H:%M}"


def author(policy: Policy, record: Record) -> str:
    """Who made a record."""
    return visible(policy.name_of(record.by))
