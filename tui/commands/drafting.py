"""What people write on a command line: the passage that a citation names, a vote, a resolution."""

import re
from collections.abc import Callable
from typing import Annotated

import typer

from store.acts import Adjudicate, CastVote, Cite, Draft
from store.case.view import CaseView
from store.model import Missing, Refusal
from tui import completion
from tui.commands.common import AsJson, CaseId, Desk, DocketPath, Reason, Reviewer, desk, refuse
from tui.commands.recording import Command, command_of, record
from tui.commands.written import written
from tui.output import ExitCode, Stop

OutcomeId = Annotated[
    str,
    typer.Option("--outcome", metavar="ID", help="An outcome of the policy.", autocompletion=completion.outcomes),
]
Grounds = Annotated[
    list[str] | None,
    typer.Option("--ground", metavar="ID", help="A ground; may be repeated.", autocompletion=completion.grounds),
]
Cites = Annotated[
    list[str] | None,
    typer.Option("--cite", metavar="ITEM[:START-END]", help="Evidence, by offsets as `show` prints; may be repeated."),
]
Revision = Annotated[
    int | None, typer.Option("--revision", metavar="N", min=1, help="The revision of the case that you read.")
]
Confirm = Annotated[str, typer.Option("--confirm", metavar="CASE", help="The case again: for an adverse outcome.")]

_SPAN = re.compile(r"(?P<item>.+):(?P<start>[0-9]{1,9})-(?P<end>[0-9]{1,9})", re.DOTALL)
_HALF_A_SPAN = re.compile(r".+:[0-9]*-?[0-9]*", re.DOTALL)


def cite(text: str) -> Cite:
    """The span written as `ITEM:START-END`, or the whole item written as `ITEM`."""
    if span := _SPAN.fullmatch(text):
        return Cite(span["item"], int(span["start"]), int(span["end"]))
    if _HALF_A_SPAN.fullmatch(text):
        raise Stop(f'"{text}" is not a passage: write ITEM:START-END, as `foureyes show` prints it.', ExitCode.USAGE)
    return Cite(text)


def by_draft(make: Callable[[Draft], CastVote | Adjudicate]) -> Command:
    """The command, named and described as `make` is, of an act that a draft says all of: a vote or a resolution."""

    def run(
        docket: DocketPath,
        case: CaseId,
        outcome: OutcomeId,
        grounds: Grounds = None,
        cites: Cites = None,
        reason: Reason = "",
        revision: Revision = None,
        confirm: Confirm = "",
        as_json: AsJson = False,
        reviewer: Reviewer = None,
    ) -> None:
        passages = tuple(cite(one) for one in cites or ())
        request = make(Draft(outcome, tuple(grounds or ()), written(reason), passages, revision))
        with desk(docket, reviewer) as at:
            _must_be_confirmed(at, at.docket.view(at.reviewer, case), request, confirm, as_json)
            record(at, case, request, as_json)

    return command_of(run, make)


def _must_be_confirmed(at: Desk, view: CaseView, request: CastVote | Adjudicate, confirm: str, as_json: bool) -> None:
    """An adverse outcome is confirmed by the id of the case; what else is missing is said at the same time."""
    if view.refusal(request.act) is not None:
        return
    outcome = view.scene.policy.outcome_of(request.draft.outcome)
    if outcome is None or not outcome.adverse or confirm == view.case.id:
        return
    wanted = Missing("confirm", f'"{outcome.label}" is adverse: confirm the case by its id with --confirm.')
    missing = (*at.docket.missing(view, request), wanted)
    refuse(Refusal("incomplete", "Something is still missing.", missing), as_json)
