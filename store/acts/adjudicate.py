"""Adjudicating: a third person, who sees both votes, settles a conflict. The votes stay as they were."""

from collections.abc import Iterator

from msgspec.structs import replace

from store.acts.base import Request, Scene, Sight
from store.acts.opinion import Draft, Opinion, not_theirs, opinion
from store.case.state import Moment, State
from store.model import Missing, Refusal, Standing
from store.policy import Outcome, Policy


class Resolution(Opinion, frozen=True, tag="resolution"):
    """What settles a conflict, and why: it overrules somebody, whatever its outcome."""

    table = "resolutions"
    roles = ("adjudicator",)
    sight = Sight.ROUND
    reasoned = True

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """A third person, and only a conflict."""
        state, reviewer = scene.state, scene.reviewer
        if no := not_theirs(scene):
            return no
        if scene.standing is not Standing.CONFLICT:
            return Refusal("no_conflict", f"There is no conflict to adjudicate: the case is {scene.told}.")
        if state.vote_of(reviewer) or reviewer in state.withdrew:
            return Refusal("voted", "You have voted on this case: a third person must adjudicate it.")
        return None

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """As for a vote; and neither an adverse outcome nor a ground of it is one person's word alone."""
        outcome, found = scene.policy.outcome_of(self.outcome), super().missing(scene)
        if outcome is None or not outcome.adverse:
            return found
        return (*found, *self._too_few(scene, outcome), *self._alone_on(scene))

    def _too_few(self, scene: Scene, outcome: Outcome) -> Iterator[Missing]:
        """An adverse outcome still needs as many people as the policy says."""
        people = {vote.by for vote in scene.state.votes if vote.outcome == self.outcome} | {scene.reviewer}
        needed = scene.policy.review.votes
        if len(people) < needed:
            said = f'Too few voted "{outcome.label}": an adverse outcome needs {needed} people, you among them.'
            yield Missing("one_word", said)

    def _alone_on(self, scene: Scene) -> Iterator[Missing]:
        """A ground is what the person is told: each stands in the adverse vote of somebody else."""
        policy = scene.policy
        adverse = [vote for vote in scene.state.votes if vote.by != scene.reviewer and policy.adverse(vote.outcome)]
        shared = {ground for vote in adverse for ground in vote.grounds}
        for ground in policy.grounds_for(self.outcome):
            if ground.id in self.grounds and ground.id not in shared:
                said = f'No adverse vote has the ground "{ground.label}", so that only you stand for it'
                yield Missing("lone_ground", f"{said}: leave it out, or send the case back with instructions.")

    def move(self, state: State, moment: Moment) -> State:
        """It decides."""
        return replace(state, acted=moment.by, resolution=self.cast(moment))

    def words(self, policy: Policy) -> str:
        """How it was adjudicated."""
        return f"adjudicated the conflict: {self.said(policy)}"


class Adjudicate(Request, frozen=True):
    """Adjudicate a conflict."""

    act = Resolution
    draft: Draft

    def make(self, scene: Scene) -> tuple[Resolution, tuple[Missing, ...]]:
        """What the draft says, on the case as it is."""
        return opinion(Resolution, self.draft, scene)
