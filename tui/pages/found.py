"""Every hit of a search with the words around it, case by case, as their reader sees them: masked where it must be."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from store.case.dossier import Key
from store.docket import Docket
from store.filters import Filter
from store.model import Case
from store.text import visible
from tui.pages.hits import HitPlace, occurrences
from tui.queue.paging import PAGE

MOST = 200
"""Cases that are read at once; more are when they are asked for, or another word narrows them."""
BEFORE, AFTER = 40, 80
"""Characters that are given on either side of a hit."""


class Found(NamedTuple):
    """A part of a case in which the words stand: how often, what stands around the first of them, and its place."""

    part: str
    hits: int
    context: str
    place: HitPlace


class FoundCase(NamedTuple):
    """A case in which the words stand."""

    id: str
    title: str
    found: tuple[Found, ...]


class Finding(NamedTuple):
    """The cases that were found; `after`: there are others behind this one, which were not read."""

    cases: tuple[FoundCase, ...]
    after: Key | None = None


def find(
    docket: Docket,
    reviewer: str,
    chosen: Filter,
    words: Sequence[str],
    given_up: Callable[[], bool],
    *,
    after: Key | None = None,
    most: int = MOST,
) -> Finding:
    """Read the cases that a filter lets through, in its order, until `given_up`; raises `store.errors.StoreError`."""
    cases: list[FoundCase] = []
    while rows := docket.page(reviewer, chosen, after, PAGE):
        for row in rows:
            if len(cases) == most or given_up():
                return Finding(tuple(cases), after)
            case = docket.view(reviewer, row.id).case
            cases.append(FoundCase(case.id, case.title, tuple(_in_case(case, words))))
            after = row.key
    return Finding(tuple(cases))


def _in_case(case: Case, words: Sequence[str]) -> Iterator[Found]:
    seen = Counter[tuple[str, bool]]()
    for part, name, text in _texts(case):
        if spans := occurrences(text, words):
            start, end = spans[0]
            first, last = max(0, start - BEFORE), min(len(text), end + AFTER)
            around = " ".join(text[first:last].split())
            context = f"{'…' if first else ''}{around}{'…' if last < len(text) else ''}"
            yield Found(part, len(spans), context, HitPlace(*name, seen[name]))
            seen[name] += len(spans)


def _texts(case: Case) -> Iterator[tuple[str, tuple[str, bool], str]]:
    """Each part, what a page calls it and whether it is an item's text, and what it says."""
    head = (visible(case.id), False)
    yield from (("id", head, case.id), ("title", head, case.title), ("subject", ("Subject", False), case.subject))
    for flag in case.flags:
        name = (visible(flag.code).strip(), False)
        yield from ((f"flag {flag.code}", name, text) for text in (flag.code, flag.reason, flag.raised_by))
    for field, value in case.fields.items():
        if value is not None:
            yield field, (visible(field).strip(), False), str(value)
    for item in case.evidence:
        about, text = (item.id, False), (item.id, True)
        yield from ((item.id, about, item.label), (item.id, text, item.text), (item.id, about, item.source))
