"""Sending back: who would settle a conflict asks its authors to look again instead, with instructions. A new round."""

from msgspec.structs import replace

from store.acts.adjudicate import Resolution
from store.acts.base import Act, Request, Scene, Sight, reason_problem
from store.case.state import Moment, State, next_round
from store.model import Missing, Refusal
from store.policy import Policy
from store.text import clip

WRITE = Missing("reason", "Write the instructions.")


class SentBack(Act, frozen=True, tag="votes_returned"):
    """The votes go back to their authors. Who voted is told the instructions; they may speak of the votes."""

    table = "votes_returned"
    roles = Resolution.roles
    sight = Sight.ROUND
    instructions: str

    @classmethod
    def noun(cls) -> str:
        """Its table is named after what was done to the votes."""
        return "return of votes"

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """Who may settle it."""
        return Resolution.may(scene)

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """What to look at."""
        return reason_problem(self.instructions, "The instructions", WRITE)

    def move(self, state: State, moment: Moment) -> State:
        """A new round."""
        again = next_round(state, f"it was sent back: {self.instructions}")
        return replace(again, seen=again.seen | {moment.by})  # who sends votes back has seen them, and casts none

    def words(self, policy: Policy) -> str:
        """What to look at."""
        return f"sent the votes back: {clip(self.instructions, 80)}"


class SendBack(Request, frozen=True):
    """Send the votes of a conflict back to their authors."""

    act = SentBack
    instructions: str = ""
