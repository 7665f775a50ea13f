"""What people write on a command line: a text, the passage that a citation names, a vote, a resolution."""

import difflib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from store.acts import Adjudicate, CastVote, Cite, Draft
from store.case.view import CaseView
from store.model import Missing, Refusal
from store.policy import Policy
from store.records import Record
from tui.commands.common import Desk, refuse
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


def confirmed(at: Desk, view: CaseView, request: CastVote | Adjudicate, confirm: str, as_json: bool) -> None:
    """An adverse outcome is confirmed by the id of the case; what else is missing is said at the same time."""
    if view.refusal(request.act) is not None:
        return
    policy, draft = view.scene.policy, request.draft
    if unknown := tuple(_unknown(policy, draft)):
        refuse(Refusal("incomplete", "The policy does not know what you chose.", unknown), as_json)
    outcome = policy.outcome_of(draft.outcome)
    if outcome is None or not outcome.adverse or confirm == view.case.id:
        return
    wanted = Missing("confirm", f'"{outcome.label}" is adverse: confirm the case by its id with --confirm.')
    missing = (*at.docket.missing(view, request), wanted)
    refuse(Refusal("incomplete", "Something is still missing.", missing), as_json)


def tell(at: Desk, record: Record, as_json: bool) -> None:
    """Say what was recorded, and where the case stands now."""
    assert record.case is not None  # noqa: S101 - what is recorded here is always about a case
    standing = at.docket.view(at.reviewer, record.case).standing
    if as_json:
        put_json({"recorded": record.kind, "seq": record.seq, "case": record.case, "standing": standing})
    say(f"Recorded: {record.kind}, number {record.seq} in the history. {record.case} is now {standing}.")


def _unknown(policy: Policy, draft: Draft) -> Iterator[Missing]:
    """What the draft names and the policy does not have, with what it has."""
    if policy.outcome_of(draft.outcome) is None:
        labels = {one.id: one.label for one in policy.outcome}
        said = f'The policy has no outcome "{draft.outcome}"'
        yield Missing("unknown_outcome", f"{said}{_known(draft.outcome, labels)}")
        return
    labels = {one.id: one.label for one in policy.grounds_for(draft.outcome)}
    for ground in draft.grounds:
        if ground not in labels:
            said = f'The policy has no ground "{ground}" for the outcome "{draft.outcome}"'
            yield Missing("bad_ground", f"{said}{_known(ground, labels)}")


def _known(word: str, labels: dict[str, str]) -> str:
    close = difflib.get_close_matches(word, labels, 1)
    meant = f' (did you mean "{close[0]}"?)' if close else ""
    known = ", ".join(f"{name} ({label})" for name, label in labels.items())
    return f"{meant}. Known: {known or 'none'}."


def _read(file: BinaryIO, name: str) -> str:
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Stop(f"{name}: more than {LARGEST} bytes of text.", ExitCode.USAGE)
    try:
        return data.decode("utf-8").removesuffix("\n")
    except UnicodeDecodeError as error:
        raise Stop(f"{name}: not UTF-8 at byte {error.start}.", ExitCode.USAGE) from None
