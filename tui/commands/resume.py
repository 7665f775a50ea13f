"""`resume`: a hold or a referral ends before its day."""

from store.acts import Resume
from tui.commands.common import AsJson, CaseId, DocketPath, Reviewer, desk
from tui.commands.drafting import Reason, record, written


def resume(
    docket: DocketPath,
    case: CaseId,
    reason: Reason = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Take up a case again that is held or referred.

    Without this it comes back by itself on its day.
    """
    request = Resume(written(reason))
    with desk(docket, reviewer) as at:
        record(at, case, request, as_json)
