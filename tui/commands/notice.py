"""`notice`: the reasoned decision for the person whom the case is about."""

from typing import Annotated, BinaryIO, Literal, cast

import typer

from store.model import Refusal
from tui.commands.common import STDIO, CaseId, DocketPath, Force, Reviewer, desk, destination, refuse
from tui.output import DataOut, say
from tui.terminal.ctrl_c import ctrl_c

Out = Annotated[str, typer.Argument(metavar="OUT", help="The file to make, .md or .html; - is stdout.")]
Paper = Literal["markdown", "html"]
PaperOf = Annotated[
    Paper | None, typer.Option("--format", help="By default as OUT ends, else markdown.", show_default=False)
]


def notice(
    docket: DocketPath,
    case: CaseId,
    out: Out = STDIO,
    paper: PaperOf = None,
    force: Force = False,
    reviewer: Reviewer = None,
) -> None:
    """Write the reasoned decision for the person.

    Facts, law, grounds, evidence, remedy, deadline; of what is withheld only its gist. While a part is missing
    there is no notice, and it is said which.
    """
    from store.exporting.notice import notice as write

    with ctrl_c(), desk(docket, reviewer) as at:
        place, kind = destination(out), paper or paper_of(out)
        answer = write(at.docket, at.reviewer, case, place, kind, force=force, stdout=cast(BinaryIO, DataOut()))
    if isinstance(answer, Refusal):
        refuse(answer)
    say(f"The notice of {case} was made; that it left is number {answer.seq} in the history.")


def paper_of(out: str) -> Paper:
    """What a file is by its ending."""
    return "html" if out.lower().endswith((".html", ".htm")) else "markdown"
