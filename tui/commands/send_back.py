"""`send-back`: the votes of a conflict go back to their authors."""

from typing import Annotated

import typer

from store.acts import SendBack
from tui.commands.common import Desk
from tui.commands.recording import on_a_case
from tui.commands.written import written


@on_a_case
def send_back(
    _: Desk,
    instructions: Annotated[
        str, typer.Option("--instructions", metavar="TEXT|@FILE|-", help="What to look at again; - reads stdin.")
    ] = "",
) -> SendBack:
    """Ask the authors of votes that differ to look again.

    In place of adjudicating the conflict. A new round of votes begins, blind again.
    """
    return SendBack(written(instructions))
