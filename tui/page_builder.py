"""The lines of a page: what is on each, in which role. A role becomes a style only when a line is drawn.

Everything in a `Run` has been through `store.text.visible`. Lines of evidence hold no text but the place of it, so
that moving through a case or citing in it changes no line.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from store.model import Citation
from store.text import clip, visible
from tui.cells import cells, cut, fit
from tui.wrap import wrap, wrapped

MEASURE = 84
"""The widest that text runs: longer lines are hard to read."""

LABELS, FEWEST = 18, 8
"""Cells that labels of a table take at most, and that a column has at least for values."""

GUTTER = 3
"""Cells before every line: a bar for the place, a mark for citations and notes, a space."""


class Run(NamedTuple):
    """Some text of a line, safe to show."""

    text: str
    role: str = "text"


class PageLine(NamedTuple):
    """A line of the page; one that shows evidence names the item and the code points of its text.

    `own`: it says what the case itself holds, and not what people did to it.
    """

    runs: tuple[Run, ...] = ()
    item: str = ""
    start: int = -1
    end: int = -1
    own: bool = False

    @property
    def is_text(self) -> bool:
        """Whether this is a line of an item's text."""
        return self.start >= 0


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

    def prose(self, text: str, role: str = "text", indent: int = 0, lead: Run | None = None) -> None:
        """Text that somebody wrote, in as many lines as it needs, after `lead` on the first of them."""
        taken = indent + (cells(lead.text) if lead else 0)
        for number, part in enumerate(wrapped(text, self.measure - taken)):
            first = number == 0 and lead is not None
            self.line(Run(" " * (indent if first else taken)), *([lead] if first and lead else []), Run(part, role))

    def evidence(self, item_id: str, text: str) -> None:
        """The text of an item, line by line."""
        for start, end in wrap(text, self.measure):
            self.lines.append(PageLine((), item_id, start, end, own=True))

    def table(self, pairs: Iterable[tuple[str, Run]]) -> None:
        """Labels and values in as many columns as make for the fewest lines; a long value takes several of them."""
        entries = [(visible(label), value) for label, value in pairs]
        if not entries:
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
