"""`refer`: another body is asked for its opinion."""

from typing import Annotated

import typer

from store.acts import Refer
from tui.commands.common import Desk, Until, day
from tui.commands.recording import on_a_case
from tui.commands.written import written


@on_a_case
def refer(
    at: Desk,
    to: Annotated[str, typer.Option("--to", metavar="BODY", help="Who is asked.")],
    question: Annotated[str, typer.Option("--question", metavar="TEXT|@FILE|-", help="What; - reads stdin.")],
    until: Until,
) -> Refer:
    """Ask another body for its opinion on a case.

    The case waits until the opinion is due. When it comes, attach it (`foureyes evidence`) and take the case up again
    (`foureyes resume`).
    """
    return Refer(to, written(question), day(until, at.docket))
