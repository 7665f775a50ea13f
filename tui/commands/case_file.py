"""`case-file`: the file of one case, for the person or for the office itself."""

from typing import Annotated, BinaryIO, cast

import typer

from store.model import Refusal
from tui.commands.common import STDIO, CaseId, DocketPath, Force, Recipient, Reviewer, desk, destination, refuse
from tui.commands.notice import Out, PaperOf, paper_of
from tui.output import DataOut, say
from tui.terminal.ctrl_c import ctrl_c

Internal = Annotated[
    bool, typer.Option("--internal", help="The whole file, with what is withheld from the person, notes and names.")
]


def case_file(
    docket: DocketPath,
    case: CaseId,
    out: Out = STDIO,
    internal: Internal = False,
    recipient: Recipient = "",
    paper: PaperOf = None,
    force: Force = False,
    reviewer: Reviewer = None,
) -> None:
    """Write the file of one case.

    What the person may have, or with --internal all of it. They are two exports, each recorded with whom it was for.
    """
    from store.exporting.case_file import case_file as write

    with ctrl_c(), desk(docket, reviewer) as at:
        answer = write(
            at.docket,
            at.reviewer,
            case,
            destination(out),
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
