"""`note`: a remark on a case, or on a passage of its evidence."""

from typing import Annotated

import typer

from store.acts import WriteNote
from tui.commands.common import Desk
from tui.commands.drafting import cite
from tui.commands.recording import on_a_case
from tui.commands.written import written


@on_a_case
def note(
    _: Desk,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The note; - reads stdin.")],
    passage: Annotated[str, typer.Option("--cite", metavar="ITEM:START-END", help="What the note is about.")] = "",
) -> WriteNote:
    """Write a note on a case."""
    return WriteNote(written(text, files=False), cite(passage) if passage else None)
