"""What people write on a command line: a text, the passage that a citation names, a vote, a resolution."""

import re
import sys
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from store.acts import Adjudicate, AnyRequest, CastVote, Cite, Draft
from store.case.view import CaseView
from store.model import Missing, Refusal
from store.records import Record
from tui.commands.common import Desk, accepted, refuse
from tui.output import ExitCode, Stop, put_json, say

OutcomeId = Annotated[str, typer.Option("--outcome", metavar="ID", help="An outcome of the policy.")]
Grounds = Annotated[list[str] | None, typer.Option("--ground", metavar="ID", help="A ground; may be repeated.")]
Cites = Annotated[
    list[str] | None,
    typer.Option("--cite", metavar="ITEM[:START-END]", help="Evidence, by offsets as `show` prints; may be repeated."),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT|@FILE|-", help="The written reason; - reads stdin.")]
Revision = Annotated[
    int | None, typer.Option("--revision", metavar="N", min=1, help="The revision of the case that you read.")
]
Confirm = Annotated[str, typer.Option("--confirm", metavar="CASE", help="The case again: for an adverse outcome.")]

LARGEST = 1 << 20
"""Bytes of a text that is read from a file or stdin: a pipe that never ends must not fill the memory."""
_SPAN = re.compile(r"(?P<item>.+):(?P<start>[0-9]{1,9})-(?P<end>[0-9]{1,9})", re.DOTALL)
_HALF_A_SPAN = re.compile(r".+:[0-9]*-?[0-9]*", re.DOTALL)


def written(text: str, *, files: bool = True) -> str:
    """The text itself; what stdin holds for `-`; with `files`, what a file holds for `@FILE`."""
    if text == "-":
        if sys.stdin is None:
            raise Stop("Standard input is closed.", ExitCode.USAGE)
        return _read(sys.stdin.buffer, "Standard input")
    if files and text.startswith("@"):
        try:
            with Path(text[1:]).open("rb") as file:
                return _read(file, text[1:])
        except OSError as error:
            raise Stop(f"{text[1:]}: cannot be read: {error.strerror}.", ExitCode.USAGE) from None
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise Stop("The text on the command line is not UTF-8.", ExitCode.USAGE)
    return text


def cite(text: str) -> Cite:
    """The span written as `ITEM:START-END`, or the whole item written as `ITEM`."""
    if span := _SPAN.fullmatch(text):
        return Cite(span["item"], int(span["start"]), int(span["end"]))
    if _HALF_A_SPAN.fullmatch(text):
        raise Stop(f'"{text}" is not a passage: write ITEM:START-END, as `foureyes show` prints it.', ExitCode.USAGE)
    return Cite(text)


def drafted(
    outcome: str, ground: list[str] | None, passage: list[str] | None, reason: str, revision: int | None
) -> Draft:
    """A vote or a resolution as it was written."""
    return Draft(outcome, tuple(ground or ()), written(reason), tuple(cite(one) for one in passage or ()), revision)


def decide(at: Desk, case: str, request: CastVote | Adjudicate, confirm: str, as_json: bool) -> None:
    """Record a vote or a resolution, and say so.

    An adverse outcome is confirmed by the id of the case; what else is missing is said at the same time.
    """
    _must_be_confirmed(at, at.docket.view(at.reviewer, case), request, confirm, as_json)
    record(at, case, request, as_json)


def _must_be_confirmed(at: Desk, view: CaseView, request: CastVote | Adjudicate, confirm: str, as_json: bool) -> None:
    if view.refusal(request.act) is not None:
        return
    outcome = view.scene.policy.outcome_of(request.draft.outcome)
    if outcome is None or not outcome.adverse or confirm == view.case.id:
        return
    wanted = Missing("confirm", f'"{outcome.label}" is adverse: confirm the case by its id with --confirm.')
    missing = (*at.docket.missing(view, request), wanted)
    refuse(Refusal("incomplete", "Something is still missing.", missing), as_json)


def record(at: Desk, case: str, request: AnyRequest, as_json: bool) -> None:
    """Do something to a case, and say what was recorded and where the case stands now."""
    made = accepted(at.docket.act(at.reviewer, case, request), as_json)
    told = record_json(at, made)
    if as_json:
        put_json(told)
    say(f"Recorded: {made.kind.replace('_', ' ')}, number {made.seq} in the history. {case} is now {told['standing']}.")


def record_json(at: Desk, record: Record) -> dict[str, object]:
    """What was recorded on a case, for a program, and where it stands now."""
    assert record.case is not None  # noqa: S101 - what is recorded here is always about a case
    standing = at.docket.view(at.reviewer, record.case).standing
    return {"recorded": record.kind, "seq": record.seq, "case": record.case, "standing": standing}


def _read(file: BinaryIO, name: str) -> str:
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Stop(f"{name}: more than {LARGEST} bytes of text.", ExitCode.USAGE)
    try:
        return data.decode("utf-8").removesuffix("\n")
    except UnicodeDecodeError as error:
        raise Stop(f"{name}: not UTF-8 at byte {error.start}.", ExitCode.USAGE) from None
