"""What a case waits for and what followed from its decision: until when, why, and who recorded it."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from store.acts import Assigned, Closed, Hearing, Held, Referred, Ruled, Served
from store.case.parts import Invitation, Pause, Remedy, Result
from store.case.view import CaseView
from store.model import Standing
from store.records import Record
from tui.pages.cells import fit
from tui.pages.page_builder import PageBuilder, Run
from tui.pages.words import author, deadline_words, due_words

LABELS = 10
"""Cells of the labels."""
LONGEST = 2000
"""Characters that are shown of what somebody wrote."""
RULED: dict[Result, str] = {
    "upheld": "upheld",
    "varied": "varied",
    "set_aside": "set aside",
    "sent_back": "sent back",
}


class Fact(NamedTuple):
    """What is so, the record that says so, and in what words; `role` where a day is near or over."""

    label: str
    said: str
    record: Record | None = None
    wrote: str = ""
    role: str = "text"


def write_whereabouts(page: PageBuilder, view: CaseView, today: date) -> None:
    """These facts, where there are any."""
    facts = list(_facts(view, today))
    facts += _deadlines(view, today)
    if facts:
        page.heading("Where it stands")
    for fact in facts:
        by = f" · {author(view.scene.policy, fact.record)}" if fact.record else ""
        page.prose(f"{fact.said}{by}", fact.role, lead=Run(fit(fact.label, LABELS), "label"))
        if fact.wrote:
            page.prose(page.short(fact.wrote, LONGEST), indent=LABELS)


def _deadlines(view: CaseView, today: date) -> Iterator[Fact]:
    """What rings, or will again after a pause; step by step it stands at the end of the case."""
    for one in view.deadlines:
        waits = one.paused and one.met is None and not one.closed
        if (one.rings or waits) and view.scene.state.decided:
            drawn = deadline_words(one, today)
            yield Fact("Deadline", f"{one.clock.label}: {drawn.text}", role=drawn.role)


def _facts(view: CaseView, today: date) -> Iterator[Fact]:
    state = view.scene.state
    records = {record.seq: record for record in view.history}
    if state.pause and not state.decided:
        yield from _pause(view.standing, state.pause, records.get(state.pause.seq), today)
    if state.invitation:
        yield _hearing(state.invitation, records.get(state.invitation.seq), today)
    if not state.decided:
        yield from _asked(view)
    if state.delivery and (served := records.get(state.delivery.seq)) and isinstance(served.body, Served):
        yield Fact("Served", f"on {served.body.on}, {served.body.manner}", served, served.body.reason)
    for remedy in state.remedies:
        yield from _appeal(view, remedy, records)
    if state.closed and (closed := records.get(state.closed)) and isinstance(closed.body, Closed):
        yield Fact("Closed", f"on {closed.day}", closed, closed.body.reason)


def _asked(view: CaseView) -> Iterator[Fact]:
    """Who was asked to read it, and by whom where that is shown; a blind reader knows at least whom they asked."""
    policy, me, named = view.scene.policy, view.scene.reviewer, view.scene.state.assigned
    record = next((one for one in reversed(view.history) if isinstance(one.body, Assigned)), None)
    asked = record.body.to if record and isinstance(record.body, Assigned) else ""
    if whom := named or (asked if view.blind else ""):
        by = f" · by {author(policy, record)}, {record.day}" if record and asked == whom else ""
        yield Fact("Asked", f"{'you' if whom == me else policy.name_of(whom)}{by}")


def _pause(standing: Standing, pause: Pause, record: Record | None, today: date) -> Iterator[Fact]:
    due = due_words(pause.until, today)
    match record and record.body:
        case Held(reason=reason) if standing is Standing.HELD:
            yield Fact("Held", f"until {due.text}", record, reason, due.role)
        case Referred(to=to, question=question) if standing is Standing.REFERRED:
            yield Fact("Referred", f"to {to} · opinion due {due.text}", record, question, due.role)
        case Referred(to=to, question=question):
            yield Fact("Referred", f"to {to} · opinion was due {pause.until}", record, question)


def _hearing(invitation: Invitation, record: Record | None, today: date) -> Fact:
    body = record.body if record and isinstance(record.body, Hearing) else None
    if invitation.answered is None:
        due = due_words(invitation.due, today)
        return Fact("Hearing", f"invited on {invitation.on} to answer by {due.text}", record, "", due.role)
    how = f"received as {body.item}" if body and body.item else str(invitation.how)
    return Fact("Hearing", f"{how} on {invitation.answered}", record, body.reason if body else "")


def _appeal(view: CaseView, remedy: Remedy, records: dict[int, Record]) -> Iterator[Fact]:
    reference = f" ({remedy.reference})" if remedy.reference else ""
    what, whose = ("Review", "by the office itself, at") if remedy.own_review else ("Appeal", "to")
    yield Fact(what, f"of {remedy.filed} {whose} {remedy.body}{reference}", records.get(remedy.seq))
    for stay in remedy.stays:
        yield Fact("Stay", f"since {stay.since}" if stay.until is None else f"from {stay.since} until {stay.until}")
    if remedy.result is not None:
        ruling = records.get(remedy.ruling or -1)
        to = f" to “{view.scene.policy.label_of(remedy.outcome)}”" if remedy.result == "varied" else ""
        wrote = ruling.body.reason if ruling and isinstance(ruling.body, Ruled) else ""
        yield Fact("Ruling", f"{RULED[remedy.result]}{to} on {remedy.ended}", ruling, wrote)
