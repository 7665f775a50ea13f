"""`checkpoint`: the three lines to keep elsewhere."""

from store.model import Checkpoint
from tui.commands.common import AsJson, DocketPath, Reviewer, desk
from tui.output import put, put_json


def checkpoint(docket: DocketPath, as_json: AsJson = False, reviewer: Reviewer = None) -> None:
    """Print what to keep elsewhere.

    Three lines: store id, number of records, hash of the last one.
    """
    with desk(docket, reviewer) as at:
        now = at.docket.checkpoint(at.reviewer)
    if as_json:
        put_json(now)
    else:
        put_lines(now)


def put_lines(checkpoint: Checkpoint) -> None:
    """Write a checkpoint as the three lines that `verify --against` reads."""
    put(checkpoint.store)
    put(str(checkpoint.count))
    put(checkpoint.head)
