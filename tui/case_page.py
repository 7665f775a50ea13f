"""A case as a page: its parts, in the order in which a reviewer reads them."""

from collections.abc import Iterable
from datetime import date, datetime

from store.acts import Note, Resolution, Vote, Withdrawal
from store.case.view import CaseView
from store.docket import MASK
from store.model import Citation, Evidence, Standing
from store.policy import Policy
from store.records import Record
from store.text import clip, hidden, visible
from tui.page_builder import Line, PageBuilder, Run
from tui.pointer import grouped
from tui.theme import look

QUOTE = 120
"""Characters of a quotation that are repeated beside a note or a vote: the whole stands with the evidence."""

LONGEST = 10_000
"""Characters that are shown of a text that is no evidence, some 150 lines; what is left out is counted, and
`foureyes show` has it whole. A cell may hold a megabyte, and laying out eight of them took 18 s, at each visit anew.
"""
ONE_LINE = 500
"""Characters that are looked at of what stands on one line and is cut at its end."""
LONG_HISTORY = 200
WITHHELD = "You read this case blind: others' votes, their names and notes are withheld until you have voted."


def page(reading: CaseView, policy: Policy, width: int, today: date) -> list[Line]:
    """The lines of a case as its reader may see it."""
    writing = PageBuilder(width)
    _head(writing, reading, today)
    _flags(writing, reading)
    _fields(writing, reading)
    _evidence(writing, reading, policy)
    _notes(writing, reading)
    _votes(writing, reading, policy)
    _history(writing, reading, policy)
    return writing.lines


def due_words(due: date, today: date) -> Run:
    """A deadline and how far off it is."""
    days = (due - today).days
    if days < 0:
        return Run(f"{due} · {-days} day{'s' if days < -1 else ''} overdue", "alert")
    near = "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
    return Run(f"{due} · {near}", "warn" if days <= 7 else "text")


def _head(writing: PageBuilder, reading: CaseView, today: date) -> None:
    case, seen = reading.case, look(reading.standing)
    standing = Run(f"{seen.glyph} {seen.word}", seen.role)
    again = Run(f" · round {reading.round}", "label") if reading.round > 1 else Run("")
    title = Run(f"  {visible(clip(case.title, ONE_LINE))}", "text")
    writing.apart([Run(visible(case.id), "strong"), title], [standing, again])
    facts: list[tuple[str, Run]] = []
    if "subject" in reading.masked:
        facts.append(("Subject", Run(MASK, "masked")))
    elif case.subject:
        facts.append(("Subject", Run(visible(clip(case.subject, LONGEST)))))
    if case.due:
        facts.append(("Due", due_words(case.due, today)))
    if case.priority is not None:
        facts.append(("Priority", Run(str(case.priority))))
    writing.table(facts)
    _warnings(writing, reading)


def _warnings(writing: PageBuilder, reading: CaseView) -> None:
    case = reading.case
    if reading.blind and reading.standing is Standing.SECOND:
        writing.prose(WITHHELD, "withheld", lead=Run("◌ ", "withheld"))
    count = sum(hidden(text) for text in _texts(reading))
    if count:
        said = f"{count} hidden character{'s' if count > 1 else ''} in this case, shown like "
        writing.line(Run("⚑ ", "alert"), Run(said, "alert"), Run("⟪U+200B⟫", "hidden"))
    if reading.revision > 1:
        changed = ", ".join(_changed_words(reading.changed)) or "nothing that is shown"
        writing.prose(f"Revision {reading.revision} changed: {changed}", "warn", lead=Run("Δ ", "warn"))
    if not case.evidence:
        writing.line(Run("This case has no evidence.", "warn"))


def _texts(reading: CaseView) -> Iterable[str]:
    case = reading.case
    yield from (case.id, case.title, case.subject)
    yield from (text for pair in case.fields.items() for text in map(str, pair))
    yield from (text for flag in case.flags for text in (flag.code, flag.reason, flag.raised_by))
    yield from (text for item in case.evidence for text in (item.label, item.text, item.source, item.gist or ""))


def _changed_words(changed: tuple[str, ...]) -> Iterable[str]:
    return (clip(one.removeprefix("field."), 40) for one in changed)


def _flags(writing: PageBuilder, reading: CaseView) -> None:
    if not reading.case.flags:
        return
    writing.heading("Flags", "raised elsewhere; shown as they came")
    for flag in reading.case.flags:
        by = " · ".join(part for part in (flag.raised_by, str(flag.raised_on or "")) if part)
        reason = clip(flag.reason, LONGEST) or "no reason given"
        writing.prose(reason, lead=Run(f"{visible(clip(flag.code, 24))}  ", "strong"))
        if by:
            writing.line(Run(f"{' ' * 2}{visible(clip(by, ONE_LINE))}", "label"))


def _fields(writing: PageBuilder, reading: CaseView) -> None:
    if not reading.case.fields:
        return
    masked = [name for name in reading.case.fields if name in reading.masked]
    writing.heading("Fields", "u asks for what is masked" if masked else "")
    writing.table(
        (clip(name, 40), Run(MASK, "masked") if name in reading.masked else Run(visible(_value(value))))
        for name, value in reading.case.fields.items()
    )


def _value(value: object) -> str:
    return clip(value_words(value), LONGEST)


def value_words(value: object) -> str:
    """The value of a field, in words."""
    if value is None:
        return "—"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _evidence(writing: PageBuilder, reading: CaseView, policy: Policy) -> None:
    for group in grouped(reading.case, policy):
        count = f"{len(group.items)} item{'s' if len(group.items) > 1 else ''}"
        writing.heading(group.label, count if group.alone else f"{count} · never enough alone")
        for number, item in enumerate(group.items):
            if number:
                writing.blank()
            _item(writing, reading, item)
    writing.item = ""


