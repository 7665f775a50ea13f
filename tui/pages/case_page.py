"""A case as a page: its parts, in the order in which a reviewer reads them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from store.acts import Note, Resolution, Vote, Withdrawal
from store.case.parts import Decision
from store.case.revision import MOST, hunks
from store.case.view import MASK, CaseView
from store.model import Citation, Evidence, Flag, Standing
from store.plural import plural
from store.policy import Policy
from store.records import Record
from store.text import hidden, visible
from tui.acting.offers import OFFERS
from tui.look import ADVERSE, look
from tui.pages.cells import cells, cut
from tui.pages.page_builder import PageBuilder, PageLine, Remark, Run
from tui.pages.pointer import grouped
from tui.pages.whereabouts import write_whereabouts
from tui.pages.words import author, deadline_words, due_words, time_words

QUOTE = 120
"""Characters of a quotation that are repeated beside a note or a vote: the whole stands with the evidence."""

LONGEST = 10_000
"""Characters that are shown of a text that is no evidence, some 150 lines; what is left out is counted, and
`foureyes show` has it whole. A cell may hold a megabyte, and laying out eight of them took 18 s, at each visit anew.
"""
ONE_LINE = 500
"""Characters that are looked at of what stands on one line and is cut at its end."""
LONG_HISTORY = 200
ITEM = "evidence "
"""Begins the name of a part of a case that is an item."""
_WORD = re.compile(r"[\w-]+")
WITHHELD = "You read this case blind: others' votes, their names and notes are withheld until you have voted."
UNSEEN = "Others' work on this case is shown once it is recorded that you see it."


def case_page(view: CaseView, width: int, today: date) -> list[PageLine]:
    """The lines of a case on a screen, as its reader may see it."""
    page = PageBuilder(width)
    write_case(page, view, today)
    _next(page, view)
    write_history(page, view)
    return page.lines


def reading_head(view: CaseView, head: PageLine, item: str, searched: str, width: int) -> PageLine:
    """The first line of the page while it is read: what of the case is in sight, and which hit of a search."""
    if not item and not searched:
        return head
    page, seen = PageBuilder(width), look(view.standing)
    page.own = True
    found = view.case.item(item) if item else None
    about = found.label if found else view.case.title
    named = [Run(f"  {visible(item)}", "item")] if item else []
    left = [Run(visible(view.case.id), "strong"), *named, Run(f"  {visible(page.short(about, ONE_LINE))}")]
    right = [Run(f"{searched}  ", "new")] if searched else []
    page.apart(left, [*right, Run(f"{seen.glyph} {seen.word}", seen.role)])
    return page.lines[0]


def write_case(page: PageBuilder, view: CaseView, today: date) -> None:
    """All of a case that its reader may see, but for its history."""
    policy = view.scene.policy
    _head(page, view, today)
    write_whereabouts(page, view, today)
    on_items, others = _notes(view)
    page.own = True
    _flags(page, view)
    _fields(page, view)
    _evidence(page, view, policy, on_items)
    page.own = False
    if others:
        page.heading("Notes", "on the case, or on text that a revision has changed")
    for note in others:
        note.write(page)
    _votes(page, view, policy)
    _deadlines(page, view, today)
    _related(page, view)


def write_history(page: PageBuilder, view: CaseView) -> None:
    """What happened to a case, as far as its reader may know."""
    if not view.history:
        return
    policy = view.scene.policy
    left_out = len(view.history) - LONG_HISTORY
    page.heading("History", f"the last {LONG_HISTORY}; {left_out} before" if left_out > 0 else "")
    for record in view.history[-LONG_HISTORY:]:
        when = Run(f"{time_words(record.at)}  ", "label")
        said = visible(record.body.words(view.policy_of(record)))
        page.line(when, Run(f"{author(policy, record)} "), Run(said, "label"))


def _head(page: PageBuilder, view: CaseView, today: date) -> None:
    case, seen = view.case, look(view.standing)
    standing = Run(f"{seen.glyph} {seen.word}", seen.role)
    again = Run(f" · round {view.round}", "label") if view.round > 1 else Run("")
    title = Run(f"  {visible(page.short(case.title, ONE_LINE))}", "text")
    page.own = True
    page.apart([Run(visible(case.id), "strong"), title], [standing, again])
    facts: list[tuple[str, Run]] = []
    if "subject" in view.masked:
        facts.append(("Subject", Run(MASK, "masked")))
    elif case.subject:
        facts.append(("Subject", Run(visible(page.short(case.subject, LONGEST)))))
    if case.due:
        facts.append(("Due", due_words(case.due, today, settled=seen.settled)))
    if case.priority is not None:
        facts.append(("Priority", Run(str(case.priority))))
    page.table(facts)
    page.own = False
    _warnings(page, view)


def _warnings(page: PageBuilder, view: CaseView) -> None:
    case = view.case
    if view.company:
        page.line(Run(f"◌ {visible(view.company)}", "warn"))
    for notice in view.notices:
        page.prose(notice, "warn", lead=Run("! ", "alert"))
    if view.unseen or view.standing is Standing.SECOND:
        _blind(page, view)
    count = sum(hidden(text) for text in _texts(view))
    if count:
        said = f"{plural(count, 'hidden character')} in this case, shown like "
        page.line(Run("⚑ ", "alert"), Run(said, "alert"), Run("⟪U+200B⟫", "hidden"))
    if view.revision > 1:
        _revised(page, view)
    if not case.evidence:
        page.line(Run("This case has no evidence.", "warn"))


def _revised(page: PageBuilder, view: CaseView) -> None:
    """What was and is: each part that differs, word by word."""
    named = (page.short(one.removeprefix("field."), 40) for one in view.changed_as_told)
    changed = ", ".join(named) or "nothing that is shown"
    page.prose(f"Revision {view.revision} changed: {changed}", "warn", lead=Run("Δ ", "warn"))
    if view.compared < view.revision - 1:
        page.line(Run(f"You have read revision {view.compared}. Since then:", "warn"))
    steps = MOST // max(1, len(view.differences))
    for change in view.differences:
        page.line(Run(f"  {visible(page.short(change.part.removeprefix('field.'), 60))}", "label"))
        if change.before is None and change.part.startswith(ITEM):
            page.line(Run("  + a new item: it stands with the others", "added"))
            continue
        for hunk in hunks(change.before or "", change.after or "", steps):
            for sign, role, text in (("−", "removed", hunk.before), ("+", "added", hunk.after)):
                if text.strip() or hidden(text):
                    page.prose(page.short(text, LONGEST), role, indent=2, lead=Run(f"{sign} ", role))


def _blind(page: PageBuilder, view: CaseView) -> None:
    if view.blind:
        page.prose(UNSEEN if view.unseen else WITHHELD, "withheld", lead=Run("◌ ", "withheld"))


def _texts(view: CaseView) -> Iterable[str]:
    case = view.case
    yield from (case.id, case.title, case.subject)
    yield from (text for pair in case.fields.items() for text in map(str, pair))
    yield from (text for flag in case.flags for text in (flag.code, flag.reason, flag.raised_by))
    yield from (text for item in case.evidence for text in (item.label, item.text, item.source, item.gist or ""))


def _flags(page: PageBuilder, view: CaseView) -> None:
    if not view.case.flags:
        return
    page.heading("Flags", "raised elsewhere; shown as they came")
    for flag in view.case.flags:
        by = " · ".join(part for part in (flag.raised_by, str(flag.raised_on or "")) if part)
        reason = page.short(flag.reason, LONGEST) or "no reason given"
        tail = Run(visible(page.short(by, ONE_LINE)), "about") if by else None
        page.prose(reason, lead=Run(f"{visible(page.short(flag.code, 24))}  ", "strong"), tail=tail)


def _fields(page: PageBuilder, view: CaseView) -> None:
    if not view.case.fields:
        return
    page.heading("Fields", page.asking if view.masked else "")
    page.table(
        (
            page.short(name, 40),
            Run(MASK, "masked") if name in view.masked else Run(visible(page.short(value_words(value), LONGEST))),
        )
        for name, value in view.case.fields.items()
    )


def value_words(value: object) -> str:
    """The value of a field, in words."""
    if value is None:
        return "—"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _evidence(page: PageBuilder, view: CaseView, policy: Policy, notes: Mapping[str, Sequence[Remark]]) -> None:
    pointing = [(flag, _names(flag)) for flag in view.case.flags]
    for group in grouped(view.case, policy):
        count = plural(len(group.items), "item")
        page.heading(group.label, count if group.alone else f"{count} · never enough alone")
        for number, item in enumerate(group.items):
            if number:
                page.blank()
            name = item.id.casefold()
            flags = [flag for flag, names in pointing if name in names]
            _item(page, item, flags, notes.get(item.id, ()), unread=item.id not in view.opened)
    page.item = ""


def _item(page: PageBuilder, item: Evidence, flags: Iterable[Flag], notes: Sequence[Remark], *, unread: bool) -> None:
    page.item = item.id
    access = "withheld from the subject" if item.withheld else item.access
    role = "restricted" if item.access == "restricted" else "label"
    page.apart(
        [Run(visible(item.id), "item"), Run(f"  {visible(page.short(item.label, ONE_LINE))}", "strong")],
        [Run(f"{'■ ' if item.access == 'restricted' else ''}{access}", role)],
    )
    if unread:
        page.sign(Run("•", "new"))
    about = " · ".join(part for part in (item.source, str(item.date or "")) if part)
    count = hidden(item.text)
    if about or count:
        badge = Run(f"{'  ' if about else ''}⚑ {plural(count, 'hidden character')}", "alert")
        page.kept([Run(visible(page.short(about, ONE_LINE)), "about")], badge if count else Run(""))
    for flag in flags:
        code, reason = visible(page.short(flag.code, 24)), visible(page.short(flag.reason, ONE_LINE))
        page.line(Run("▷ ", "warn"), Run(f"flag {code}  ", "strong"), Run(reason, "label"))
    if item.gist:
        page.prose(page.short(item.gist, LONGEST), "label", lead=Run("The subject may be told: ", "label"))
    page.evidence(item.id, item.text, notes)


def _names(flag: Flag) -> set[str]:
    """What a flag may name items by: its code, and the words of its reason."""
    return {flag.code.casefold(), *_WORD.findall(flag.reason.casefold())}


def _stands(citation: Citation, item: Evidence) -> bool:
    """Whether a citation still quotes this item: after a revision it may not."""
    return citation.item == item.id and item.text[citation.start : citation.end] == citation.quote


def _notes(view: CaseView) -> tuple[dict[str, list[Remark]], list[Remark]]:
    """The notes on what stands in each item, by its id, and those on the case or on what a revision has changed."""
    on_items, others = dict[str, list[Remark]](), list[Remark]()
    for record in view.of(Note):
        if isinstance(note := record.body, Note):
            cited, write = note.citation, partial(_note, view.scene.policy, record, note)
            item = view.case.item(cited.item) if cited else None
            if cited is not None and item is not None and _stands(cited, item):
                on_items.setdefault(item.id, []).append(Remark(cited.start, cited.end, write))
            else:
                others.append(Remark(0, 0, write))
    return on_items, others


def _note(policy: Policy, record: Record, note: Note, page: PageBuilder) -> None:
    sign, who = Run("✎ ", "note"), Run(f"{author(policy, record)} · {time_words(record.at)}", "label")
    about = [Run("  "), *_passage(page, note.citation)] if note.citation else []
    if sum(cells(run.text) for run in (sign, who, *about)) <= page.measure:
        page.line(sign, who, *about)
    else:
        page.prose(who.text, "label", lead=sign)
        if about:
            page.line(*about)
    page.prose(page.short(note.text, LONGEST), "note", indent=2)


def _passage(page: PageBuilder, citation: Citation) -> list[Run]:
    """Where a passage stands, and as much of it as fits."""
    where, quote = page.passage(citation), visible(page.short(citation.quote, ONE_LINE))
    room = page.measure - cells(where) - 6
    return [Run(where, "item"), Run(f"  “{cut(quote, room) if cells(quote) > room else quote}”", "label")]


def _votes(page: PageBuilder, view: CaseView, policy: Policy) -> None:
    page.heading("Votes")
    _blind(page, view)
    records = [*view.votes, *([view.resolution] if view.resolution else [])]
    for record in records:
        if isinstance(record.body, Vote | Resolution):
            _decided(page, view, record, record.body, policy)
    if not records and not view.blind:
        page.line(Run("No vote stands in this round.", "label"))
    if view.decision:
        _stands_decided(page, view, view.decision, policy)


def _deadlines(page: PageBuilder, view: CaseView, today: date) -> None:
    """Each deadline, and step by step why it is that day."""
    if view.deadlines:
        page.heading("Deadlines")
    for one in view.deadlines:
        page.apart([Run(visible(one.clock.label), "strong")], [deadline_words(one, today)])
        for step in one.steps:
            page.prose(step, "label", indent=2)


def _related(page: PageBuilder, view: CaseView) -> None:
    """Cases that belong to this one; each is decided by itself."""
    if view.related:
        page.heading("Related cases", "each is decided by itself")
    for one in view.related:
        seen = look(one.standing)
        kind = {"earlier": "this case renews it", "later": "its renewal", "": ""}[one.renews]
        about = " · ".join(visible(part) for part in (one.title, kind, one.outcome_label) if part)
        page.apart([Run(visible(one.id), "item"), Run(f"  {about}")], [Run(f"{seen.glyph} {seen.word}", seen.role)])


def _next(page: PageBuilder, view: CaseView) -> None:
    if view.refusal(Resolution) is None:
        page.line(Run("a  adjudicates the conflict: you would be the third person.", "label"))
    elif view.refusal(Vote) is None:
        page.line(Run("d  writes your vote.", "label"))
    elif not look(view.standing).settled and (refusal := view.refusal(Vote)):
        page.prose(refusal.sentence, "label")
    if view.refusal(Withdrawal) is None:
        page.line(Run("w  takes your vote back, until another person votes or adjudicates.", "label"))
    if more := [one.action.way for one in OFFERS if view.refusal(one.act) is None]:
        page.prose(" · ".join(more), "label")


def _decided(page: PageBuilder, view: CaseView, record: Record, body: Vote | Resolution, policy: Policy) -> None:
    did = "voted" if isinstance(body, Vote) else "adjudicated the conflict"
    if body.revision != view.revision:
        did = f"{did} on revision {body.revision}"
    read = view.policy_of(record)
    _outcome(page, read, body.outcome, f"{author(policy, record)} {did} · {time_words(record.at)}")
    grounds = {ground.id: ground for ground in read.ground}
    for name in body.grounds:
        ground = grounds.get(name)
        page.prose(f"{ground.label} ({ground.law})" if ground else name, "label", indent=2)
    if body.reason:
        page.prose(page.short(body.reason, LONGEST), indent=2)
    for citation in body.citations:
        lead = Run(f"{page.passage(citation)} ", "item")
        page.prose(f"“{page.short(citation.quote, QUOTE)}”", "label", indent=2, lead=lead)
        item = view.case.item(citation.item)
        if item is None or not _stands(citation, item):
            page.line(Run("    Δ a revision has changed this text since: it is quoted as it was", "warn"))


def _stands_decided(page: PageBuilder, view: CaseView, decision: Decision, policy: Policy) -> None:
    """What the decision says now, and since when: what a ruling made of it was not decided by the votes above."""
    changed = [one for one in view.scene.state.remedies if one.result in ("varied", "set_aside")]
    if not changed:
        _outcome(page, policy, decision.outcome, f"decided {time_words(decision.at)}")
        return
    ruling = changed[-1]
    by = "by the office itself on" if ruling.own_review else "by the ruling of"
    _outcome(page, policy, decision.outcome, f"{by} {ruling.ended}")


def _outcome(page: PageBuilder, policy: Policy, outcome_id: str, when: str) -> None:
    """An outcome, its mark before its label so that nothing cuts it off; one that is not known counts as adverse."""
    mark = Run(f"{ADVERSE}  ", "alert") if policy.adverse(outcome_id) else Run("– ", "label")
    label = policy.label_of(outcome_id)
    if cells(f"{mark.text}{visible(label)}  {when}") <= page.measure:
        page.apart([mark, Run(visible(label), "strong")], [Run(when, "label")])
    else:
        page.prose(label, "strong", lead=mark)
        page.line(Run(f"  {when}", "label"))
