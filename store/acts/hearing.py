"""The hearing: the person is invited to say what they have to say before anything is decided against them.

What they say is evidence (`Docket.attach`) that came after the invitation was recorded, and the hearing names the
item: what was in the case before is no answer, whatever day or id it bears. It counts while the item is in the case as
it was received; where a revision took it out or changed it, what they said is received again. Or it is waived, with the
reason: they did not answer in time, or could not be found.
"""

from datetime import date
from typing import Literal

from msgspec.structs import replace

from store.acts.base import Act, Request, Scene, Sight, far_problem, past_problem, reason_problem
from store.case.parts import Invitation
from store.case.state import Moment, State
from store.model import Missing, Refusal
from store.policy import Policy
from store.text import blank, clip

Step = Literal["invited", "received", "waived"]


class Hearing(Act, frozen=True, tag="hearing"):
    """A step of it, on a day: `invited` with `due`, the day by which to answer; `received` as `item`; `waived`."""

    table = "hearings"
    roles = ("reviewer", "lead")
    sight = Sight.READERS
    told = True
    step: Step
    on: date
    due: date | None = None
    item: str = ""
    reason: str = ""

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """Before it is decided."""
        return (
            Refusal("decided", f"This case is {scene.told}: a hearing comes before.") if scene.state.decided else None
        )

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """What each step needs; nobody answers who was not invited."""
        invited = scene.state.invitation
        since = invited.on if invited and self.step != "invited" else None
        found = [*past_problem(self.on, scene, "The step", since)]
        match self.step:
            case "invited":
                if self.due is None or self.due <= self.on:
                    found.append(Missing("due", "Say by when the person may answer: a day after the invitation."))
                else:
                    found += far_problem(self.due, scene)
            case "received":
                found += self._received(scene)
            case "waived":
                found += reason_problem(self.reason)
        return tuple(found)

    def _received(self, scene: Scene) -> list[Missing]:
        found = []
        invited, item = scene.state.invitation, scene.case.item(self.item)
        lost = invited is not None and invited.how == "received" and not scene.answer_stands
        if invited is None or (invited.answered is not None and not lost):
            found.append(Missing("not_invited", "Record the invitation first."))
        if item is not None and (item.access == "restricted" or blank(item.text)):
            found.append(Missing("no_answer", f"{self.item} is nothing that the person could have said."))
        if item is not None and item.id in scene.before_hearing:
            said = f"{self.item} was in the case when the invitation was recorded, so it is no answer to it"
            found.append(Missing("before", f"{said}: add what the person says as an item of its own."))
        if item is None:
            said = f'There is no evidence "{self.item}" in this case' if self.item else "Say which item it is"
            found.append(Missing("no_item", f"{said}: what the person says is added to the evidence first."))
        return found

    def move(self, state: State, moment: Moment) -> State:
        """An invitation begins it anew; what was received, or waived, ends it."""
        invited = state.invitation
        if self.step == "invited":
            invited = Invitation(self.on, self.due or self.on, moment.seq, state.revision)
        else:
            begun = invited or Invitation(self.on, self.on, moment.seq, state.revision)
            invited = replace(begun, answered=self.on, how=self.step, seq=moment.seq, item=self.item)
            invited = replace(invited, received=state.revision)
        return replace(state, invitation=invited)

    def words(self, policy: Policy) -> str:
        """Which step."""
        match self.step:
            case "invited":
                return f"invited the person on {self.on} to be heard by {self.due}"
            case "received":
                return f"received on {self.on} what the person says, as {clip(self.item, 40)}"
            case "waived":
                return f"went on without a hearing: {clip(self.reason, 80)}"


class Hear(Request, frozen=True):
    """Record a step of the hearing."""

    act = Hearing
    step: Step
    on: date
    due: date | None = None
    item: str = ""
    reason: str = ""
