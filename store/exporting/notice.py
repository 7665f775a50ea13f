"""The notice: the reasoned decision for the person it is about, from the template of the policy.

It says what was decided, on which facts and which law, and what it relied on; of a restricted item only its gist and
who withholds it. It says where to appeal and by when. While a part of that is missing there is no notice.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import asdict

from store import spans
from store.acts import Act, Opinion
from store.case.view import CaseView
from store.clocks import Deadline
from store.days import long_date
from store.docket import Docket
from store.exporting.document import Paper, bullets, only, paragraphs, plain, put, whole_case
from store.fields import field_of
from store.model import Citation, Evidence, Missing, Refusal
from store.names import bare_form
from store.policy import Clock, NoticeText, Policy
from store.policy_faults import PLACE
from store.records import Export, Record

_RUN = 8
"""Words in a row that tell of an item if a text repeats them."""


def notice(
    docket: Docket,
    reviewer: str,
    case_id: str,
    out: Path | None,
    paper: Paper = "markdown",
    *,
    force: bool = False,
    stdout: BinaryIO | None = None,
) -> Record | Refusal:
    """Write the notice of a decision; a `Refusal` with all that is missing while it cannot be made.

    It takes a lead, and is recorded: the person's own name and fields are in it. Raises as an export does.
    """
    view = whole_case(docket, reviewer, case_id, f"the notice of {case_id}")
    if isinstance(view, Refusal):
        return view
    policy = view.scene.policy
    missing = tuple(_missing(view, policy))
    if missing or policy.notice is None:
        return Refusal("incomplete", "The notice cannot be made yet.", missing)
    markdown, title = _filled(policy.notice, view, policy), f"{policy.notice.office}: {case_id}"
    left = Export("notice", paper, 1, "", chosen=str(only(case_id)), recipient="the person whom it is about")
    language = policy.notice.language
    return put(docket, reviewer, markdown, title, left, out, language=language, force=force, stdout=stdout)


def _missing(view: CaseView, policy: Policy) -> Iterator[Missing]:
    decision, text = view.decision, policy.notice
    if text is None:
        yield Missing("no_notice", "The policy has no [notice]: it says what a notice holds, and where to appeal.")
        return
    if decision is None or not decision.outcome:
        yield Missing("no_decision", f"There is no decision to tell of: the case is {view.standing}.")
        return
    if varied := [remedy for remedy in view.scene.state.remedies if remedy.result == "varied"]:
        ruling = "An appeal varied the decision: what the person is told is the ruling of that body."
        review = (
            "A review by your own office varied the decision, and no vote says why: write to the person by other means."
        )
        yield Missing("varied", review if varied[-1].own_review else ruling)
        return
    if not view.case.subject.strip():
        yield Missing("subject", "The case does not name the person whom it is about.")
    if not any(opinion.reason.strip() for opinion in view.opinions):
        yield Missing("reason", "No vote of the decision has a reason: there are no facts to tell.")
    if policy.adverse(decision.outcome):
        if not decision.grounds:
            yield Missing("grounds", "The decision names no ground: there is no law to tell.")
        if not _relied_on(view):
            yield Missing("evidence", "The decision relies on nothing that could be told.")
    if _clock(text, view, policy) is None and _may_appeal(text, view, policy):
        yield Missing(
            "deadline", f'No clock "{text.clock}" of the policy runs for this decision: there is no deadline to tell.'
        )
    for item in _relied_on(view):
        if item.access == "restricted" and not (item.source.strip() or text.withheld_by):
            yield Missing("withheld_by", f"{item.id} is withheld, and neither it nor the policy says by whom.")
    yield from (
        repeated(item)
        for item in view.case.evidence
        if item.access == "restricted" and repeats(view, item, view.opinions)
    )
    if decision.revision < view.scene.state.basis:
        said = f"Revision {view.scene.state.basis} changed what was decided on: a notice would tell of another case."
        yield Missing("revised", said)
    for name in PLACE.findall(text.template):
        if name.startswith("field.") and not _field(view, name):
            yield Missing("field", f"The notice tells {name}, which the case does not have.")


def _relied_on(view: CaseView) -> list[Evidence]:
    cited = dict.fromkeys(one.item for opinion in view.opinions for one in opinion.citations)
    return [item for name in cited if (item := view.case.item(name)) is not None]


def _running(text: NoticeText, view: CaseView) -> Deadline | None:
    return next((one for one in view.deadlines if one.clock.id == text.clock), None)


def _clock(text: NoticeText, view: CaseView, policy: Policy) -> Clock | None:
    """The rule for the deadline; while it has not begun, the one that holds today for what was decided."""
    if running := _running(text, view):
        return running.clock
    decision = view.decision
    if decision is None or view.scene.state.delivery is not None:
        return None
    rules = (one for one in policy.clock if one.id == text.clock and one.holds_on(view.scene.day))
    return next((one for one in rules if not one.outcomes or decision.outcome in one.outcomes), None)


def _may_appeal(text: NoticeText, view: CaseView, policy: Policy) -> bool:
    """Whether there is something to appeal against: what hurts nobody, and for which no deadline runs, has none."""
    hurts = view.decision is None or policy.adverse(view.decision.outcome)
    return hurts or _clock(text, view, policy) is not None


def _filled(text: NoticeText, view: CaseView, policy: Policy) -> str:
    decision = view.decision
    assert decision is not None  # noqa: S101 - asked before
    reasons = dict.fromkeys(opinion.reason for opinion in view.opinions if opinion.reason.strip())
    grounds = [ground for ground in policy.ground if ground.id in decision.grounds]
    parts = {
        "office": plain(text.office),
        "case": plain(view.case.id),
        "title": plain(view.case.title),
        "subject": plain(view.case.subject),
        "outcome": plain(policy.label_of(decision.outcome)),
        "decided": _dated(decision.on, text),
        "facts": "\n\n".join(map(paragraphs, reasons)),
        "grounds": bullets(plain(ground.label) for ground in grounds) or plain(text.words.none),
        "law": bullets(dict.fromkeys(plain(ground.law) for ground in grounds)) or plain(text.words.none),
        "evidence": bullets(_told(item, view, text) for item in _relied_on(view)) or plain(text.words.none),
        "remedy": paragraphs(text.remedy),
        "body": plain(text.body),
        "deadline": plain(_deadline(text, view, policy)),
    }
    if not _may_appeal(text, view, policy):
        parts |= {"remedy": plain(text.words.no_appeal), "body": "–", "deadline": "–"}

    def part(found: re.Match[str]) -> str:
        name = found["name"]
        return plain(_field(view, name)) if name.startswith("field.") else parts[name]

    return PLACE.sub(part, text.template).strip() + "\n"


def _told(item: Evidence, view: CaseView, text: NoticeText) -> str:
    dated = f", {_dated(item.date, text)}" if item.date else ""
    if item.access == "restricted":
        by = item.source or text.withheld_by
        told = plain(item.gist or text.words.nothing_told)
        return f"{plain(item.label)}{dated}, {plain(text.words.withheld_by)} {plain(by)}\\. {told}"
    source = f", {plain(item.source)}" if item.source else ""
    quotes = dict.fromkeys(one.quote for opinion in view.opinions for one in _of(item, opinion.citations))
    return f"{plain(item.label)}{source}{dated}: {' … '.join(f'“{plain(quote)}”' for quote in quotes)}"


def _of(item: Evidence, citations: tuple[Citation, ...]) -> list[Citation]:
    return [one for one in citations if one.item == item.id]


def _deadline(text: NoticeText, view: CaseView, policy: Policy) -> str:
    running = _running(text, view)
    if running is not None and running.on is not None:
        return _dated(running.on, text)
    clock = _clock(text, view, policy)
    return f"{text.words.by_law} {clock.source}" if clock else ""


def _dated(day: date, text: NoticeText) -> str:
    return day.isoformat() if text.dates == "numbers" else long_date(day)


def _field(view: CaseView, name: str) -> str:
    field = field_of(name, view.case.fields)
    value = None if field is None else view.case.fields[field]
    return "" if value is None else str(value)


def repeats(view: CaseView, item: Evidence, opinions: Iterable[Opinion]) -> bool:
    """Whether one of these reasons, or what the person is told of that followed, repeats what an item says."""
    told = [text for one in view.history if isinstance(one.body, Act) and one.body.told for text in _texts(one.body)]
    return any(_shares(text, item.text) for text in (*told, *(opinion.reason for opinion in opinions)))


def _texts(act: Act) -> list[str]:
    return [value for value in asdict(act).values() if isinstance(value, str)]


def repeated(item: Evidence) -> Missing:
    """What is to be done where one does, and the person may not read the item."""
    said = f"A text repeats what {item.id} says, which is withheld from the person: it cannot be told as it stands."
    return Missing("disclosed", said)


def _shares(reason: str, withheld: str) -> bool:
    """Whether a reason repeats words in a row of what is withheld, or all of a short text, in any script."""
    said, there = bare_form(reason), bare_form(withheld)
    words = [said[start:end] for start, end in spans.words(said)]
    hidden = [there[start:end] for start, end in spans.words(there)]
    if 0 < len(hidden) < _RUN:
        return f" {' '.join(hidden)} " in f" {' '.join(words)} "
    runs = {tuple(hidden[at : at + _RUN]) for at in range(len(hidden) - _RUN + 1)}
    return any(tuple(words[at : at + _RUN]) in runs for at in range(len(words) - _RUN + 1))
