"""The last gate before the terminal: what hides in a line in spite of `store.text.visible` becomes U+FFFD here.

Text is made safe where it is shown. This filter stands behind that for the routes somebody forgot (a title, a toast,
a tooltip), so it only has to be safe, not pretty. An app keeps one filter, as Textual caches filtered lines by it:

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self._safe_filter]
"""

import re

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from store.text import is_hidden

_SPACES = re.compile(" {2,}")


class SafeFilter(LineFilter):
    """Replaces hidden characters by U+FFFD and drops terminal hyperlinks, keeping every line as wide as it was.

    A hidden character mostly measures 0 cells and U+FFFD 1. The difference is taken from the runs of spaces that
    follow, so that the columns behind them stay in line, and only from the end of a line that has none.
    Links go because a terminal link (OSC 8) shows one address and opens another.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return segments made safe, the same list where nothing had to be done."""
        if all(map(_is_safe, segments)):
            return segments
        safe: list[Segment] = []
        surplus = 0
        for segment in segments:
            if segment.control:
                safe.append(segment)
                continue
            text = "".join("\ufffd" if is_hidden(character) else character for character in segment.text)
            text, surplus = _level(text, surplus + cell_len(text) - segment.cell_length)
            style = segment.style
            if text:
                safe.append(Segment(text, style.update_link(None) if style and style.link else style))
        width = sum(segment.cell_length for segment in segments)
        return Segment.adjust_line_length(safe, width) if surplus else safe


def _is_safe(segment: Segment) -> bool:
    if segment.control:
        return True
    if segment.style is not None and segment.style.link:
        return False
    text = segment.text
    return (text.isascii() and text.isprintable()) or not any(map(is_hidden, text))


def _level(text: str, surplus: int) -> tuple[str, int]:
    """Take surplus cells out of the runs of spaces in text, leaving one of each; return the text and what is left."""
    if surplus <= 0:
        return text + " " * -surplus, 0
    parts: list[str] = []
    done = 0
    for run in _SPACES.finditer(text):
        taken = min(surplus, run.end() - run.start() - 1)
        parts.append(text[done : run.end() - taken])
        done = run.end()
        surplus -= taken
    return "".join(parts) + text[done:], surplus
