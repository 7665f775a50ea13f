"""The same done to several cases: named, or all that a filter lets through, a count of them first.

Only for what makes nothing adverse: a command that could takes one case.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Annotated, Any, Concatenate

import typer

from store.acts import Assign, Close, Hold
from store.filters import Filter
from store.model import Refusal
from store.records import Record
from tui import completion
from tui.commands.common import AsJson, Desk, DocketPath, FilterText, Reviewer, Yes, chosen, confirm, desk, refusal_json
from tui.commands.list_ import rows
from tui.commands.progress import counted
from tui.commands.recording import Command, command_of, record, recorded_json
from tui.output import ExitCode, Stop, put_json, say

Cases = Annotated[
    list[str] | None,
    typer.Argument(metavar="CASE", help="The ids of the cases.", autocompletion=completion.cases),
]
Harmless = Assign | Close | Hold
NAMED = 3
"""Cases that are named of those on which the same could not be recorded."""


def on_cases(make: Callable[Concatenate[Desk, ...], tuple[Harmless, str]]) -> Command:
    """The command of an act on several cases, as `recording.on_a_case`; `make` says what becomes of them as well."""

    def run(
        docket: DocketPath,
        cases: Cases = None,
        expression: FilterText = "",
        yes: Yes = False,
        as_json: AsJson = False,
        reviewer: Reviewer = None,
        **own: Any,
    ) -> None:
        wanted = chosen(expression)
        with desk(docket, reviewer) as at:
            request, what = make(at, **own)
            each(at, cases, wanted, request, what, yes=yes, as_json=as_json)

    return command_of(run, make)


def each(
    at: Desk,
    cases: list[str] | None,
    wanted: Filter,
    request: Harmless,
    what: str,
    *,
    yes: bool,
    as_json: bool,
) -> None:
    """Record the same on the cases that are named, or on those that the filter lets through now.

    `what` says what becomes of them. Nothing is asked about a single case that is named.
    """
    if bool(cases) == bool(wanted.terms):
        raise Stop("Name the cases, or choose them with --filter.", ExitCode.USAGE)
    if cases and len(cases) == 1:
        record(at, cases[0], request, as_json)
        return
    for case in cases or ():
        at.docket.standing(at.reviewer, case)  # one that is not there is said before anything is recorded
    found = list(dict.fromkeys(cases or (row.id for row in rows(at, wanted))))
    if not found:
        say("No case matches: nothing was recorded.")
        return
    say(f"{_cases(len(found))}: {what}.")
    if not yes:
        confirm("to record that, anything else to leave them as they are")
    _record(at, found, request, as_json)


def _record(at: Desk, cases: list[str], request: Harmless, as_json: bool) -> None:
    refused, done = defaultdict[str, list[str]](list), 0
    try:
        with counted("cases") as advance:
            for case in cases:
                answer = at.docket.act(at.reviewer, case, request)
                if isinstance(answer, Record):
                    done += 1
                else:
                    refused[_sentence(answer)].append(case)
                if as_json:
                    put_json({"case": case} | _json(at, answer))
                advance(1)
    finally:
        say(f"Recorded on {done:,} of {_cases(len(cases))}.")
        for sentence, those in refused.items():
            more = f" and {len(those) - NAMED:,} more" if len(those) > NAMED else ""
            say(f"Not on {', '.join(those[:NAMED])}{more}: {sentence}")
    if refused:
        raise typer.Exit(ExitCode.REFUSED)


def _json(at: Desk, answer: Record | Refusal) -> dict[str, object]:
    return recorded_json(at, answer) if isinstance(answer, Record) else refusal_json(answer)


def _sentence(refusal: Refusal) -> str:
    return " ".join([refusal.sentence, *(one.sentence for one in refusal.missing)])


def _cases(count: int) -> str:
    return f"{count:,} case{'' if count == 1 else 's'}"
