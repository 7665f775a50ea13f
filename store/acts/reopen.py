"""Reopening: what was decided is looked at again, in a new round whose votes are blind again."""

from store.acts.base import Act, Request, Scene, Sight, reason_problem
from store.case.state import Moment, State, next_round
from store.model import Missing, Refusal
from store.policy import Policy
from store.text import clip


class Reopened(Act, frozen=True, tag="reopening"):
    """The case was taken up again."""

    table = "reopenings"
    roles = ("adjudicator", "lead")
    sight = Sight.READERS
    reason: str

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """What is decided, unless an appeal will say what becomes of it."""
        if not scene.state.decided:
            return Refusal("not_decided", f"Only what is decided is reopened: this case is {scene.told}.")
        if scene.state.appeal is not None:
            return Refusal("appealed", "An appeal is pending on this case: record what comes of it.")
        return None

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """The reason."""
        return reason_problem(self.reason)

    def move(self, state: State, moment: Moment) -> State:
        """A new round."""
        return next_round(state, "the case was reopened", heard=False)

    def words(self, policy: Policy) -> str:
        """Why."""
        return f"reopened the case: {clip(self.reason, 80)}"


class Reopen(Request, frozen=True):
    """Take a decided case up again."""

    act = Reopened
    reason: str = ""
