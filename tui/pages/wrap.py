"""Breaking text into lines by terminal cells, with offsets into the stored text kept.

Lines are what `store.text.visible` makes of the text, so a hidden character takes the room of its token.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from store.text import pieces, visible
from tui.pages.cells import cells

_BREAK = re.compile(r"\r?\n")
_LEFT_OUT = " \t"
"""What a line is broken at, and the break stands for. All other white space is shown, above all what must not break."""


class Slice(NamedTuple):
    """Code points of a stored text that make one line."""

    start: int
    end: int


class _Atom(NamedTuple):
    start: int
    end: int
    width: int
    space: bool


@lru_cache(256)
def wrap(text: str, width: int) -> tuple[Slice, ...]:
    """The lines of a text in `width` cells: broken at spaces, inside a word only where it is longer than a line."""
    lines: list[Slice] = []
    start = 0
    for end, after in [*(match.span() for match in _BREAK.finditer(text)), (len(text), len(text))]:
        lines += _paragraph(text[start:end], start, max(width, 1))
        start = after
    return tuple(lines)


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text as they are shown."""
    return ["".join(one.shown for one in pieces(text[start:end], multiline=True)) for start, end in wrap(text, width)]


def offset_at(text: str, line: Slice, cell: int) -> int:
    """The code point of a line that is drawn in a cell, counted from 0; its last one where the cell is behind it."""
    atoms = _atoms(text[line.start : line.end])
    for atom in atoms:
        cell -= atom.width
        if cell < 0:
            return line.start + atom.start
    return line.start + atoms[-1].start if atoms else line.start


def _paragraph(text: str, offset: int, width: int) -> Iterator[Slice]:
    if visible(text) is text and cells(text) == len(text):
        yield from _plain(text, offset, width)
    else:
        yield from _by_atoms(_atoms(text), offset, width)


def _plain(text: str, offset: int, width: int) -> Iterator[Slice]:
    """One cell a character: the breaks are found without looking at each of them."""
    start, length = 0, len(text)
    while length - start > width:
        space = text.rfind(" ", start + 1, start + width + 1)
        end = space if space > start else start + width
        yield Slice(offset + start, offset + end)
        start = end + 1 if space > start else end
    yield Slice(offset + start, offset + length)


def _atoms(text: str) -> list[_Atom]:
    """What stays on one line: a character with all that is drawn onto it, or a token."""
    atoms: list[_Atom] = []
    for start, end, shown in _shown(text):
        if atoms and not cells(shown[:1]):
            before = atoms.pop()
            atoms.append(_Atom(before.start, end, before.width + cells(shown), space=False))
        else:
            atoms.append(_Atom(start, end, cells(shown), space=text[start] in _LEFT_OUT))
    return atoms


def _shown(text: str) -> Iterator[tuple[int, int, str]]:
    for piece in pieces(text, multiline=True):
        if piece.token or len(piece.shown) != piece.end - piece.start:
            yield piece.start, piece.end, piece.shown
        else:
            for at, character in enumerate(piece.shown, piece.start):
                yield at, at + 1, character


def _by_atoms(atoms: list[_Atom], offset: int, width: int) -> Iterator[Slice]:
    """Character by character; a line may also be broken after a wide one, as Chinese and Japanese do."""
    first, index, used = 0, 0, 0
    cut, resume = 0, 0
    while index < len(atoms):
        atom = atoms[index]
        if atom.space and index > first:
            cut, resume = index, index + 1
        if used + atom.width > width and index > first:
            if resume <= first:
                cut = resume = index
            yield Slice(offset + atoms[first].start, offset + atoms[cut - 1].end)
            first = index = cut = resume
            used = 0
            continue
        used += atom.width
        index += 1
        if atom.width == 2:
            cut = resume = index
    if first < len(atoms):
        yield Slice(offset + atoms[first].start, offset + atoms[-1].end)
    elif not atoms:
        yield Slice(offset, offset)
