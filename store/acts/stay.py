"""Staying: while an appeal is pending, the decision is not carried out; or a stay is lifted."""

from datetime import date

from msgspec.structs import replace

from store.acts.appeal import HANDLERS, decided_it
from store.acts.base import Act, Request, Scene, Sight, past_problem, reason_problem
from store.case.state import Moment, State
from store.clocks import Span
from store.model import Missing, Refusal
from store.policy import Policy
from store.text import clip


def staying(state: State) -> Span | None:
    """The stay that holds."""
    spans = state.appeal.stays if state.appeal else ()
    return spans[-1] if spans and spans[-1].until is None else None


class Stayed(Act, frozen=True, tag="stay"):
    """From a day on the decision is stayed, or with `lifted` is so no more; `reason` says who ordered that, and why."""

    table = "stays"
    roles = HANDLERS
    sight = Sight.READERS
    told = True
    on: date
    reason: str
    lifted: bool = False

    @classmethod
    def may(cls, scene: Scene) -> Refusal | None:
        """While an appeal is pending."""
        if scene.state.appeal is None:
            return Refusal("no_appeal", "No appeal is pending on this case.")
        return decided_it(scene)

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """A day since the appeal, the reason; a stay to lift, or none yet."""
        appeal, stay = scene.state.appeal, staying(scene.state)
        found = []
        if self.lifted and stay is None:
            found.append(Missing("no_stay", "There is no stay to lift."))
        if not self.lifted and stay is not None:
            found.append(Missing("stayed", f"The decision is stayed since {stay.since} already."))
        ended = [span.until for span in appeal.stays if span.until] if appeal else []
        since = stay.since if stay else max(ended, default=appeal.filed if appeal else None)
        return (*found, *past_problem(self.on, scene, "The stay", since), *reason_problem(self.reason))

    def move(self, state: State, moment: Moment) -> State:
        """The stay begins or ends."""
        appeal = state.appeal
        if appeal is None:
            return state
        open_, done = staying(state), tuple(span for span in appeal.stays if span.until is not None)
        stays = appeal.stays
        if self.lifted and open_ is not None:
            stays = (*done, replace(open_, until=self.on))
        elif not self.lifted and open_ is None:
            stays = (*done, Span(self.on))
        return replace(state, remedies=(*state.remedies[:-1], replace(appeal, stays=stays)), acted=moment.by)

    def words(self, policy: Policy) -> str:
        """Since when, and why."""
        did = "recorded that the stay was lifted" if self.lifted else "recorded a stay of the decision"
        return f"{did} on {self.on}: {clip(self.reason, 80)}"


class Stay(Request, frozen=True):
    """Record that the decision is stayed, or that a stay was lifted."""

    act = Stayed
    on: date
    reason: str = ""
    lifted: bool = False
