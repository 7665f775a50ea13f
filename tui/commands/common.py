"""What the commands share: arguments and options, opening a docket, and turning a refusal into an exit."""

import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from msgspec import Struct

from store import filters
from store.days import FORM, read_day
from store.docket import Answer, Docket
from store.errors import BadInput
from store.filters import Filter
from store.model import Refusal
from store.names import reviewer_id
from store.policy import Policy
from store.records import Record
from tui import completion, identity
from tui.commands.options import Reviewer as Reviewer
from tui.commands.progress import docket_read
from tui.output import ExitCode, Stop, flush, on_terminal, put_json, say

DocketPath = Annotated[Path, typer.Argument(metavar="DOCKET", help="The docket, a directory.", readable=False)]
CaseId = Annotated[str, typer.Argument(metavar="CASE", help="The id of the case.", autocompletion=completion.cases)]
FilterText = Annotated[
    str,
    typer.Option(
        "--filter",
        metavar="EXPR",
        help='Such as: standing:open due:<7d flag:Q3 "free text".',
        autocompletion=completion.terms,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="For programs: JSON on stdout.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]
On = Annotated[str, typer.Option("--on", metavar="DATE", help=f"The day on which it happened: {FORM}.")]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help=f"The day on which the case is back: {FORM}.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT|@FILE|-", help="The written reason; - reads stdin.")]
Reference = Annotated[str, typer.Option("--reference", metavar="TEXT", help="Its number there, where it is known.")]
Recipient = Annotated[str, typer.Option("--for", metavar="WHOM", help="Whom it is for; it is recorded.")]
Raw = Annotated[bool, typer.Option("--raw", help="In CSV: no guard against formulas in spreadsheets.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]
REMAKING = "The index of the docket is made anew from its record: that takes a while, and nothing is lost by it."
STDIO = "-"
"""Names the standard input or output in place of a file."""


class Desk(Struct, frozen=True):
    """An open docket and who is working on it."""

    docket: Docket
    reviewer: str

    @property
    def policy(self) -> Policy:
        """The policy in force; raises `NotAllowed` for who may not read."""
        return self.docket.policy(self.reviewer)


@contextmanager
def desk(where: Path, declared: str | None) -> Iterator[Desk]:
    """Open the docket at `where` for the reviewer, telling of any trouble; closed afterwards."""
    from store.opening import open_docket  # the engine is needed by whoever opens a docket, not by --help

    with docket_read() as progress:
        docket = open_docket(where, lambda: say(REMAKING), progress)
    try:
        at = Desk(docket, identity.reviewer(docket.identity, declared))
        docket.policy(at.reviewer)  # who may not read is told so, whatever the command
        for trouble in docket.warnings(at.reviewer):
            say(f"Warning: {trouble.sentence}")
        yield at
    finally:
        docket.close()


def command(*words: str) -> str:
    """A command of this program as it can be typed here, in a shell, whatever the words hold."""
    if shutil.which("foureyes"):
        return shlex.join(["foureyes", *words])
    started = [sys.executable, "-m", "tui"] if sys.argv[0].endswith("__main__.py") else [sys.argv[0]]
    return shlex.join([*started, *words])


def person(name: str, at: Desk) -> str:
    """The reviewer who is meant; `me` is whoever runs the command. Raises `BadName`."""
    return at.reviewer if name.lower() == "me" else reviewer_id(name)


def chosen(expression: str) -> Filter:
    """The filter of `--filter`; one that is not understood is a usage error."""
    try:
        return filters.parse(expression)
    except BadInput as error:
        raise Stop(str(error), ExitCode.USAGE) from None


def day(text: str, docket: Docket) -> date:
    """The day that is meant; raises `Stop`."""
    meant = read_day(text, docket.today())
    if meant is None:
        raise Stop(f'"{text}" is not a date: write it as {FORM}.', ExitCode.USAGE)
    return meant


def destination(out: str) -> Path | None:
    """The file that is to be made; None for standard output."""
    return None if out == STDIO else Path(out)


def accepted(answer: Answer, as_json: bool = False) -> Record:
    """The record that was made; ends the command with what the rules said if none was."""
    if isinstance(answer, Refusal):
        refuse(answer, as_json)
    return answer


def refuse(refusal: Refusal, as_json: bool = False) -> NoReturn:
    """End the command with a refusal: in sentences, and for a program as JSON as well."""
    if as_json:
        put_json(refusal_json(refusal))
    raise Stop(refusal.sentence, missing=refusal.missing)


def refusal_json(refusal: Refusal) -> dict[str, object]:
    """A refusal for a program."""
    return {"refused": refusal.code, "sentence": refusal.sentence, "missing": refusal.missing}


def confirm(what: str) -> None:
    """Go on if the person at the terminal types yes; `what` says to what, and what happens otherwise."""
    if not on_terminal(sys.stdin):
        raise Stop("Nothing was changed. Without a terminal to ask at, confirm with --yes.", ExitCode.USAGE)
    flush()
    say(f'Type "yes" {what}:')
    if sys.stdin.readline().strip() != "yes":
        raise Stop("Nothing was changed.")
