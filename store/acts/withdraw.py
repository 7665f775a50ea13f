"""Withdrawing: a reviewer takes back their own vote until another person has acted on the case."""

from msgspec.structs import replace

from store.acts.base import Act, Request, Scene, Sight, text_problem
from store.case.state import Moment, State, final
from store.model import Missing, Refusal
from store.policy import Policy
from store.text import clip


class Withdrawal(Act, frozen=True, tag="withdrawal"):
    """The reviewer takes back their own vote, named by its sequence number; it stays in the history."""

    table = "withdrawals"
    sight = Sight.ROUND
    vote: int
    reason: str = ""

    @property
    def takes_back(self) -> int | None:
        """The vote."""
        return self.vote

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """Whose vote stands, while nobody else has moved the case."""
        if scene.state.vote_of(scene.reviewer) is None:
            return Refusal("no_vote", "You have no vote on this case in this round.")
        if final(scene.state, scene.policy, scene.day):
            return Refusal("final", "The decision is final: nobody takes a vote back any more.")
        if scene.state.acted != scene.reviewer:
            return Refusal("acted_on", "Another person has acted on this case since you voted: the vote stands.")
        return None

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """It must name the own vote that stands."""
        own = scene.state.vote_of(scene.reviewer)
        if own is None or own.seq != self.vote:
            return (Missing("no_vote", f"Record {self.vote} is not your vote in this round."),)
        return text_problem(self.reason, "The reason")

    def move(self, state: State, moment: Moment) -> State:
        """The vote stands no more. Who saw others' votes by it cannot vote blind again in this round."""
        left = tuple(vote for vote in state.votes if vote.seq != self.vote)
        if len(left) == len(state.votes):
            return state
        seen = state.seen | {moment.by} if state.others_voted(moment.by) else state.seen
        began = state.policy if left else None
        withdrew = state.withdrew | {moment.by}
        return replace(state, votes=left, seen=seen, withdrew=withdrew, acted=moment.by, policy=began)

    def words(self, policy: Policy) -> str:
        """That it was taken back, and why."""
        return f"took their vote back{': ' + clip(self.reason, 80) if self.reason else ''}"


class Withdraw(Request, frozen=True):
    """Take back the own vote."""

    act = Withdrawal
    reason: str = ""

    def make(self, scene: Scene) -> tuple[Withdrawal, tuple[Missing, ...]]:
        """The withdrawal of the vote that stands."""
        own = scene.state.vote_of(scene.reviewer)
        return Withdrawal(own.seq if own else -1, self.reason), ()
