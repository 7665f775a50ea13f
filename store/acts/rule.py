"""Ruling: what the body appealed to said of the decision. It is that body's word, recorded by who did not decide."""

from datetime import date

from msgspec.structs import asdict, replace

from store.acts.appeal import HANDLERS, decided_it
from store.acts.base import (
    Act,
    Request,
    Scene,
    Sight,
    past_problem,
    reason_problem,
    runs_until,
    short_problem,
    their_time,
)
from store.case.parts import Result
from store.case.state import Moment, State, next_round
from store.clocks import Span
from store.model import Missing, Refusal
from store.policy import Policy
from store.text import clip

_WORDS = {
    "upheld": "upheld the decision",
    "varied": "varied the decision",
    "set_aside": "set the decision aside",
    "sent_back": "sent the case back",
}


class Ruled(Act, frozen=True, tag="ruling"):
    """On a day the appeal was decided; `outcome` is that of a varied decision, `reason` the body's reasons.

    `policy`: in whose words, by the record that put it in force; that of the round which was appealed. `own_review`: as
    the appeal was, no other body's word.
    """

    table = "rulings"
    roles = HANDLERS
    sight = Sight.READERS
    told = True
    result: Result
    on: date
    reason: str
    outcome: str = ""
    reference: str = ""
    policy: int = 0
    own_review: bool = False

    @property
    def worded_by(self) -> int:
        """As it says."""
        return self.policy

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """While an appeal is pending."""
        if scene.state.appeal is None:
            return Refusal("no_appeal", "No appeal is pending on this case.")
        return decided_it(scene)

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """A day since the appeal, the reasons, and what a varied decision says now, in the words of its round."""
        appeal = scene.state.appeal
        dated = past_problem(self.on, scene, "The ruling", appeal.filed if appeal else None)
        reference = short_problem(self.reference, "The reference") if self.reference else ()
        known = self.policy == scene.policy_seq
        worded = () if known else (Missing("policy", "The ruling names another policy than that of the decision."),)
        if appeal and appeal.own_review != self.own_review:
            worded = (*worded, Missing("own_review", "The ruling is not said to be by whom the appeal went to."))
        reasons = reason_problem(self.reason, "The reasons")
        found = (*dated, *reasons, *reference, *self._outcome(scene), *self._sent_back(scene), *worded)
        return found or self._of_the_appeal(scene)

    def _of_the_appeal(self, scene: Scene) -> tuple[Missing, ...]:
        """Who means what came of the office's own review learns that the person has appealed meanwhile."""
        appeal = scene.state.appeal
        if self.reference or appeal is None or not appeal.during_review:
            return ()
        said = f"The person's appeal of {appeal.filed} came while your office looked at the decision itself"
        return (Missing("reference", f"{said}: give the reference of the ruling on that appeal."),)

    def _sent_back(self, scene: Scene) -> tuple[Missing, ...]:
        """A new round has neither the person's deadline nor the way to record their appeal: only another body ends it.

        A body that decides on appeals gives them numbers, under which its ruling can be looked up.
        """
        appeal, theirs = scene.state.appeal, their_time(scene)
        if self.result != "sent_back" or appeal is None or theirs is None:
            return ()
        if not appeal.own_review:
            named = appeal.reference or self.reference
            said = "A case is sent back while the person's time runs only by a ruling that can be looked up: give its"
            return () if named else (Missing("reference", f"{said} reference."),)
        until = f"{runs_until(theirs)}." if theirs.on else f"Nobody can say when “{theirs.clock.label}” ends."
        said = (
            "a review by your own office sends nothing back before the person's time is over: it upholds the decision,"
        )
        return (Missing("clock", f"{until} Until then {said} varies it or sets it aside."),)

    def _outcome(self, scene: Scene) -> tuple[Missing, ...]:
        policy, decision = scene.policy, scene.state.decision
        if self.result != "varied":
            return (Missing("outcome", "Only a decision that was varied has another outcome."),) if self.outcome else ()
        outcome = policy.outcome_of(self.outcome)
        if outcome is None:
            known = ", ".join(one.id for one in policy.outcome)
            return (Missing("unknown_outcome", f"Say which outcome it was varied to. Known: {known}."),)
        if decision is not None and decision.outcome == self.outcome:
            return (Missing("same_outcome", f'The decision says "{outcome.label}" already.'),)
        if outcome.adverse:
            said = "An appeal makes nothing adverse on the word of who records it: send the case back, and vote on it."
            return (Missing("one_word", said),)
        return ()

    def move(self, state: State, moment: Moment) -> State:
        """The appeal is over; sent back, a new round begins."""
        appeal = state.appeal
        if appeal is None:
            return state
        stays = tuple(Span(one.since, one.until or max(one.since, self.on)) for one in appeal.stays)
        over = replace(
            appeal,
            stays=stays,
            result=self.result,
            ended=self.on,
            ruling=moment.seq,
            outcome=self.outcome,
            reference=appeal.reference or self.reference,
        )
        after = replace(state, remedies=(*state.remedies[:-1], over), acted=moment.by)
        if self.result != "sent_back":
            return after
        return next_round(after, f"{self._whose} sent it back", heard=False)

    @property
    def _whose(self) -> str:
        return "the review by the office" if self.own_review else "the appeal"

    def words(self, policy: Policy) -> str:
        """What was ruled."""
        outcome = policy.outcome_of(self.outcome)
        to = f' to "{outcome.label}"' if outcome else ""
        return f"recorded that {self._whose} {_WORDS[self.result]}{to} on {self.on}: {clip(self.reason, 80)}"


class Rule(Request, frozen=True):
    """Record what came of an appeal."""

    act = Ruled
    result: Result
    on: date
    reason: str = ""
    outcome: str = ""
    reference: str = ""

    def make(self, scene: Scene) -> tuple[Ruled, tuple[Missing, ...]]:
        """The ruling, in the words of the decision."""
        appeal = scene.state.appeal
        own_review = appeal is not None and appeal.own_review
        return Ruled(**asdict(self), policy=scene.policy_seq, own_review=own_review), ()
