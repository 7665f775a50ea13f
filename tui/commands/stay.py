"""`stay`: while an appeal is pending, the decision is not carried out."""

from typing import Annotated

import typer

from store.acts import Stay
from tui.commands.common import AsJson, CaseId, DocketPath, Reviewer, desk
from tui.commands.days import On, day
from tui.commands.drafting import Reason, record, written


def stay(
    docket: DocketPath,
    case: CaseId,
    on: On,
    reason: Reason = "",
    lifted: Annotated[bool, typer.Option("--lifted", help="The stay ended.")] = False,
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Record that the decision is stayed, or that a stay was lifted.

    The reason says who ordered that, and why.
    """
    why = written(reason)
    with desk(docket, reviewer) as at:
        record(at, case, Stay(day(on, at.docket), why, lifted), as_json)
