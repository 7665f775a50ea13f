"""`policy`: the policy in force."""

from collections.abc import Iterator

from store.policy import Policy
from tui.commands.common import AsJson, DocketPath, opened
from tui.output import put, put_json


def policy(docket: DocketPath, as_json: AsJson = False) -> None:
    """Show the policy in force."""
    with opened(docket) as at:
        if as_json:
            put_json(at.policy)
            return
        for line in _lines(at.policy):
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
    for role, names in policy.roles.items():
        yield f"{role}: {', '.join(names) or 'anybody'}"
    for outcome in policy.outcome:
        yield f"outcome {outcome.id}: {outcome.label}{' (adverse)' if outcome.adverse else ''}"
    for ground in policy.ground:
        yield f"ground {ground.id}: {ground.label} ({ground.law}) carries {', '.join(ground.outcomes)}"
    for kind in policy.evidence:
        yield f"evidence {kind.kind}: {kind.label}{'' if kind.alone else ' (never enough alone)'}"
    for clock in policy.clock:
        number, unit = (clock.months, "month") if clock.months is not None else (clock.days, "day")
        length = f"{number} {unit}{'' if number == 1 else 's'}"
        yield f"clock {clock.id}: {clock.label}, {length} from {clock.starts} ({clock.source})"
