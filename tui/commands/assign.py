"""`assign`: somebody is asked to read cases next."""

from typing import Annotated

import typer

from store.acts import Assign
from tui.commands.bulk import Cases, Yes, each
from tui.commands.common import AsJson, DocketPath, FilterText, Reviewer, chosen, desk, person
from tui.output import ExitCode, Stop


def assign(
    docket: DocketPath,
    cases: Cases = None,
    expression: FilterText = "",
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="Whom; me is you.")] = "",
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
    wanted = chosen(expression)
    with desk(docket, reviewer) as at:
        request = Assign("" if nobody else person(to, at))
        each(at, cases, wanted, request, f"assign to {request.to or 'nobody'}", yes=yes, as_json=as_json)
