"""What was decided, for all cases and for each value of a field, with counts and intervals; and appeals."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from msgspec import Struct

from store.case.dossier import Found
from store.case.state import State
from store.errors import BadInput
from store.policy import SET_ASIDE, Policy
from store.reports.counting import Count
from store.reports.intervals import FEW, Figure, wilson
from store.text import visible

MOST = 1_000
"""Values of a field that cases are grouped by; more of them group nothing."""
_OVERTURNED = ("varied", "set_aside", "sent_back")
_NOTHING = "no case is decided"


class Rate(Struct, frozen=True):
    """So many decisions, on so many people (None: not told), and which share of all that were decided they are."""

    decisions: int
    people: int | None
    rate: Figure


class Group(Struct, frozen=True):
    """The cases with one value of a field (None: without one): how many, how many decided and how.

    `few` marks groups in which fewer than `FEW` are decided: their rates say next to nothing.
    """

    value: str | None
    cases: int
    decided: int
    people: int | None
    few: bool
    adverse: Rate
    outcomes: dict[str, Rate]


class Appeals(Struct, frozen=True):
    """Appeals filed, those still pending, the others by result, and the share of these that did not leave it as it was.

    Overturned is what was varied, set aside or sent back.
    """

    filed: int
    pending: int
    results: dict[str, int]
    overturned: Figure


class Named(Struct, frozen=True):
    """The decisions for one outcome under one name: what their policy called it, and whether it was adverse there.

    An outcome that nobody decided on has the name that it has now.
    """

    outcome: str
    label: str
    adverse: bool
    rate: Rate


class Outcomes(Struct, frozen=True):
    """Decisions as they stand now, of all cases, and of each group of the field `by`, the largest group first.

    `named` are those of all cases once more, by the names under which they were made.
    """

    all: Group
    by: str | None
    groups: tuple[Group, ...]
    appeals: Appeals
    named: tuple[Named, ...]


class _GroupCount:
    def __init__(self) -> None:
        self.cases = 0
        self.decided, self.adverse = Count(), Count()
        self.outcomes: defaultdict[str, Count] = defaultdict(Count)

    def rate(self, count: Count) -> Rate:
        people = 0 if self.decided.people is not None and not count.decisions else count.people
        return Rate(count.decisions, people, wilson(count.decisions, self.decided.decisions, _NOTHING))

    def result(self, value: str | None, known: Iterable[str]) -> Group:
        decided, adverse = self.decided.decisions, self.rate(self.adverse)
        names = [*known, *sorted(self.outcomes.keys() - set(known))]
        outcomes = {name: self.rate(self.outcomes[name]) for name in names}
        return Group(value, self.cases, decided, self.decided.people, decided < FEW, adverse, outcomes)


class OutcomeCount:
    """Counts cases one by one; `values` says to which groups a case belongs, `policy` is the one in force."""

    def __init__(self, policy: Policy, by: str | None, values: Callable[[Found], Iterable[str | None]]) -> None:
        self._policy = policy
        self._by = by
        self._values = values
        self._all = _GroupCount()
        self._groups: defaultdict[str | None, _GroupCount] = defaultdict(_GroupCount)
        self._named: defaultdict[tuple[str, str, bool], Count] = defaultdict(Count)
        self._results: Counter[str] = Counter()
        self._pending = 0

    def take(self, found: Found, person: int | None, policy: Policy | None) -> None:
        """Count a case; `policy` is that of its decision, None where nothing of that may be told."""
        groups = [self._all, *(self._groups[value] for value in (self._values(found) if self._by else ()))]
        if len(self._groups) > MOST:
            raise BadInput(f"{visible(self._by or '')} has more than {MOST:,} values: it groups nothing.")
        for group in groups:
            group.cases += 1
        if policy is not None and found.state.decision is not None:
            self._decided(found.state.decision.outcome, policy, groups, person)
        self._appeals(found.state)

    def _decided(self, outcome: str, policy: Policy, groups: Iterable[_GroupCount], person: int | None) -> None:
        name, adverse = outcome or SET_ASIDE, policy.adverse(outcome)
        self._named[name, policy.label_of(outcome), adverse].add(person)
        for group in groups:
            group.decided.add(person)
            group.outcomes[name].add(person)
            if adverse:
                group.adverse.add(person)

    def result(self) -> Outcomes:
        """What was counted."""
        if self._by and self._all.cases and set(self._groups) == {None}:
            raise BadInput(f"No case has {visible(self._by)}: there is nothing to group by.")
        ordered = sorted(self._groups.items(), key=lambda one: (-one[1].cases, one[0] is None, one[0] or ""))
        ruled = sum(self._results.values())
        overturned = sum(self._results[one] for one in _OVERTURNED)
        known = [one.id for one in self._policy.outcome]
        everything = self._all.result(None, known)
        return Outcomes(
            all=everything,
            by=self._by,
            groups=tuple(group.result(value, known) for value, group in ordered),
            appeals=Appeals(
                filed=ruled + self._pending,
                pending=self._pending,
                results={name: self._results[name] for name in ("upheld", *_OVERTURNED)},
                overturned=wilson(overturned, ruled, "no appeal is decided"),
            ),
            named=tuple(one for name in everything.outcomes for one in self._names_of(name)),
        )

    def _names_of(self, outcome: str) -> list[Named]:
        names = sorted(one for one in self._named if one[0] == outcome)
        names = names or [(outcome, self._policy.label_of(outcome), self._policy.adverse(outcome))]
        return [Named(*name, self._all.rate(self._named[name])) for name in names]

    def _appeals(self, state: State) -> None:
        for remedy in (*(one for over in state.past for one in over.remedies), *state.remedies):
            if remedy.own_review:
                continue
            if remedy.result is None:
                self._pending += 1
            else:
                self._results[remedy.result] += 1
