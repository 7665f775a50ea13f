"""Resuming: a hold or a referral is ended before its day."""

from msgspec.structs import replace

from store.acts.base import Act, Request, Scene, Sight, reason_problem
from store.acts.pausing import PAUSES
from store.case.state import Moment, State
from store.model import Missing, Refusal
from store.policy import Policy
from store.text import clip


class Resumed(Act, frozen=True, tag="resumption"):
    """The case is back where it stood before it was held or referred."""

    table = "resumptions"
    roles = ("reviewer", "lead")
    sight = Sight.READERS
    reason: str

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """While it waits."""
        if scene.standing in PAUSES:
            return None
        return Refusal("not_paused", f"This case is neither held nor referred: it is {scene.told}.")

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """The reason."""
        return reason_problem(self.reason)

    def move(self, state: State, moment: Moment) -> State:
        """It waits no more."""
        return replace(state, pause=None)

    def words(self, policy: Policy) -> str:
        """Why."""
        return f"took it up again: {clip(self.reason, 80)}"


class Resume(Request, frozen=True):
    """End a hold or a referral."""

    act = Resumed
    reason: str = ""
