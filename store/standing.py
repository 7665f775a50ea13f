"""Records -> standing: the life of a case, folded record by record. Pure, and the same on every engine.

`advance` takes the state of one case and its next record. It decides nothing about who may do what: that is
`store.rules`, which is asked before a record is written. What is here must hold for any journal.
"""

import hashlib
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from store.model import Opened, Record, Resolution, Standing, Vote, Withdrawal
from store.policy import Policy

_SHOWS_VOTES = (Standing.CONFLICT, Standing.DECIDED)
"""Where a case stands open to everybody, votes and all: who reads it then is no longer blind."""


class Cast(Struct, frozen=True):
    """A vote as the rules need it: who, when, what; the reasons stay in the record `seq`."""

    seq: int
    by: str
    at: datetime
    outcome: str
    grounds: frozenset[str]
    revision: int


class Decision(Struct, frozen=True):
    """What was decided in a round, when, on which revision, and by which records: a vote or the resolution `seq`."""

    outcome: str
    grounds: tuple[str, ...]
    at: datetime
    revision: int
    seq: int
    resolution: int | None = None


class State(Struct, frozen=True):
    """Where one case is, and what it takes to say who may act on it next.

    `votes` are those that stand in the round. `seen` are people to whom another's vote was shown before they voted or
    after they withdrew: they can no longer vote blind in it. `withdrew` are people who took a vote back: they are no
    third person. `acted` is whoever last moved the case.
    """

    round: int = 1
    votes: tuple[Cast, ...] = ()
    seen: frozenset[str] = frozenset()
    withdrew: frozenset[str] = frozenset()
    acted: str | None = None
    decision: Decision | None = None
    adjudicator: str | None = None
    standing: Standing = Standing.OPEN

    def vote_of(self, reviewer: str) -> Cast | None:
        """The vote of this reviewer that stands in the round."""
        return next((vote for vote in self.votes if vote.by == reviewer), None)


def advance(state: State, record: Record, policy: Policy, *, second_reader: bool) -> State:
    """The state after `record`, under the policy then in force; `second_reader`: see `drawn_for_audit`."""
    match record.body:
        case Vote() as vote:
            cast = Cast(record.seq, record.by, record.at, vote.outcome, frozenset(vote.grounds), vote.revision)
            return _settle(replace(state, votes=(*state.votes, cast), acted=record.by), policy, second_reader)
        case Withdrawal() as withdrawal:
            return _withdrawn(state, record, withdrawal, policy, second_reader)
        case Resolution() as resolution:
            decision = Decision(
                resolution.outcome, resolution.grounds, record.at, resolution.revision, record.seq, record.seq
            )
            return replace(state, acted=record.by, adjudicator=record.by, decision=decision, standing=Standing.DECIDED)
        case Opened() if state.standing in _SHOWS_VOTES and not state.vote_of(record.by):
            return replace(state, seen=state.seen | {record.by})
        case _:
            return state


def drawn_for_audit(store: str, case: str, round_number: int, share: float) -> bool:
    """Whether a second person reads this case even if the first vote is not adverse.

    Fixed by the store id, the case and the round, so that nobody can vote again until they are not drawn.
    """
    digest = hashlib.sha256(f"foureyes audit\n{store}\n{case}\n{round_number}".encode()).digest()
    return int.from_bytes(digest[:8]) < share * 2**64


def votes_needed(outcome: str, policy: Policy, *, second_reader: bool) -> int:
    """How many people must say this outcome. One that the policy no longer knows counts as adverse."""
    known = policy.outcome_of(outcome)
    if known is None or known.adverse:
        return policy.review.votes
    return 2 if second_reader else 1


def _withdrawn(state: State, record: Record, withdrawal: Withdrawal, policy: Policy, second_reader: bool) -> State:
    position = next((n for n, vote in enumerate(state.votes) if vote.seq == withdrawal.vote), None)
    if position is None:
        return state
    left = state.votes[:position] + state.votes[position + 1 :]
    seen = state.seen | {record.by} if left else state.seen
    withdrew = state.withdrew | {record.by}
    return _settle(replace(state, votes=left, seen=seen, withdrew=withdrew, acted=record.by), policy, second_reader)


def _settle(state: State, policy: Policy, second_reader: bool) -> State:
    standing, decision = Standing.OPEN, None
    if state.votes:
        first, last = state.votes[0], state.votes[-1]
        if any(_differs(first, vote, policy) for vote in state.votes):
            standing = Standing.CONFLICT
        elif len(state.votes) < votes_needed(first.outcome, policy, second_reader=second_reader):
            standing = Standing.SECOND
        else:
            standing = Standing.DECIDED
            grounds = tuple(sorted(frozenset[str]().union(*(vote.grounds for vote in state.votes))))
            decision = Decision(first.outcome, grounds, last.at, last.revision, last.seq)
    return replace(state, standing=standing, decision=decision)


def _differs(one: Cast, other: Cast, policy: Policy) -> bool:
    return one.outcome != other.outcome or (policy.review.conflict_on == "grounds" and one.grounds != other.grounds)
