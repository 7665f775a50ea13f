"""Deadlines as a reviewer would count them by hand, on the calendar of Lithuania."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from store.clocks import Deadline, Facts, Span, of_case, said
from store.errors import BadInput
from store.policy import Policy
from store.policy_file import parse
from store.workdays import Calendar, day_off
from tests.dockets import POLICY

LT = '[calendar]\ncountry = "LT"\n'
DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def policy(rule: str, calendar: str = LT) -> Policy:
    """The usual policy with one clock more, which starts with service."""
    clock = f'[[clock]]\nid = "c"\nlabel = "Appeal"\nstarts = "served"\nsource = "art. 1"\n{rule}\n'
    return parse(POLICY.replace("[case]", f"{calendar}{clock}[case]"), "p")


def counted(rule: str, served: date, *pauses: Span, calendar: str = LT) -> Deadline:
    """The one deadline of a case served on that day, its pauses those of an appeal."""
    (one,) = of_case(policy(rule, calendar), Facts("revoke", {"served": served}, {"appealed": tuple(pauses)}))
    return one


@pytest.mark.parametrize(
    ("served", "ends"),
    [
        (date(2025, 1, 29), date(2025, 2, 28)),
        (date(2025, 1, 30), date(2025, 2, 28)),
        (date(2025, 1, 31), date(2025, 2, 28)),
        (date(2024, 1, 29), date(2024, 2, 29)),
        (date(2024, 1, 31), date(2024, 2, 29)),
        (date(2025, 3, 18), date(2025, 4, 18)),  # Good Friday is a working day in Lithuania
        (date(2025, 3, 19), date(2025, 4, 22)),  # Saturday, Easter Sunday, Easter Monday: Tuesday
        (date(2025, 4, 1), date(2025, 5, 2)),  # 1 May, a Thursday
        (date(2024, 11, 24), date(2024, 12, 27)),  # Christmas Eve and both days of Christmas
        (date(2024, 12, 1), date(2025, 1, 2)),  # over the new year
        (date(2025, 5, 24), date(2025, 6, 25)),  # St John's, a Tuesday
    ],
)
def test_a_month_from_service(served: date, ends: date) -> None:
    assert counted("months = 1\nworking_day = true", served).on == ends


def test_a_deadline_says_step_by_step_why_it_is_that_day() -> None:
    assert counted("months = 1\nworking_day = true", date(2025, 1, 31)).steps == (
        "Served on Fri 31 January 2025, which is not counted.",
        "1 month from then: it ends on Fri 28 February 2025, for February 2025 has no 31st.",
        "Rule: art. 1.",
    )
    assert counted("months = 1\nworking_day = true", date(2025, 4, 1)).steps[2] == (
        "Thu 1 May 2025 is International Workers' Day in LT: it moves to Fri 2 May 2025."
    )


def test_an_appeal_stops_the_month_to_leave_and_the_rest_goes_on_after_it() -> None:
    rule = 'months = 1\npauses = ["appealed", "stayed"]'
    open_still = counted(rule, date(2025, 3, 3), Span(date(2025, 3, 10)))
    assert (open_still.on, open_still.paused, open_still.words(date(2030, 1, 1))) == (None, True, "paused")
    assert open_still.days_left(date(2025, 3, 11)) is None
    ended = counted(rule, date(2025, 3, 3), Span(date(2025, 3, 10), date(2025, 3, 21)))
    assert ended.on == date(2025, 4, 15)
    assert ended.steps[2] == (
        "It did not run for 12 days, from Mon 10 March 2025 to Fri 21 March 2025, while an appeal was open:"
        " it ends on Tue 15 April 2025."
    )


@pytest.mark.parametrize(
    ("pauses", "ends"),
    [
        ([Span(date(2025, 2, 1), date(2025, 3, 3))], date(2025, 3, 13)),  # over by the start
        ([Span(date(2025, 2, 1), date(2025, 3, 5))], date(2025, 3, 15)),  # begun before it: 2 days
        ([Span(date(2025, 3, 13), date(2025, 3, 20))], date(2025, 3, 21)),  # on the last day: 1 day is left
        ([Span(date(2025, 3, 14), date(2025, 3, 20))], date(2025, 3, 13)),  # too late: it does not revive
        ([Span(date(2025, 3, 14))], date(2025, 3, 13)),
        ([Span(date(2025, 3, 5), date(2025, 3, 8)), Span(date(2025, 3, 7), date(2025, 3, 10))], date(2025, 3, 19)),
        ([Span(date(2025, 3, 5), date(2025, 3, 5))], date(2025, 3, 14)),
    ],
)
def test_pauses_at_the_edges(pauses: list[Span], ends: date) -> None:
    assert counted('days = 10\npauses = ["appealed"]', date(2025, 3, 3), *pauses).on == ends


def test_an_appeal_in_the_days_that_the_end_moved_by_is_in_time() -> None:
    rule = 'days = 10\nworking_day = true\npauses = ["appealed"]'  # Saturday 15 March, so Monday 17
    assert counted(rule, date(2025, 3, 5)).on == date(2025, 3, 17)
    assert counted(rule, date(2025, 3, 5), Span(date(2025, 3, 17), date(2025, 3, 20))).on == date(2025, 3, 21)
    assert counted(rule, date(2025, 3, 5), Span(date(2025, 3, 18), date(2025, 3, 20))).on == date(2025, 3, 17)


def test_working_days_leave_out_christmas_and_the_new_year() -> None:
    rule = 'days = 5\ndays_are = "working"\npauses = ["appealed"]'
    assert counted(rule, date(2024, 12, 23)).on == date(2025, 1, 3)  # 27, 30, 31 December, 2, 3 January
    paused = counted(rule, date(2024, 12, 23), Span(date(2024, 12, 30), date(2025, 1, 6)))
    assert paused.on == date(2025, 1, 10)  # 27 December, then 7, 8, 9, 10 January
    assert counted(rule, date(2024, 12, 23), Span(date(2024, 12, 30))).paused


def test_the_office_closes_on_a_day_of_its_own_and_opens_on_another() -> None:
    calendar = f"{LT}closed = [2025-03-13]\nopen = [2025-03-15]\n"
    assert counted("days = 10\nworking_day = true", date(2025, 3, 3), calendar=calendar).on == date(2025, 3, 14)
    assert counted("days = 10\nworking_day = true", date(2025, 3, 5), calendar=calendar).on == date(2025, 3, 15)


def test_without_a_country_only_weekends_are_known_and_it_says_so() -> None:
    one = counted("months = 1\nworking_day = true", date(2025, 4, 1), calendar="")
    assert one.on == date(2025, 5, 1)
    assert one.steps[-2].startswith("The policy names no country")


@pytest.mark.parametrize(
    ("rule", "served", "why"),
    [
        ("months = 1200", date(9950, 1, 1), "after the year 9999"),
        ("days = 36500", date(9999, 1, 1), "after the year 9999"),
        ("months = 1\nworking_day = true", date(2101, 1, 1), "known for the years 1990 to 2100, not for 2101"),
        ('days = 1\ndays_are = "working"', date(9999, 12, 31), "after the year 9999"),
    ],
)
def test_what_cannot_be_computed_says_why(rule: str, served: date, why: str) -> None:
    one = counted(rule, served)
    assert (one.on, one.paused, one.words(served)) == (None, False, "cannot be computed")
    assert any(step.startswith("It cannot be computed:") and why in step for step in one.steps)


def test_a_clock_runs_for_its_outcomes_and_for_the_days_of_its_rule() -> None:
    other = '[[clock]]\nid = "c"\nlabel = "Appeal"\nstarts = "served"\nsource = "art. 2"\ndays = 3\n'
    both = policy(f'days = 9\nuntil = 2024-12-31\noutcomes = ["revoke"]\n{other}effective = 2025-01-01')
    found = [of_case(both, Facts("revoke", {"served": day})) for day in (date(2024, 12, 31), date(2025, 1, 1))]
    assert [[one.on for one in each] for each in found] == [[date(2025, 1, 9)], [date(2025, 1, 4)]]
    assert of_case(both, Facts("keep", {"served": date(2024, 1, 1)})) == ()
    assert of_case(both, Facts("", {"imported": date(2024, 1, 1)})) == ()


def test_how_a_deadline_stands_on_a_day() -> None:
    one = counted("days = 10", date(2025, 3, 3))
    days = [date(2025, 3, 12), date(2025, 3, 13), date(2025, 3, 14)]
    assert [one.words(day) for day in days] == ["tomorrow", "today", "1 day overdue"]
    assert [one.days_left(day) for day in days] == [1, 0, -1]


@pytest.mark.parametrize(
    ("rule", "calendar", "sentence"),
    [
        ('months = 1\ndays_are = "working"', LT, "counts months, which have no working days: write days."),
        ('days = 1\npauses = ["served"]', LT, 'each of pauses must be "appealed" or "stayed".'),
        ('days = 1\noutcomes = ["revok"]', LT, 'names the unknown outcome "revok" (did you mean "revoke"?).'),
        ("days = 1\neffective = 2025-01-02\nuntil = 2025-01-01", LT, "before it holds from 2025-01-02."),
        ('days = 1\neffective = "soon"', LT, "effective must be a date such as 2025-01-31."),
        ("days = 1", '[calendar]\ncountry = "LTT"\n', '"LTT" are not known: write a country\'s code'),
        ("days = 1", f'{LT}subdivision = "X"\n', '"LT" has no subdivision "X"'),
        ("days = 1", '[calendar]\nsubdivision = "BY"\n', "a subdivision needs its country"),
        ("days = 1", f'{LT}closed = ["x"]\n', "each of closed must be a date such as 2025-01-31."),
    ],
)
def test_faults_of_clocks_and_calendars(rule: str, calendar: str, sentence: str) -> None:
    with pytest.raises(BadInput) as error:
        policy(rule, calendar)
    assert sentence in str(error.value)


@given(DAYS, st.integers(1, 48))
def test_months_end_where_another_library_says(served: date, months: int) -> None:
    assert counted(f"months = {months}", served).on == served + relativedelta(months=months)


@given(DAYS, st.integers(1, 400), st.data())
def test_a_pause_of_n_days_moves_days_by_n(served: date, days: int, data: st.DataObject) -> None:
    begins, length = data.draw(st.integers(1, days)), data.draw(st.integers(1, 500))
    span = Span(served + timedelta(begins), served + timedelta(begins + length - 1))
    one = counted(f'days = {days}\npauses = ["appealed"]', served, span)
    assert one.on == served + timedelta(days + length)
    assert said(one.on) in one.steps[-2]


@given(DAYS, st.sampled_from(["months = 1", "days = 7", 'days = 7\ndays_are = "working"']))
def test_an_end_is_a_working_day_after_the_start_and_the_last_that_is_named(served: date, rule: str) -> None:
    one = counted(f"{rule}\nworking_day = true", served)
    assert one.on is not None
    assert one.on > served
    assert not day_off(policy(rule).calendar, one.on)
    assert said(one.on) in one.steps[-2]


def test_a_country_that_this_installation_does_not_know_stops_no_docket() -> None:
    rules = replace(policy("months = 1\nworking_day = true"), calendar=Calendar("QQ"))
    (found,) = of_case(rules, Facts("revoke", {"served": date(2026, 3, 1)}))
    assert found.on is None
    assert "no public holidays of QQ are known to this installation." in found.steps[-2]


def test_who_names_no_country_does_not_wait_for_the_holidays_of_all() -> None:
    code = (
        "import sys; from store.policy_file import parse; parse(sys.argv[1], 'p'); sys.exit('holidays' in sys.modules)"
    )
    for source, loaded in ((POLICY, 0), (POLICY.replace("[case]", f"{LT}[case]"), 1)):
        assert subprocess.run([sys.executable, "-c", code, source], check=False).returncode == loaded


def test_two_pauses_that_begin_on_one_day_and_of_which_one_goes_on() -> None:
    day = date(2026, 3, 10)
    rules = policy('days = 30\npauses = ["appealed", "stayed"]')
    spans = {"appealed": (Span(day),), "stayed": (Span(day, date(2026, 3, 15)),)}
    (found,) = of_case(rules, Facts("revoke", {"served": date(2026, 3, 1)}, spans))
    assert (found.on, found.paused) == (None, True)


def test_a_clock_is_kept_by_what_it_was_for() -> None:
    rules, served = policy('days = 30\nends = "appealed"'), date(2026, 3, 1)
    (kept,) = of_case(rules, Facts("", {"served": served}, {}, {"appealed": date(2026, 3, 20)}))
    assert (kept.rings, kept.words(served)) == (False, "done on 2026-03-20")
    (late,) = of_case(rules, Facts("", {"served": served}, {}, {"appealed": date(2026, 4, 20)}))
    assert late.words(served) == "done on 2026-04-20, too late"
    (rings,) = of_case(rules, Facts("", {"served": served}))
    assert (rings.rings, rings.words(date(2026, 4, 1))) == (True, "1 day overdue")


def test_on_a_closed_case_none_rings_and_each_still_says_when_it_ended() -> None:
    rules, served = policy('days = 30\nends = "appealed"'), {"served": date(2026, 3, 1)}
    (closed,) = of_case(rules, Facts("", served, closed=True))
    assert (closed.rings, closed.on, closed.words(date(2026, 4, 1))) == (False, date(2026, 3, 31), "the case is closed")
    (kept,) = of_case(rules, Facts("", served, {}, {"appealed": date(2026, 3, 20)}, closed=True))
    assert kept.words(date(2026, 4, 1)) == "done on 2026-03-20"
