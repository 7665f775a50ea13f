"""`withdraw`: a reviewer takes their own vote back."""

from store.acts import Withdraw
from tui.commands.common import AsJson, CaseId, DocketPath, Reviewer, accepted, desk
from tui.commands.drafting import Reason, tell, written


def withdraw(
    docket: DocketPath,
    case: CaseId,
    reason: Reason = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Take back your own vote.

    Until another person votes or settles the case; the vote stays in the history.
    """
    words = written(reason)
    with desk(docket, reviewer) as at:
        tell(at, accepted(at.docket.act(at.reviewer, case, Withdraw(words)), as_json), as_json)
