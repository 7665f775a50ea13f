"""A terminal, as far as this program uses one and hostile text could: what is on its cells, and what is hidden there.

Widths are Unicode's own (UAX #11), not Rich's. It does what it is told, whoever tells it: what may be told is judged
in `stream`.
"""

import re
import unicodedata

_SEQUENCE = re.compile(
    r"\x1b\[(?P<private>[?<>=]?)(?P<numbers>[0-9;]*)[ -/]*(?P<final>[@-~])"
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-OQ-WYZ\\`-~]|(?P<control>[\x00-\x1a\x1c-\x1f\x7f])"
)
_UNFINISHED = re.compile(r"\x1b(?:\[[?<>=]?[0-9;]{0,40}|[\]PX^_][^\x07\x1b]{0,100}\x1b?)?$")
MARKS = ("Mn", "Me")
NARROWEST = 20
"""Columns of a frame at least: what is smaller is no frame but data that looks like one."""
Colour = tuple[int, ...]


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
        self.concealed: list[str] = []
        """What was drawn in the colour that is behind it, or concealed."""
        self.modes: dict[str, bool] = {}
        self._held = ""
        self._style: dict[str, Colour] = {}
        self.clear()

    def clear(self) -> None:
        """Forget what is drawn."""
        self.cells: list[list[str | None]] = [[None] * self.columns for _ in range(self.rows)]
        self.x = self.y = 0

    def feed(self, written: str) -> None:
        """Take in what was written; the beginning of a sequence waits for its end."""
        text = self._held + written
        cut = _UNFINISHED.search(text)
        self._held = cut[0] if cut else ""
        text = text.removesuffix(self._held)
        done = 0
        for match in _SEQUENCE.finditer(text):
            self._draw_all(text[done : match.start()])
            self._obey(match)
            done = match.end()
        self._draw_all(text[done:])

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

    def _obey(self, match: re.Match[str]) -> None:
        numbers = [int(one or 0) for one in (match["numbers"] or "").split(";")]
        first = max(numbers[0], 1)
        match match["private"], match["final"], match["control"]:
            case "", "H" | "f", _:
                self.y, self.x = first - 1, max(numbers[-1] if len(numbers) > 1 else 1, 1) - 1
            case "", "A" | "B" | "C" | "D" as way, _:
                self.y += {"A": -first, "B": first}.get(way, 0)
                self.x += {"D": -first, "C": first}.get(way, 0)
                self.y, self.x = min(max(self.y, 0), self.rows - 1), min(max(self.x, 0), self.columns - 1)
            case "", "J", _:
                self.cells = [[" "] * self.columns for _ in range(self.rows)]
            case "", "K", _:
                self.cells[min(self.y, self.rows - 1)] = [" "] * self.columns
            case "", "m", _:
                self._restyle(numbers)
            case "?", "h" | "l" as way, _:
                self.modes |= {str(number): way == "h" for number in numbers}
            case _, _, "\r":
                self.x = 0
            case _, _, "\n":
                self.y, self.x = min(self.y + 1, self.rows - 1), 0
            case _, _, "\b":
                self.x = max(self.x - 1, 0)

    def _restyle(self, numbers: list[int]) -> None:
        while numbers:
            one, *numbers = numbers
            if one == 0:
                self._style.clear()
            elif one in (38, 48):
                size = 4 if numbers[:1] == [2] else 2
                self._style["ink" if one == 38 else "paper"] = tuple(numbers[:size])
                numbers = numbers[size:]
            elif 30 <= one <= 37 or 40 <= one <= 47:
                self._style["ink" if one < 40 else "paper"] = (one % 10,)
            elif one == 8:
                self._style["concealed"] = ()
            elif one in (28, 39, 49):
                self._style.pop({28: "concealed", 39: "ink", 49: "paper"}[one], None)

    def _draw_all(self, text: str) -> None:
        style = self._style
        same = style.get("ink", "none") == style.get("paper") or "concealed" in style
        if same and not text.isspace() and text:
            self.concealed.append(text)
        for character in text:
            self._draw(character)

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
