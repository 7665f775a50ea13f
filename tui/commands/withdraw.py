"""`withdraw`: a reviewer takes their own vote back."""

from store.acts import Withdraw
from tui.commands.common import AsJson, CaseId, DocketPath, Reviewer, desk
from tui.commands.drafting import Reason, record, written


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
        record(at, case, Withdraw(words), as_json)
