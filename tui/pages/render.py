"""Lines and rows drawn as strips. Pure: whatever comes from data comes through `store.text` and never as markup."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from store.acts import Cite
from store.case.view import QueueRow
from store.model import Citation
from store.text import clip, pieces, visible
from tui.look import look
from tui.pages.cells import cells, fit, fit_ends
from tui.pages.page_builder import GUTTER, PageLine
from tui.pages.pointer import Passage
from tui.pages.sides import SEVERAL

Styles = Callable[[str], Style]
"""The style of a role."""

HIT, HIT_HERE = "hit", "hit-here"
"""The roles of a hit, and of the one that the reader has gone to."""

_CELL = 60
"""Characters of a cell that are looked at: a row is one line, and what is cut ends in `…`."""


class Mark(NamedTuple):
    """A span of an item's text that is drawn differently; `letter` is that of the side that cites it."""

    start: int
    end: int
    role: str
    letter: str = ""


class Marks(NamedTuple):
    """What is marked in the evidence of a case."""

    place: Passage | None = None
    place_role: str = "place"
    cited: tuple[Cite, ...] = ()
    noted: tuple[Citation, ...] = ()
    sides: tuple[tuple[str, Cite], ...] = ()

    def on(self, line: PageLine, text: str) -> list[Mark]:
        """The marks on a line of an item's text, least important first."""
        spans = [Mark(one.start, one.end, "noted") for one in self.noted if one.item == line.item]
        cites = [*((letter, one, "side") for letter, one in self.sides), *(("", one, "cited") for one in self.cited)]
        spans += [
            Mark(one.start or 0, len(text) if one.end is None else one.end, role, letter)
            for letter, one, role in cites
            if one.item == line.item
        ]
        if self.place is not None and self.place.item == line.item:
            spans.append(Mark(self.place.start, self.place.end, self.place_role))
        return [one for one in spans if one.start < line.end and line.start < one.end]


def line_strip(line: PageLine, text: str, marks: Marks, style: Styles, width: int, hits: Sequence[Mark] = ()) -> Strip:
    """A line of a page; `text` is the text of the item that the line belongs to, `hits` are the hits on the line."""
    base = style("text")
    if line.is_text:
        found = [*marks.on(line, text), *hits]
        segments = [*_gutter(found, style), *_text(line, text, found, style)]
    else:
        bar, sign, hit = _gutter([*hits], style)
        if line.sign.text:
            sign = Segment(line.sign.text, base + style(line.sign.role))
        segments = [bar, sign, hit, *(Segment(run.text, base + style(run.role)) for run in line.runs)]
        if hits:
            segments = [*segments[:GUTTER], *_with_hits(segments[GUTTER:], hits, style)]
    if line.margin is not None:
        beside = (Segment(run.text, base + style(run.role)) for run in line.margin.runs)
        segments = [*Strip(segments).adjust_cell_length(line.margin.at, base), *beside]
    return Strip(segments).adjust_cell_length(width, base)


def _with_hits(segments: Iterable[Segment], hits: Sequence[Mark], style: Styles) -> Iterable[Segment]:
    """What a line says, with the hits on it drawn over it."""
    start = 0
    for one in segments:
        end = start + len(one.text)
        edges = {start, end} | {edge for hit in hits for edge in (hit.start, hit.end) if start < edge < end}
        for first, last in pairwise(sorted(edges)):
            drawn = one.style or style("text")
            for hit in hits:
                if hit.start <= first and last <= hit.end:
                    drawn += style(hit.role)
            yield Segment(one.text[first - start : last - start], drawn)
        start = end


def _gutter(found: list[Mark], style: Styles) -> Iterable[Segment]:
    """A cell for the place, one for citations, notes or what is new, one for the sides of a conflict or hits."""
    roles = {one.role for one in found}
    bar = "place" if "place" in roles else "marked" if "marked" in roles else ""
    sign, role = ("❝", "cited-sign") if "cited" in roles else ("✎", "note") if "noted" in roles else (" ", "text")
    letters = sorted({one.letter for one in found if one.letter})
    hit = "»" if HIT_HERE in roles else "›" if HIT in roles else " "
    yield Segment("▌" if bar else " ", style("text") + style("bar"))
    if letters:
        yield Segment(letters[0] if len(letters) == 1 else SEVERAL, style("text") + style("cited-sign"))
        yield Segment(sign if sign != " " else hit, style("text") + style(role if sign != " " else "new"))
    else:
        yield Segment(sign, style("text") + style(role))
        yield Segment(hit, style("text") + style("new"))


def _text(line: PageLine, text: str, found: list[Mark], style: Styles) -> Iterable[Segment]:
    edges = {line.start, line.end} | {edge for one in found for edge in (one.start, one.end)}
    cuts = sorted(edge for edge in edges if line.start <= edge <= line.end)
    for start, end in pairwise(cuts):
        drawn = style("text")
        for one in found:
            if one.start <= start and end <= one.end:
                drawn += style(one.role)
        for piece in pieces(text[start:end], multiline=True):
            yield Segment(piece.shown, drawn + style("hidden") if piece.token else drawn)


