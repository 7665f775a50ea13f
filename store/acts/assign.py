"""Assigning: somebody is asked to read the case next. It binds nobody: who else reads it may decide on it."""

from msgspec.structs import replace

from store.acts.base import Act, Request, Scene, Sight
from store.case.state import Moment, State
from store.model import Missing, Refusal
from store.names import BadName, id_fault, reviewer_id
from store.policy import Policy


class Assigned(Act, frozen=True, tag="assignment"):
    """`to` was asked to read the case next; empty: nobody any more.

    Who reads a case may come to vote first on it, so others' assignments are for who may see others' work.
    """

    table = "assignments"
    roles = ("reviewer", "lead")
    sight = Sight.ROUND
    to: str

    @property
    def asked(self) -> str:
        """See `to`."""
        return self.to

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """While it is not decided."""
        return Refusal("decided", f"This case is {scene.told}.") if scene.state.decided else None

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """Somebody who may review it."""
        if not self.to:
            return ()
        if fault := id_fault(self.to):
            return (Missing("name", fault),)
        if not scene.policy.has_role(self.to, "reviewer"):
            return (Missing("role", f"The policy does not name {self.to} as reviewer."),)
        if self.to in scene.state.recused:
            return (Missing("recused", f"{self.to} has stepped off this case."),)
        return ()

    def move(self, state: State, moment: Moment) -> State:
        """It is theirs to read."""
        return replace(state, assigned=self.to or None)

    def words(self, policy: Policy) -> str:
        """Whom."""
        return f"asked {policy.name_of(self.to)} to read it" if self.to else "asked nobody to read it any more"


class Assign(Request, frozen=True):
    """Ask somebody to read a case next; or `nobody` any more, which is said and never taken from silence."""

    act = Assigned
    to: str = ""
    nobody: bool = False

    def make(self, scene: Scene) -> tuple[Assigned, tuple[Missing, ...]]:
        """The assignment, to the name as it is recorded."""
        if bool(self.to) == self.nobody:
            return Assigned(""), (Missing("whom", "Say whom, or that nobody is to read it any more."),)
        try:
            return Assigned(reviewer_id(self.to) if self.to else ""), ()
        except BadName:  # what is wrong with it, the act says
            return Assigned(self.to), ()