def _item(writing: PageBuilder, reading: CaseView, item: Evidence) -> None:
    writing.item = item.id
    access = "withheld from the subject" if item.withheld else item.access
    role = "restricted" if item.access == "restricted" else "label"
    new = [] if item.id in reading.opened else [Run("• ", "new")]
    writing.apart(
        [*new, Run(visible(item.id), "item"), Run(f"  {visible(clip(item.label, ONE_LINE))}", "strong")],
        [Run(f"{'■ ' if item.access == 'restricted' else ''}{access}", role)],
    )
    about = " · ".join(part for part in (item.source, str(item.date or "")) if part)
    count = hidden(item.text)
    if about or count:
        badge = Run(f"{'  ' if about else ''}⚑ {count} hidden character{'s' if count > 1 else ''}", "alert")
        writing.kept([Run(visible(clip(about, ONE_LINE)), "label")], badge if count else Run(""))
    if item.gist:
        writing.prose(clip(item.gist, LONGEST), "label", lead=Run("The subject may be told: ", "label"))
    writing.evidence(item.id, item.text)
    for record in reading.of(Note):
        if isinstance(record.body, Note) and record.body.citation and _stands(record.body.citation, item):
            _note(writing, record, record.body)


def _stands(citation: Citation, item: Evidence) -> bool:
    """Whether a citation still quotes this item: after a revision it may not."""
    return citation.item == item.id and item.text[citation.start : citation.end] == citation.quote


def _note(writing: PageBuilder, record: Record, note: Note) -> None:
    quoted = f"  “{visible(clip(note.citation.quote, 40))}”" if note.citation else ""
    who = f"{visible(record.by)} · {time_words(record.at)}{quoted}"
    writing.line(Run("✎ ", "note"), Run(who, "label"))
    writing.prose(clip(note.text, LONGEST), "note", indent=2)


def _notes(writing: PageBuilder, reading: CaseView) -> None:
    loose = []
    for record in reading.of(Note):
        if isinstance(record.body, Note):
            cited = record.body.citation
            item = reading.case.item(cited.item) if cited else None
            if cited is None or item is None or not _stands(cited, item):
                loose.append((record, record.body))
    if loose:
        writing.heading("Notes", "on the case, or on text that a revision has changed")
    for record, note in loose:
        _note(writing, record, note)


def _votes(writing: PageBuilder, reading: CaseView, policy: Policy) -> None:
    writing.heading("Votes")
    if reading.blind:
        writing.prose(WITHHELD, "withheld", lead=Run("◌ ", "withheld"))
    writing.votes = True
    records = [*reading.votes, *([reading.resolution] if reading.resolution else [])]
    for record in records:
        if isinstance(record.body, Vote | Resolution):
            _decided(writing, record, record.body, policy)
    if not records and not reading.blind:
        writing.line(Run("No vote stands in this round.", "label"))
    if reading.decision:
        said = f"Decided {time_words(reading.decision.at)}: {_outcome(policy, reading.decision.outcome)}"
        writing.line(Run("● ", "decided"), Run(visible(said), "strong"))
    writing.votes = False
    _next(writing, reading)


def _next(writing: PageBuilder, reading: CaseView) -> None:
    if reading.refusal(Resolution) is None:
        writing.line(Run("a  settles the conflict: you would be the third person.", "label"))
    elif reading.refusal(Vote) is None:
        writing.line(Run("d  writes your vote.", "label"))
    elif reading.standing is not Standing.DECIDED and (refusal := reading.refusal(Vote)):
        writing.prose(refusal.sentence, "label")
    if reading.refusal(Withdrawal) is None:
        writing.line(Run("w  takes your vote back, while nobody else has acted.", "label"))


def _decided(writing: PageBuilder, record: Record, body: Vote | Resolution, policy: Policy) -> None:
    did = "voted" if isinstance(body, Vote) else "settled the conflict"
    outcome = policy.outcome_of(body.outcome)
    mark = Run("▲ ", "alert") if outcome is not None and outcome.adverse else Run("– ", "label")
    adverse = "  adverse" if outcome is not None and outcome.adverse else ""
    writing.apart(
        [mark, Run(visible(_outcome(policy, body.outcome)), "strong"), Run(adverse, "alert")],
        [Run(f"{visible(record.by)} {did} · {time_words(record.at)}", "label")],
    )
    grounds = {ground.id: ground for ground in policy.ground}
    for name in body.grounds:
        ground = grounds.get(name)
        writing.prose(f"{ground.label} ({ground.law})" if ground else name, "label", indent=2)
    if body.reason:
        writing.prose(clip(body.reason, LONGEST), indent=2)
    for citation in body.citations:
        lead = Run(f"{visible(citation.item)} ", "item")
        writing.prose(f"“{clip(citation.quote, QUOTE)}”", "label", indent=2, lead=lead)


def _outcome(policy: Policy, outcome_id: str) -> str:
    outcome = policy.outcome_of(outcome_id)
    return outcome.label if outcome else outcome_id


def _history(writing: PageBuilder, reading: CaseView, policy: Policy) -> None:
    if not reading.history:
        return
    left_out = len(reading.history) - LONG_HISTORY
    writing.heading("History", f"the last {LONG_HISTORY}; {left_out} before" if left_out > 0 else "")
    for record in reading.history[-LONG_HISTORY:]:
        when = Run(f"{time_words(record.at)}  ", "label")
        writing.line(when, Run(f"{visible(record.by)} "), Run(visible(record.body.words(policy)), "label"))


def time_words(at: datetime) -> str:
    """A time as people read it; all times are UTC."""
    return f"{at:%Y-%m-%d %H:%M}"
