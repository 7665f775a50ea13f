"""`list`: the queue, for people who cannot use a full-screen program, and for programs."""

import shutil
import sys
from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from store.case.dossier import Key
from store.case.view import MASK, QueueRow, queue_columns
from store.filters import Filter
from store.plural import plural
from store.policy import Policy
from tui.commands.common import Desk, DocketPath, FilterText, Reviewer, chosen, desk
from tui.commands.table import table
from tui.look import look
from tui.output import on_terminal, put, put_json, say, while_read

PAGE = 1000


def list_(
    docket: DocketPath,
    expression: FilterText = "",
    as_json: Annotated[bool, typer.Option("--json", help="For programs: JSON lines, one object a case.")] = False,
    reviewer: Reviewer = None,
) -> None:
    """List cases in the order of the queue.

    On a terminal each case takes one line, and "…" marks what was cut to fit; elsewhere nothing is cut.

    outcome:, ground: and reviewer: find the decided cases that you have voted on or opened; an export, which is for
    leads and is recorded as showing what was decided, finds all.
    """
    wanted = chosen(expression)
    with desk(docket, reviewer) as at:
        found = while_read(rows(at, wanted))
        names = [name.removeprefix("field.") for name in queue_columns(at.policy, wanted.order)]
        if as_json:
            for row in found:
                put_json(_row_json(row, names, at.policy))
            return
        width = shutil.get_terminal_size().columns if on_terminal(sys.stdout) else None
        header = ["case", "standing", *names, "marks", "title"]
        today = at.docket.today()
        for line in table(
            header, (_cells(row, today) for row in found), width=width, whole=("case", "standing", "marks")
        ):
            put(line)
        count = at.docket.count(at.reviewer, wanted)
        say(f"{plural(count, 'case')}.")


def rows(at: Desk, wanted: Filter) -> Iterator[QueueRow]:
    """All cases that a filter lets through, in the order of the queue."""
    after: Key | None = None
    while page := at.docket.page(at.reviewer, wanted, after, PAGE):
        yield from page
        after = page[-1].key


def _cells(row: QueueRow, day: date) -> list[str]:
    return [row.id, str(row.standing), *(value or "" for value in row.columns), ", ".join(_marks(row, day)), row.title]


def _marks(row: QueueRow, day: date) -> Iterator[str]:
    """Before the decision a case has a day of its own: that this is over is said apart from the next deadline."""
    if row.voted:
        yield "voted"
    if row.revised:
        yield "revised"
    if row.overdue and not look(row.standing).settled:
        yield "overdue"
    if row.deadline is not None:
        over = (row.deadline.days_left(day) or 0) < 0
        yield f"{row.deadline.clock.id}{' overdue' if over else ''}"
    if row.hidden:
        yield f"{row.hidden} hidden"


def _row_json(row: QueueRow, names: list[str], policy: Policy) -> dict[str, object]:
    columns = dict(zip(names, row.columns, strict=True))
    masked = [name for name, value in columns.items() if value == MASK and policy.masks(name)]
    return {
        "id": row.id,
        "title": row.title,
        "standing": row.standing,
        "columns": {name: None if name in masked else value for name, value in columns.items()},
        "masked": masked,
        "hidden": row.hidden,
        "voted": row.voted,
        "busy": row.busy,
        "outcome": row.outcome or None,
        "outcome_label": row.outcome_label or None,
        "unread": row.unread,
        "revised": row.revised,
        "deadline": {"clock": row.deadline.clock.id, "on": row.deadline.on} if row.deadline else None,
        "overdue": row.overdue,
    }
