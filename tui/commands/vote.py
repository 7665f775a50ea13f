"""`vote`: a reviewer's own decision on a case."""

from store.acts import CastVote
from tui.commands.common import AsJson, CaseId, DocketPath, Reviewer, desk
from tui.commands.drafting import Cites, Confirm, Grounds, OutcomeId, Reason, Revision, decide, drafted


def vote(
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
    """Record your own decision on a case.

    It is on the revision that you were shown last (`foureyes show`), or on the one that --revision names.

    You may take it back until another person votes or settles the case.
    """
    request = CastVote(drafted(outcome, ground, passage, reason, revision))
    with desk(docket, reviewer) as at:
        decide(at, case, request, confirm, as_json)
