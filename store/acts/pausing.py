"""What a hold and a referral have in common: a case that is not decided waits until a day."""

from datetime import date

from store.acts.base import Scene, far_problem
from store.model import Missing, Refusal, Standing

PAUSES = (Standing.HELD, Standing.REFERRED)


def may_pause(scene: Scene) -> Refusal | None:
    """Why a case cannot be made to wait now."""
    if scene.state.decided:
        return Refusal("decided", f"This case is {scene.told}: there is nothing to wait for.")
    if scene.standing in PAUSES:
        return Refusal("paused", f"This case is {scene.told} already: end that first.")
    return None


def until_problem(until: date, scene: Scene) -> tuple[Missing, ...]:
    """What is wrong with the day on which it comes back."""
    if until > scene.day:
        return far_problem(until, scene)
    return (Missing("until", f"Say until when: a day after {scene.day}."),)
