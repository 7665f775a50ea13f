"""`assign`: somebody is asked to read cases next."""

from typing import Annotated

import typer

from store.acts import Assign
from tui.commands.bulk import on_cases
from tui.commands.common import Desk, person
from tui.output import ExitCode, Stop, say


@on_cases
def assign(
    at: Desk,
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="Whom; me is you.")] = "",
    nobody: Annotated[bool, typer.Option("--nobody", help="Nobody any more.")] = False,
) -> tuple[Assign, str]:
    """Ask somebody to read cases next.

    It binds nobody: who else reads one may vote on it. Theirs are `foureyes list --filter assigned:me`.
    """
    if bool(to) == nobody:
        raise Stop("Say whom with --to NAME, or --nobody.", ExitCode.USAGE)
    taker = "" if nobody else person(to, at)
    if taker not in ("", at.reviewer, *at.docket.people(at.reviewer)):
        say(f"{taker} is not known on this docket: nobody by that name has recorded anything. Is it spelt so?")
    return Assign(taker, nobody), f"assign to {taker or 'nobody'}"
