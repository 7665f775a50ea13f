"""Where the words of a search stand on the page of a case: in its evidence, and in what else it says of itself.

They are looked for in the page as its reader sees it, so that no search tells what a mask hides.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, groupby
from typing import NamedTuple

from store.searchable import found, searchable
from store.spans import Span
from tui.pages.page_builder import PageLine, Run
from tui.pages.render import HIT, HIT_HERE, Mark

_SAID = ("text", "strong", "item", "about")
"""The roles in which a page says what a case holds, in lines that are its `own`."""
_NAMES = ("label", "strong")
"""The roles of what it calls the parts of a case: its id, a field, the code of a flag."""


class Piece(NamedTuple):
    """A part of a hit on one line: offsets into its item's text, or into all that the line says."""

    line: int
    start: int
    end: int


class Hit(NamedTuple):
    """One place where the words stand. `item` is empty outside of the evidence."""

    item: str
    pieces: tuple[Piece, ...]

    @property
    def line(self) -> int:
        """The line that it begins on."""
        return self.pieces[0].line

    def moved(self, lines: int) -> "Hit":
        """The same hit on a page that begins elsewhere."""
        return Hit(self.item, tuple(one._replace(line=one.line + lines) for one in self.pieces))


class HitPlace(NamedTuple):
    """What a hit stands in, whatever the width of the page: an item, or what the page calls that part of the case.

    `text`: in the text of the item, and not in what is said of it. `number` counts the hits in there, from 0 on.
    """

    part: str
    text: bool
    number: int

    def is_in(self, other: "HitPlace") -> bool:
        """Whether both are in one part; the page may have cut its name."""
        name, cut = self.part.removesuffix("…"), self.part.endswith("…")
        return self.text == other.text and (other.part.startswith(name) if cut else other.part == name)


def hit_places(page: Sequence[PageLine], hits: Iterable[Hit]) -> Iterator[HitPlace]:
    """The place of each hit on a page whose first line has the number -1."""
    seen = Counter[tuple[str, bool]]()
    for hit in hits:
        part = (hit.item, True) if hit.item else (_named(page, hit.pieces[0]), False)
        yield HitPlace(*part, seen[part])
        seen[part] += 1


def _named(page: Sequence[PageLine], piece: Piece) -> str:
    """The item that a piece outside of texts is said of, else the name that stands last before it."""
    at, end = piece.line + 1, piece.start
    if page[at].item:
        return page[at].item
    for line in reversed(page[: at + 1]):
        begins = accumulate((len(run.text) for run in line.runs), initial=0)
        for begin, run in reversed([*zip(begins, line.runs, strict=False)]):
            if begin <= end and run.role in _NAMES and run.text.strip():
                return run.text.strip()
        end = sum(len(run.text) for run in line.runs)
    return ""


def find_hits(lines: Sequence[PageLine], texts: Mapping[str, str], words: Iterable[str]) -> list[Hit]:
    """All hits of a page in the order in which they stand on it; `texts` has the text of each item by its id."""
    searched = _compared(words)
    if not searched:
        return []
    hits: list[Hit] = []
    for stretch in _stretches(lines):
        first = lines[stretch[0]]
        if first.is_text:
            hits += _in_item(lines, stretch, _found(texts.get(first.item, ""), searched))
        elif first.own:
            hits += _in_lines(lines, stretch, searched)
    return hits


def _stretches(lines: Sequence[PageLine]) -> Iterator[list[int]]:
    """The lines that belong together: of one item's text, of what else is said of the case, of the rest.

    Notes that stand between the lines of a text are in none of them.
    """
    numbers = (at for at, line in enumerate(lines) if line.own or not line.item)
    for _, stretch in groupby(numbers, key=lambda at: (lines[at].is_text, lines[at].own, lines[at].item)):
        yield [*stretch]


def _in_item(lines: Sequence[PageLine], numbers: Sequence[int], found: Iterable[Span]) -> Iterator[Hit]:
    at, end = 0, len(numbers)
    for span in found:
        while at + 1 < end and lines[numbers[at + 1]].start <= span.start:
            at += 1
        last = at
        while last + 1 < end and lines[numbers[last + 1]].start < span.end:
            last += 1
        yield Hit(lines[numbers[0]].item, tuple(Piece(line, *span) for line in numbers[at : last + 1]))


