"""Where one case is: a state folded from its records, and its standing on a day. Pure, the same on every engine.

An act says what it does to the state (`store.acts`); what follows from that for the round is settled here, after
every record alike. Nothing here knows an act by name.
"""

import hashlib
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from store.case.parts import Cast, Decision, Delivery, Invitation, Pause, Reading, Remedy, Round
from store.clocks import Facts, Span
from store.model import Standing
from store.policy import Policy


class State(Struct, frozen=True, omit_defaults=True):
    """Where one case is, and what it takes to say who may act on it next.

    `revision` is the newest, `basis` the first one that says the same as the newest in all that a vote can rest on.
    `policy` is the record of the policy that the round began under, None before its first vote. `seen` are people to
    whom others' work of the round was shown before they voted or after they withdrew, `shown` those to whom it was
    opened at once with all that was decided, before this decision fell: neither can vote blind in it any more.
    `withdrew` took a vote back: they are no third person. `acted` is whoever last moved the case. `revealed` is the
    record since which the round is decided, and others' work of it leaves in exports. `recused` stepped off the case
    for good. `closed` is the record that closed it. `assigned` is who was asked to read it next.
    """

    round: int = 1
    revision: int = 1
    basis: int = 1
    policy: int | None = None
    votes: tuple[Cast, ...] = ()
    resolution: Cast | None = None
    seen: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    withdrew: frozenset[str] = frozenset()
    acted: str | None = None
    opened: dict[str, Reading] = {}
    past: tuple[Round, ...] = ()
    pause: Pause | None = None
    settled: Standing = Standing.OPEN
    decision: Decision | None = None
    revealed: int | None = None
    recused: frozenset[str] = frozenset()
    invitation: Invitation | None = None
    delivery: Delivery | None = None
    remedies: tuple[Remedy, ...] = ()
    closed: int | None = None
    assigned: str | None = None

    @property
    def decided(self) -> bool:
        """Whether the votes of the round are over, whatever has become of the decision since."""
        return self.decision is not None

    @property
    def appeal(self) -> Remedy | None:
        """The appeal that is pending."""
        return self.remedies[-1] if self.remedies and self.remedies[-1].result is None else None

    @property
    def appeals(self) -> tuple[Remedy, ...]:
        """Those of the person whom the case is about, without what the office looked at itself."""
        return tuple(one for one in self.remedies if not one.own_review)

    @property
    def cast(self) -> frozenset[int]:
        """The records of the votes of the round, and of what settled them."""
        return frozenset(one.seq for one in (*self.votes, self.resolution) if one is not None)

    @property
    def deciders(self) -> frozenset[str]:
        """All who voted or settled a conflict on this case, in any round; who took their vote back had voted too."""
        return frozenset(self.newest_casts).union(self.withdrew, *(one.withdrew for one in self.past))

    @property
    def newest_casts(self) -> dict[str, Cast]:
        """By person the vote or the resolution that they cast last, in whichever round."""
        rounds: list[Round | State] = [*self.past, self]
        return {cast.by: cast for one in rounds for cast in (*one.votes, one.resolution) if cast is not None}

    def revealed_before(self, seq: int) -> bool:
        """Whether others' work of the round left in exports already when record `seq` was made."""
        return self.revealed is not None and self.revealed < seq

    def others_voted(self, reviewer: str) -> bool:
        """Whether somebody else voted in the round; who took that back voted too."""
        return bool(({vote.by for vote in self.votes} | self.withdrew) - {reviewer})

    def vote_of(self, reviewer: str) -> Cast | None:
        """The vote of this reviewer that stands in the round."""
        return next((vote for vote in self.votes if vote.by == reviewer), None)

    def opened_by(self, reviewer: str) -> frozenset[str]:
        """The items that this reviewer has opened as they stand now."""
        reading = self.opened.get(reviewer)
        return reading.items if reading and reading.revision >= self.basis else frozenset()

    def policy_at(self, moment: "Moment") -> int:
        """The record of the policy that decides in the round: the one it began under, or would begin under now."""
        return moment.policy_seq if self.policy is None else self.policy


