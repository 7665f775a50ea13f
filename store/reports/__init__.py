"""Reports: how far the work is, what was decided for whom, how well reviewers agree, and how cases were read.

A report tells numbers and never one reviewer's. What others did counts once a round is decided, and whoever asks is
lead or auditor; that is recorded before anything is read. Progress alone holds no more than every reader sees. Cases
and records pass one by one, so that a docket of any size is counted in memory that hardly grows with it.
"""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import count
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from store.case.dossier import Found
from store.departure import Departure
from store.docket import Docket
from store.errors import BadInput
from store.fields import SUBJECT, bare, field_of, one_form
from store.filters import EVERYTHING, Filter
from store.model import Refusal, Value
from store.policy import Policy
from store.reports.counting import Person, person_of
from store.reports.outcomes import OutcomeCount, Outcomes
from store.reports.pairs import Blind, PairCount
from store.reports.progress import Progress, ProgressCount
from store.reports.reading import Review, ReviewCount
from store.text import blank, whole

Part = Literal["progress", "outcomes", "agreement", "review"]
PARTS: tuple[Part, ...] = get_args(Part)
OFTEN = 500
"""Cases or records that pass between two calls of `watch`."""
_LONGEST = 200
"""Code points of the name of a field."""


class Population(Struct, frozen=True):
    """Out of how many (`size`, and which: `label`) the cases were chosen, as the policy says, and their share of it."""

    cases: int
    size: int
    label: str
    share: float


class Report(Struct, frozen=True):
    """What was asked for, of the docket as it was on a day; parts that were not asked for are None.

    `chosen` is the filter, `unmasked` whether masks were lifted for it, on record.
    """

    store: str
    policy: str
    policy_version: str
    day: date
    chosen: str
    unmasked: bool
    population: Population | None = None
    progress: Progress | None = None
    outcomes: Outcomes | None = None
    agreement: Blind | None = None
    review: Review | None = None


def report(
    docket: Docket,
    reviewer: str,
    parts: Iterable[Part] = PARTS,
    chosen: Filter = EVERYTHING,
    *,
    by: str | None = None,
    people: bool | None = None,
    watch: Callable[[int], object] = lambda _: None,
) -> Report | Refusal:
    """Count the cases that match, as of what the docket has taken in; a `Refusal` for who is neither lead nor auditor.

    `watch` is told from time to time how many cases and records have passed; what it raises ends the counting.
    `by` groups outcomes by "flags", "priority" or a field; without it by the one that the policy's reports name.
    `people` counts the people whom decisions concern (None: where the policy does not mask the subject). What that
    unmasks is recorded. Raises `BadInput`, `NotAllowed`, `Busy`, `Damaged`, `NotSaved`, `Unsure`.
    """
    policy, wanted = docket.policy(reviewer), tuple(parts)
    if by is not None and "outcomes" not in wanted:
        raise BadInput("Outcomes are what a report groups by a field: ask for them, or leave the field out.")
    by = _grouping(policy, by) if "outcomes" in wanted else None
    counts_people = not policy.masks(SUBJECT) if people is None else people
    counts_people = counts_people and bool({"progress", "outcomes"} & set(wanted))
    unmasked = (by is not None and policy.masks(by)) or (counts_people and policy.masks(SUBJECT))
    purpose = f"a report of {', '.join(wanted)}{f' by {by}' if by else ''}"
    departure = docket.counted(reviewer, chosen, purpose=purpose, others=wanted != ("progress",), unmasked=unmasked)
    if isinstance(departure, Refusal):
        return departure
    person = person_of(departure) if counts_people else None
    late, overdue = (departure.late(), departure.overdue()) if "progress" in wanted else ({}, 0)
    progress = ProgressCount(docket.today(), departure.cases(), overdue, late)
    counted = _Counted(departure, progress, wanted, by, person, watch)
    made = Report(docket.store, policy.name, policy.version, docket.today(), str(chosen), unmasked)
    return counted.into(made)


class _Counted:
    """All parts of a report, counted in one pass over the cases and, where needed, one over the records."""

    def __init__(
        self,
        departure: Departure,
        progress: ProgressCount,
        parts: tuple[Part, ...],
        by: str | None,
        person: Person | None,
        watch: Callable[[int], object],
    ) -> None:
        self._departure = departure
        self._parts = parts
        self._person = person
        self._progress = progress
        self._outcomes = OutcomeCount(departure.policy, by, _values(departure, by))
        self._pairs = PairCount(departure.policy_of)
        self._review = ReviewCount()
        passed = count(1)
        for found in departure.lines(touched="outcomes" not in parts):  # these are told of all cases, by their groups
            self._take(found)
            _tell(watch, next(passed))
        by_record = {"agreement": self._pairs.take, "review": self._review.take}
        if takes := [take for part, take in by_record.items() if part in parts]:
            for record in departure.records():
                for take in takes:
                    take(record)
                _tell(watch, next(passed))

    def into(self, made: Report) -> Report:
        """The report with the parts that were asked for."""
        progress = self._progress.result()
        policy = self._departure.policy
        return replace(
            made,
            population=None if made.chosen else _population(policy, progress.cases),
            progress=progress if "progress" in self._parts else None,
            outcomes=self._outcomes.result() if "outcomes" in self._parts else None,
            agreement=self._pairs.result(policy) if "agreement" in self._parts else None,
            review=self._review.result() if "review" in self._parts else None,
        )

    def _take(self, found: Found) -> None:
        state, person = found.state, None
        if self._person and (state.decision or any(one.decision for one in state.past)):
            person = self._person(found.id)
        began = state.policy if state.decision else None  # None too where nothing of the decision is told
        policy = None if began is None else self._departure.policy_at(began)
        self._progress.take(state, person)
        if "outcomes" in self._parts:
            self._outcomes.take(found, person, policy)
        self._pairs.take_case(state.settled)
        if policy is not None and state.decision is not None:
            self._review.take_case(bool(found.flags), policy.adverse(state.decision.outcome))


def _tell(watch: Callable[[int], object], passed: int) -> None:
    if not passed % OFTEN:
        watch(passed)


def _population(policy: Policy, cases: int) -> Population | None:
    size, label = policy.report.population, policy.report.label
    return None if size is None else Population(cases, size, label or "", cases / size)


def _grouping(policy: Policy, by: str | None) -> str | None:
    name = policy.report.by if by is None else by
    if name is None:
        return None
    if blank(name) or not whole(name) or len(name) > _LONGEST:
        raise BadInput("Name the field to group by, such as field.permit.")
    word = name.strip().casefold()
    if one_form(name) == one_form(SUBJECT):
        raise BadInput("A report counts people and does not list them: it is not grouped by subject.")
    return word if word in ("flags", "priority") else bare(name)


def _values(departure: Departure, by: str | None) -> Callable[[Found], Iterable[str | None]]:
    """The groups that a case belongs to."""
    if by is None:
        return lambda found: ()
    if by == "flags":
        return lambda found: found.flags or (None,)
    if by == "priority":
        return lambda found: (_text(found.priority),)
    if departure.policy.masks(by):
        return lambda found: (_text(departure.told(found.id, by)),)

    def value(found: Found) -> Iterable[str | None]:
        name = field_of(by, found.fields)
        return (None if name is None else _text(found.fields[name]),)

    return value


def _text(value: Value) -> str | None:
    return None if value is None or value == "" else str(value)
