"""Lines drawn as segments. Pure: whatever comes from data comes through `store.text` and never as markup.

A line is as wide as it is told to be. It becomes a strip where it is drawn, once: a strip is dearer than its text.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from store.acts import Cite
from store.model import Citation
from store.text import pieces
from tui.pages.cells import cells
from tui.pages.page_builder import GUTTER, NO_SIGN, PageLine, Run
from tui.pages.pointer import Passage
from tui.pages.sides import SEVERAL

Styles = Callable[[str], Style]
"""The style of a role."""

HIT, HIT_HERE = "hit", "hit-here"
"""The roles of a hit, and of the one that the reader has gone to."""


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


def line_segments(
    line: PageLine, text: str, marks: Marks, style: Styles, width: int, hits: Sequence[Mark] = ()
) -> list[Segment]:
    """A line of a page; `text` is the text of the item that the line belongs to, `hits` are the hits on the line."""
    base = style("text")
    if line.is_text:
        found = [*marks.on(line, text), *hits]
        segments = [*_gutter(found, style), *_text(line, text, found, style)]
    else:
        said = [Segment(run.text, base + style(run.role)) for run in line.runs]
        segments = [*_gutter(hits, style, line.sign), *(_with_hits(said, hits, style) if hits else said)]
    if line.margin is not None:
        beside = (Segment(run.text, base + style(run.role)) for run in line.margin.runs)
        segments = [*filled(segments, line.margin.at, base), *beside]
    return filled(segments, width, base)


def filled(segments: list[Segment], width: int, style: Style) -> list[Segment]:
    """The segments of a line cut, or padded in a style, to exactly `width` cells."""
    room = width - sum(cells(one.text) for one in segments)
    if room < 0:
        return Segment.adjust_line_length(segments, width, style)
    return [*segments, Segment(" " * room, style)] if room else segments


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


def _gutter(found: Sequence[Mark], style: Styles, own: Run = NO_SIGN) -> Iterable[Segment]:
    """A cell for the place, one for citations, notes or what is new, one for the sides of a conflict or hits.

    A line's `own` sign takes the place of that of citations and notes.
    """
    base = style("text")
    if not found and not own.text:
        return [Segment(" " * GUTTER, base)]
    roles = {one.role for one in found}
    bar = "place" if "place" in roles else "marked" if "marked" in roles else ""
    sign, role = ("❝", "cited-sign") if "cited" in roles else ("✎", "note") if "noted" in roles else (" ", "text")
    letters = sorted({one.letter for one in found if one.letter})
    hit = "»" if HIT_HERE in roles else "›" if HIT in roles else " "
    if letters:
        second = Segment(letters[0] if len(letters) == 1 else SEVERAL, base + style("cited-sign"))
        third = Segment(sign if sign != " " else hit, base + style(role if sign != " " else "new"))
    else:
        second, third = Segment(sign, base + style(role)), Segment(hit, base + style("new"))
    if own.text:
        second = Segment(own.text, base + style(own.role))
    return [Segment("▌" if bar else " ", base + style("bar")), second, third]


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


def scroll_mark(y: int, top: int, height: int, length: int, style: Styles) -> Segment:
    """The cell at the end of line `y` of a page of `length` lines, of which `height` are shown from `top` on."""
    if length <= height:
        return Segment(" ", style("text"))
    size = max(1, height * height // length)
    start = round(top / (length - height) * (height - size))
    role = "thumb" if start <= y < start + size else "track"
    return Segment("▐" if role == "thumb" else " ", style("text") + style(role))
