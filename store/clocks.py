"""Deadlines: when each clock of a policy ends, and why, one plain sentence for each step.

How a period is counted comes from Council Regulation (EEC, Euratom) No 1182/71: the day of the event is not counted
(art. 3(1)); a period in months ends on the same date, or on the last day of a month that lacks it (art. 3(2)(c)); one
that ends on a day that is no working day ends on the next that is (art. 3(4)). The two working days that art. 3(5) asks
of each period are not seen to: a policy states its periods.

The regulation knows no pauses. Here a clock does not run on any day of one, its first and its last among them; what was
left of it goes on on the day after. A clock that has ended before does not begin again.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import MAXYEAR, date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from store.days import MONTHS, long_date
from store.plural import plural
from store.policy import Clock, Policy
from store.workdays import Calendar, UnknownYear, day_off

_TOO_FAR = f"it would end after the year {MAXYEAR}."
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_BEGUN = {
    "imported": "Imported",
    "decided": "Decided",
    "served": "Served",
    "appealed": "Appealed",
    "invited": "Invited to be heard",
}
_WHILE = {"appealed": "an appeal was open", "stayed": "it was stayed"}


class Span(Struct, frozen=True):
    """A pause: all days from `since` to `until`, both among them; None while it goes on."""

    since: date
    until: date | None = None


class Deadline(Struct, frozen=True):
    """Where one clock ends: `on` is the last day in time, None while it is paused or where it cannot be computed.

    `started` is the day of the event, `met` the one on which what it was for was done. `steps` say how it came about,
    in sentences to show one below the other. `closed`: the case is, and it rings no more.
    """

    clock: Clock
    started: date
    on: date | None
    paused: bool
    steps: tuple[str, ...]
    met: date | None = None
    closed: bool = False

    @property
    def rings(self) -> bool:
        """Whether it is still to be kept, and by which day is known."""
        return self.met is None and self.on is not None and not self.closed

    def words(self, day: date) -> str:
        """How it stands on a day, for people."""
        if self.met is not None:
            late = self.on is not None and self.met > self.on
            return f"done on {self.met}{', too late' if late else ''}"
        if self.closed:
            return "the case is closed"
        left = self.days_left(day)
        if left is None:
            return "paused" if self.paused else "cannot be computed"
        return how_far(left)

    def days_left(self, day: date) -> int | None:
        """Calendar days from `day` to the end: 0 on the last day, negative after it; None without an end."""
        return None if self.on is None else (self.on - day).days


class Facts(Struct, frozen=True):
    """What of a case moves clocks: what was decided, on which days what happened, and during which what lasted.

    `events` start clocks, by the names that these have for them, what is `done` keeps them, and what is `lasting` can
    pause them. `outcome` is empty before a decision: a clock for some outcomes needs one. `told` is that which the
    person was told of, where it may differ: time to appeal is theirs until another body ends it.
    """

    outcome: str = ""
    events: Mapping[str, date] = {}
    lasting: Mapping[str, tuple[Span, ...]] = {}
    done: Mapping[str, date] = {}
    closed: bool = False
    told: str | None = None


def of_case(policy: Policy, facts: Facts) -> tuple[Deadline, ...]:
    """The deadlines of a case, in the order of the policy: of each clock that has begun, the one rule for that day."""
    found = []
    for clock in policy.clock:
        started = facts.events.get(clock.starts)
        appealable = clock.ends == "appealed" and facts.told is not None
        outcome = facts.told if appealable else facts.outcome
        if started is not None and clock.holds_on(started) and (not clock.outcomes or outcome in clock.outcomes):
            spans = [(span, state) for state in clock.pauses for span in facts.lasting.get(state, ())]
            one = _kept(_deadline(clock, policy.calendar, started, spans), facts.done.get(clock.ends or ""))
            found.append(replace(one, closed=facts.closed))
    return tuple(found)


def _kept(one: Deadline, met: date | None) -> Deadline:
    if met is None:
        return one
    *steps, rule = one.steps
    return replace(one, met=met, steps=(*steps, f"What it was for was done on {said(met)}.", rule))


def how_far(left: int) -> str:
    """How far off a deadline is, in words, with so many days left: 0 on its last day, negative after it."""
    if left < 0:
        return f"{plural(-left, 'day')} overdue"
    return "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"


def said(day: date) -> str:
    """A day as sentences have it, `Fri 31 January 2025`, in English wherever it runs."""
    return f"{_WEEKDAYS[day.weekday()]} {long_date(day)}"


class _Uncomputable(Exception):
    pass


def _deadline(clock: Clock, calendar: Calendar, started: date, pauses: Sequence[tuple[Span, str]]) -> Deadline:
    steps = [f"{_BEGUN[clock.starts]} on {said(started)}, which is not counted."]
    on: date | None = None
    paused = False
    count = _in_working_days if clock.days_are == "working" else _in_calendar_days
    try:
        on = count(clock, calendar, started, _merged(started, pauses), steps)
        paused = on is None
    except (_Uncomputable, UnknownYear) as error:
        steps.append(f"It cannot be computed: {error}")
    if not calendar.country and (clock.working_day or clock.days_are == "working"):
        steps.append("The policy names no country: of public holidays, none but those that it lists are known.")
    steps.append(f"Rule: {clock.source}.")
    return Deadline(clock, started, on, paused, tuple(steps))


def _in_calendar_days(
    clock: Clock, calendar: Calendar, started: date, pauses: list[tuple[Span, str]], steps: list[str]
) -> date | None:
    end = _period(clock, started, steps)
    for span, why in pauses:
        last = _moved(clock, calendar, end, [])
        if span.since > last:
            break
        if span.since > end:  # it began in the days that the end had moved by, so these are what is left
            end = _moved(clock, calendar, end, steps)
        if span.until is None:
            steps.append(f"Since {said(span.since)} it does not run, for {why}.")
            return None
        end = _later(end, (span.until - span.since).days + 1)
        steps.append(f"{_not_run(span, why)}: it ends on {said(end)}.")
    return _moved(clock, calendar, end, steps)


def _in_working_days(
    clock: Clock, calendar: Calendar, started: date, pauses: list[tuple[Span, str]], steps: list[str]
) -> date | None:
    day, left, off = started, clock.days or 0, 0
    waiting = iter([*pauses, None])
    pause = next(waiting)
    while left:
        day = _later(day, 1)
        if pause and day == pause[0].since:
            span, why = pause
            if span.until is None:
                steps.append(f"Since {said(span.since)} it does not run, for {why}.")
                return None
            steps.append(f"{_not_run(span, why)}; {plural(left, 'working day was', 'working days were')} left.")
            day, pause = span.until, next(waiting)
        elif day_off(calendar, day):
            off += 1
        else:
            left -= 1
    without = f", {plural(off, 'day')} that were none left out" if off else ""
    steps.append(f"{plural(clock.days or 0, 'working day')} from then: it ends on {said(day)}{without}.")
    return day


def months_later(day: date, months: int) -> date | None:
    """The same date so many months later, or the last day of a month that lacks it; None after the last year."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return None if year > MAXYEAR else date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _period(clock: Clock, started: date, steps: list[str]) -> date:
    if clock.months is None:
        end = _later(started, clock.days or 0)
        steps.append(f"{plural(clock.days or 0, 'day')} from then: it ends on {said(end)}.")
        return end
    found = months_later(started, clock.months)
    if found is None:
        raise _Uncomputable(_TOO_FAR)
    end, lacking = found, ""
    if end.day != started.day:
        nth = f"{started.day}{'st' if started.day == 31 else 'th'}"
        lacking = f", for {MONTHS[end.month - 1]} {end.year} has no {nth}"
    steps.append(f"{plural(clock.months, 'month')} from then: it ends on {said(end)}{lacking}.")
    return end


