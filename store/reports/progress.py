"""How far the work is: where cases stand, what is overdue, what was decided when. No more than every reader sees."""

from collections import defaultdict
from datetime import date, timedelta

from msgspec import Struct

from store.case.state import State, standing_on
from store.model import Standing
from store.reports.counting import Count

DAYS = 14
"""Days that are told one by one."""


class Period(Struct, frozen=True):
    """What was decided from a day on, for a day or for a week from Monday; `people` is None where they are not told."""

    since: date
    decisions: int
    people: int | None


class Progress(Struct, frozen=True):
    """`cases` and how many of them stand where; `overdue`: due before today and not decided.

    `deadlines` says of how many cases each clock of the policy has run out and was not kept.

    `decisions` are all that were made, those of rounds that another one followed too, and `people` whom they concern.
    `days` are the last ones up to today, `weeks` all in which something was decided.
    """

    cases: int
    standings: dict[str, int]
    overdue: int
    deadlines: dict[str, int]
    decisions: int
    people: int | None
    days: tuple[Period, ...]
    weeks: tuple[Period, ...]


class ProgressCount:
    """Counts cases one by one, as of a day. Of `cases` in all those that do not pass are open: nobody has touched them.

    How many are `overdue`, and `deadlines`, are counted elsewhere.
    """

    def __init__(self, day: date, cases: int, overdue: int, deadlines: dict[str, int]) -> None:
        self._day = day
        self._cases, self._overdue, self._deadlines = cases, overdue, deadlines
        self._standings = dict.fromkeys(Standing, 0)
        self._all = Count()
        self._days: defaultdict[date, Count] = defaultdict(Count)
        self._weeks: defaultdict[date, Count] = defaultdict(Count)

    def take(self, state: State, person: int | None) -> None:
        """Count a case; `person` is asked for where anything of it was decided."""
        self._standings[standing_on(state, self._day)] += 1
        for decision in (*(one.decision for one in state.past), state.decision):
            if decision is None:
                continue
            self._all.add(person)
            self._weeks[decision.on - timedelta(decision.on.weekday())].add(person)
            if self._day - timedelta(DAYS) < decision.on <= self._day:
                self._days[decision.on].add(person)

    def result(self) -> Progress:
        """What was counted."""
        untouched = max(0, self._cases - sum(self._standings.values()))  # more may have come in meanwhile
        standings = {**self._standings, Standing.OPEN: self._standings[Standing.OPEN] + untouched}
        days = [self._day - timedelta(back) for back in reversed(range(DAYS))]
        return Progress(
            cases=sum(standings.values()),
            standings={str(name): count for name, count in standings.items()},
            overdue=self._overdue,
            deadlines=self._deadlines,
            decisions=self._all.decisions,
            people=self._all.people,
            days=tuple(_period(day, self._days[day]) for day in days),
            weeks=tuple(_period(week, count) for week, count in sorted(self._weeks.items())),
        )


def _period(since: date, count: Count) -> Period:
    return Period(since, count.decisions, count.people)
