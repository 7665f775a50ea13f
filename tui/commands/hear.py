"""`hear`: a step of the hearing of the person whom a case is about."""

from typing import Annotated, get_args

import typer

from store.acts import Hear
from store.acts.hearing import Step
from store.days import FORM
from tui.commands.common import Desk, On, Reason, day
from tui.commands.recording import on_a_case
from tui.commands.written import written


@on_a_case
def hear(
    at: Desk,
    step: Annotated[Step, typer.Argument(metavar="STEP", help=f"What happened: {', '.join(get_args(Step))}.")],
    on: On,
    due: Annotated[str, typer.Option("--due", metavar="DATE", help=f"invited: by when to answer: {FORM}.")] = "",
    item: Annotated[str, typer.Option("--item", metavar="ID", help="received: the item that has the answer.")] = "",
    reason: Reason = "",
) -> Hear:
    """Record a step of the hearing.

    invited --due DATE · received --item ID (attach it first: `foureyes evidence`) · waived --reason TEXT.
    What is received came into the case after the invitation was recorded.
    """
    by = day(due, at.docket) if due else None
    return Hear(step, day(on, at.docket), by, item, written(reason))
