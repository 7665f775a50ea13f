"""Referring: another body is asked for its opinion, due on a day on which the case comes back by itself.

The opinion itself is attached as evidence of its own kind.
"""

from datetime import date

from msgspec.structs import replace

from store.acts.base import Act, Request, Scene, Sight, reason_problem, short_problem
from store.acts.pausing import may_pause, until_problem
from store.case.parts import Pause
from store.case.state import Moment, State
from store.model import Missing, Refusal, Standing
from store.policy import Policy
from store.text import clip

WRITE = Missing("question", "Write what the body is asked.")


class Referred(Act, frozen=True, tag="referral"):
    """The body `to` was asked `question`; its opinion is due on `until`."""

    table = "referrals"
    roles = ("reviewer", "lead")
    sight = Sight.READERS
    to: str
    question: str
    until: date

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """While it is not decided."""
        return may_pause(scene)

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """Whom, what, and until when."""
        return (
            *short_problem(self.to, "The body that is asked"),
            *reason_problem(self.question, "The question", WRITE),
            *until_problem(self.until, scene),
        )

    def move(self, state: State, moment: Moment) -> State:
        """It is referred."""
        return replace(state, pause=Pause(Standing.REFERRED, self.until, moment.seq))

    def words(self, policy: Policy) -> str:
        """Whom, what, and until when."""
        return f"referred it to {clip(self.to, 40)} until {self.until}: {clip(self.question, 80)}"


class Refer(Request, frozen=True):
    """Ask another body for its opinion."""

    act = Referred
    to: str
    question: str
    until: date
