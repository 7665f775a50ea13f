"""`note`, `vote`, `withdraw` and `adjudicate`: what a reviewer puts on record."""

from typing import Annotated

import typer

from store.case.view import CaseView
from store.lacks import Draft
from store.model import Missing, Record, Refusal
from tui.commands.common import AsJson, CaseId, Desk, DocketPath, Reviewer, accepted, desk, refuse
from tui.commands.writing import cite, written
from tui.output import put_json, say

OutcomeId = Annotated[str, typer.Option("--outcome", metavar="ID", help="An outcome of the policy.")]
Grounds = Annotated[list[str] | None, typer.Option("--ground", metavar="ID", help="A ground; may be repeated.")]
Cites = Annotated[
    list[str] | None,
    typer.Option("--cite", metavar="ITEM[:START-END]", help="Evidence, by offsets as `show` prints; may be repeated."),
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT|@FILE|-", help="The written reason; - reads stdin.")]
Confirm = Annotated[str, typer.Option("--confirm", metavar="CASE", help="The case again: for an adverse outcome.")]


def note(
    docket: DocketPath,
    case: CaseId,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The note; - reads stdin.")],
    passage: Annotated[str, typer.Option("--cite", metavar="ITEM:START-END", help="What the note is about.")] = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Write a note on a case."""
    anchor, words = cite(passage) if passage else None, written(text, files=False)
    with desk(docket, reviewer) as at:
        _tell(at, accepted(at.docket.note(at.reviewer, case, words, anchor), as_json), as_json)


def vote(
    docket: DocketPath,
    case: CaseId,
    outcome: OutcomeId,
    ground: Grounds = None,
    passage: Cites = None,
    reason: Reason = "",
    confirm: Confirm = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Record your own decision on a case.

    You may take it back until another person has acted on the case.
    """
    draft = _draft(outcome, ground, passage, reason)
    with desk(docket, reviewer) as at:
        reading = at.docket.read(at.reviewer, case)
        _confirmed(at, reading, draft, confirm, reading.vote_refusal, as_json)
        _tell(at, accepted(at.docket.vote(at.reviewer, case, draft), as_json), as_json)


def adjudicate(
    docket: DocketPath,
    case: CaseId,
    outcome: OutcomeId,
    ground: Grounds = None,
    passage: Cites = None,
    reason: Reason = "",
    confirm: Confirm = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Settle a conflict of votes, as a third person."""
    draft = _draft(outcome, ground, passage, reason)
    with desk(docket, reviewer) as at:
        reading = at.docket.read(at.reviewer, case)
        _confirmed(at, reading, draft, confirm, reading.adjudicate_refusal, as_json)
        _tell(at, accepted(at.docket.adjudicate(at.reviewer, case, draft), as_json), as_json)


def withdraw(
    docket: DocketPath,
    case: CaseId,
    reason: Reason = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Take back your own vote.

    Only while nobody else has acted on the case; the vote stays in the history.
    """
    words = written(reason)
    with desk(docket, reviewer) as at:
        _tell(at, accepted(at.docket.withdraw(at.reviewer, case, words), as_json), as_json)


def _draft(outcome: str, ground: list[str] | None, passage: list[str] | None, reason: str) -> Draft:
    return Draft(outcome, tuple(ground or ()), written(reason), tuple(cite(one) for one in passage or ()))


def _confirmed(at: Desk, reading: CaseView, draft: Draft, confirm: str, refusal: Refusal | None, as_json: bool) -> None:
    """An adverse outcome is confirmed by the id of the case; what else is missing is said at the same time."""
    outcome = at.docket.policy.outcome_of(draft.outcome)
    if refusal is not None or outcome is None or not outcome.adverse or confirm == reading.case.id:
        return
    wanted = Missing("confirm", f'"{outcome.label}" is adverse: confirm the case by its id with --confirm.')
    missing = (*at.docket.lacks(reading.case, draft), wanted)
    refuse(Refusal("incomplete", "Something is still missing.", missing), as_json)


def _tell(at: Desk, record: Record, as_json: bool) -> None:
    assert record.case is not None  # noqa: S101 - what is recorded here is always about a case
    standing = at.docket.read(at.reviewer, record.case).standing
    if as_json:
        put_json({"recorded": record.kind, "seq": record.seq, "case": record.case, "standing": standing})
    say(f"Recorded: {record.kind}, number {record.seq} in the history. {record.case} is now {standing}.")