def _moved(clock: Clock, calendar: Calendar, end: date, steps: list[str]) -> date:
    if not clock.working_day:
        return end
    day, why = end, []
    while reason := day_off(calendar, day):
        why.append(f"{said(day)} is {reason}")
        day = _later(day, 1)
    if why:
        steps.append(f"{', '.join(why)}: it moves to {said(day)}.")
    return day


def _merged(started: date, pauses: Sequence[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """The pauses after the start, in order and apart from each other, each with the reasons why."""
    merged: list[tuple[Span, str]] = []
    for span, state in sorted(pauses, key=lambda one: (one[0].since, one[0].until or date.max, one[1])):
        if span.until is not None and (span.until <= started or span.until < span.since):
            continue
        since, why = max(span.since, _later(started, 1)), _WHILE[state]
        if merged and (merged[-1][0].until is None or since <= merged[-1][0].until):
            last, before = merged.pop()
            until = None if last.until is None or span.until is None else max(last.until, span.until)
            merged.append((Span(last.since, until), before if why in before else f"{before} and {why}"))
        else:
            merged.append((Span(since, span.until), why))
    return merged


def _not_run(span: Span, why: str) -> str:
    until = span.until or span.since
    days = plural((until - span.since).days + 1, "day")
    return f"It did not run for {days}, from {said(span.since)} to {said(until)}, while {why}"


def _later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise _Uncomputable(_TOO_FAR) from None
