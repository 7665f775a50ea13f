"""`appeal`: an appeal against the decision was filed."""

from typing import Annotated

import typer

from store.acts import Appeal
from tui.commands.common import AsJson, CaseId, DocketPath, Reviewer, desk
from tui.commands.days import day
from tui.commands.drafting import record
from tui.days import FORM

Reference = Annotated[str, typer.Option("--reference", metavar="TEXT", help="Its number there, where it is known.")]


def appeal(
    docket: DocketPath,
    case: CaseId,
    filed: Annotated[str, typer.Option("--filed", metavar="DATE", help=f"The day on which it was filed: {FORM}.")],
    body: Annotated[str, typer.Option("--body", metavar="TEXT", help="Where to: a court, a commission ...")],
    reference: Reference = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Record that an appeal was filed.

    Whoever does this decided nothing on the case. What follows: `foureyes stay`, `foureyes rule`.
    """
    with desk(docket, reviewer) as at:
        record(at, case, Appeal(day(filed, at.docket), body, reference), as_json)
