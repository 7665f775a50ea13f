"""Doing something to one case: what the commands of all acts share, so that each says only what is its own."""

import inspect
from collections.abc import Callable
from typing import Any, Concatenate

from store.acts import AnyRequest
from store.records import Record
from tui.commands.common import AsJson, CaseId, Desk, DocketPath, Reviewer, accepted, desk
from tui.output import put_json, say

Command = Callable[..., None]


def on_a_case(make: Callable[Concatenate[Desk, ...], AnyRequest]) -> Command:
    """The command of an act on one case: its name, its help and its own options are those of `make`.

    Every act takes besides: docket, case, `--json`, `--reviewer`.
    """

    def run(docket: DocketPath, case: CaseId, as_json: AsJson = False, reviewer: Reviewer = None, **own: Any) -> None:
        with desk(docket, reviewer) as at:
            record(at, case, make(at, **own), as_json)

    return command_of(run, make)


def command_of(run: Command, make: Callable[..., object]) -> Command:
    """`run` under the name and with the help of `make`; the options of `make` stand in place of `**own`.

    The first argument of `make` is none of them: `run` gives it.
    """
    shared = list(inspect.signature(run).parameters.values())
    if shared[-1].kind is inspect.Parameter.VAR_KEYWORD:
        own = list(inspect.signature(make).parameters.values())[1:]
        shared = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in sorted((*shared[:-1], *own), key=_place)]
    run.__name__, run.__doc__, run.__module__ = make.__name__, make.__doc__, make.__module__
    run.__annotations__ = {one.name: one.annotation for one in shared}
    run.__signature__ = inspect.Signature(shared)  # type: ignore[attr-defined]
    return run


def _place(option: inspect.Parameter) -> int:
    """Where an option stands in the help: those of one act are between its cases and what all commands end with."""
    first, last = ("docket", "case", "cases", "expression"), ("dry_run", "yes", "as_json", "reviewer")
    return -1 if option.name in first else 1 + last.index(option.name) if option.name in last else 0


def record(at: Desk, case: str, request: AnyRequest, as_json: bool) -> None:
    """Do something to a case, and say what was recorded and where the case stands now."""
    made = accepted(at.docket.act(at.reviewer, case, request), as_json)
    told = recorded_json(at, made)
    say(f"Recorded: {made.kind.replace('_', ' ')}, number {made.seq} in the history. {case} is now {told['standing']}.")
    if as_json:
        put_json(told)


def recorded_json(at: Desk, made: Record) -> dict[str, object]:
    """What was recorded on a case, for a program, and where it stands now."""
    assert made.case is not None  # noqa: S101 - what is recorded here is always about a case
    standing = at.docket.standing(at.reviewer, made.case)
    return {"recorded": made.kind, "seq": made.seq, "case": made.case, "standing": standing}
