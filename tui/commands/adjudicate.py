"""`adjudicate`: a third person settles a conflict of votes."""

from store.acts import Adjudicate
from tui.commands.common import AsJson, CaseId, DocketPath, Reviewer, desk
from tui.commands.drafting import Cites, Confirm, Grounds, OutcomeId, Reason, Revision, decide, drafted


def adjudicate(
    docket: DocketPath,
    case: CaseId,
    outcome: OutcomeId,
    ground: Grounds = None,
    passage: Cites = None,
    reason: Reason = "",
    revision: Revision = None,
    confirm: Confirm = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Settle a conflict of votes, as a third person.

    It is on the revision that you were shown last (`foureyes show`), or on the one that --revision names.
    """
    request = Adjudicate(drafted(outcome, ground, passage, reason, revision))
    with desk(docket, reviewer) as at:
        decide(at, case, request, confirm, as_json)
