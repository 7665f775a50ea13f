"""`note`: a remark on a case, or on a passage of its evidence."""

from typing import Annotated

import typer

from store.acts import WriteNote
from tui.commands.common import AsJson, CaseId, DocketPath, Reviewer, desk
from tui.commands.drafting import cite, record, written


def note(
    docket: DocketPath,
    case: CaseId,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The note; - reads stdin.")],
    passage: Annotated[str, typer.Option("--cite", metavar="ITEM:START-END", help="What the note is about.")] = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Write a note on a case."""
    anchor, words = cite(passage) if passage else None, written(text, files=False)
    with desk(docket, reviewer) as at:
        record(at, case, WriteNote(words, anchor), as_json)
