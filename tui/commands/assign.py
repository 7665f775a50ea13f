"""`assign`: somebody is asked to read cases next."""

from typing import Annotated

import typer

from store.acts import Assign
from store.names import reviewer_id
from tui.commands.bulk import Cases, Yes, each
from tui.commands.common import AsJson, DocketPath, FilterText, Reviewer, desk
from tui.output import ExitCode, Stop


def assign(
    docket: DocketPath,
    cases: Cases = None,
    expression: FilterText = "",
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="Whom.")] = "",
    nobody: Annotated[bool, typer.Option("--nobody", help="Nobody any more.")] = False,
    yes: Yes = False,
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Ask somebody to read cases next.

    It binds nobody: who else reads one may vote on it. Theirs are `foureyes list --filter assigned:me`.
    """
    if bool(to) == nobody:
        raise Stop("Say whom with --to NAME, or --nobody.", ExitCode.USAGE)
    request = Assign("" if nobody else reviewer_id(to))
    with desk(docket, reviewer) as at:
        each(at, cases, expression, request, f"assign to {request.to or 'nobody'}", yes=yes, as_json=as_json)
