"""`repair`: leave out what is damaged, after saying exactly what that is, and keep the damaged journal whole."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from store.errors import NotAllowed
from store.model import Refusal
from store.plural import plural
from store.records import Record, Repaired
from tui import identity
from tui.commands.common import AsJson, DocketPath, Reviewer, Yes, command, confirm, refuse
from tui.commands.progress import docket_read
from tui.commands.table import table
from tui.output import ExitCode, put, put_json, say

if TYPE_CHECKING:
    from store.opening import RepairPlan

_HEADER = ("line", "state", "kind", "case", "reviewer", "time")
_SHOWN = ("damage", "kept", "left", "size", "sha256", "torn", "unreported", "cases")


def repair(
    docket: DocketPath,
    yes: Yes = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be left out.")] = False,
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Build a damaged record anew from what is sound.

    The damaged journal is kept whole beside it; what is left out is listed first, and the history says so afterwards.
    """
    from store.opening import plan_repair

    with docket_read() as progress:
        plan = plan_repair(docket, progress)
    me = identity.reviewer(plan.policy.identity, reviewer)
    if closed := plan.policy.closed_to(me):
        raise NotAllowed(closed)
    made = None
    if plan.damage:
        if refusal := plan.refusal(me):
            refuse(refusal, as_json)
        _tell(plan, docket, as_json)
        if not dry_run:
            made = _repair(docket, plan, me, yes, as_json)
    else:
        say(f"The journal is sound: {plural(plan.kept, 'record')}, nothing to repair.")
    _tails(docket, plan, dry_run)
    for sentence in plan.cases:
        say(sentence)
    if as_json:
        put_json({"repaired": made, **{name: getattr(plan, name) for name in _SHOWN}})
    if plan.cases:
        raise typer.Exit(ExitCode.DAMAGED)


def _tell(plan: "RepairPlan", docket: Path, as_json: bool) -> None:
    """What would be lost for the record, line by line on stdout, and what that means."""
    if not as_json:
        for line in _lines(plan):
            put(line)
    states = Counter(line.state for line in plan.left)
    say(plan.damage)
    say(f"Sound are the first {plan.kept} records: they stay as they are.")
    say(
        f"Left out would be {plural(len(plan.left), 'line')} ({plural(plan.size, 'byte')}): "
        f"{states['whole']} look whole, "
        f"{states['readable']} can be read but are not known to be as they were, {states['damaged']} cannot be read."
    )
    say(
        f"None of it is thrown away: {docket} keeps the damaged journal whole, under another name. But what these "
        "lines say no longer counts: whoever made them has to make them again."
    )
    say(f"Checkpoints of more than {plan.kept} records will no longer agree with the docket, and rightly so.")
    say("If there is a backup that holds more, restore that instead.")


def _lines(plan: "RepairPlan") -> Iterator[str]:
    rows = (
        (str(one.number), one.state, one.kind, one.case or "", one.by, f"{one.at:%Y-%m-%d %H:%M:%S}" if one.at else "")
        for one in plan.left
    )
    return table(_HEADER, rows)


def _repair(docket: Path, plan: "RepairPlan", me: str, yes: bool, as_json: bool) -> Record:
    from store.opening import repair as carry_out

    if not yes:
        confirm(f"to repair {docket}, anything else to leave it as it is")
    answer = carry_out(docket, me, plan)
    if isinstance(answer, Refusal):
        refuse(answer, as_json)
    assert isinstance(answer.body, Repaired)  # noqa: S101 - it is what a repair records
    say(f"Repaired: {plan.kept} records are kept, and number {answer.seq} says in your name what was left out.")
    say(f"The damaged journal is whole in {docket / answer.body.kept_in}. Keep it, and take a checkpoint now:")
    say(f"  {command('checkpoint', str(docket))}")
    return answer


def _tails(docket: Path, plan: "RepairPlan", dry_run: bool) -> None:
    """Unfinished records are no damage: they were never acknowledged, but somebody should know of them."""
    if not (plan.torn or plan.unreported):
        return
    if plan.torn:
        torn = plural(plan.torn, "byte")
        say(f"An unfinished record of {torn}, never acknowledged, stands at the end of the journal.")
    for name in plan.unreported:
        say(f"{name} keeps an unfinished record, never acknowledged, that the history does not speak of.")
    if not dry_run and not plan.cases:
        from store.opening import report_tails

        report_tails(docket)
        say("It was set aside, and the history says so now.")
