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


class Outcomes(Struct, frozen=True):
    """Decisions as they stand now, of all cases, and of each group of the field `by`, the largest group first."""

    all: Group
    by: str | None
    groups: tuple[Group, ...]
    appeals: Appeals


class _GroupCount:
    def __init__(self) -> None:
        self.cases = 0
        self.decided, self.adverse = Count(), Count()
        self.outcomes: defaultdict[str, Count] = defaultdict(Count)

    def result(self, value: str | None, known: Iterable[str]) -> Group:
        def rate(count: Count) -> Rate:
            people = 0 if self.decided.people is not None and not count.decisions else count.people
            return Rate(count.decisions, people, wilson(count.decisions, decided, _NOTHING))

        decided = self.decided.decisions
        names = [*known, *sorted(self.outcomes.keys() - set(known))]
        outcomes = {name: rate(self.outcomes[name]) for name in names}
        return Group(value, self.cases, decided, self.decided.people, decided < FEW, rate(self.adverse), outcomes)


class OutcomeCount:
    """Counts cases one by one; `values` says to which groups a case belongs, `adverse` how its decision counts."""

    def __init__(self, policy: Policy, by: str | None, values: Callable[[Found], Iterable[str | None]]) -> None:
        self._known = [one.id for one in policy.outcome]
        self._by = by
        self._values = values
        self._all = _GroupCount()
        self._groups: defaultdict[str | None, _GroupCount] = defaultdict(_GroupCount)
        self._results: Counter[str] = Counter()
        self._pending = 0

    def take(self, found: Found, person: int | None, adverse: bool | None) -> None:
        """Count a case; `adverse` is None where nothing of its decision may be told."""
        groups = [self._all, *(self._groups[value] for value in (self._values(found) if self._by else ()))]
        if len(self._groups) > MOST:
            raise BadInput(f"{visible(self._by or '')} has more than {MOST:,} values: it groups nothing.")
        for group in groups:
            group.cases += 1
            if adverse is not None and found.state.decision is not None:
                group.decided.add(person)
                group.outcomes[found.state.decision.outcome or SET_ASIDE].add(person)
                if adverse:
                    group.adverse.add(person)
        self._appeals(found.state)

    def result(self) -> Outcomes:
        """What was counted."""
        if self._by and self._all.cases and set(self._groups) == {None}:
            raise BadInput(f"No case has {visible(self._by)}: there is nothing to group by.")
        ordered = sorted(self._groups.items(), key=lambda one: (-one[1].cases, one[0] is None, one[0] or ""))
        ruled = sum(self._results.values())
        overturned = sum(self._results[one] for one in _OVERTURNED)
        return Outcomes(
            all=self._all.result(None, self._known),
            by=self._by,
            groups=tuple(group.result(value, self._known) for value, group in ordered),
            appeals=Appeals(
                filed=ruled + self._pending,
                pending=self._pending,
                results={name: self._results[name] for name in ("upheld", *_OVERTURNED)},
                overturned=wilson(overturned, ruled, "no appeal is decided"),
            ),
        )

    def _appeals(self, state: State) -> None:
        for remedy in (*(one for over in state.past for one in over.remedies), *state.remedies):
            if remedy.result is None:
                self._pending += 1
            else:
                self._results[remedy.result] += 1
