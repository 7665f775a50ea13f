"""Appealing: the subject has the decision looked at by another body. Who handles that is none of those who decided.

The office may look at its own decision again too. That is recorded alike, and said to be its own.
"""

from datetime import date

from msgspec.structs import replace

from store.acts.base import Act, Request, Scene, Sight, past_problem, short_problem
from store.case.parts import Remedy
from store.case.state import Moment, State
from store.model import Missing, Refusal, Standing
from store.policy import Policy, Role
from store.text import clip

HANDLERS: tuple[Role, ...] = ("adjudicator", "lead")


def decided_it(scene: Scene) -> Refusal | None:
    """Who voted on a case, in whatever round, handles no appeal against what became of it."""
    if scene.reviewer in scene.state.deciders:
        return Refusal("decided_it", "You decided on this case: an appeal is handled by somebody who did not.")
    return None


class Appealed(Act, frozen=True, tag="appeal_filed"):
    """An appeal to `body` was filed on a day, under its `reference` (which may not be known yet).

    `own_review`: nobody appealed; the office itself looks at the decision again.
    """

    table = "appeals"
    roles = HANDLERS
    sight = Sight.READERS
    told = True
    on: date
    body: str
    reference: str = ""
    own_review: bool = False

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """A decision against which no appeal of the person is pending; what the office does itself bars none.

        Nor does a closing: what was filed in time may be heard of later.
        """
        if no := decided_it(scene):
            return no
        if pending := scene.state.appeal:
            said = "An appeal is pending on this case: record what comes of it first."
            return None if pending.own_review else Refusal("no_decision", said)
        closed = scene.standing is Standing.CLOSED and scene.state.closed is not None
        if scene.standing not in (Standing.DECIDED, Standing.SERVED) and not closed:
            return Refusal("no_decision", f"There is no decision to appeal against: this case is {scene.told}.")
        return None

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """A day since the decision, and where to; the office looks at it once at a time."""
        decision = scene.state.decision
        since = decision.on if decision else None  # it may have come while a review by the office was pending
        reference = short_problem(self.reference, "The reference") if self.reference else ()
        return (
            *past_problem(self.on, scene, "The appeal", since),
            *short_problem(self.body, "The body appealed to"),
            *reference,
            *self._of_the_office(scene),
        )

    def _of_the_office(self, scene: Scene) -> tuple[Missing, ...]:
        """Why the office may not look at it now, where only the person's appeal is recorded at any time."""
        if not self.own_review:
            return ()
        if scene.state.closed is not None:
            return (Missing("own_review", "Your own office takes up a closed case by reopening it."),)
        said = "A review by your own office is pending already: record what comes of it first."
        return () if scene.state.appeal is None else (Missing("own_review", said),)

    def move(self, state: State, moment: Moment) -> State:
        """It is pending, in the place of a review by the office that was; a stay ordered meanwhile holds on."""
        before = state.remedies
        remedy = Remedy(self.on, self.body, self.reference, moment.seq, own_review=self.own_review)
        if review := state.appeal:
            remedy, before = replace(remedy, stays=review.stays, during_review=True), before[:-1]
        return replace(state, remedies=(*before, remedy), closed=None, acted=moment.by)

    def words(self, policy: Policy) -> str:
        """When and where to."""
        reference = f" ({clip(self.reference, 40)})" if self.reference else ""
        if self.own_review:
            return f"recorded a review by the office itself, of {self.on}, at {clip(self.body, 60)}{reference}"
        return f"recorded an appeal of {self.on} to {clip(self.body, 60)}{reference}"


class Appeal(Request, frozen=True):
    """Record that an appeal was filed, or that the office itself looks at the decision again."""

    act = Appealed
    on: date
    body: str
    reference: str = ""
    own_review: bool = False
