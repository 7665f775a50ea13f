"""`hand-over`: what one reviewer was asked to read, another is asked to read."""

from typing import Annotated

import typer

from store.acts import Assign
from store.filters import Filter, Term
from tui.commands.bulk import DryRun, each
from tui.commands.common import AsJson, DocketPath, Reviewer, Yes, desk, person
from tui.look import STANDINGS
from tui.output import ExitCode, Stop


def hand_over(
    docket: DocketPath,
    giver: Annotated[str, typer.Argument(metavar="FROM", help="Whose cases; me is you.")],
    taker: Annotated[str, typer.Argument(metavar="TO", help="Who reads them next.")],
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Hand a reviewer's cases to another.

    What was assigned to the one and is not decided: one's own, or as a lead anybody's. What they have recorded
    stays theirs.
    """
    if giver.lower() == "none":  # in a filter it means what is assigned to nobody
        raise Stop("What nobody was asked to read is on no desk: assign it with foureyes assign.", ExitCode.USAGE)
    with desk(docket, reviewer) as at:
        request = Assign(person(taker, at))
        undecided = (Term("standing", str(one), negated=True) for one, seen in STANDINGS.items() if seen.settled)
        theirs = Filter((Term("assigned", person(giver, at)), *undecided))
        what = f"hand over to {request.to}"
        each(at, None, theirs, request, what, dry_run=dry_run, yes=yes, as_json=as_json)