class Moment(Struct, frozen=True):
    """When a record was made and by whom, and what the round was under: its policy, and the key of its audit draw.

    `disclosed` has by reviewer the newest record that opened others' work on all decided rounds to them at once.
    """

    seq: int
    at: datetime
    day: date
    by: str
    case: str
    policy: Policy
    policy_seq: int
    draw_key: str
    disclosed: dict[str, int] = {}

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


def shown_standing(state: State, policy: Policy, reviewer: str, day: date) -> Standing:
    """Where the case stands as this reader is told: with a blind queue nobody learns that a first vote is in."""
    standing = standing_on(state, day)
    if standing is Standing.SECOND and hides_second(policy, reviewer) and state.vote_of(reviewer) is None:
        return Standing.OPEN
    return standing


def hides_second(policy: Policy, reviewer: str) -> bool:
    """Whether this reader is told of no case that a first vote is in, unless it is theirs."""
    return policy.review.blind_queue and not policy.has_role(reviewer, "auditor")


def settle(state: State, moment: Moment) -> State:
    """The state after a record did to it what its act says: where the round stands, and whether a new one begins."""
    standing, decision = _outcome(state, moment)
    if state.votes and decision is None and any(vote.revision < state.basis for vote in state.votes):
        return next_round(state, f"revision {state.revision} changed what the votes rested on")
    if decision is None:
        shown = state.shown | _were_shown(state, moment)
        return replace(state, settled=standing, decision=None, shown=shown, revealed=None)
    revealed = moment.seq if state.revealed is None else state.revealed
    ruled = _ruled(state, decision)
    return replace(state, settled=_afterwards(state), decision=ruled, revealed=revealed, pause=None)


def revised(state: State, revision: int, substantial: bool, moment: Moment) -> State:
    """The state after an import brought a revision; `substantial` if it changed what a vote could rest on."""
    newer = replace(state, revision=revision, basis=revision if substantial else state.basis)
    return settle(newer, moment)


def next_round(state: State, why: str, *, heard: bool = True) -> State:
    """A new course of votes, blind again; what was read of the case stays read, and who stepped off stays off.

    `heard`: what the person said counts for it; not where a decision is looked at again.
    """
    over = Round(
        state.round,
        state.votes,
        why,
        state.resolution,
        state.decision,
        state.delivery,
        state.remedies,
        state.withdrew,
    )
    return State(
        round=state.round + 1,
        revision=state.revision,
        basis=state.basis,
        opened=state.opened,
        past=(*state.past, over),
        pause=state.pause,
        recused=state.recused,
        invitation=state.invitation if heard else None,
        assigned=state.assigned,
    )


def facts(state: State, imported: date | None = None) -> Facts:
    """What of a case moves its clocks."""
    decision, delivery, invited = state.decision, state.delivery, state.invitation
    appeals = state.appeals
    filed = [remedy.filed for remedy in appeals]
    events = {
        "imported": imported,
        "invited": invited.on if invited else None,
        "heard": invited.answered if invited else None,
        "decided": decision.on if decision else None,
        "served": delivery.on if delivery else None,
        "appealed": filed[-1] if filed else None,
    }
    ruled = [remedy.ended for remedy in appeals if remedy.ended]
    events["ruled"] = ruled[-1] if ruled and appeals[-1].ended else None
    lasting = {
        "appealed": tuple(Span(one.filed, one.ended) for one in appeals),
        "stayed": tuple(stay for one in state.remedies for stay in one.stays),
    }
    known = {name: day for name, day in events.items() if day is not None}
    done = {**known, "appealed": min(filed)} if filed else known  # the first appeal keeps the deadline for appeals
    outcome, told = (one.outcome if one else "" for one in (decision, as_told(state)))
    return Facts(outcome, known, lasting, done, state.settled is Standing.CLOSED, told)


AT_WORK = timedelta(minutes=5)
"""How long after they opened something of a case somebody counts as reading it."""


