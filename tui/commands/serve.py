"""`serve`: the subject was notified of the decision."""

from typing import Annotated

import typer

from store.acts import Serve
from tui.commands.common import AsJson, CaseId, DocketPath, Reviewer, desk
from tui.commands.days import On, day
from tui.commands.drafting import Reason, record, written


def serve(
    docket: DocketPath,
    case: CaseId,
    on: On,
    manner: Annotated[str, typer.Option("--manner", metavar="TEXT", help="How: by hand, by registered letter ...")],
    reason: Reason = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Record that the decision was served.

    Once more to correct it, with --reason.
    """
    why = written(reason)
    with desk(docket, reviewer) as at:
        record(at, case, Serve(day(on, at.docket), manner, why), as_json)
