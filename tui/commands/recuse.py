"""`recuse`: a reviewer steps off a case."""

from store.acts import Recuse
from tui.commands.common import AsJson, CaseId, DocketPath, Reviewer, desk
from tui.commands.drafting import Reason, record, written


def recuse(
    docket: DocketPath,
    case: CaseId,
    reason: Reason = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Step off a case, for good.

    It leaves your queue, and others decide on it.
    """
    request = Recuse(written(reason))
    with desk(docket, reviewer) as at:
        record(at, case, request, as_json)
