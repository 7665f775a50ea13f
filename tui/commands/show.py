"""`show`: one case and what can be done next, for people who cannot use a full-screen program, and for programs."""

from pathlib import Path
from typing import Annotated

import typer

from store.acts import Open, Unmask
from store.case.view import CaseView
from store.errors import Damaged, NotSaved
from tui.commands.case_json import case_json
from tui.commands.case_text import case_lines
from tui.commands.common import AsJson, CaseId, Desk, DocketPath, Reviewer, accepted, desk
from tui.output import put, put_json, say


def show(
    docket: DocketPath,
    case: CaseId,
    unmask: Annotated[
        list[str] | None, typer.Option("--unmask", metavar="FIELD", help="Show a masked field; the asking is recorded.")
    ] = None,
    purpose: Annotated[
        str, typer.Option("--purpose", metavar="TEXT", help="What you need to see it for; needed with --unmask.")
    ] = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Show one case, and what you can do next.

    Fields, flags, evidence by sentence with the offsets to cite it by, notes, and the votes that you may see.

    Showing a case records its evidence as opened by you.
    """
    with desk(docket, reviewer) as at:
        if unmask:
            accepted(at.docket.act(at.reviewer, case, Unmask(tuple(unmask), purpose)), as_json)
        put_case(at, docket, case, as_json)


def put_case(at: Desk, docket: Path, case: str, as_json: bool) -> None:
    """Show a case and what can be done next; its evidence is recorded as opened."""
    reading = _opened_reading(at, case, as_json)
    if as_json:
        put_json(case_json(reading))
        return
    for line in case_lines(reading, at.docket, docket):
        put(line)


def _opened_reading(at: Desk, case: str, as_json: bool) -> CaseView:
    """The case, its items recorded as opened first: what has been shown must never be missing from the history.

    Somebody else's vote in between may have opened up the case; then the record is made once more.
    """
    view = at.docket.view(at.reviewer, case)
    while True:
        try:
            items = tuple(item.id for item in view.case.evidence)
            accepted(at.docket.act(at.reviewer, case, Open(items, view.unseen)), as_json)
        except (Damaged, NotSaved) as error:
            unseen = " Others' work on it is not shown." if view.unseen else ""
            say(f"Warning: not recorded that you opened this case.{unseen} {error}")
            return view
        opened = at.docket.view(at.reviewer, case)
        if not opened.unseen and opened.revision == view.revision:
            return opened
        view = opened
