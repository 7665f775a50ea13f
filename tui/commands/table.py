"""Columns of text, aligned by terminal cells and, where a terminal is narrow, cut to fit it."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice

from store.text import visible
from tui.pages.cells import cells, fit

GAP = 2
"""Cells between two columns."""
MEASURED = 1000
"""Lines that the widths are taken from: what comes later is longer where it must be, and nobody waits for the last."""

PER_CELL = 10
"""Characters that never take less than a cell, marks and all: of a megabyte no more is looked at than can be shown."""


def table(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, width: int | None = None, whole: Collection[str] = ()
) -> Iterator[str]:
    """Lines in `width` cells, each cut marked with `…`; without a width nothing is cut.

    Columns whose name is in `whole` are never cut: where they alone are too wide, lines are longer than `width`.
    """
    looked_at = None if width is None else width * PER_CELL
    lines = ([visible(cell[:looked_at]) for cell in row] for row in chain((header,), rows))
    first = list(islice(lines, MEASURED))
    kept = [width is None or name in whole for name in header]
    widths = [max(map(cells, column)) for column in zip(*first, strict=True)]
    if width is not None:
        widths = _shrunk(widths, kept, width)
    for line in chain(first, lines):
        head = "".join(_padded(*column) + " " * GAP for column in list(zip(line, widths, kept, strict=True))[:-1])
        room = widths[-1] if width is None else min(widths[-1], max(1, width - cells(head)))
        yield (head + _padded(line[-1], room, kept[-1])).rstrip(" ")


def _padded(cell: str, width: int, kept: bool) -> str:
    return fit(cell, max(width, cells(cell)) if kept else width)


def _shrunk(widths: list[int], kept: list[bool], width: int) -> list[int]:
    """The widest columns give way first, down to one cell."""
    widths = [size if whole else min(size, width) for size, whole in zip(widths, kept, strict=True)]
    room = width - GAP * (len(widths) - 1)
    while sum(widths) > room:
        widest = max((size for size, whole in zip(widths, kept, strict=True) if not whole), default=1)
        if widest == 1:
            break
        at = next(n for n, size in enumerate(widths) if size == widest and not kept[n])
        widths[at] -= 1
    return widths
