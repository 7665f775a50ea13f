"""A report as sections of bars, each of which leads to the cases behind it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import time, timedelta
from typing import NamedTuple

from store.filters import Filter, Term
from store.model import Standing
from store.plural import plural
from store.policy import SET_ASIDE, Policy
from store.reports import Report
from store.reports.agreement import Agreement
from store.reports.intervals import FEW
from store.reports.outcomes import Group, Outcomes
from store.reports.pairs import Blind
from store.reports.progress import Period, Progress
from tui.look import ADVERSE, look
from tui.pages.entries import NOTHING_THERE, Entry, Section, sparkline
from tui.pages.figure_words import coefficient, percent, whole

RECENT = 7
"""Days and weeks that are told one by one; the line of small columns shows more."""
WEEKS = 26
"""Weeks in that line."""
GROUPS = 20
"""Groups that are shown, the largest ones."""
_WEEK = timedelta(7)
_PLAIN = (
    "Observed agreement: the share of pairs in which both said the same.",
    "Cohen's kappa: how far they agree beyond what chance would give; 1: always, 0: as by chance, below 0: less.",
    "Gwet's AC1: the same, and still of use where nearly all pairs say one thing.",
    "Krippendorff's alpha: the same, told by how far they differ.",
    "In brackets: the 95 % interval, within which the figure may well lie; few pairs make it wide.",
)
"""Each statistic in a sentence; docs/reports.md says how it is reckoned."""
_FEW = f"few: fewer than {FEW} are decided, so that the share says next to nothing."
_RENAMED = "An outcome that was renamed stands here once under each name; behind each the queue shows all of it."
_SEEN = "Behind an outcome the queue shows the cases whose votes you have seen."


def progress_sections(progress: Progress, policy: Policy) -> Iterator[Section]:
    """Where cases stand, what is late, what was decided when."""
    yield Section("Where cases stand", plural(progress.cases, "case"), tuple(_standings(progress)))
    yield Section("Overdue", "", tuple(_overdue(progress, policy)))
    days, weeks = progress.days, progress.weeks[-WEEKS:]
    people = "" if progress.people is None else f", on {plural(progress.people, 'person', 'people')}"
    yield Section("Decisions", f"{progress.decisions:,}{people}")
    yield _periods("By day", days, _last(len(days), "day"), timedelta(1))
    which = _last(len(weeks), "week with decisions", "weeks with decisions") if weeks else ""
    yield _periods("By week", weeks, which, _WEEK)


def outcome_sections(outcomes: Outcomes) -> Iterator[Section]:
    """What was decided, for all cases and by group; what became of appeals."""
    everything, names = outcomes.all, Counter(one.outcome for one in outcomes.named)
    decided, renamed = f"{everything.decided:,} decided of {everything.cases:,}", max(names.values(), default=0) > 1
    yield Section("Outcomes", decided, tuple(_outcomes(outcomes)), (_SEEN, *([_RENAMED] if renamed else [])))
    if outcomes.by is not None:
        by, groups = outcomes.by, outcomes.groups[:GROUPS]
        left = len(outcomes.groups) - len(groups)
        words = [_FEW] if any(one.few for one in groups) else []
        if left:
            are = plural(left, "smaller group is", "smaller groups are")
            words.append(f"{are} left out: foureyes report has all.")
        yield Section(f"Adverse by {by}", "of what is decided", tuple(_groups(by, groups)), tuple(words))
    appeals = outcomes.appeals
    pending = Entry("pending", f"{appeals.pending:,}", leads=_if(appeals.pending, Term("standing", "appealed")))
    others = (Entry(name.replace("_", " "), f"{count:,}", why=_NO_FILTER) for name, count in appeals.results.items())
    overturned = f"overturned: {whole(appeals.overturned)}"
    yield Section("Appeals", f"{appeals.filed:,} filed", (pending, *others), (overturned,))


def agreement_sections(blind: Blind) -> Iterator[Section]:
    """How far first and second readers agreed, who had not seen each other's votes."""
    waiting = Entry(
        "conflicts that wait for a resolution",
        f"{blind.waiting:,}",
        role="conflict",
        leads=_if(blind.waiting, Term("standing", "conflict")),
    )
    yield Section("Agreement", "of first and second reader, each of whom read blind", (waiting,), _PLAIN)
    yield _agreement("On what is adverse", blind.adverse, lambda name: name.replace("_", " "))
    yield _agreement("On the outcome", blind.outcomes, blind.label_of)


class Counted(NamedTuple):
    """What was counted last for the overview, and at what time of the day; `others` holds what others did, if asked."""

    progress: Report
    at: time
    others: Report | None = None
    others_at: time | None = None

    def sections(self, policy: Policy) -> Iterator[Section]:
        """All that was counted."""
        if self.progress.progress is not None:
            yield from progress_sections(self.progress.progress, policy)
        if self.others is None:
            asking = "o counts them, for leads and auditors: that others' work is shown is recorded before."
            yield Section("Outcomes and agreement", "", (), (asking,))
            return
        if self.others is not self.progress:
            yield Section("What others did", f"as of {self.others_at:%H:%M:%S}; o counts it again")
        if self.others.outcomes is not None:
            yield from outcome_sections(self.others.outcomes)
        if self.others.agreement is not None:
            yield from agreement_sections(self.others.agreement)


