"""`next`: the case that waits for its reader next, for people who cannot use a full-screen program."""

from typing import Annotated

import typer

from store.filters import Filter
from store.plural import plural
from tui import completion
from tui.commands.common import AsJson, Desk, DocketPath, FilterText, Reviewer, chosen, desk
from tui.commands.list_ import rows
from tui.commands.show import put_case
from tui.output import Stop, say

WAITING = "for:me"
"""The filter of what waits for its reader."""


def next_(
    docket: DocketPath,
    expression: FilterText = "",
    after: Annotated[
        str,
        typer.Option("--after", metavar="CASE", help="The next one behind this.", autocompletion=completion.cases),
    ] = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Show the next case that waits for you.

    It waits for your vote or your resolution, and is shown as `show` does it. It stays the next one until you have
    decided on it, or another reads it; --after leaves it for now.
    """
    wanted = chosen(f"{WAITING} {expression}".strip())
    with desk(docket, reviewer) as at:
        left = at.docket.count(at.reviewer, wanted)
        put_case(at, docket, _next(at, wanted, after), as_json)
        say(f"{plural(left, 'case waits', 'cases wait')} for you, this one among them.")


def _next(at: Desk, wanted: Filter, after: str) -> str:
    """The id; where `after` waits no more, the first one. Raises `Stop` where nothing waits."""
    if after:
        at.docket.view(at.reviewer, after)  # raises for an id that no case has
    waiting = [row.id for row in rows(at, wanted)] if after else [row.id for row in at.docket.page(at.reviewer, wanted)]
    behind = waiting[waiting.index(after) + 1 :] if after in waiting else waiting
    if not behind:
        raise Stop(f"No case behind {after} waits for you." if after in waiting else "No case waits for you.")
    return behind[0]
