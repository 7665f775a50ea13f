"""`new`: an empty docket under a policy."""

import sys
from typing import Annotated

import typer

from store.policy_file import load
from tui import completion, identity
from tui.commands.common import DocketPath, Reviewer, command
from tui.output import on_terminal, say
from tui.samples import policy_file


def new(
    docket: DocketPath,
    source: Annotated[
        str,
        typer.Option(
            "--policy",
            metavar="NAME|FILE",
            help="A policy that ships, or a TOML file.",
            autocompletion=completion.policies,
        ),
    ],
    group: Annotated[
        str | None,
        typer.Option("--group", metavar="NAME", help="A group of logins that share it; else it is yours alone."),
    ] = None,
    reviewer: Reviewer = None,
) -> None:
    """Make an empty docket under a policy."""
    from store.opening import new_docket

    checked, text = load(policy_file(source))
    new_docket(docket, text, identity.reviewer(checked.identity, reviewer), group).close()
    say(f'Made {docket} under the policy "{checked.name}", version {checked.version}.')
    if on_terminal(sys.stderr):
        say(f"Bring cases in with: {command('import', str(docket))} FILE")
    if group is not None:
        say(f'Every login in the group "{group}" shares it.')
