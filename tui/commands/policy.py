"""`policy`: the policy in force on a docket, or whether a file can be one."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, get_args

import typer

from store import policy as policies
from store.policy import Policy, Role
from tui.commands.common import AsJson, Reason, Reviewer, accepted, desk, opened
from tui.commands.written import written
from tui.output import ExitCode, Stop, put, put_json, say

CHECK = "check"


def policy(
    docket: Annotated[str, typer.Argument(metavar="DOCKET|check", help="The docket, a directory; or check FILE.")],
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="With check: a policy in TOML.", show_default=False)
    ] = None,
    another: Annotated[
        Path | None, typer.Option("--set", metavar="FILE", help="Put another policy in force (TOML), on record.")
    ] = None,
    reason: Reason = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Show the policy in force, replace it, or check a file that may become one.

    With --set, rounds that have begun end under the policy they began with; roles hold at once. It takes a --reason,
    and a lead.

    A docket of the name check is written ./check.
    """
    if (docket == CHECK) != (file is not None) or (another is None and reason) or (another and file):
        raise Stop(
            "Write `foureyes policy DOCKET`, `foureyes policy DOCKET --set FILE --reason TEXT`, or "
            "`foureyes policy check FILE`.",
            ExitCode.USAGE,
        )
    if file is not None:
        _put(policies.load(file)[0], as_json)
    elif another is not None:
        _replace(Path(docket), another, written(reason), as_json, reviewer)
    else:
        with opened(Path(docket)) as at:
            _put(at.policy, as_json)


def _replace(where: Path, file: Path, reason: str, as_json: bool, reviewer: str | None) -> None:
    checked, source = policies.load(file)  # its faults are told with the name of the file
    with desk(where, reviewer) as at:
        record = accepted(at.docket.set_policy(at.reviewer, source, reason), as_json)
        if as_json:
            put_json({"recorded": record.kind, "seq": record.seq, "name": checked.name, "version": checked.version})
    said = f'In force is the policy "{checked.name}", version {checked.version}, by number {record.seq} in the history.'
    say(f"{said} Rounds that have begun end under the one before.")


def _put(policy: Policy, as_json: bool) -> None:
    if as_json:
        put_json(policy)
        return
    for line in _lines(policy):
        put(line)


def _lines(policy: Policy) -> Iterator[str]:
    yield f"{policy.name}, version {policy.version}"
    who = "their login names" if policy.identity == "login" else "names that they declare"
    yield f"reviewers go by: {who}"
    yield f"votes for an adverse outcome: {policy.review.votes}"
    yield f"share of other cases with a second reader: {policy.review.audit_share:.0%}"
    yield f"votes conflict when they differ in: {policy.review.conflict_on}"
    yield f"masked: {', '.join(policy.case.masked) or 'nothing'}"
    yield f"columns: {', '.join(policy.case.columns)}"
    for said, states in (
        ("an adverse vote waits until the person was heard", policy.review.hearing),
        ("a case with one vote stands at open for whoever has not voted", policy.review.blind_queue),
    ):
        if states:
            yield said
    if policy.review.final_after_days is not None:
        yield f"final: {policy.review.final_after_days} days after the decision"
    if policy.review.separate_import:
        yield "whoever imported a case does not vote on it"
    for role in get_args(Role):
        unfilled = "nobody" if role == "auditor" else "anybody but an auditor"
        yield f"{role}: {', '.join(policy.roles.get(role, ())) or unfilled}"
    for reviewer, name in policy.people.items():
        yield f"{reviewer} is shown as: {name}"
    for outcome in policy.outcome:
        yield f"outcome {outcome.id}: {outcome.label}{' (adverse)' if outcome.adverse else ''}"
    for ground in policy.ground:
        yield f"ground {ground.id}: {ground.label} ({ground.law}) carries {', '.join(ground.outcomes)}"
    for kind in policy.evidence:
        said = f"{'' if kind.alone else ' (never enough alone)'}{' (must be read)' if kind.must_read else ''}"
        said += " (opinion of another body)" if kind.opinion else ""
        yield f"evidence {kind.kind}: {kind.label}{said}"
    for clock in policy.clock:
        days = "working day" if clock.days_are == "working" else "day"
        number, unit = (clock.months, "month") if clock.months is not None else (clock.days, days)
        length = f"{number} {unit}{'' if number == 1 else 's'}"
        paused = "".join(f", pauses when {event}" for event in clock.pauses)
        moved = ", to the next working day" if clock.working_day else ""
        which = f", for {', '.join(clock.outcomes)}" if clock.outcomes else ""
        holds = f", from {clock.effective} on" if clock.effective else ""
        holds += f", until {clock.until}" if clock.until else ""
        ends = f", kept when {clock.ends}" if clock.ends else ""
        rule = f"{length} from {clock.starts}{ends}{paused}{moved}{which}{holds}"
        yield f"clock {clock.id}: {clock.label}, {rule} ({clock.source})"
    if policy.calendar.country:
        part = f"-{policy.calendar.subdivision}" if policy.calendar.subdivision else ""
        yield f"working days of: {policy.calendar.country}{part}"
    if policy.notice:
        yield f"notices: of {policy.notice.office}, by the clock {policy.notice.clock}, to {policy.notice.body}"
    if policy.related.fields:
        yield f"related by: {', '.join(policy.related.fields)}"
    if renewal := policy.renewal:
        when = f"{renewal.months} months after the decision" if renewal.months else f"on the day in {renewal.field}"
        yield f"comes up again {when}: {', '.join(renewal.outcomes)}"
    for scope in policy.out_of_scope:
        yield f"out of scope: {scope.reason} ({scope.field} {', '.join(scope.values)})"
