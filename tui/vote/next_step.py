"""What will happen once a vote is sent, in one sentence: without saying what the sender must not know yet."""

from store.acts import Draft
from store.case.view import CaseView
from store.model import Standing
from store.policy import Policy

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def next_step(policy: Policy, view: CaseView, draft: Draft, *, adjudicating: bool) -> str:
    """The sentence for this draft; whether the case is drawn for a second reading is not told."""
    outcome = policy.outcome_of(draft.outcome)
    if adjudicating:
        named = f" for “{outcome.label}”" if outcome else ""
        decides = f"Your resolution{named} decides the case; the votes stay."
        return f"{decides} An adverse one must match one of them, on their grounds."
    if view.standing is Standing.SECOND:
        return _after_others(policy)
    if outcome is None:
        return ""
    if outcome.adverse:
        others = "another person decides" if policy.review.votes == 2 else "others decide"
        return f"This vote is the first of {_NUMBERS[policy.review.votes]}: {others} independently."
    return "This vote decides the case, unless the case is drawn for a second reading."


def _after_others(policy: Policy) -> str:
    same = "the same outcome" if policy.review.conflict_on == "outcome" else "the same outcome on the same grounds"
    if policy.review.votes == 2:
        return f"This is the second vote: {same} decides the case, anything else goes to a third person."
    return f"Others have voted: {same} from all who are needed decides the case, anything else goes to an adjudicator."
