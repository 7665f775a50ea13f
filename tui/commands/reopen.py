"""`reopen`: what was decided is looked at again."""

from store.acts import Reopen
from tui.commands.common import AsJson, CaseId, DocketPath, Reviewer, desk
from tui.commands.drafting import Reason, record, written


def reopen(
    docket: DocketPath,
    case: CaseId,
    reason: Reason = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Take up a decided case again.

    A new round of votes begins, blind again.
    """
    request = Reopen(written(reason))
    with desk(docket, reviewer) as at:
        record(at, case, request, as_json)
