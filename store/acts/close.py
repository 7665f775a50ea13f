"""Closing: nothing is left to do on a decided case, and no deadline rings on it any more."""

from msgspec.structs import replace

from store.acts.base import Act, Request, Scene, Sight, reason_problem, running, runs_until
from store.case.state import Moment, State
from store.model import Missing, Refusal, Standing
from store.policy import Policy
from store.text import clip


class Closed(Act, frozen=True, tag="closing"):
    """The case was closed."""

    table = "closings"
    roles = ("reviewer", "lead")
    sight = Sight.READERS
    reason: str

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """What is decided and was told to the subject; an outcome that hurts nobody need not be. No deadline runs."""
        if scene.standing not in (Standing.DECIDED, Standing.SERVED):
            return Refusal("not_decided", f"Only what is decided is closed: this case is {scene.told}.")
        outcome = scene.state.decision.outcome if scene.state.decision else ""
        if scene.standing is Standing.DECIDED and (not outcome or scene.policy.adverse(outcome)):
            return Refusal("not_served", "What was decided against somebody is served before the case is closed.")
        return _running(scene)

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """The reason."""
        return reason_problem(self.reason)

    def move(self, state: State, moment: Moment) -> State:
        """It is closed."""
        return replace(state, closed=moment.seq, acted=moment.by)

    def words(self, policy: Policy) -> str:
        """Why."""
        return f"closed the case: {clip(self.reason, 80)}"


def _running(scene: Scene) -> Refusal | None:
    """A person's time to act is not ended by closing the case."""
    for one in running(scene):
        if one.on is None:
            return Refusal(
                "clock", f"The end of “{one.clock.label}” cannot be computed: so nobody can say that it is over."
            )
        return Refusal("clock", f"{runs_until(one)}: the case is closed after that.")
    return None


class Close(Request, frozen=True):
    """Close a decided case."""

    act = Closed
    reason: str = ""
