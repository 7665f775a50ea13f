"""`hear`: a step of the hearing of the person whom a case is about."""

from typing import Annotated

import typer

from store.acts import Hear
from store.acts.hearing import Step
from tui.commands.common import AsJson, CaseId, DocketPath, Reviewer, desk
from tui.commands.days import On, day
from tui.commands.drafting import Reason, record, written
from tui.days import FORM


def hear(
    docket: DocketPath,
    case: CaseId,
    step: Annotated[Step, typer.Argument(metavar="STEP", help="What happened.")],
    on: On,
    due: Annotated[str, typer.Option("--due", metavar="DATE", help=f"invited: by when to answer: {FORM}.")] = "",
    item: Annotated[str, typer.Option("--item", metavar="ID", help="received: the item that has the answer.")] = "",
    reason: Reason = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Record a step of the hearing.

    invited --due DATE · received --item ID (attach it first: `foureyes evidence`) · waived --reason TEXT.
    """
    why = written(reason)
    with desk(docket, reviewer) as at:
        by = day(due, at.docket) if due else None
        record(at, case, Hear(step, day(on, at.docket), by, item, why), as_json)
