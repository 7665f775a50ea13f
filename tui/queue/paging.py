"""Pages of the queue, by key: what is to be fetched, and fetching it. Any thread may fetch; nothing is kept here."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, Protocol

from msgspec.structs import replace

from store.case.dossier import Key
from store.case.view import QueueRow
from store.filters import Filter, Order, Term

PAGE = 64
"""Rows fetched at once: more than a screen, few enough to be unnoticed."""

_FOR_ME = Term("for", "me")
_NUMBERED = re.compile(r"(.*?)([0-9]+)", re.DOTALL)
LEAPS = ("start", "first", "last", "seek", "go", "mine")
"""Needs that go to another case, which no row at hand can be passed on the way to."""

Kind = Literal["start", "first", "last", "after", "before", "around", "seek", "go", "mine"]


class RowSource(Protocol):
    """What the queue asks of a docket: see `store.docket.Docket`."""

    def page(
        self, reviewer: str, chosen: Filter, after: Key | None = None, limit: int = 64, *, back: bool = False
    ) -> list[QueueRow]:
        """Up to `limit` rows after a key, or with `back` before it, in the order of the queue."""

    def count(self, reviewer: str, chosen: Filter, before: Key | None = None) -> int:
        """How many cases match; with `before`, how many of them come before that key."""


class Need(NamedTuple):
    """Rows to be fetched: the `first` or the `last` ones, or those `after`, `before` or `around` the key of `row`.

    `seek`: around the case `ident` if it matches, else the first ones; `go`: around it, whether it matches or not,
    also by the number at the end of its id;
    `mine`: around the next case after `row` that waits for the reviewer, or the first one that does;
    `start`: around the case `ident` if it matches, else around the first one that waits for the reviewer, if one does.
    """

    kind: Kind
    chosen: Filter
    row: QueueRow | None = None
    ident: str = ""


class Fetched(NamedTuple):
    """Rows without a gap, and whether they reach the top and the end of the queue.

    Where they are around a row, `place` is where it stands among them, or would stand if it matched: `row` is it now.
    `end` says how a search ended otherwise than at a case further on: there is `none`, or `only` the one that it began
    at, or it went on at the `top`.
    """

    need: Need
    rows: list[QueueRow]
    at_top: bool
    at_end: bool
    place: int = 0
    row: QueueRow | None = None
    end: Literal["", "none", "only", "top"] = ""


class Count(NamedTuple):
    """What is to be counted: the cases that match, and those of them that come before `row`."""

    chosen: Filter
    row: QueueRow | None


class Counted(NamedTuple):
    """How many there are."""

    wanted: Count
    above: int
    total: int


def fetch(source: RowSource, reviewer: str, need: Need) -> Fetched:
    """The rows that are needed, as they are now; raises `store.errors.StoreError`."""
    key = need.row.key if need.row else None
    match need.kind:
        case "first":
            rows = source.page(reviewer, need.chosen, None, PAGE)
            return Fetched(need, rows, True, len(rows) < PAGE)
        case "last":
            rows = source.page(reviewer, need.chosen, None, PAGE, back=True)
            return Fetched(need, rows, len(rows) < PAGE, True, place=len(rows) - 1)
        case "after":
            rows = source.page(reviewer, need.chosen, key, PAGE)
            return Fetched(need, rows, False, len(rows) < PAGE)
        case "before":
            rows = source.page(reviewer, need.chosen, key, PAGE, back=True)
            return Fetched(need, rows, len(rows) < PAGE, False)
        case "around":
            assert need.row is not None  # noqa: S101 - what it is around
            return _around(source, reviewer, need, need.row)
        case "start" | "seek" | "go":
            return _sought(source, reviewer, need)
        case "mine":
            return _mine(source, reviewer, need)


def count(source: RowSource, reviewer: str, wanted: Count) -> Counted:
    """How many there are; it may take a scan of the whole docket, so not for a key press."""
    above = source.count(reviewer, wanted.chosen, wanted.row.key) if wanted.row else 0
    return Counted(wanted, above, source.count(reviewer, wanted.chosen))


def _around(source: RowSource, reviewer: str, need: Need, row: QueueRow) -> Fetched:
    before = source.page(reviewer, need.chosen, row.key, PAGE, back=True)
    rest = source.page(reviewer, need.chosen, before[-1].key if before else None, 2 * PAGE)
    at_top, at_end = len(before) < PAGE, len(rest) < 2 * PAGE
    same = next((one for one in rest[:1] if one.key == row.key and one.id == row.id), None)
    now = same or _as_it_is(source, reviewer, row, need.chosen.order)
    return Fetched(need, [*before, *rest], at_top, at_end, len(before), now)


def _as_it_is(source: RowSource, reviewer: str, row: QueueRow, order: Order) -> QueueRow:
    """A row that matches no more where it was, with what it says now, in its old place."""
    case = (Term("id", row.id),)
    if found := source.page(reviewer, Filter(case, order), None, 1):
        return replace(found[0], key=row.key)
    found = source.page(reviewer, Filter(case), None, 1)  # an order of what the reader did has no other cases
    return replace(found[0], key=row.key, columns=row.columns) if found else row


def _sought(source: RowSource, reviewer: str, need: Need) -> Fetched:
    beside = _beside(source, reviewer, need) if need.kind == "go" else None
    terms = () if need.kind == "go" else need.chosen.terms
    for ident in dict.fromkeys(_meant(need.ident, beside)):
        if found := source.page(reviewer, Filter((*terms, Term("id", ident)), need.chosen.order), None, 1):
            return _around(source, reviewer, need, found[0])
    if need.kind == "go":
        return Fetched(need, [], True, True, end="none")
    if need.kind == "start":
        return _start(source, reviewer, need)
    return fetch(source, reviewer, Need("first", need.chosen))._replace(need=need)


def _beside(source: RowSource, reviewer: str, need: Need) -> str | None:
    """A case whose id says how ids begin: the one that is read, or where the queue has none any other."""
    rows = [need.row] if need.row else source.page(reviewer, Filter(), None, 1)
    return rows[0].id if rows else None


def _start(source: RowSource, reviewer: str, need: Need) -> Fetched:
    first = fetch(source, reviewer, Need("first", need.chosen))._replace(need=need)
    at = next((at for at, row in enumerate(first.rows) if row.for_me), None)
    if at is not None:
        return first._replace(place=at)
    found = source.page(reviewer, _for_me(need.chosen), None, 1)
    return _around(source, reviewer, need, found[0]) if found else first


def _meant(typed: str, beside: str | None) -> Iterator[str]:
    """The ids that may be meant, the surest first: beside RP-000047, `486` and `rp-486` are RP-000486 too."""
    if typed:
        yield typed
    if typed and beside is not None:
        mine, its = _NUMBERED.fullmatch(typed), _NUMBERED.fullmatch(beside)
        if mine and its and mine[1].casefold() in ("", its[1].casefold()):
            yield its[1] + mine[2].zfill(len(its[2]))
        yield from (typed.upper(), typed.lower())


def _mine(source: RowSource, reviewer: str, need: Need) -> Fetched:
    wanted = _for_me(need.chosen)
    found = source.page(reviewer, wanted, need.row.key if need.row else None, 1)
    if found:
        return _around(source, reviewer, need, found[0])
    found = source.page(reviewer, wanted, None, 1)
    if not found or (need.row and found[0].id == need.row.id):
        return Fetched(need, [], True, True, end="only" if found else "none")
    return _around(source, reviewer, need, found[0])._replace(end="top")


def _for_me(chosen: Filter) -> Filter:
    return replace(chosen, terms=(*chosen.terms, _FOR_ME))
