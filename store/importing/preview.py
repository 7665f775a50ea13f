"""A case that has not come in yet, as its reviewers will read it."""

from datetime import date, datetime

from store.acts import Scene
from store.case.dossier import Dossier
from store.case.masked_case import CaseMask
from store.case.state import State
from store.case.view import CaseView, case_view
from store.model import Case
from store.policy import Policy


def masked(case: Case, policy: Policy) -> Case:
    """The case without what is masked, as that view has it."""
    return CaseMask((case,), policy).case(case)


def preview(case: Case, policy: Policy, reviewer: str, day: date, now: datetime) -> CaseView:
    """The view that a new case would give: masked, without history."""
    state = State()
    dossier = Dossier(state, (case,), frozenset(), 0, day)
    return case_view(dossier, [], Scene(state, case, policy, reviewer, day), now)
