"""`verify`: whether the record is what was recorded."""

import re
from pathlib import Path
from typing import Annotated

import typer

from store.disk import read_named
from store.errors import BadInput
from store.model import Checkpoint
from store.plural import plural
from tui.commands.checkpoint import put_lines
from tui.commands.common import AsJson, DocketPath, Reviewer, desk
from tui.commands.progress import docket_read
from tui.output import ExitCode, put_json, say

LIMITS = (
    "Not found without a checkpoint kept elsewhere (--against): that the newest records were dropped, or that "
    "somebody who can write the files rewrote everything from one record on."
)
UNSIGNED = "Not found by that: who sat at the keyboard; records are not signed."

LARGEST = 1 << 10
"""Bytes that are read of what is given as a checkpoint."""
_CHECKPOINT = re.compile(r"([0-9a-f]{32})\s+([1-9][0-9]{0,17})\s+([0-9a-f]{64})")


def verify(
    docket: DocketPath,
    against: Annotated[
        Path | None, typer.Option("--against", metavar="FILE", help="A checkpoint kept elsewhere, to compare with.")
    ] = None,
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Check every byte, and print the checkpoint."""
    kept = _kept(against) if against else None
    with desk(docket, reviewer) as at:
        with docket_read() as progress:
            wrong = list(at.docket.verify(at.reviewer, kept, progress))
        now = at.docket.checkpoint(at.reviewer)
    if as_json:
        put_json({"ok": not wrong, "wrong": wrong, "compared": kept is not None, "checkpoint": now})
    else:
        put_lines(now)
    for sentence in wrong:
        say(sentence)
    if wrong:
        say("The docket is not what was recorded.")
        raise typer.Exit(ExitCode.DAMAGED)
    say(f"{plural(now.count, 'record')} verified.")
    if kept:
        say(f"The first {kept.count} are those of the checkpoint.")
    say(UNSIGNED if kept else LIMITS)


def _kept(file: Path) -> Checkpoint:
    """The checkpoint in `file`, three lines; raises `BadInput`."""
    try:
        found = _CHECKPOINT.fullmatch(read_named(file, LARGEST).decode("ascii").strip())
    except OSError as error:
        raise BadInput(f"{file}: cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        found = None
    if found is None:
        raise BadInput(f"{file}: not a checkpoint: three lines are wanted, as `foureyes checkpoint` prints.")
    return Checkpoint(found[1], int(found[2]), found[3])
