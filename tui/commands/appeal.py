"""`appeal`: an appeal against the decision was filed, or the office itself looks at it again."""

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
    own_review: Annotated[
        bool, typer.Option("--own-review", help="Nobody appealed: your own office looks at the decision again.")
    ] = False,
) -> Appeal:
    """Record an appeal, or a review by your own office.

    Whoever does this decided nothing on the case. What follows: `foureyes stay`, `foureyes rule`.
    """
    return Appeal(day(filed, at.docket), body, reference, own_review)