_NO_FILTER = "No filter asks for these cases: the report counts them."


def _if(count: int, *terms: Term) -> Filter | None:
    return Filter(terms) if count else None


def _standings(progress: Progress) -> Iterator[Entry]:
    for name, count in progress.standings.items():
        if count or name == Standing.OPEN:
            seen = look(Standing(name))
            leads = _if(count, Term("standing", name))
            share, size = _share(count, progress)
            yield Entry(f"{seen.glyph} {seen.word}", f"{count:,}", share, size, seen.role, leads)


def _overdue(progress: Progress, policy: Policy) -> Iterator[Entry]:
    labels = {one.id: one.label for one in policy.clock}
    due = _if(progress.overdue, Term("due", "0d", "<"))
    rows = [("due and not decided", progress.overdue, due)]
    rows += [
        (labels.get(name, name), count, _if(count, Term(f"clock.{name}", "0d", "<")))
        for name, count in progress.deadlines.items()
    ]
    for name, count, leads in rows:
        share, size = _share(count, progress)
        yield Entry(name, f"{count:,}", share, size, "alert", leads)


def _share(count: int, progress: Progress) -> tuple[str, float]:
    """How many of all cases, in words, and as the length of a bar: where a share is written, the bar is that share."""
    share = count / progress.cases if progress.cases else 0
    return percent(share) if progress.cases else "", share


def _periods(title: str, periods: tuple[Period, ...], which: str, length: timedelta) -> Section:
    counts = [one.decisions for one in periods]
    told = [one for one in reversed(periods) if one.decisions][:RECENT]
    entries = tuple(_period(one, max(counts), length) for one in told)
    words = () if entries else ("Nothing is decided yet: Enter on a line above shows the cases that wait.",)
    return Section(title, f"{sparkline(counts)}  {which}" if any(counts) else which, entries, words)


def _last(count: int, one: str, several: str = "") -> str:
    """How many periods are told, up to now."""
    return f"the last {one}" if count == 1 else f"the last {plural(count, one, several)}"


def _period(one: Period, most: int, length: timedelta) -> Entry:
    days: tuple[Term, ...] = (Term("decided", one.since.isoformat()),)
    name = str(one.since)
    if length > timedelta(1):
        before, after = one.since - timedelta(1), one.since + length
        days = (Term("decided", before.isoformat(), ">"), Term("decided", after.isoformat(), "<"))
        name = f"week of {one.since}"
    people = "" if one.people is None else plural(one.people, "person", "people")
    return Entry(name, f"{one.decisions:,}", people, one.decisions / most, "decided", Filter(days))


def _outcomes(outcomes: Outcomes) -> Iterator[Entry]:
    hurt, total = outcomes.all.adverse, outcomes.all.decided or 1
    why = "Go to one of the outcomes below." if hurt.decisions else NOTHING_THERE
    yield Entry(ADVERSE, f"{hurt.decisions:,}", whole(hurt.rate), hurt.decisions / total, "alert", why=why)
    for one in outcomes.named:
        label, rate = f"{'▲ ' if one.adverse else '  '}{one.label}", one.rate
        leads = None if one.outcome == SET_ASIDE else _if(rate.decisions, Term("outcome", one.outcome))
        size, role = rate.decisions / total, "alert" if one.adverse else "decided"
        yield Entry(label, f"{rate.decisions:,}", whole(rate.rate), size, role, leads)


def _groups(by: str, groups: Iterable[Group]) -> Iterator[Entry]:
    word = {"flags": "flag", "priority": "priority"}.get(by, f"field.{by}")
    for one in groups:
        value, hurt = one.value, one.adverse
        leads, why = None, "No filter asks for cases without one."
        if value is not None:
            leads, why = (None, _NO_FILTER) if '"' in value else (Filter((Term(word, value),)), "")
        note = f"of {one.decided:,}, {whole(hurt.rate)}{'  few' if one.few else ''}"
        yield Entry(value or "(none)", f"{hurt.decisions:,}", note, hurt.rate.value, "alert", leads, why)


def _agreement(title: str, said: Agreement, label: Callable[[str], str]) -> Section:
    entries = [_coefficient("observed agreement", said.observed.value, whole(said.observed))]
    for name, one in (("Cohen's kappa", said.kappa), ("Gwet's AC1", said.ac1), ("Krippendorff's alpha", said.alpha)):
        entries.append(_coefficient(name, one.value, whole(one, coefficient)))
    names = [label(name) for name in said.categories]
    for first, row in enumerate(said.table):
        for second, count in enumerate(row):
            if count and first != second:
                name = f"first: {names[first]} · second: {names[second]}"
                entries.append(Entry(name, f"{count:,}", size=count / said.n, role="conflict", why=_NO_FILTER))
    return Section(title, plural(said.n, "pair"), tuple(entries))


def _coefficient(name: str, value: float | None, note: str) -> Entry:
    size = None if value is None else max(0.0, value)
    return Entry(name, "", note, size, "second", why="A figure of all pairs: no case stands behind it alone.")
