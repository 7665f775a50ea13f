"""The same done to several cases: named, or all that a filter lets through, a count of them first.

Only for what makes nothing adverse: a command that could takes one case.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Concatenate

import typer

from store.acts import ForMany
from store.filters import Filter
from store.model import Refusal
from store.plural import plural
from store.records import Record
from tui import completion
from tui.acting.many import Tally, parts
from tui.commands.common import AsJson, Desk, DocketPath, FilterText, Reviewer, Yes, chosen, confirm, desk, refusal_json
from tui.commands.list_ import rows
from tui.commands.progress import counted
from tui.commands.recording import Command, command_of, record, recorded_json
from tui.output import ExitCode, Stop, put_json, say

Cases = Annotated[
    list[str] | None,
    typer.Argument(metavar="CASE", help="The ids of the cases.", autocompletion=completion.cases),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be recorded and what not; record nothing.")]


def on_cases(make: Callable[Concatenate[Desk, ...], tuple[ForMany, str]]) -> Command:
    """The command of an act on several cases, as `recording.on_a_case`; `make` says what becomes of them as well."""

    def run(
        docket: DocketPath,
        cases: Cases = None,
        expression: FilterText = "",
        dry_run: DryRun = False,
        yes: Yes = False,
        as_json: AsJson = False,
        reviewer: Reviewer = None,
        **own: Any,
    ) -> None:
        wanted = chosen(expression)
        with desk(docket, reviewer) as at:
            request, what = make(at, **own)
            each(at, cases, wanted, request, what, dry_run=dry_run, yes=yes, as_json=as_json)

    return command_of(run, make)


def each(
    at: Desk,
    cases: list[str] | None,
    wanted: Filter,
    request: ForMany,
    what: str,
    *,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Record the same on the cases that are named, or on those that the filter lets through now.

    `what` says what becomes of them. Nothing is asked about a single case that is named.
    """
    if bool(cases) == bool(wanted.terms):
        raise Stop("Name the cases, or choose them with --filter.", ExitCode.USAGE)
    if cases and len(cases) == 1 and not dry_run:
        record(at, cases[0], request, as_json)
        return
    for case in cases or ():
        at.docket.standing(at.reviewer, case)  # one that is not there is said before anything is recorded
    found = list(dict.fromkeys(cases or (row.id for row in rows(at, wanted))))
    if not found:
        say("No case matches: nothing was recorded.")
        return
    say(f"{plural(len(found), 'case')}: {what}.")
    refused: Mapping[str, Refusal] = {}
    if dry_run or not yes:
        refused = _preview(at, found, request, as_json=as_json and dry_run)
    if not dry_run:
        if not yes:
            confirm("to record that, anything else to leave them as they are")
        refused = _record(at, found, request, as_json, foreseen=refused)
    if refused:
        raise typer.Exit(ExitCode.REFUSED)


def _preview(at: Desk, cases: Sequence[str], request: ForMany, *, as_json: bool) -> Mapping[str, Refusal]:
    """Say what would be recorded on how many, and on which not; gives these, and why."""
    tally = Tally(len(cases))
    with counted("cases") as advance:
        for some in parts(cases):
            for case, refusal in zip(some, at.docket.refusals(at.reviewer, some, request), strict=True):
                tally.add(case, refusal)
                if as_json:
                    told = refusal_json(refusal) if refusal else {"would_record": request.act.noun()}
                    put_json({"case": case} | told)
            advance(len(some))
    _say("Would be recorded", tally)
    return tally.refusals


def _record(
    at: Desk, cases: Sequence[str], request: ForMany, as_json: bool, *, foreseen: Mapping[str, Refusal]
) -> Mapping[str, Refusal]:
    """Record it on each, and say on how many, and on which not; gives these, and why.

    It is recorded on none of those that were said to be left out, `foreseen`, even if it could be by now.
    """
    tally = Tally(len(cases))
    try:
        with counted("cases") as advance:
            for case in cases:
                answer = foreseen.get(case) or at.docket.act(at.reviewer, case, request)
                tally.add(case, answer)
                if as_json:
                    put_json({"case": case} | _json(at, answer))
                advance(1)
    finally:
        _say("Recorded", tally)
    return tally.refusals


def _say(what: str, tally: Tally) -> None:
    say(f"{what} on {tally.done:,} of {plural(tally.total, 'case')}.")
    for sentence in tally.reasons():
        say(sentence)


def _json(at: Desk, answer: Record | Refusal) -> dict[str, object]:
    return recorded_json(at, answer) if isinstance(answer, Record) else refusal_json(answer)
