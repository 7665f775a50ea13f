"""Where one case is: a state folded from its records, and its standing on a day. Pure, the same on every engine.

An act says what it does to the state (`store.acts`); what follows from that for the round is settled here, after
every record alike. Nothing here knows an act by name.
"""

import hashlib
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from store.model import Standing
from store.policy import Policy

SHOWN_TO_ALL = (Standing.DECIDED,)
"""Where a round stands open to every reader, votes and all."""


class Cast(Struct, frozen=True):
    """An outcome that somebody recorded, as the rules need it; the reasons stay in the record `seq`."""

    seq: int
    by: str
    at: datetime
    outcome: str
    grounds: tuple[str, ...]
    revision: int


class Decision(Struct, frozen=True):
    """What was decided in a round, when, on which revision, and by which records: a vote or the resolution `seq`."""

    outcome: str
    grounds: tuple[str, ...]
    at: datetime
    revision: int
    seq: int
    resolution: int | None = None


class Round(Struct, frozen=True):
    """A round that is over without a decision: its votes, and why another one began with record `ended`."""

    number: int
    votes: tuple[Cast, ...]
    ended: int
    why: str


class Pause(Struct, frozen=True):
    """The case stands elsewhere until a day, on which it comes back by itself."""

    standing: Standing
    until: date


class Reading(Struct, frozen=True):
    """What a reviewer has opened: the revision they opened last, and the items they opened of what stands in it."""

    revision: int
    items: frozenset[str] = frozenset()


class State(Struct, frozen=True, omit_defaults=True):
    """Where one case is, and what it takes to say who may act on it next.

    `revision` is the newest, `basis` the first one that says the same as the newest in all that a vote can rest on.
    `policy` is the record of the policy that the round began under, None before its first vote. `seen` are people to
    whom others' work of the round was shown before they voted or after they withdrew: they can no longer vote blind
    in it. `withdrew` took a vote back: they are no third person. `acted` is whoever last moved the case. `revealed` is
    the record since which others' work of the round leaves in exports.
    """

    round: int = 1
    revision: int = 1
    basis: int = 1
    policy: int | None = None
    votes: tuple[Cast, ...] = ()
    resolution: Cast | None = None
    seen: frozenset[str] = frozenset()
    withdrew: frozenset[str] = frozenset()
    acted: str | None = None
    opened: dict[str, Reading] = {}
    past: tuple[Round, ...] = ()
    pause: Pause | None = None
    settled: Standing = Standing.OPEN
    decision: Decision | None = None
    revealed: int | None = None

    def vote_of(self, reviewer: str) -> Cast | None:
        """The vote of this reviewer that stands in the round."""
        return next((vote for vote in self.votes if vote.by == reviewer), None)

    def opened_by(self, reviewer: str) -> frozenset[str]:
        """The items that this reviewer has opened as they stand now."""
        reading = self.opened.get(reviewer)
        return reading.items if reading and reading.revision >= self.basis else frozenset()


class Moment(Struct, frozen=True):
    """When a record was made and by whom, and what the round was under: its policy, and the key of its audit draw."""

    seq: int
    at: datetime
    by: str
    case: str
    policy: Policy
    policy_seq: int
    draw_key: str

    def second_reader(self, round_number: int) -> bool:
        """Whether a second person reads this case even if the first vote is not adverse.

        Fixed by a random key that no command prints, the case and the round: nobody can tell beforehand, nor vote again
        until they are not drawn.
        """
        text = f"foureyes audit\n{self.draw_key}\n{self.case}\n{round_number}"
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) < self.policy.review.audit_share * 2**64


def standing_on(state: State, day: date) -> Standing:
    """Where the case stands on a day."""
    if state.pause is not None and day < state.pause.until:
        return state.pause.standing
    return state.settled


def settle(state: State, moment: Moment) -> State:
    """The state after a record did to it what its act says: where the round stands, and whether a new one begins."""
    standing, decision = _outcome(state, moment)
    if state.votes and decision is None and any(vote.revision < state.basis for vote in state.votes):
        return next_round(state, moment.seq, f"revision {state.revision} changed what the votes rested on")
    revealed = state.revealed
    if standing in SHOWN_TO_ALL and revealed is None:
        revealed = moment.seq
    pause = None if decision is not None else state.pause
    return replace(state, settled=standing, decision=decision, revealed=revealed, pause=pause)


def revised(state: State, revision: int, substantial: bool, moment: Moment) -> State:
    """The state after an import brought a revision; `substantial` if it changed what a vote could rest on."""
    newer = replace(state, revision=revision, basis=revision if substantial else state.basis)
    return settle(newer, moment)


def next_round(state: State, seq: int, why: str) -> State:
    """A new course of votes, blind again; what was read of the case stays read."""
    over = Round(state.round, state.votes, seq, why)
    return State(
        round=state.round + 1,
        revision=state.revision,
        basis=state.basis,
        opened=state.opened,
        past=(*state.past, over),
        pause=state.pause,
    )


def _outcome(state: State, moment: Moment) -> tuple[Standing, Decision | None]:
    if state.resolution is not None:
        last = state.resolution
        return Standing.DECIDED, Decision(
            last.outcome, last.grounds, last.at, last.revision, last.seq, resolution=last.seq
        )
    if not state.votes:
        return Standing.OPEN, None
    first, last, policy = state.votes[0], state.votes[-1], moment.policy
    if any(_differs(first, vote, policy) for vote in state.votes):
        return Standing.CONFLICT, None
    if len(state.votes) < votes_needed(first.outcome, policy, second_reader=moment.second_reader(state.round)):
        return Standing.SECOND, None
    grounds = tuple(sorted({ground for vote in state.votes for ground in vote.grounds}))
    return Standing.DECIDED, Decision(first.outcome, grounds, last.at, last.revision, last.seq)


def votes_needed(outcome: str, policy: Policy, *, second_reader: bool) -> int:
    """How many people must say this outcome. One that the policy does not know counts as adverse."""
    known = policy.outcome_of(outcome)
    if known is None or known.adverse:
        return policy.review.votes
    return 2 if second_reader else 1


def _differs(one: Cast, other: Cast, policy: Policy) -> bool:
    if one.outcome != other.outcome:
        return True
    return policy.review.conflict_on == "grounds" and set(one.grounds) != set(other.grounds)
