"""`refer`: another body is asked for its opinion."""

from typing import Annotated

import typer

from store.acts import Refer
from tui.commands.common import AsJson, CaseId, DocketPath, Reviewer, desk
from tui.commands.days import Until, day
from tui.commands.drafting import record, written


def refer(
    docket: DocketPath,
    case: CaseId,
    to: Annotated[str, typer.Option("--to", metavar="BODY", help="Who is asked.")],
    question: Annotated[str, typer.Option("--question", metavar="TEXT|@FILE|-", help="What; - reads stdin.")],
    until: Until,
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Ask another body for its opinion on a case.

    The case waits until the opinion is due. When it comes, attach it (`foureyes evidence`) and take the case up again
    (`foureyes resume`).
    """
    asked = written(question)
    with desk(docket, reviewer) as at:
        record(at, case, Refer(to, asked, day(until, at.docket)), as_json)
