"""`list` and `show`: the queue and a case, for people who cannot use a full-screen program, and for programs."""

from typing import Annotated

import typer

from store.case.view import CaseView, QueueRow
from store.docket import MASK, Docket
from store.errors import Damaged, NotSaved
from tui.commands import case_json, case_text
from tui.commands.common import AsJson, CaseId, Desk, DocketPath, FilterText, Reviewer, accepted, chosen, desk
from tui.output import put, put_json, say, table

PAGE = 1000


def list_cases(
    docket: DocketPath, expression: FilterText = "", as_json: AsJson = False, reviewer: Reviewer = None
) -> None:
    """List cases in the order of the queue."""
    wanted = chosen(expression)
    with desk(docket, reviewer) as at:
        numbers = at.docket.find(at.reviewer, wanted)
        pages = (at.docket.rows(at.reviewer, numbers[start : start + PAGE]) for start in range(0, len(numbers), PAGE))
        rows = (row for page in pages for row in page)
        if as_json:
            for row in rows:
                put_json(_row_json(row, at.docket))
            return
        names = [name.removeprefix("field.") for name in at.docket.policy.case.columns]
        for line in table(["case", "standing", *names, "title"], (_cells(row) for row in rows)):
            put(line)
        say(f"{len(numbers)} {'case' if len(numbers) == 1 else 'cases'}.")


def show(
    docket: DocketPath,
    case: CaseId,
    unmask: Annotated[
        list[str] | None, typer.Option("--unmask", metavar="FIELD", help="Show a masked field; the asking is recorded.")
    ] = None,
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Show one case, and what you can do next.

    Fields, flags, evidence by sentence with the offsets to cite it by, notes, and the votes that you may see.

    Showing a case records its evidence as opened by you.
    """
    with desk(docket, reviewer) as at:
        if unmask:
            accepted(at.docket.unmask(at.reviewer, case, unmask))
        reading = _opened_reading(at, case)
        if as_json:
            put_json(case_json.case_json(reading))
            return
        for line in case_text.case_lines(reading, at.docket, docket):
            put(line)


def _opened_reading(at: Desk, case: str) -> CaseView:
    """The case, its items recorded as opened first: what has been shown must never be missing from the history.

    Somebody else's vote in between may have opened up the case; then the record is made once more.
    """
    before = at.docket.read(at.reviewer, case)
    while True:
        try:
            accepted(at.docket.opened(at.reviewer, case, [item.id for item in before.case.evidence]))
        except (Damaged, NotSaved) as error:
            say(f"Warning: not recorded that you opened this case. {error}")
            return at.docket.read(at.reviewer, case)
        after = at.docket.read(at.reviewer, case)
        if (after.standing, after.revision) == (before.standing, before.revision):
            return after
        before = after


def _cells(row: QueueRow) -> list[str]:
    columns = ["" if value is None else value for value in row.columns]
    hidden = f"  ({row.hidden} hidden characters)" if row.hidden else ""
    voted = "  (you voted)" if row.voted else ""
    return [row.id, str(row.standing), *columns, f"{row.title}{hidden}{voted}"]


def _row_json(row: QueueRow, docket: Docket) -> dict[str, object]:
    names = [name.removeprefix("field.") for name in docket.policy.case.columns]
    columns = dict(zip(names, row.columns, strict=True))
    masked = [name for name, value in columns.items() if value == MASK and name in docket.policy.case.masked]
    return {
        "id": row.id,
        "title": row.title,
        "standing": row.standing,
        "columns": {name: None if name in masked else value for name, value in columns.items()},
        "masked": masked,
        "hidden": row.hidden,
        "voted": row.voted,
    }
