"""A case as lines of text: everything that the review screen shows, with the offsets that a citation needs."""

import shlex
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from store.acts import CastVote, Draft, Note, Resolution, Vote, Withdrawal
from store.case.view import CaseView
from store.docket import MASK, Docket
from store.model import Citation, Evidence, Flag
from store.policy import Policy
from store.records import Record
from store.spans import sentences
from store.text import clip, hidden, visible
from tui.commands.common import command
from tui.commands.table import table

QUOTE = 200
"""How much of a quoted passage is repeated under a note or a vote; the passage itself stands with the evidence."""


def case_lines(reading: CaseView, docket: Docket, where: Path) -> Iterator[str]:
    """The case as its reader may see it, and what that reader can do next."""
    policy = docket.policy
    yield from _head(reading)
    yield from _section("Fields", _fields(reading))
    yield from _section("Flags (raised outside this program)", map(_flag, reading.case.flags))
    yield from _section("Evidence", _evidence(reading, policy))
    yield from _section("Notes", (line for record in reading.of(Note) for line in _note(record)))
    yield from _section("Votes", _votes(reading, policy))
    yield from _section("Next", _next(reading, docket, where))


def spans(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text; what hides between two of them is a span too, so that nothing stays unread."""
    done = 0
    for start, end in (*sentences(text), (len(text), len(text))):
        between = text[done:start]
        if hidden(between) or not (between.isspace() or not between):
            yield done, start
        if start < end:
            yield start, end
        done = end


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    yield ""
    yield title
    empty = True
    for line in lines:
        empty = False
        yield f"  {line}" if line else ""
    if empty:
        yield "  none"


def _head(reading: CaseView) -> Iterator[str]:
    case = reading.case
    yield f"{case.id}  {case.title}"
    yield f"standing: {reading.standing}, round {reading.round}"
    if reading.revision > 1:
        yield f"revision: {reading.revision}, which changed {', '.join(reading.changed)}"
    if "subject" in reading.masked:
        yield f"subject: {MASK}  (ask with --unmask subject)"
    elif case.subject:
        yield f"subject: {case.subject}"
    if case.due is not None:
        yield f"due: {case.due}"
    if case.priority is not None:
        yield f"priority: {case.priority}"


def _fields(reading: CaseView) -> Iterator[str]:
    rows = [
        (f"{name}:", f"{MASK}  (ask with --unmask {name})" if name in reading.masked else _value(value))
        for name, value in reading.case.fields.items()
    ]
    return table(rows[0], rows[1:]) if rows else iter(())


def _value(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _flag(flag: Flag) -> str:
    raised = f"raised by {flag.raised_by}" if flag.raised_by else ""
    when = f"on {flag.raised_on}" if flag.raised_on else ""
    return "  ".join(part for part in (flag.code, flag.reason, f"{raised} {when}".strip()) if part)


def _evidence(reading: CaseView, policy: Policy) -> Iterator[str]:
    for number, item in enumerate(reading.case.evidence):
        if number:
            yield ""
        kind = policy.kind_of(item.kind)
        yield f"{item.id}  {kind.label if kind else item.kind}: {item.label}"
        yield "  " + ", ".join(_about(item))
        if item.gist:
            yield f"  what the subject may be told: {item.gist}"
        for start, end in spans(item.text):
            yield f"  [{item.id}:{start}-{end}] {visible(item.text[start:end])}"


def _about(item: Evidence) -> Iterator[str]:
    yield "withheld from the subject" if item.withheld else item.access
    if item.source:
        yield f"source: {item.source}"
    if item.date:
        yield str(item.date)
    if count := hidden(item.text):
        yield f"hidden characters: {count}"


def _note(record: Record) -> Iterator[str]:
    assert isinstance(record.body, Note)  # noqa: S101 - `CaseView.notes` holds notes
    yield f"{record.by}, {_time(record.at)}"
    for line in _lines(record.body.text):
        yield f"  {line}"
    if record.body.citation:
        yield f"  {_quote(record.body.citation)}"


def _votes(reading: CaseView, policy: Policy) -> Iterator[str]:
    if reading.blind:
        yield "You read this case blind: what others wrote in this round is shown once your own vote is in."
    for record in (*reading.votes, *([reading.resolution] if reading.resolution else [])):
        body = record.body
        if not isinstance(body, Vote | Resolution):
            continue
        did = "voted" if isinstance(body, Vote) else "settled the conflict:"
        yield f"{record.by} {did} {_outcome(policy, body.outcome)}, {_time(record.at)}"
        if body.grounds:
            yield f"  grounds: {', '.join(body.grounds)}"
        for line in _lines(body.reason):
            yield f"  {line}"
        for citation in body.citations:
            yield f"  {_quote(citation)}"
    if reading.decision:
        yield f"Decided: {_outcome(policy, reading.decision.outcome)}, {_time(reading.decision.at)}"


def _next(reading: CaseView, docket: Docket, where: Path) -> Iterator[str]:
    policy = docket.policy
    if reading.refusal(Resolution) is None:
        yield from _ways(reading, docket, command("adjudicate", str(where), reading.case.id))
    elif reading.refusal(Vote) is None:
        yield from _ways(reading, docket, command("vote", str(where), reading.case.id))
    elif refusal := reading.refusal(Vote):
        yield refusal.sentence
    if reading.refusal(Withdrawal) is None:
        yield f"You may take your vote back: {command('withdraw', str(where), reading.case.id)}"
    if any(not kind.alone for kind in policy.evidence):
        weak = ", ".join(kind.label for kind in policy.evidence if not kind.alone)
        yield f"Never enough alone for an adverse outcome: {weak}."


def _ways(view: CaseView, docket: Docket, command: str) -> Iterator[str]:
    yield f"{command} --outcome ID --reason TEXT"
    for outcome in docket.policy.outcome:
        yield f"  --outcome {outcome.id}  {outcome.label}{' (adverse)' if outcome.adverse else ''}"
        for ground in docket.policy.grounds_for(outcome.id):
            yield f"    --ground {ground.id}  {ground.label} ({ground.law})"
    adverse = next((outcome for outcome in docket.policy.outcome if outcome.adverse), None)
    if adverse is not None:
        yield "An adverse outcome also needs:"
        for one in docket.missing(view, CastVote(Draft(adverse.id))):
            yield f"  {one.sentence}"
        yield f"  Confirm the case with --confirm {shlex.quote(view.case.id)}."


def _outcome(policy: Policy, outcome_id: str) -> str:
    outcome = policy.outcome_of(outcome_id)
    return f"{outcome.label} ({outcome_id})" if outcome else outcome_id


def _quote(citation: Citation) -> str:
    quoted = visible(clip(citation.quote, QUOTE))
    return f'[{citation.item}:{citation.start}-{citation.end}] "{quoted}"'


def _lines(text: str) -> list[str]:
    return visible(text, multiline=True).split("\n") if text else []


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
