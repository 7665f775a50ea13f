"""Voting: one reviewer's own decision in a round, on the revision that was read."""

from msgspec.structs import replace

from store.acts.base import Request, Scene, Sight, sees_others
from store.acts.opinion import Draft, Opinion, not_theirs, opinion
from store.case.state import Moment, State
from store.model import Missing, Refusal, Standing
from store.policy import Policy

_NOT_NOW = {
    Standing.HELD: Refusal("held", "This case is held: end that first."),
    Standing.REFERRED: Refusal("referred", "This case is referred to another body: end that first."),
    Standing.CONFLICT: Refusal("conflict", "The votes on this case differ: a third person must adjudicate it."),
}


class Vote(Opinion, frozen=True, tag="vote"):
    """A vote: one a person and round."""

    table = "votes"
    sight = Sight.ROUND
    blind = True

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """A first or a second reader, blind, who has not voted in this round."""
        state, reviewer = scene.state, scene.reviewer
        if no := not_theirs(scene):
            return no
        if state.vote_of(reviewer):
            if state.settled is Standing.SECOND:
                said = "You cast the first vote on this case: the second must be another person's."
                return Refusal("same_person", said)
            return Refusal("voted", "You have voted on this case in this round.")
        if state.decided:
            return Refusal("decided", f"This case is {scene.told}.")
        if scene.standing in _NOT_NOW:
            return _NOT_NOW[scene.standing]
        if sees_others(state, reviewer) or reviewer in state.shown:
            return Refusal("not_blind", "You have seen others' work on this case: another person must read it.")
        return None

    def move(self, state: State, moment: Moment) -> State:
        """It stands in the round, which begins with its first vote."""
        votes = (*state.votes, self.cast(moment))
        return replace(state, votes=votes, acted=moment.by, policy=state.policy_at(moment))

    def words(self, policy: Policy) -> str:
        """What was voted."""
        return f"voted: {self.said(policy)}"


class CastVote(Request, frozen=True):
    """Cast a vote."""

    act = Vote
    draft: Draft

    def make(self, scene: Scene) -> tuple[Vote, tuple[Missing, ...]]:
        """What the draft says, on the case as it is."""
        return opinion(Vote, self.draft, scene)