def readers(state: State, now: datetime, *, hides_votes: bool = False) -> frozenset[str]:
    """Who is reading the case now, and could still act on it: so that two people are not given the same case.

    `hides_votes`: who has voted counts on, for that they no longer read it would tell that they voted.
    """
    if state.decided:
        return frozenset()
    done = state.recused if hides_votes else state.recused | {vote.by for vote in state.votes}
    since = now - AT_WORK
    return frozenset(name for name, read in state.opened.items() if read.at and read.at > since and name not in done)


def final(state: State, policy: Policy, day: date) -> bool:
    """Whether what was decided can be taken back no more: the subject was told, or the policy's days are over."""
    if state.decision is None:
        return False
    if state.delivery is not None or state.closed is not None or state.remedies:
        return True
    days = policy.review.final_after_days
    return days is not None and (day - state.decision.on).days >= days


def _were_shown(state: State, moment: Moment) -> frozenset[str]:
    """To whom a round that was decided until now, and is no longer, was opened at once with all others.

    Whoever took their vote back saw by it what there was: see `store.acts.withdraw`.
    """
    return frozenset(name for name, seq in moment.disclosed.items() if state.revealed_before(seq)) - {moment.by}


def _afterwards(state: State) -> Standing:
    """Where a case stands whose votes are over."""
    if state.closed is not None or (state.remedies and state.remedies[-1].result == "set_aside"):
        return Standing.CLOSED
    if state.appeal is not None:
        return Standing.APPEALED
    return Standing.DECIDED if state.delivery is None else Standing.SERVED


def as_told(state: State) -> Decision | None:
    """The decision as the person was told of it, and as other bodies have left it.

    Since then neither the office itself changes what runs for them, nor a ruling that nobody can look up.
    """
    decision, cast = state.decision, state.resolution or (state.votes[0] if state.votes else None)
    if decision is None or cast is None or state.delivery is None:
        return decision
    theirs = (one for one in state.remedies if one.reference and not one.own_review)
    before = (one for one in state.remedies if one.ruling is not None and one.ruling < state.delivery.seq)
    counted = {one.seq for one in (*theirs, *before)}
    told = replace(state, remedies=tuple(one for one in state.remedies if one.seq in counted))
    return _ruled(told, replace(decision, outcome=cast.outcome, grounds=cast.grounds))


def _ruled(state: State, decision: Decision) -> Decision:
    """The decision as appeals have left it; what was set aside has no outcome any more."""
    for remedy in state.remedies:
        if remedy.result == "varied":
            decision = replace(decision, outcome=remedy.outcome, grounds=())
        elif remedy.result == "set_aside":
            decision = replace(decision, outcome="", grounds=())
    return decision


def _outcome(state: State, moment: Moment) -> tuple[Standing, Decision | None]:
    if state.resolution is not None:
        last = state.resolution
        return Standing.DECIDED, Decision(last.outcome, last.grounds, last.at, last.on, last.revision, last.seq)
    if not state.votes:
        return Standing.OPEN, None
    first, last, policy = state.votes[0], state.votes[-1], moment.policy
    if any(_differs(first, vote, policy) for vote in state.votes):
        return Standing.CONFLICT, None
    if len(state.votes) < votes_needed(first.outcome, policy, second_reader=moment.second_reader(state.round)):
        return Standing.SECOND, None
    grounds = tuple(sorted({ground for vote in state.votes for ground in vote.grounds}))
    return Standing.DECIDED, Decision(first.outcome, grounds, last.at, last.on, last.revision, last.seq)


def votes_needed(outcome: str, policy: Policy, *, second_reader: bool) -> int:
    """How many people must say this outcome. One that the policy does not know counts as adverse, and so does none."""
    if not outcome or policy.adverse(outcome):
        return policy.review.votes
    return 2 if second_reader else 1


def _differs(one: Cast, other: Cast, policy: Policy) -> bool:
    if one.outcome != other.outcome:
        return True
    return policy.review.conflict_on == "grounds" and set(one.grounds) != set(other.grounds)
