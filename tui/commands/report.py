"""`report`: progress, outcomes, agreement and how cases were read, in numbers."""

from typing import Annotated, BinaryIO, Literal, cast

import typer

from store.model import Refusal
from store.plural import plural
from tui.commands.common import AsJson, DocketPath, FilterText, Force, Raw, Reviewer, chosen, desk, destination, refuse
from tui.output import DataOut, ExitCode, Stop, put, put_json, say
from tui.terminal.ctrl_c import ctrl_c

What = Literal["all", "progress", "outcomes", "agreement", "review"]


def report(
    docket: DocketPath,
    what: Annotated[What, typer.Option("--what", help="Which part.")] = "all",
    by: Annotated[
        str, typer.Option("--by", metavar="FIELD", help="Group outcomes by a field, flags or priority.")
    ] = "",
    expression: FilterText = "",
    people: Annotated[
        bool | None,
        typer.Option(
            "--people/--no-people",
            help="Count people, not only decisions. By default where the policy does not mask them.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
    csv: Annotated[
        str, typer.Option("--csv", metavar="OUT", help="Every figure as a row of this file; - is stdout.")
    ] = "",
    raw: Raw = False,
    force: Force = False,
    reviewer: Reviewer = None,
) -> None:
    """Report in numbers how the work goes.

    Progress for everybody, the rest for leads and auditors. What shows others' work or lifts a mask is recorded
    before anything is read.
    """
    from store import reports
    from store.reports.file import write
    from tui.commands.report_text import lines

    if as_json and csv:
        raise Stop("Choose --json or --csv.", ExitCode.USAGE)
    wanted, parts = chosen(expression), reports.PARTS if what == "all" else (what,)
    with ctrl_c(), desk(docket, reviewer) as at:
        answer = reports.report(at.docket, at.reviewer, parts, wanted, by=by or None, people=people)
        if isinstance(answer, Refusal):
            refuse(answer, as_json)
        if csv:
            out, stdout = destination(csv), cast(BinaryIO, DataOut())
            left = write(at.docket, at.reviewer, answer, out, raw=raw, force=force, stdout=stdout)
            if isinstance(left, Refusal):
                refuse(left)
            say(f"Exported {plural(left.rows, 'row')} of the report, SHA-256 {left.sha256}.")
        elif as_json:
            put_json(answer)
        else:
            for line in lines(answer, at.policy):
                put(line)
    if answer.unmasked:
        say("Recorded: you asked for this report without masks.")
