"""`stay`: while an appeal is pending, the decision is not carried out."""

from typing import Annotated

import typer

from store.acts import Stay
from tui.commands.common import Desk, On, Reason, day
from tui.commands.recording import on_a_case
from tui.commands.written import written


@on_a_case
def stay(
    at: Desk,
    on: On,
    reason: Reason = "",
    lifted: Annotated[bool, typer.Option("--lifted", help="The stay ended.")] = False,
) -> Stay:
    """Record that the decision is stayed, or that a stay was lifted.

    The reason says who ordered that, and why.
    """
    return Stay(day(on, at.docket), written(reason), lifted)
