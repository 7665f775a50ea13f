"""Holding: the case waits until a day, with a reason, and comes back by itself."""

from datetime import date

from msgspec.structs import replace

from store.acts.base import Act, Request, Scene, Sight, reason_problem
from store.acts.pausing import may_pause, until_problem
from store.case.parts import Pause
from store.case.state import Moment, State
from store.model import Missing, Refusal, Standing
from store.policy import Policy
from store.text import clip


class Held(Act, frozen=True, tag="hold"):
    """The case is held until `until`, on which it is back."""

    table = "holds"
    roles = ("reviewer", "lead")
    sight = Sight.READERS
    until: date
    reason: str

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """While it is not decided."""
        return may_pause(scene)

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """A day to come, and the reason."""
        return (*until_problem(self.until, scene), *reason_problem(self.reason))

    def move(self, state: State, moment: Moment) -> State:
        """It is held."""
        return replace(state, pause=Pause(Standing.HELD, self.until, moment.seq))

    def words(self, policy: Policy) -> str:
        """Until when, and why."""
        return f"held it until {self.until}: {clip(self.reason, 80)}"


class Hold(Request, frozen=True):
    """Hold a case until a day."""

    act = Held
    until: date
    reason: str = ""
