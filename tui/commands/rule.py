"""`rule`: what came of an appeal."""

from typing import Annotated, Literal, cast, get_args

import typer

from store.acts import Rule
from store.case.parts import Result
from tui.commands.common import Desk, On, Reason, Reference, day
from tui.commands.recording import on_a_case
from tui.commands.written import written

Ruling = Literal["upheld", "varied", "set-aside", "sent-back"]


@on_a_case
def rule(
    at: Desk,
    ruling: Annotated[
        Ruling, typer.Argument(metavar="RULING", help=f"What became of the decision: {', '.join(get_args(Ruling))}.")
    ],
    on: On,
    reason: Reason = "",
    outcome: Annotated[str, typer.Option("--outcome", metavar="ID", help="varied: what the decision says now.")] = "",
    reference: Reference = "",
) -> Rule:
    """Record what came of an appeal.

    The reason is that of the body appealed to. A case that is sent back begins a new round of votes, blind again.
    """
    result = cast(Result, ruling.replace("-", "_"))
    return Rule(result, day(on, at.docket), written(reason), outcome, reference)
