"""Unmasking: a reader asks to see what the policy masks. The asking is recorded before anything is shown."""

from store.acts.base import Act, Request, Scene, Sight, reason_problem
from store.case.state import Moment, State
from store.model import Missing, Refusal
from store.policy import Policy
from store.text import clip

_WHAT_FOR = Missing("purpose", "Write what you need to see it for.")


class Unmasked(Act, frozen=True, tag="unmasked"):
    """The reader asked to see these masked fields, and said what for."""

    table = "unmaskings"
    reads_only = True
    sight = Sight.ROUND
    fields: tuple[str, ...]
    purpose: str

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """Every reader, where something is masked."""
        return None

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """Fields that are masked, or the words that are; and a purpose."""
        if not self.fields:
            return (Missing("fields", "Say which masked field you need to see."),)
        unknown = next((name for name in self.fields if not scene.policy.hides(name)), None)
        if unknown is not None:
            return (Missing("not_masked", f'"{unknown}" is not a masked field.'),)
        return reason_problem(self.purpose, "The purpose", _WHAT_FOR)

    def move(self, state: State, moment: Moment) -> State:
        """Nothing."""
        return state

    def words(self, policy: Policy) -> str:
        """Which fields, and what for."""
        return f"asked to see {clip(', '.join(self.fields), 80)}: {clip(self.purpose, 80)}"


class Unmask(Request, frozen=True):
    """Ask to see masked fields."""

    act = Unmasked
    fields: tuple[str, ...]
    purpose: str

    def make(self, scene: Scene) -> tuple[Unmasked, tuple[Missing, ...]]:
        """The asking, each field once."""
        return Unmasked(tuple(dict.fromkeys(self.fields)), self.purpose), ()
