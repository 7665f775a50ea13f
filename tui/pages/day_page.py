"""A reviewer's day as lines that lead somewhere: what is left, what they began, what they did and when."""

from collections import deque
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from store.acts import Opened, Opinion, Unmasked
from store.case.view import CaseView
from store.docket import Docket
from store.filters import Filter, Order, Term, parse
from store.records import Record
from tui.acting.drafts import noun_of
from tui.look import look
from tui.pages.entries import Entry, Section, sparkline
from tui.queue.my_day import DONE_TODAY, FOR_ME, MyDay, my_day

MOST = 50
"""Cases of one section; the queue has all."""
AMONG = 2_000
"""Records of the docket among which what else was recorded is looked for, so that no docket is too large for that."""
DAYS = 7
"""Days before today that are told."""
_LATE, _SOON, _ASKED = parse("for:me due:<0d"), parse("for:me due:<7d"), parse("assigned:me for:me")
_AGAIN = parse("again:me")
_LAST_FIRST = Order("done", back=True)
LEFT, AGAIN, DRAFTS = "What is left", "To be voted on again", "Drafts"
DONE, ALSO = "Done today", "Also recorded today"
_TOLD = (Opinion, Opened, Unmasked)
"""What is no line of its own among what else was recorded: it was done, or only read."""


class Done(NamedTuple):
    """A case that the reviewer voted on or settled: when, what they said, and what has become of it."""

    case: str
    at: datetime
    said: str
    since: str


class Again(NamedTuple):
    """A case that the reviewer voted on in a round that is over, and why another one has begun."""

    case: str
    why: str


class Also(NamedTuple):
    """What else the reviewer recorded: when, on which case ("": on none), and what in a few words."""

    at: datetime
    case: str
    words: str


class Begun(NamedTuple):
    """A draft: of a kind, on a case, or with "" on those that are marked."""

    case: str
    kind: str
    title: str

    @property
    def entry(self) -> Entry:
        """Its line; it leads to the form on the case."""
        why = "It was written for cases that were marked, and stands in the form again when cases are. F8 shows it."
        name = f"{self.case or 'marked cases'}  {noun_of(self.kind)}"
        return Entry(name, "", self.title, case=self.case, why=why, draft=self.kind)


class Day(NamedTuple):
    """All of it. `late`, `soon`, `asked` and `renewed`: of the cases to do those overdue, due within a week, assigned,
    and to be voted on again; `again` are the first of these.
    """

    left: MyDay
    late: int
    soon: int
    asked: int
    renewed: int
    again: tuple[Again, ...]
    done: tuple[Done, ...]
    also: tuple[Also, ...]
    drafts: tuple[Begun, ...]
    drafted: int
    before: tuple[tuple[date, int], ...]


def read_day(docket: Docket, reviewer: str, drafted: Mapping[str, frozenset[str]]) -> Day:
    """The day as it is now; takes a moment. Raises `store.errors.StoreError`."""
    drafts = sorted((case, kind) for case, kinds in drafted.items() for kind in kinds)
    today = docket.today()
    rows = docket.page(reviewer, Filter(DONE_TODAY.terms, _LAST_FIRST), None, MOST)
    days = [today - timedelta(back) for back in range(1, DAYS + 1)]
    return Day(
        left=my_day(docket, reviewer),
        late=docket.count(reviewer, _LATE),
        soon=docket.count(reviewer, _SOON),
        asked=docket.count(reviewer, _ASKED),
        renewed=docket.count(reviewer, _AGAIN),
        again=tuple(_again(docket.view(reviewer, row.id)) for row in docket.page(reviewer, _AGAIN, None, MOST)),
        done=tuple(done for row in rows for done in _done(docket, reviewer, row.id, today)),
        also=tuple(_also(docket, reviewer, today)),
        drafts=tuple(_begun(docket, reviewer, *draft) for draft in drafts[:MOST]),
        drafted=len(drafts),
        before=tuple((day, docket.count(reviewer, Filter((Term("done", day.isoformat()),)))) for day in days),
    )


