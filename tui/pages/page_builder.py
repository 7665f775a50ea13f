"""The lines of a page: what is on each, in which role. A role becomes a style only when a line is drawn.

Everything in a `Run` has been through `store.text.visible`. Lines of evidence hold no text but the place of it, so
that moving through a case or citing in it changes no line.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from store.model import Citation
from store.spans import sentences
from store.text import clip, visible
from tui.pages.cells import cells, cut, fit
from tui.pages.wrap import wrap, wrapped

MEASURE = 84
"""The widest that text runs: longer lines are hard to read."""

NARROWEST = 52
"""The narrowest that text runs to make room for a margin, as beside the queue on 200 columns; else there is none."""

MARGIN, WIDEST_MARGIN, APART = 24, 40, 2
"""Cells that a margin has at least and at most, and those that stay free before it."""

BESIDE = 12
"""Lines in the margin from which on something stands below its passage instead, in the width of the text."""

LABELS, FEWEST = 18, 8
"""Cells that labels of a table take at most, and that a column has at least for values."""

GUTTER = 3
"""Cells before every line: a bar for the place, a mark for citations, notes and what is new, a space."""


class Run(NamedTuple):
    """Some text of a line, safe to show."""

    text: str
    role: str = "text"


NO_SIGN = Run("")


class Margin(NamedTuple):
    """What stands beside a line, from a cell on."""

    at: int
    runs: tuple[Run, ...]


class PageLine(NamedTuple):
    """A line of the page; one that shows evidence names the item and the code points of its text.

    `own`: it says what the case itself holds, and not what people did to it. `sign` stands before it, where it moves
    nothing when it goes.
    """

    runs: tuple[Run, ...] = ()
    item: str = ""
    start: int = -1
    end: int = -1
    own: bool = False
    margin: Margin | None = None
    sign: Run = NO_SIGN

    @property
    def is_text(self) -> bool:
        """Whether this is a line of an item's text."""
        return self.start >= 0


class Remark(NamedTuple):
    """What is said of a span of an item's text; `write` writes it on a page of any width."""

    start: int
    end: int
    write: Callable[["PageBuilder"], None]


