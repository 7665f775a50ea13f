"""Lines that lead somewhere: a name, a number, a bar for its size, and the filter that finds its cases.

Pure: what screens of figures and lists are laid out from. Names may come from data; they are made visible here.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from store.filters import Filter
from store.text import clip, visible
from tui.pages.cells import cells, fit
from tui.pages.hits import HitPlace
from tui.pages.page_builder import PageBuilder, PageLine, Run

NOTHING_THERE = "There is no case behind this."
_LONGEST = 40
"""Cells of a name, and of a bar."""
_SHORTEST = 8
"""Cells below which a bar says nothing."""
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"


class Entry(NamedTuple):
    """A line of a section. `size` is the length of its bar, from 0 to 1; None draws none.

    `leads` finds the cases behind it, or `case` is the one; without either, `why` says why there are none to go to.
    `draft` is the kind of the draft on that case that it is, None if it is none; `hit` the place of a hit in it.
    """

    name: str
    number: str
    note: str = ""
    size: float | None = None
    role: str = "text"
    leads: Filter | None = None
    why: str = NOTHING_THERE
    case: str = ""
    draft: str | None = None
    hit: HitPlace | None = None


class Section(NamedTuple):
    """A part of the page: what it shows, a remark beside that, its entries, and what is to be said below them."""

    title: str
    remark: str = ""
    entries: tuple[Entry, ...] = ()
    words: tuple[str, ...] = ()


class Laid(NamedTuple):
    """The lines of a page, and which of them are entries: their index and what they are."""

    lines: list[PageLine]
    entries: list[tuple[int, Entry]]


def lay_out(title: str, sections: Iterable[Section], width: int) -> Laid:
    """The sections one below the other; the first line is the title, which stays."""
    page, entries = PageBuilder(width), list[tuple[int, Entry]]()
    page.line(Run(visible(title), "strong"))
    for section in sections:
        page.heading(section.title, section.remark)
        sizes = _sizes(section.entries, page.width)
        for entry in section.entries:
            entries.append((len(page.lines) - 1, entry))
            page.line(*_runs(entry, sizes))
        for words in section.words:
            page.prose(words, "label")
    return Laid(page.lines, entries)


def sparkline(counts: Sequence[int]) -> str:
    """A character for each number, its height beside that of the largest; what is nothing lies on the ground."""
    most, steps = max(counts, default=0), len(_LEVELS) - 1
    return "".join(_LEVELS[-(-count * steps // most) if most else 0] for count in counts)


def bar(size: float, width: int) -> str:
    """A bar of so many cells at most, in eighths of one; what is more than nothing shows."""
    eighths = min(8 * width, max(round(size * 8 * width), size > 0))
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()


class _Sizes(NamedTuple):
    """The cells of each column; 0 leaves it out."""

    name: int
    number: int
    note: int
    bar: int


def _sizes(entries: Sequence[Entry], width: int) -> _Sizes:
    longest = max((cells(_name(one)) for one in entries), default=0)
    number = max((cells(one.number) for one in entries), default=0)
    note = max((cells(visible(one.note)) for one in entries), default=0)
    name = min(longest, _LONGEST, max(_SHORTEST, width - number - min(note, width // 2) - 5))
    rest = width - name - number - 2
    note = min(note, rest - 2) if rest - 2 >= _SHORTEST else 0
    rest -= note + 2 if note else 0
    wanted = rest - 2 >= _SHORTEST and any(one.size is not None for one in entries)
    return _Sizes(name, number, note, min(_LONGEST, rest - 2) if wanted else 0)


def _name(entry: Entry) -> str:
    return visible(clip(entry.name, 2 * _LONGEST))


def _runs(entry: Entry, sizes: _Sizes) -> Iterable[Run]:
    quiet = "label" if entry.number == "0" else ""
    yield Run(fit(_name(entry), sizes.name), quiet or entry.role)
    yield Run(f"  {entry.number:>{sizes.number}}", quiet or "strong")
    if sizes.note:
        yield Run(f"  {fit(visible(entry.note), sizes.note)}", "label")
    if sizes.bar and entry.size is not None:
        yield Run(f"  {bar(entry.size, sizes.bar)}", entry.role)
