"""The cells of a terminal, as far as this program uses one. Widths are Unicode's own (UAX #11), not Rich's."""

import re
import unicodedata

from tests.pty.stream import Token, tokens

_PLACE = re.compile(r"\x1b\[(?:([0-9]+);([0-9]+))?H")
MARKS = ("Mn", "Me")
NARROWEST = 20
"""Columns of a frame at least: what is smaller is no frame but data that looks like one."""


def width_of(character: str) -> int:
    """The cells that a character takes: two if wide, none if it is drawn onto the one before."""
    code = ord(character)
    if unicodedata.category(character) in MARKS or 0x1160 <= code <= 0x11FF or 0xD7B0 <= code <= 0xD7FF:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class Grid:
    """A screen. A cell is None until something is drawn on it."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.overflows: list[str] = []
        """What was drawn beyond the last column."""
        self.modes: dict[str, bool] = {}
        self.clear()

    def clear(self) -> None:
        """Forget what is drawn."""
        self.cells: list[list[str | None]] = [[None] * self.columns for _ in range(self.rows)]
        self.x = self.y = 0

    def feed(self, written: str) -> None:
        """Take in what was written."""
        for token in tokens(written):
            self._take(token)

    def lines(self) -> list[str]:
        """The lines as text; the second cell of a wide character is left out."""
        return ["".join(" " if cell is None else cell for cell in row) for row in self.cells]

    @property
    def text(self) -> str:
        """The screen as text."""
        return "\n".join(self.lines())

    def undrawn(self) -> list[tuple[int, int]]:
        """Cells that nothing was drawn on, as line and column."""
        return [(y, x) for y, row in enumerate(self.cells) for x, cell in enumerate(row) if cell is None]

    def broken_frames(self) -> list[str]:
        """Lines in which a frame has no side where its corners say that there is one."""
        broken = []
        for top, row in enumerate(self.cells):
            for left, cell in enumerate(row):
                if cell != "╭" or "╮" not in row[left:]:
                    continue
                right = row.index("╮", left)
                if right - left < NARROWEST:
                    continue
                for line in self.cells[top + 1 :]:
                    if line[left] == "╰":
                        break
                    if line[left] != "│" or line[right] != "│":
                        broken.append("".join(one or "␀" for one in line))
        return broken

    def _take(self, token: Token) -> None:
        if token.kind == "text":
            for character in token.text:
                self._draw(character)
        elif token.kind == "move" and (match := _PLACE.fullmatch(token.text)):
            self.y, self.x = int(match[1] or 1) - 1, int(match[2] or 1) - 1
        elif token.kind == "break":
            self.y, self.x = min(self.y + 1, self.rows - 1), 0
        elif token.kind == "mode" and token.text[2] == "?" and token.text[-1] in "hl":
            self.modes[token.text[3:-1]] = token.text[-1] == "h"

    def _draw(self, character: str) -> None:
        width = width_of(character)
        if not 0 <= self.y < self.rows:
            return
        row = self.cells[self.y]
        if not width:
            if self.x and self.x <= self.columns:
                at = self.x - 1 if row[self.x - 1] != "" else self.x - 2
                row[at] = (row[at] or "") + character
            return
        if self.x + width > self.columns and self.modes.get("7", True):
            self.y, self.x = min(self.y + 1, self.rows - 1), 0
            row = self.cells[self.y]
        if self.x + width > self.columns:
            self.overflows.append(f"line {self.y}, column {self.x}: {character!r} after {''.join(map(str, row[-20:]))}")
            return
        row[self.x : self.x + width] = [character, ""][:width]
        self.x += width
