"""`serve`: the subject was notified of the decision."""

from typing import Annotated

import typer

from store.acts import Serve
from tui.commands.common import Desk, On, Reason, day
from tui.commands.recording import on_a_case
from tui.commands.written import written


@on_a_case
def serve(
    at: Desk,
    on: On,
    manner: Annotated[str, typer.Option("--manner", metavar="TEXT", help="How: by hand, by registered letter ...")],
    reason: Reason = "",
) -> Serve:
    """Record that the decision was served.

    Once more to correct it, with --reason.
    """
    return Serve(day(on, at.docket), manner, written(reason))
