"""`renew`: what was decided comes up again, as new cases linked to the old ones."""

from typing import Annotated

import typer

from store.model import Refusal
from store.plural import plural
from tui.commands.common import AsJson, DocketPath, Reviewer, day, desk, refuse
from tui.output import ExitCode, put_json, say

Until = Annotated[str, typer.Option("--until", metavar="DATE", help="What comes up until then; today, or +60d, too.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would come up, on record, and take nothing in.")]


def renew(
    docket: DocketPath,
    until: Until = "today",
    dry_run: DryRun = False,
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Bring decided cases back whose renewal is due.

    The policy says when that is. Each comes as a new case, linked to the old one; no vote and no decision comes
    with it. Running it again does nothing new. To look at what was decided is recorded, with --dry-run too.
    """
    from store import renewing

    with desk(docket, reviewer) as at:
        last = day(until, at.docket)
        if dry_run:
            found = renewing.renewals(at.docket, at.reviewer, last)
            if isinstance(found, Refusal):
                refuse(found, as_json)
            wrong = [due for due, case in found if case is None]
            for due, case in found:
                if case is not None:
                    say(f"{due.case} comes up on {due.on}, as {case.id}.")
            count = len(found) - len(wrong)
        else:
            answer, wrong = renewing.renew(at.docket, at.reviewer, last)
            if isinstance(answer, Refusal):
                refuse(answer, as_json)
            count = answer.cases
    for due in wrong:
        say(f"{due.case} cannot come up: {due.wrong}")
    if as_json:
        put_json({"renewed": count, "until": last, "dry_run": dry_run, "wrong": wrong})
    would = "would come" if dry_run else "came"
    say(f"{plural(count, 'case')} {would} up for renewal until {last}.")
    say("Recorded: you looked at what was decided, for renewals.")
    if wrong:
        raise typer.Exit(ExitCode.REFUSED)