def scroll_mark(y: int, top: int, height: int, length: int, style: Styles) -> Strip:
    """The cell at the end of line `y` of a page of `length` lines, of which `height` are shown from `top` on."""
    if length <= height:
        return Strip([Segment(" ", style("text"))])
    size = max(1, height * height // length)
    start = round(top / (length - height) * (height - size))
    role = "thumb" if start <= y < start + size else "track"
    return Strip([Segment("▐" if role == "thumb" else " ", style("text") + style(role))])


class ColumnWidths(NamedTuple):
    """How wide a row is and its columns are, in cells; those of the policy in its order, then the title.

    A list that is too narrow for a column of outcomes has none: no column means two things.
    """

    width: int
    id: int
    own: tuple[int, ...]
    title: int
    outcome: int = 0


class OutcomeWords(NamedTuple):
    """An outcome as the policy calls it, with a sign before what is no more than one's own vote, and its role."""

    said: str
    role: str


_HEAD = 15
"""Cells for the bar, the standing and the marks."""
_OWN = 12
_OUTCOME, _LEAST = 18, 12
"""Cells that outcomes take at most, and at least."""


def wanted(names: tuple[str, ...], longest_id: int, outcome: int, title: int) -> int:
    """Cells in which nothing is cut of a row whose title takes so many."""
    return _HEAD + min(max(longest_id, 6), 20) + 2 + (outcome + 1) + (_OWN + 1) * len(names) + (title + 1)


def title_cells(row: QueueRow) -> int:
    """Cells for the title of a row, with the mark of hidden characters; what is longer than a cell shows is cut."""
    return min(cells(_cell(row.title)), _CELL) + (cells(f"⚑{row.hidden}") + 1 if row.hidden else 0)


def columns(width: int, names: tuple[str, ...], longest_id: int, outcome: int = 0) -> ColumnWidths:
    """As many columns of the policy as fit; the title takes the rest if that is worth it.

    `outcome` is how wide the outcomes are that this reviewer knows, 0 where they know none; they take no room from the
    columns of the policy: by these one chooses what to read, and the first vote moves none of them.
    """
    ident = min(max(longest_id, 6), 20)
    room = width - _HEAD - ident - 2
    outcome = min(outcome, _OUTCOME, room - 1 - (_OWN + 1) * len(names))
    outcome = outcome if outcome >= _LEAST else 0
    room -= outcome + 1 if outcome else 0
    own: list[int] = []
    for name in names:
        size = min(_OWN - 1 if name == "due" else _OWN, room - 1) if room > 6 else 0
        own.append(size)
        room -= size + 1 if size else 0
    return ColumnWidths(width, ident, tuple(own), room - 1 if room > 6 else 0, outcome)


def heading_strip(names: tuple[str, ...], sizes: ColumnWidths, style: Styles) -> Strip:
    """The names of the columns."""
    own = [(name, size) for name, size in zip(names, sizes.own, strict=True) if size]
    parts = [("   standing", _HEAD), ("case", sizes.id)]
    parts += [("outcome", sizes.outcome)] if sizes.outcome else []
    parts += [(visible(clip(name.removeprefix("field."), _CELL)), size) for name, size in own]
    parts += [("title", sizes.title)] if sizes.title else []
    drawn = style("text") + style("label")
    return Strip([Segment(" ".join(fit(*one) for one in parts), drawn)]).adjust_cell_length(sizes.width, drawn)


def row_strip(
    row: QueueRow,
    names: tuple[str, ...],
    sizes: ColumnWidths,
    style: Styles,
    *,
    chosen: str = "",
    outcome: OutcomeWords = OutcomeWords("", ""),  # noqa: B008 - a constant
    drafted: bool = False,
    mark: str = "",
) -> Strip:
    """A line of the queue; `chosen` is the role of the line under the cursor.

    Of a long id both ends stay: ids of one file often differ at the end. `mark` stands behind the standing, `✓` where
    this reviewer has voted, `◌` where somebody else is reading, `•` where nothing was opened yet; `✎` where a draft is
    `drafted`, `Δ` where a revision came since it was opened. What is overdue gets a `!` and another colour.
    """
    seen = look(row.standing)
    base = style("text") + style(chosen) if chosen else style("text")
    over = style(chosen) if chosen else Style.null()
    segments = [
        Segment("▌" if chosen else " ", base + style("bar")),
        Segment(fit(f"{seen.glyph} {seen.word}", 10), base + style(seen.role) + over),
        Segment(mark or " ", base + style("bar") + over),
        Segment("✓" if row.voted else "◌" if row.busy else "•" if row.unread else " ", base + style("label") + over),
        Segment("✎" if drafted else " ", base + style("bar") + over),
        Segment("Δ " if row.revised else "  ", base + style("alert") + over),
        Segment(f"{fit_ends(visible(row.id), sizes.id)} ", base + style("strong") + over),
    ]
    said = base + style(outcome.role or "label") + over
    if sizes.outcome:
        segments.append(Segment(f"{fit(_cell(outcome.said), sizes.outcome)} ", said))
    values = (
        row.columns if len(row.columns) == len(names) else (None,) * len(names)
    )  # of another policy: on its way out
    for name, value, size in zip(names, values, sizes.own, strict=True):
        late = name == "due" and value is not None and row.overdue
        if size:
            shown = fit(_cell(f"{value or ''}{'!' if late else ''}"), size)
            segments.append(Segment(f"{shown} ", base + style("alert") + over if late else base))
    hidden = f"⚑{row.hidden}" if row.hidden else ""
    if sizes.title:
        room = sizes.title - (cells(hidden) + 1 if hidden else 0)
        segments.append(Segment(f"{fit(_cell(row.title), room)} ", base + style("label") + over))
    if hidden:
        segments.append(Segment(hidden, base + style("alert") + over))
    return Strip(segments).adjust_cell_length(sizes.width, base)


def _cell(text: str) -> str:
    return visible(clip(text, _CELL)) if len(text) > _CELL else visible(text)
