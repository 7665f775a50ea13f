"""`hand-over`: what one reviewer was asked to read, another is asked to read."""

from typing import Annotated

import typer

from store.acts import Assign
from store.filters import Filter, Term
from store.names import reviewer_id
from tui.commands.bulk import Yes, each
from tui.commands.common import AsJson, DocketPath, Reviewer, desk
from tui.look import STANDINGS


def hand_over(
    docket: DocketPath,
    giver: Annotated[str, typer.Argument(metavar="FROM", help="Whose cases.")],
    taker: Annotated[str, typer.Argument(metavar="TO", help="Who reads them next.")],
    yes: Yes = False,
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Hand a reviewer's cases to another: what was assigned to the one and is not decided.

    One's own, or as a lead anybody's. What they have recorded stays theirs.
    """
    request = Assign(reviewer_id(taker))
    over = (Term("standing", str(one), negated=True) for one, seen in STANDINGS.items() if seen.settled)
    desk_of = Filter((Term("assigned", reviewer_id(giver)), *over))
    with desk(docket, reviewer) as at:
        each(at, None, str(desk_of), request, f"hand over to {request.to}", yes=yes, as_json=as_json)
