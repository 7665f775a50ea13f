"""`hold`: cases wait until a day."""

from store.acts import Hold
from tui.commands.bulk import Cases, Yes, each
from tui.commands.common import AsJson, DocketPath, FilterText, Reviewer, chosen, desk
from tui.commands.days import Until, day
from tui.commands.drafting import Reason, written


def hold(
    docket: DocketPath,
    until: Until,
    cases: Cases = None,
    expression: FilterText = "",
    reason: Reason = "",
    yes: Yes = False,
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Hold cases until a day.

    Nobody votes on them meanwhile. They come back by themselves, or with `foureyes resume`.
    """
    why, wanted = written(reason), chosen(expression)
    with desk(docket, reviewer) as at:
        request = Hold(day(until, at.docket), why)
        each(at, cases, wanted, request, f"hold until {request.until}", yes=yes, as_json=as_json)
