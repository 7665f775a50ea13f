"""What a policy says, in words: one line for each thing, as `foureyes policy` prints them and the screen shows them."""

from collections.abc import Iterator
from typing import get_args

from store.plural import plural
from store.policy import Clock, Policy, Role


def policy_words(policy: Policy) -> Iterator[str]:
    """All lines."""
    yield f"{policy.name}, version {policy.version}"
    for part in (rule_words, people_words, outcome_words, evidence_words, clock_words, other_words):
        yield from part(policy)


def rule_words(policy: Policy) -> Iterator[str]:
    """How many people, what conflicts, what is masked."""
    who = "their login names" if policy.identity == "login" else "names that they declare"
    yield f"reviewers go by: {who}"
    yield f"votes for an adverse outcome: {policy.review.votes}"
    yield f"characters of the reason for one, at least: {policy.review.shortest_reason}"
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
        yield f"final: {plural(policy.review.final_after_days, 'day')} after the decision"
    if policy.review.separate_import:
        yield "whoever imported a case does not vote on it"


def people_words(policy: Policy) -> Iterator[str]:
    """Who holds an office, and by which names people are shown."""
    for role in get_args(Role):
        unfilled = "nobody" if role == "auditor" else "anybody but an auditor"
        yield f"{role}: {', '.join(policy.roles.get(role, ())) or unfilled}"
    for reviewer, name in policy.people.items():
        yield f"{reviewer} is shown as: {name}"


def outcome_words(policy: Policy) -> Iterator[str]:
    """Outcomes, and grounds with their law."""
    for outcome in policy.outcome:
        yield f"outcome {outcome.id}: {outcome.label}{' (adverse)' if outcome.adverse else ''}"
    for ground in policy.ground:
        yield f"ground {ground.id}: {ground.label} ({ground.law}) carries {', '.join(ground.outcomes)}"


def evidence_words(policy: Policy) -> Iterator[str]:
    """Kinds of evidence, and what each is good for."""
    for kind in policy.evidence:
        said = f"{'' if kind.alone else ' (never enough alone)'}{' (must be read)' if kind.must_read else ''}"
        said += " (opinion of another body)" if kind.opinion else ""
        yield f"evidence {kind.kind}: {kind.label}{said}"


def clock_words(policy: Policy) -> Iterator[str]:
    """Deadlines, and which days are worked."""
    for clock in policy.clock:
        yield f"clock {clock.id}: {clock.label}, {_rule(clock)} ({clock.source})"
    if policy.calendar.country:
        part = f"-{policy.calendar.subdivision}" if policy.calendar.subdivision else ""
        yield f"working days of: {policy.calendar.country}{part}"


def other_words(policy: Policy) -> Iterator[str]:
    """Notices, related cases, renewals, and who is out of scope."""
    if policy.notice:
        yield f"notices: of {policy.notice.office}, by the clock {policy.notice.clock}, to {policy.notice.body}"
    if policy.related.fields:
        yield f"related by: {', '.join(policy.related.fields)}"
    if renewal := policy.renewal:
        when = (
            f"{plural(renewal.months, 'month')} after the decision"
            if renewal.months
            else f"on the day in {renewal.field}"
        )
        yield f"comes up again {when}: {', '.join(renewal.outcomes)}"
    for scope in policy.out_of_scope:
        yield f"out of scope: {scope.reason} ({scope.field} {', '.join(scope.values)})"


def _rule(clock: Clock) -> str:
    days = "working day" if clock.days_are == "working" else "day"
    number, unit = (clock.months, "month") if clock.months is not None else (clock.days, days)
    length = plural(number or 0, unit)
    paused = "".join(f", pauses when {event}" for event in clock.pauses)
    moved = ", to the next working day" if clock.working_day else ""
    which = f", for {', '.join(clock.outcomes)}" if clock.outcomes else ""
    holds = f", from {clock.effective} on" if clock.effective else ""
    holds += f", until {clock.until}" if clock.until else ""
    ends = f", kept when {clock.ends}" if clock.ends else ""
    return f"{length} from {clock.starts}{ends}{paused}{moved}{which}{holds}"