def _in_lines(lines: Sequence[PageLine], numbers: Iterable[int], words: tuple[str, ...]) -> Iterator[Hit]:
    """Hits in what lines say, over the ends of lines that were broken; not in what the program calls it."""
    said = [(line, offset, run.text) for line in numbers for offset, run in _said(lines[line])]
    begins = [0, *accumulate(len(text) + 1 for _, _, text in said)]
    for span in _found("\n".join(text for _, _, text in said), words, broken=True):
        pieces = [
            Piece(line, offset + max(0, span.start - begin), offset + min(len(text), span.end - begin))
            for begin, (line, offset, text) in zip(begins, said, strict=False)
            if span.start < begin + len(text) and begin < span.end and text.strip()
        ]
        if pieces:
            yield Hit("", tuple(pieces))


def _said(line: PageLine) -> Iterator[tuple[int, Run]]:
    offset = 0
    for run in line.runs:
        if run.role in _SAID:
            yield offset, run
        offset += len(run.text)


def occurrences(text: str, words: Iterable[str]) -> list[Span]:
    """Where any of these words stand in a text, as the queue's filter finds them."""
    searched = _compared(words)
    return _found(text, searched) if searched else []


def _compared(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(compared for word in words if (compared := searchable(word)))


def _found(text: str, words: tuple[str, ...], *, broken: bool = False) -> list[Span]:
    """The words as the queue's filter finds them; `broken`: any white space for a space."""
    return [*found(text, _pattern(words, broken))]


@lru_cache(16)
def _pattern(words: tuple[str, ...], broken: bool) -> re.Pattern[str]:
    longest_first = sorted({*words}, key=len, reverse=True)
    if broken:
        spaced = (r"\s+".join(map(re.escape, word.split())) or re.escape(word) for word in longest_first)
        return re.compile("|".join(spaced))
    return re.compile("|".join(map(re.escape, longest_first)))


class HitList:
    """The hits on the page that is shown, and the one that the reader has gone to, `at` that number."""

    def __init__(self) -> None:
        self.words: tuple[str, ...] = ()
        self.hits: list[Hit] = []
        self.at: int | None = None
        self.marks: dict[int, list[Mark]] = {}
        """The marks of the hits, by line."""

    def search(self, lines: Sequence[PageLine], texts: Mapping[str, str], words: Iterable[str]) -> None:
        """Look for words on a page whose first line has the number -1; the hit gone to stays if they are the same."""
        before, self.words = (self.words, len(self.hits)), tuple(words)
        self.hits = [hit.moved(-1) for hit in find_hits(lines, texts, self.words)]
        self.go(self.at if before == (self.words, len(self.hits)) else None)

    def go(self, number: int | None) -> Hit | None:
        """Go to a hit, counted from the end if below 0; None leaves all of them."""
        self.at = None if number is None or not self.hits else range(len(self.hits))[number]
        self.marks = {}
        for place, hit in enumerate(self.hits):
            for piece in hit.pieces:
                mark = Mark(piece.start, piece.end, HIT_HERE if place == self.at else HIT)
                self.marks.setdefault(piece.line, []).append(mark)
        return None if self.at is None else self.hits[self.at]

    def nearest(self, page: Sequence[PageLine], place: HitPlace) -> int | None:
        """The number of the hit at a place, or the last one in its part; None if there is none in that."""
        there = [at for at, one in enumerate(hit_places(page, self.hits)) if one.is_in(place)]
        return there[min(place.number, len(there) - 1)] if there else None

    def place(self, page: Sequence[PageLine]) -> HitPlace | None:
        """Where the hit stands that has been gone to."""
        return None if self.at is None else [*hit_places(page, self.hits)][self.at]

    def next(self, steps: int, top: int) -> Hit | None:
        """Another hit, or None; if none has been gone to, the next one from the line `top` on, round the page."""
        ahead = sum(one.line < top for one in self.hits) - (steps < 0)
        target = ahead % max(1, len(self.hits)) if self.at is None else self.at + steps
        return self.go(target) if 0 <= target < len(self.hits) else None

    @property
    def said(self) -> str:
        """Which hit of how many; empty where nothing is searched for."""
        if not self.words:
            return ""
        place = "–" if self.at is None else self.at + 1
        return f"hit {place} of {len(self.hits)}" if self.hits else "no hit in this case"

    def marks_on(self, head: PageLine) -> list[Mark]:
        """The marks on what the head says while the page is read."""
        here = self.at is not None and self.hits[self.at].line == -1
        pieces = (piece for hit in find_hits([head], {}, self.words) for piece in hit.pieces)
        return [Mark(one.start, one.end, HIT_HERE if here else HIT) for one in pieces]