def day_sections(day: Day) -> Iterator[Section]:
    """The day in sections; one that is empty says what to do."""
    rows = (
        ("to be read and voted on", day.left.to_do, FOR_ME, "text"),
        ("overdue", day.late, _LATE, "alert"),
        ("due within a week, or overdue", day.soon, _SOON, "conflict"),
        ("that you were asked to read", day.asked, _ASKED, "second"),
        ("to be voted on again", day.renewed, _AGAIN, "conflict"),
    )
    most = max(count for _, count, *_ in rows) or 1
    left = (
        Entry(name, f"{count:,}", "", count / most, role, leads if count else None)
        for name, count, leads, role in rows
        if count or leads is not _AGAIN
    )
    words = () if day.left.to_do else ("Nothing waits for you. O shows how far the others are.",)
    yield Section(LEFT, "", tuple(left), words)
    if day.again:
        again = tuple(Entry(one.case, "", one.why, case=one.case) for one in day.again)
        yield Section(AGAIN, f"{day.renewed:,}", again)
    drafts = tuple(one.entry for one in day.drafts)
    yield Section(
        DRAFTS,
        f"{day.drafted:,}",
        drafts,
        () if drafts else ("None: d on a case begins a vote, m a note; what you write is kept.",),
    )
    done = tuple(_entry(one.at, one.case, f"{one.said} · {one.since}") for one in day.done)
    yield Section(
        DONE,
        f"{day.left.done:,}",
        done,
        () if done else ("Nothing yet: esc, then n goes to a case for you.",),
    )
    if day.also:
        found = f"{'the newest ' if len(day.also) == MOST else ''}{len(day.also)} in the last {AMONG:,} records"
        yield Section(ALSO, found, tuple(_entry(*one) for one in day.also))
    counts = [count for _, count in reversed(day.before)]
    most = max(counts) or 1
    before = (
        Entry(str(on), f"{count:,}", "", count / most, "decided", _of_day(on) if count else None)
        for on, count in day.before
    )
    yield Section("Before", sparkline([*counts, day.left.done]) + "  up to today", tuple(before))


def _entry(at: datetime, case: str, note: str) -> Entry:
    return Entry(f"{at.astimezone():%H:%M}  {case}", "", note, case=case)


def _of_day(day: date) -> Filter:
    return Filter((Term("done", day.isoformat()),), _LAST_FIRST)


def _done(docket: Docket, reviewer: str, case: str, today: date) -> Iterator[Done]:
    view = docket.view(reviewer, case)
    own = [one for one in view.history if one.by == reviewer and isinstance(one.body, Opinion) and one.day == today]
    for record in own[-1:]:
        assert isinstance(record.body, Opinion)  # noqa: S101 - chosen so above
        said = view.policy_of(record).label_of(record.body.outcome)
        yield Done(case, record.at, said, _since(view, record, record.body.outcome))


def _since(view: CaseView, record: Record, outcome: str) -> str:
    """Where the case stands by now, and how it was decided if that was otherwise and may be known."""
    word, decision = look(view.standing).word, view.decision
    if record not in (*view.votes, view.resolution):
        return f"counts no more: round {view.round} has begun"
    if decision is None or decision.outcome == outcome:
        return word
    return f"{word}: {view.scene.policy.label_of(decision.outcome)}"


def _again(view: CaseView) -> Again:
    return Again(view.case.id, " ".join(view.notices))


def _also(docket: Docket, reviewer: str, today: date) -> Iterator[Also]:
    last = docket.history(reviewer, max(docket.checkpoint(reviewer).count - AMONG, 0) - 1, own=True)
    own = (one for one in last if one.day == today and not isinstance(one.body, _TOLD))
    for record in reversed(deque(own, MOST)):
        yield Also(record.at, record.case or "", record.body.words(docket.policy_of(record)))


def _begun(docket: Docket, reviewer: str, case: str, kind: str) -> Begun:
    found = docket.page(reviewer, Filter((Term("id", case),)), None, 1) if case else []
    return Begun(case, kind, found[0].title if found else "")
