"""`appeal`: an appeal against the decision was filed."""

from typing import Annotated

import typer

from store.acts import Appeal
from store.days import FORM
from tui.commands.common import Desk, Reference, day
from tui.commands.recording import on_a_case


@on_a_case
def appeal(
    at: Desk,
    filed: Annotated[str, typer.Option("--filed", metavar="DATE", help=f"The day on which it was filed: {FORM}.")],
    body: Annotated[str, typer.Option("--body", metavar="TEXT", help="Where to: a court, a commission ...")],
    reference: Reference = "",
) -> Appeal:
    """Record that an appeal was filed.

    Whoever does this decided nothing on the case. What follows: `foureyes stay`, `foureyes rule`.
    """
    return Appeal(day(filed, at.docket), body, reference)
