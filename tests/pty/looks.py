"""What somebody sees on the screen, and whether it is in one piece."""

import re

from tests.pty.terminal import Terminal
from tests.spelled import spelled

_GUTTER = 3
PANES = {120: 48, 100: 40}
"""Where the case begins beside the queue, by the columns of the terminal."""


def squeezed(text: str) -> str:
    """Text without its white space: where it was broken into lines does not matter."""
    return re.sub(r"\s+", "", text)


def as_shown(text: str) -> str:
    """How a stored text must look, but for line breaks."""
    return squeezed(spelled(text, lines=True))


def case_lines(at: Terminal) -> list[str]:
    """The lines of the case pane, without the marks before them and the scroll bar behind them."""
    left = PANES.get(at.size[0], 0)
    rows = at.grid.cells[1:-1]
    return ["".join(cell or "" for cell in row[left + _GUTTER : -1]) for row in rows]


def head(at: Terminal) -> str:
    """The first line of the case pane, where the reader's bar can be."""
    left = PANES.get(at.size[0], 0)
    return "".join(cell or "" for cell in at.grid.cells[1][left:])


def go_on(at: Terminal, key: str, prefix: str) -> None:
    """Press a key and wait for the case whose id begins like this."""
    at.type(key)
    at.comes_to(lambda: head(at).strip().startswith(prefix), f"{prefix!r} did not come")


def assert_whole(at: Terminal) -> None:
    """Drawn anew, every cell is drawn on, nothing overflows, and each frame has its sides where its corners are."""
    at.repaint()
    at.comes_to(lambda: not at.grid.undrawn(), "not all of it was drawn anew")
    assert not at.grid.overflows, at.grid.overflows[:3]
    assert not at.grid.broken_frames(), "\n".join(at.grid.broken_frames())


def merged(pages: list[list[str]]) -> list[str]:
    """Pages that overlap, as one."""
    lines: list[str] = []
    for page in pages:
        overlaps = (count for count in range(min(len(page), len(lines)), 0, -1) if lines[-count:] == page[:count])
        lines += page[next(overlaps, 0) :]
    return lines
