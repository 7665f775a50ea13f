"""Which votes count for agreement: the first two of a round, by two people who saw nothing of others' work before.

The rules let nobody vote who has seen others' work of the round, so every vote is blind in its round. What counts is
what the first one said when the second was cast, and the second: a vote that is taken back after that still counts, for
its author has seen the other by then. In a later round only people count who neither voted nor saw votes on the case
before: whose votes were sent back may speak of them. Resolutions of conflicts never count, nor do third votes.
"""

from collections import Counter, defaultdict
from collections.abc import Callable

from msgspec import Struct

from store.acts import Act, Opinion
from store.model import Standing
from store.policy import Policy
from store.records import Record
from store.reports.agreement import Agreement, agreement


class Blind(Struct, frozen=True):
    """Agreement on whether a case is adverse, and on the outcome.

    A second person reads what the first found adverse, and a sample of the rest: `first_adverse` and `first_other` say
    how many pairs there are of each, `read_once` how many cases were decided by one vote and could show nothing.
    `waiting` are conflicts that nobody has settled: two people differed there, and that is no part of the tables yet.
    `labels` has by outcome what the policies of these votes called it; where nobody chose it, what it is called now.
    """

    adverse: Agreement
    outcomes: Agreement
    first_adverse: int
    first_other: int
    read_once: int
    waiting: int
    labels: dict[str, tuple[str, ...]]

    def label_of(self, outcome: str) -> str:
        """All that an outcome was called."""
        return " / ".join(self.labels[outcome])


class _First(Struct, frozen=True):
    """The first vote of a round; `fresh` if its author had nothing to do with votes on the case before that round."""

    round: int
    seq: int
    outcome: str
    fresh: bool


class PairCount:
    """Takes cases, and then the records of those decided, oldest first. Keeps a few words for each, and no text."""

    def __init__(self, policy_of: Callable[[Record], Policy]) -> None:
        self._policy_of = policy_of
        self._first: dict[str, _First | int] = {}
        """By case what the first vote says, or the round whose first two votes have been."""
        self._met: dict[tuple[str, str], int] = {}
        """By case and person the round in which they voted first; 0 where they had seen others' work by then."""
        self._outcomes: Counter[tuple[str, str]] = Counter()
        self._adverse: Counter[tuple[bool, bool]] = Counter()
        self._labels: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._waiting = 0

    def take_case(self, settled: Standing) -> None:
        """Any case."""
        self._waiting += settled is Standing.CONFLICT

    def take(self, record: Record) -> None:
        """Look at a record; what is neither a vote nor takes one back is passed over."""
        case, body = record.case, record.body
        if case is None or not isinstance(body, Act):
            return
        first = self._first.get(case)
        if isinstance(body, Opinion) and body.blind:
            if first != body.round:
                self._first[case] = self._after(first, record, body)
        elif body.saw_others:
            self._met.setdefault((case, record.by), 0)
        elif isinstance(first, _First) and body.takes_back == first.seq:
            del self._first[case]

    def result(self, policy: Policy) -> Blind:
        """What was counted; the outcomes of `policy` could be chosen, whether they were or not."""
        known = [one.id for one in policy.outcome]
        names = [*known, *sorted(self._labels.keys() - set(known))]
        table = [[self._outcomes[first, second] for second in names] for first in names]
        sides = (True, False)
        two = [[self._adverse[first, second] for second in sides] for first in sides]
        return Blind(
            adverse=agreement(("adverse", "not_adverse"), two),
            outcomes=agreement(names, table),
            first_adverse=sum(two[0]),
            first_other=sum(two[1]),
            read_once=sum(isinstance(one, _First) for one in self._first.values()),
            waiting=self._waiting,
            labels={name: tuple(self._labels.get(name) or [policy.label_of(name)]) for name in names},
        )

    def _after(self, first: _First | int | None, record: Record, vote: Opinion) -> _First | int:
        """What is kept of the case after a vote that is one of the first two of its round, by two people.

        Nobody votes twice in a round unless they take the first vote back, and then it is not kept any more.
        """
        fresh = self._met.setdefault((record.case or "", record.by), vote.round) == vote.round
        if not isinstance(first, _First) or first.round != vote.round:
            return _First(vote.round, record.seq, vote.outcome, fresh)
        if first.fresh and fresh:
            self._pair(first, vote, self._policy_of(record))
        return vote.round

    def _pair(self, first: _First, second: Opinion, policy: Policy) -> None:
        """Both stand for their outcomes in the words of one policy: that of the round."""
        for outcome in (first.outcome, second.outcome):
            self._labels[outcome][policy.label_of(outcome)] = None
        self._outcomes[first.outcome, second.outcome] += 1
        self._adverse[policy.adverse(first.outcome), policy.adverse(second.outcome)] += 1
