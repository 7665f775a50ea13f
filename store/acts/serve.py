"""Serving: the subject was notified of the decision. Deadlines of the decision start here."""

from datetime import date

from msgspec.structs import replace

from store.acts.base import Act, Request, Scene, Sight, past_problem, reason_problem, short_problem
from store.case.parts import Delivery
from store.case.state import Moment, State
from store.model import Missing, Refusal, Standing
from store.policy import Policy
from store.text import clip


class Served(Act, frozen=True, tag="service"):
    """The decision was served on a day, in a manner: by hand, by registered letter ... `reason`: for a correction."""

    table = "services"
    roles = ("reviewer", "lead")
    sight = Sight.READERS
    told = True
    on: date
    manner: str
    reason: str = ""

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """What is decided; again to correct it, while nothing has followed from it."""
        served = scene.standing is Standing.SERVED and not scene.state.appeals
        if served or (scene.standing is Standing.DECIDED and scene.state.delivery is None):
            return None
        if scene.state.appeal and scene.state.delivery is None:
            pending = "An appeal, or a review by your own office, is pending on this case"
            return Refusal("appealed", f"{pending}: record what comes of it, then serve.")
        if scene.state.appeals:
            return Refusal("appealed", "An appeal was filed against it: what was served stays as it is recorded.")
        return Refusal("not_decided", f"Only a decision is served: this case is {scene.told}.")

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """A day since the decision, the manner, and for a correction the reason."""
        decision = scene.state.decision
        corrects = reason_problem(self.reason, "The reason of the correction") if scene.state.delivery else ()
        return (
            *past_problem(self.on, scene, "Service", decision.on if decision else None),
            *short_problem(self.manner, "The manner of service"),
            *corrects,
            *self._shortens(scene),
        )

    def _shortens(self, scene: Scene) -> tuple[Missing, ...]:
        """An earlier day ends the person's time earlier: that is not for those to say who decided against them."""
        delivery = scene.state.delivery
        if delivery is None or self.on >= delivery.on or scene.reviewer not in scene.state.deciders:
            return ()
        said = f"You decided on this case: that it was served before {delivery.on} is recorded by somebody who did not."
        return (Missing("decided_it", said),)

    def move(self, state: State, moment: Moment) -> State:
        """It is served."""
        return replace(state, delivery=Delivery(self.on, moment.seq), acted=moment.by)

    def words(self, policy: Policy) -> str:
        """When and how."""
        return f"served the decision on {self.on}, {clip(self.manner, 60)}"


class Serve(Request, frozen=True):
    """Record that the decision was served."""

    act = Served
    on: date
    manner: str
    reason: str = ""
