"""`close`: nothing is left to do on decided cases."""

from store.acts import Close
from tui.commands.bulk import Cases, Yes, each
from tui.commands.common import AsJson, DocketPath, FilterText, Reviewer, chosen, desk
from tui.commands.drafting import Reason, written


def close(
    docket: DocketPath,
    cases: Cases = None,
    expression: FilterText = "",
    reason: Reason = "",
    yes: Yes = False,
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Close decided cases on which nothing is left to do.

    What was decided against somebody is served first.
    """
    request, wanted = Close(written(reason)), chosen(expression)
    with desk(docket, reviewer) as at:
        each(at, cases, wanted, request, "close", yes=yes, as_json=as_json)
