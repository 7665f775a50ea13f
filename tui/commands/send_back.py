"""`send-back`: the votes of a conflict go back to their authors."""

from typing import Annotated

import typer

from store.acts import SendBack
from tui.commands.common import AsJson, CaseId, DocketPath, Reviewer, desk
from tui.commands.drafting import record, written


def send_back(
    docket: DocketPath,
    case: CaseId,
    instructions: Annotated[
        str, typer.Option("--instructions", metavar="TEXT|@FILE|-", help="What to look at again; - reads stdin.")
    ] = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Ask the authors of votes that differ to look again.

    In place of settling the conflict. A new round of votes begins, blind again.
    """
    request = SendBack(written(instructions))
    with desk(docket, reviewer) as at:
        record(at, case, request, as_json)
