"""Samples made for a day: up to date on it, whatever day it is, and every date still agrees with every other."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec
import pytest

from sample_data import make
from sample_data._days import MONTHS
from store.model import Case
from tui.samples import made_for

pytestmark = pytest.mark.long

DAYS = [
    date(2024, 2, 29),
    date(2025, 12, 31),
    date(2026, 11, 28),
    date(2027, 1, 1),
    date(2028, 2, 29),
    date(2032, 7, 4),
]
ISO = re.compile(r"\b20\d\d-\d\d-\d\d\b")
LONG = re.compile(rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)}) 20\d\d")


def permits(day: date, count: int = 300) -> list[Case]:
    return [msgspec.json.decode(line, type=Case) for line in make.lines("residence_permits", count, 2023, day)]


def alerts(day: date) -> list[dict[str, str]]:
    text = io.StringIO("".join(make.lines("card_fraud", 300, 2023, day)))
    return list(csv.DictReader(text, delimiter=";"))


def told_in(text: str) -> Iterator[date]:
    """The full dates that somebody wrote."""
    yield from map(date.fromisoformat, ISO.findall(text))
    for said in LONG.findall(text):
        yield datetime.strptime(said, "%d %B %Y").date()  # noqa: DTZ007


@pytest.mark.parametrize("day", DAYS)
def test_some_cases_are_overdue_and_most_are_due_in_the_next_weeks(day: date) -> None:
    due = [case.due for case in permits(day) if case.due]
    assert 0.05 < sum(one < day for one in due) / len(due) < 0.35
    assert sum(day <= one <= day + timedelta(weeks=8) for one in due) / len(due) > 0.4
    assert day - timedelta(days=40) < min(due) <= max(due) < day + timedelta(days=130)
    assert {one.weekday() for one in due} <= set(range(5))


@pytest.mark.parametrize("day", DAYS)
def test_the_dates_of_a_case_follow_one_another(day: date) -> None:
    for case in permits(day):
        asked = case.evidence[0].date
        assert asked
        assert case.due
        expires, since = (date.fromisoformat(str(case.fields[name])) for name in ("expires", "resident_since"))
        assert since < asked < expires
        assert since.year - int(str(case.fields["born"])) >= 18
        for flag in case.flags:
            assert flag.raised_on
            assert asked < flag.raised_on < min(day, case.due)
            assert all(one <= flag.raised_on for one in told_in(flag.reason)), case.id
        for item in case.evidence:
            assert item.date
            assert item.date < min(day, case.due)


@pytest.mark.parametrize("day", DAYS)
def test_a_sentence_never_tells_of_a_day_that_is_later_than_itself_or_long_before_the_case(day: date) -> None:
    for case in permits(day):
        asked = case.evidence[0].date
        assert asked
        for item in case.evidence:
            for one in told_in(item.text):
                assert item.date
                assert one <= max(item.date, asked + timedelta(days=16)), f"{case.id} {item.id} {one}"
        recent = [one for item in case.evidence if item.kind == "border" for one in told_in(item.text)]
        assert all(one > asked - timedelta(days=800) for one in recent), case.id


@pytest.mark.parametrize("day", DAYS)
def test_ages_and_years_agree_with_the_day(day: date) -> None:
    for case in permits(day):
        asked = case.evidence[0].date
        assert asked
        for item in case.evidence[:6]:
            if said := re.search(r"\bI am (\d\d) years old", item.text):
                assert int(said[1]) == asked.year - int(str(case.fields["born"])), case.id


def test_the_days_of_an_alert_move_by_whole_weeks() -> None:
    monday = DAYS[2] - timedelta(days=5)
    for row, was in zip(alerts(DAYS[2]), alerts(make.AS_OF), strict=True):
        dated = [name for name in row if name.endswith("_DT") and row[name]]
        assert {day_of(row[name]) - day_of(was[name]) for name in dated} == {monday - make.AS_OF}
        assert (monday - make.AS_OF).days % 7 == 0
        assert (row["CUST_NM"], row["TXN_AMT"], row["PRIO"]) == (was["CUST_NM"], was["TXN_AMT"], was["PRIO"])


@pytest.mark.parametrize("day", DAYS)
def test_alerts_are_up_to_date_too(day: date) -> None:
    rows = alerts(day)
    due = [day_of(row["SLA_DT"]) for row in rows]
    assert 0.05 < sum(one < day for one in due) / len(due) < 0.4
    assert min(due) > day - timedelta(days=40)
    columns = [name for name in rows[0] if name.endswith("_DT") and name != "SLA_DT"]
    written = [day_of(row[name]) for row in rows for name in columns if row[name]]
    assert max(written) < day


def test_the_same_week_gives_the_same_bytes() -> None:
    monday = date(2026, 11, 23)
    one, other, later = (
        "".join(make.lines("residence_permits", 20, 5, monday + timedelta(days=days))) for days in (0, 6, 7)
    )
    assert one == other != later


def test_the_files_that_ship_are_those_of_their_day() -> None:
    with made_for("residence_permits", make.AS_OF) as ((made, _),):
        assert made.read_bytes() == make.KINDS["residence_permits"][2].read_bytes()


def day_of(dotted: str) -> date:
    return datetime.strptime(dotted, "%d.%m.%Y").date()  # noqa: DTZ007
