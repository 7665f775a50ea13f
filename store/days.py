"""Which day it is, which one a text means, and how one is written in a letter: one answer for all that asks."""

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

from store.errors import BadInput

FORM = "2023-12-01, today or +14d"
"""How people write a day."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
    "December",
)
_EARLIEST, _LATEST = timedelta(hours=-12), timedelta(hours=14)
"""From UTC to the time of any place on earth."""
_SLACK = timedelta(minutes=10)
"""How long after it was asked which day it is something is recorded, at most."""
_FROM_TODAY = re.compile(r"[+-]?[0-9]{1,4}d")


def today(zone: str | None = None) -> date:
    """The calendar day in a time zone, or where this program runs; raises `BadInput` where that is no time zone."""
    return day_of(now(), zone)


def day_of(moment: datetime, zone: str | None = None) -> date:
    """The calendar day at a moment (UTC) in a zone of the IANA's database, such as `Europe/Vilnius`; see `today`."""
    try:
        there = moment.astimezone(_zone(zone) if zone else None)
    except (KeyError, ValueError, OSError):
        which = f"The time zone {zone} of the policy" if zone else "The time zone of this terminal (TZ)"
        raise BadInput(f"{which} is not known on this machine: which day it is cannot be said.") from None
    if not _EARLIEST <= (there.utcoffset() or timedelta()) <= _LATEST:
        raise BadInput("The time zone of this terminal (TZ) is that of no place on earth: set it right, or unset it.")
    return there.date()


def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo  # where days are not those of a zone nobody waits for it

    return ZoneInfo(name)


def is_zone(name: str) -> bool:
    """Whether a time zone is known here."""
    try:
        day_of(now(), name)
    except BadInput:
        return False
    return bool(name)


def days_recorded(at: datetime, zone: str) -> set[date]:
    """The days that a record made at a moment can have: that of the moment, or that when it was asked for."""
    return {day_of(at, zone), day_of(at - _SLACK, zone)}


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
