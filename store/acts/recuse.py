"""Recusing: a reviewer steps off a case, for good; it leaves their queue, and others decide on it."""

from msgspec.structs import replace

from store.acts.base import Act, Request, Scene, Sight, reason_problem
from store.case.state import Moment, State
from store.model import Missing, Refusal
from store.policy import Policy
from store.text import clip


class Recused(Act, frozen=True, tag="recusal"):
    """The reviewer stepped off the case. Why is for whoever may see others' work: it may speak of a person."""

    table = "recusals"
    roles = ("reviewer", "adjudicator")
    sight = Sight.ROUND
    reason: str

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """Who has no vote on it in this round, once."""
        state, reviewer = scene.state, scene.reviewer
        settled = state.resolution is not None and state.resolution.by == reviewer
        if settled or state.vote_of(reviewer):
            return Refusal("voted", "Your word on this case stands: take your vote back first, while you may.")
        return None

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """The reason."""
        return reason_problem(self.reason)

    def move(self, state: State, moment: Moment) -> State:
        """They are off, in later rounds too."""
        assigned = None if state.assigned == moment.by else state.assigned
        return replace(state, recused=state.recused | {moment.by}, assigned=assigned)

    def words(self, policy: Policy) -> str:
        """Why."""
        return f"stepped off the case: {clip(self.reason, 80)}"


class Recuse(Request, frozen=True):
    """Step off a case."""

    act = Recused
    reason: str = ""