class PageBuilder:
    """Lines being put together, in `width` cells."""

    asking = "u asks for what is masked"
    """How a reader asks for a masked field."""

    def __init__(self, width: int) -> None:
        self.width = max(20, width - GUTTER - 1)
        self.measure = min(self.width, MEASURE)
        self.lines: list[PageLine] = []
        self.item = ""
        self.own = False

    def short(self, text: str, limit: int) -> str:
        """As much of a text as is worth laying out here; it says how much was left out."""
        return clip(text, limit)

    def passage(self, citation: Citation) -> str:
        """The name of a cited passage: the evidence itself shows where in an item it stands."""
        return visible(citation.item)

    def line(self, *runs: Run) -> None:
        """A line of runs, cut at the edge."""
        self.lines.append(PageLine(_cut(runs, self.width), self.item, own=self.own))

    def sign(self, sign: Run) -> None:
        """Put a sign of one cell before the last line."""
        self.lines[-1] = self.lines[-1]._replace(sign=sign)

    def blank(self) -> None:
        """An empty line, unless the last one is."""
        if self.lines and (self.lines[-1].runs or self.lines[-1].is_text):
            self.lines.append(PageLine(item=self.item, own=self.own))

    def heading(self, text: str, remark: str = "") -> None:
        """What begins a part of the page."""
        self.item = ""
        self.blank()
        self.line(Run(visible(text).upper(), "heading"), Run(f"  {visible(remark)}" if remark else "", "label"))

    def apart(self, left: Iterable[Run], right: Iterable[Run]) -> None:
        """Runs at the left and at the right edge; those at the left give way."""
        last = tuple(right)
        room = self.measure - sum(cells(run.text) for run in last) - 2
        first = _cut(left, max(room, 8))
        gap = max(1, room + 2 - sum(cells(run.text) for run in first))
        self.line(*first, Run(" " * gap), *last)

    def kept(self, left: Iterable[Run], last: Run) -> None:
        """Runs side by side; what does not fit is cut from those before `last`, never from it."""
        self.line(*_cut(left, max(1, self.measure - cells(last.text))), last)

    def prose(
        self, text: str, role: str = "text", indent: int = 0, lead: Run | None = None, tail: Run | None = None
    ) -> None:
        """Text that somebody wrote, in as many lines as it needs, after `lead` on the first of them.

        `tail` follows on the last one if there is room, else on a line of its own.
        """
        taken = indent + (cells(lead.text) if lead else 0)
        last = ""
        for number, last in enumerate(wrapped(text, self.measure - taken)):
            first = number == 0 and lead is not None
            self.line(Run(" " * (indent if first else taken)), *([lead] if first and lead else []), Run(last, role))
        if tail is None:
            return
        if taken + cells(last) + 2 + cells(tail.text) <= self.measure:
            self.lines[-1] = self.lines[-1]._replace(runs=(*self.lines[-1].runs, Run("  "), tail))
        else:
            self.line(Run(" " * taken), tail)

    def evidence(self, item_id: str, text: str, remarks: Sequence[Remark] = ()) -> None:
        """The text of an item, line by line, with what is said of it beside each passage or below it."""
        measure = max(NARROWEST, min(MEASURE, self.width - APART - MARGIN))
        margin = min(self.width - APART - measure, WIDEST_MARGIN)
        if not remarks or margin < MARGIN:
            measure, margin = self.measure, 0
        lines = [PageLine((), item_id, start, end, own=True) for start, end in wrap(text, measure)]
        beside: list[tuple[int, list[PageLine]]] = []
        below: list[Remark] = []
        for one in sorted(remarks, key=lambda one: one.start):
            written = _written(one, margin) if margin else []
            if 0 < len(written) <= BESIDE:
                beside.append((one.start, written))
            else:
                below.append(one)
        whole = _with_below(lines, text, below, measure) if below else lines
        self.lines += _with_margin(whole, beside, GUTTER + measure + APART) if beside else whole

    def table(self, pairs: Iterable[tuple[str, Run]]) -> None:
        """Labels and values in as many columns as make for the fewest lines; a long value takes several of them."""
        entries = [(visible(label), value) for label, value in pairs]
        side_by_side = [run for label, value in entries for run in (Run(f"{label}  ", "label"), value, Run("   "))][:-1]
        if sum(cells(run.text) for run in side_by_side) <= self.measure:
            if entries:
                self.line(*side_by_side)
            return
        labels = min(max(cells(label) for label, _ in entries), LABELS)
        sizes = [labels + 2 + cells(value.text) + 2 for _, value in entries]
        most = max(1, self.measure // (labels + 2 + FEWEST))
        columns = min(range(1, most + 1), key=lambda count: (_lines(sizes, self.measure, count), count))
        unit, runs, used = self.measure // columns, list[Run](), 0
        for (label, value), size in zip(entries, sizes, strict=True):
            span = -(-size // unit)
            if used and used + span > columns:
                self.line(*runs)
                runs, used = [], 0
            named = Run(f"{fit(label, labels)}  ", "label")
            if size - 2 > self.measure:
                self.prose(value.text, value.role, lead=named)
                continue
            runs += [named, *_padded(value, span * unit - labels - 2)]
            used += span
        if runs:
            self.line(*runs)


def _written(remark: Remark, width: int) -> list[PageLine]:
    page = PageBuilder(width + GUTTER + 1)
    remark.write(page)
    return page.lines


def _with_below(lines: list[PageLine], text: str, remarks: Iterable[Remark], width: int) -> list[PageLine]:
    """The lines of an item's text, with each remark below the line on which the sentence of its passage ends."""
    whole, done = list[PageLine](), 0
    starts, ends = [line.start for line in lines], [one.end for one in sentences(text)]
    for one in sorted(remarks, key=lambda one: one.end):
        sentence = bisect_left(ends, one.end)
        below = bisect_left(starts, ends[sentence] if sentence < len(ends) else one.end)
        whole += lines[done:below]
        whole += [line._replace(item=lines[0].item) for line in _written(one, width)]
        done = below
    return [*whole, *lines[done:]]


def _with_margin(lines: list[PageLine], beside: Iterable[tuple[int, list[PageLine]]], at: int) -> Iterator[PageLine]:
    """The lines of an item, with each remark from the line on that its passage begins on, or from the next free one."""
    margins, texts = list[Margin | None](), [n for n, line in enumerate(lines) if line.is_text]
    for start, written in beside:
        first = texts[bisect_right(texts, start, key=lambda n: lines[n].start) - 1]
        margins += [None] * (first - len(margins))
        margins += [Margin(at, line.runs) for line in written]
    for line, margin in zip_longest(lines, margins):
        yield (line or PageLine(item=lines[0].item))._replace(margin=margin)


def _lines(sizes: list[int], measure: int, columns: int) -> int:
    """How many lines entries of these sizes take in so many columns; one that is longer than a line counts as two."""
    unit, lines, used = measure // columns, 1, 0
    for size in sizes:
        span = -(-size // unit)
        if used and used + span > columns:
            lines, used = lines + 1, 0
        used += span
        lines += size - 2 > measure
    return lines


def _padded(value: Run, width: int) -> Iterator[Run]:
    yield value
    if (missing := width - cells(value.text)) > 0:
        yield Run(" " * missing)


def _cut(runs: Iterable[Run], width: int) -> tuple[Run, ...]:
    """The runs in `width` cells; what does not fit ends in `…`."""
    whole = tuple(run for run in runs if run.text)
    if sum(cells(run.text) for run in whole) <= width:
        return whole
    kept: list[Run] = []
    for run in whole:
        size = cells(run.text)
        if size >= width:
            return (*kept, Run(cut(run.text, width), run.role))
        kept.append(run)
        width -= size
    return tuple(kept)
