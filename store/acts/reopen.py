"""Reopening: what was decided is looked at again, in a new round whose votes are blind again.

With the decision its deadlines and the appeal against it go. So what was decided against somebody is not reopened while
their time runs: until then it is looked at again on appeal, or by the office itself, which keeps both in sight.
"""

from store.acts.base import Act, Request, Scene, Sight, reason_problem, runs_until, their_time
from store.case.state import Moment, State, next_round
from store.model import Missing, Refusal
from store.policy import Policy
from store.text import clip

_BEFORE = (
    "Before, record a review by your own office (`appeal --own-review`): meanwhile the decision can be stayed, and the "
    "review can set it aside or make it milder."
)


class Reopened(Act, frozen=True, tag="reopening"):
    """The case was taken up again."""

    table = "reopenings"
    roles = ("adjudicator", "lead")
    sight = Sight.READERS
    reason: str

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """What is decided, unless an appeal will say what becomes of it, or the person's time to act still runs."""
        if not scene.state.decided:
            return Refusal("not_decided", f"Only what is decided is reopened: this case is {scene.told}.")
        if scene.state.appeal is not None:
            return Refusal("appealed", "An appeal is pending on this case: record what comes of it.")
        return _their_time(scene)

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """The reason."""
        return reason_problem(self.reason)

    def move(self, state: State, moment: Moment) -> State:
        """A new round."""
        return next_round(state, "the case was reopened", heard=False)

    def words(self, policy: Policy) -> str:
        """Why."""
        return f"reopened the case: {clip(self.reason, 80)}"


def _their_time(scene: Scene) -> Refusal | None:
    """Why it is not reopened while the person's time runs, and what can be done meanwhile."""
    last = their_time(scene)
    if last is None:
        return None
    if last.on is None:
        said = f"The end of “{last.clock.label}” cannot be computed: so nobody can say that the person's time is over."
        return Refusal("clock", f"{said} {_BEFORE}")
    return Refusal(
        "clock", f"{runs_until(last)}; a reopened case would show it no more: reopen it after that. {_BEFORE}"
    )


class Reopen(Request, frozen=True):
    """Take a decided case up again."""

    act = Reopened
    reason: str = ""
