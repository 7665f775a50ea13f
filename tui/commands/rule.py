"""`rule`: what came of an appeal."""

from typing import Annotated, Literal, cast

import typer

from store.acts import Rule
from store.case.parts import Result
from tui.commands.appeal import Reference
from tui.commands.common import AsJson, CaseId, DocketPath, Reviewer, desk
from tui.commands.days import On, day
from tui.commands.drafting import Reason, record, written

Ruling = Literal["upheld", "varied", "set-aside", "sent-back"]


def rule(
    docket: DocketPath,
    case: CaseId,
    ruling: Annotated[Ruling, typer.Argument(metavar="RULING", help="What became of the decision.")],
    on: On,
    reason: Reason = "",
    outcome: Annotated[str, typer.Option("--outcome", metavar="ID", help="varied: what the decision says now.")] = "",
    reference: Reference = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Record what came of an appeal.

    The reason is that of the body appealed to. A case that is sent back begins a new round of votes, blind again.
    """
    why, result = written(reason), cast(Result, ruling.replace("-", "_"))
    with desk(docket, reviewer) as at:
        record(at, case, Rule(result, day(on, at.docket), why, outcome, reference), as_json)
