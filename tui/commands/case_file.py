"""`case-file`: the file of one case, for the person or for the office itself."""

from typing import Annotated, BinaryIO, cast

import typer

from store.model import Refusal
from tui.commands.common import CaseId, DocketPath, Reviewer, desk, refuse
from tui.commands.notice import Force, Out, PaperOf, paper_of, where
from tui.output import DataOut, say

Internal = Annotated[
    bool, typer.Option("--internal", help="The whole file, with what is withheld from the person, notes and names.")
]
For = Annotated[str, typer.Option("--for", metavar="WHOM", help="Whom it is for; it is recorded.")]


def case_file(
    docket: DocketPath,
    case: CaseId,
    out: Out = "-",
    internal: Internal = False,
    recipient: For = "",
    paper: PaperOf = None,
    force: Force = False,
    reviewer: Reviewer = None,
) -> None:
    """Write the file of one case: what the person may have, or with --internal all of it.

    They are two exports, each recorded with whom it was for.
    """
    from store.exporting.case_file import case_file as write

    with desk(docket, reviewer) as at:
        answer = write(
            at.docket,
            at.reviewer,
            case,
            where(out),
            paper or paper_of(out),
            internal=internal,
            recipient=recipient,
            force=force,
            stdout=cast(BinaryIO, DataOut()),
        )
    if isinstance(answer, Refusal):
        refuse(answer)
    which = "internal" if internal else "disclosable"
    say(f"The {which} file of {case} was made; that it left is number {answer.seq} in the history.")
