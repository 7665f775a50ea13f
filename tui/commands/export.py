"""`export`: what leaves the docket, to a file or to stdout."""

from typing import Annotated, BinaryIO, cast

import typer

from store.days import FORM
from store.model import Refusal
from store.out_format import Format, What
from store.plural import plural
from tui.commands.common import (
    DocketPath,
    FilterText,
    Force,
    Raw,
    Recipient,
    Reviewer,
    chosen,
    day,
    desk,
    destination,
    refuse,
)
from tui.commands.progress import counted
from tui.output import DataOut, say
from tui.terminal.ctrl_c import ctrl_c


def export(
    docket: DocketPath,
    out: Annotated[str, typer.Argument(metavar="OUT", help="The file to make; - is stdout.")],
    what: Annotated[
        What | None, typer.Option("--what", help="By default the decisions; of tinydb, all.", show_default=False)
    ] = None,
    file_format: Annotated[
        Format | None, typer.Option("--format", help="By default as OUT ends, else csv.", show_default=False)
    ] = None,
    since: Annotated[str, typer.Option("--since", metavar="DATE", help=f"Recorded on or after this day: {FORM}.")] = "",
    expression: FilterText = "",
    restricted: Annotated[bool, typer.Option("--restricted", help="Masked and restricted data too.")] = False,
    raw: Raw = False,
    recipient: Recipient = "",
    force: Force = False,
    reviewer: Reviewer = None,
) -> None:
    """Export decisions, votes, notes, cases or the history.

    As a table, or in the shape of another tool. The export is itself recorded.

    outcome:, ground: and reviewer: find all decided cases here, which is recorded as showing them; in `list` and on the
    screen they find those that you have voted on or opened.
    """
    from store import exporting

    wanted = chosen(expression)
    with ctrl_c(), desk(docket, reviewer) as at, counted("rows") as progress:
        answer = exporting.export(
            at.docket,
            at.reviewer,
            destination(out),
            what,
            file_format,
            since=day(since, at.docket) if since else None,
            chosen=wanted,
            restricted=restricted,
            raw=raw,
            force=force,
            recipient=recipient,
            progress=progress,
            stdout=cast(BinaryIO, DataOut()),
        )
    if isinstance(answer, Refusal):
        refuse(answer)
    say(f"Exported {plural(answer.rows, 'row')} of {answer.what}, SHA-256 {answer.sha256}.")
    for sentence in answer.left_out:
        say(f"Left out: {sentence}")
