"""Which days are no working days, and why: weekends and public holidays of the policy's calendar.

Public holidays come from the library `holidays`, which is imported for calendars that name a country and no others.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from msgspec import Struct

_WEEKEND = dict.fromkeys((5, 6), "no working day")


class Calendar(Struct, frozen=True):
    """Which days are no working days: weekends and public holidays of a country (by ISO 3166).

    The office is `closed` on further days, and `open` on some of those. Without a country: Saturdays and Sundays.
    A day begins and ends as in its `time_zone` (IANA), or else where it is recorded.
    """

    country: str | None = None
    subdivision: str | None = None
    closed: tuple[date, ...] = ()
    open: tuple[date, ...] = ()
    time_zone: str | None = None


class UnknownYear(Exception):
    """The public holidays of a year are not known; the text is a sentence for people."""


def day_off(calendar: Calendar, day: date) -> str:
    """What makes `day` no working day, such as `Easter Monday in LT`, or nothing; raises `UnknownYear`."""
    if day in calendar.open:
        return ""
    if day in calendar.closed:
        return "a day on which the office is closed"
    if not calendar.country:
        return _WEEKEND.get(day.weekday(), "")
    return _days_off(calendar.country, calendar.subdivision, day.year).get(day, "")


def countries() -> dict[str, list[str]]:
    """The codes of countries whose public holidays are known, and those of their subdivisions."""
    import holidays

    return holidays.list_supported_countries()


@lru_cache(maxsize=256)
def _days_off(country: str, subdivision: str | None, year: int) -> Mapping[date, str]:
    """All of one year: asked of the library once, since each case of a page asks again."""
    import holidays

    try:
        known = holidays.country_holidays(country, subdivision)
    except NotImplementedError:  # another version of the library may have known it
        raise UnknownYear(f"no public holidays of {country} are known to this installation.") from None
    if not known.start_year <= year <= known.end_year:
        years = f"{known.start_year} to {known.end_year}"
        raise UnknownYear(f"the public holidays of {country} are known for the years {years}, not for {year}.")
    language = "en_US" if "en_US" in known.supported_languages else None
    named = holidays.country_holidays(country, subdivision, years=year, language=language)
    first = date(year, 1, 1)
    year_days = (first + timedelta(days=number) for number in range((date(year, 12, 31) - first).days + 1))
    place = f"{country}-{subdivision}" if subdivision else country
    off = (day for day in year_days if not named.is_working_day(day))
    return {day: _reason(named.get(day), place, day) for day in off}


def _reason(name: str | None, place: str, day: date) -> str:
    return f"{name} in {place}" if name else _WEEKEND.get(day.weekday(), f"no working day in {place}")
