"""Which lines of a page show what of an item's text: found by offset, however long the text is."""

from bisect import bisect_right
from collections.abc import Sequence

from tui.pages.page_builder import PageLine
from tui.pages.pointer import Passage


class TextLines:
    """The lines of a page as it is laid out now; what stands between the lines of a text is no line of it."""

    def __init__(self, lines: Sequence[PageLine]) -> None:
        self._lines = lines
        self._of: dict[str, list[int]] = {}
        for at, line in enumerate(lines):
            if line.is_text:
                self._of.setdefault(line.item, []).append(at)

    def showing(self, passage: Passage) -> tuple[int, int]:
        """The first and the last line of a passage."""
        first, last = self._at(passage.item, passage.start), self._at(passage.item, passage.end - 1)
        return first or 0, last or 0

    def again(self, line: PageLine) -> int | None:
        """Where the text stands that a line of another layout began with; None if there is none of its item."""
        return self._at(line.item, line.start)

    def heading(self, at: int) -> int:
        """The first line of what says what an item is, if its text begins on this one; else this one."""
        while at > 0 and self._lines[at - 1].item and self._lines[at - 1].own and not self._lines[at - 1].is_text:
            at -= 1
        return at

    def _at(self, item: str, offset: int) -> int | None:
        own = self._of.get(item)
        if own is None:
            return None
        return own[max(0, bisect_right(own, offset, key=lambda at: self._lines[at].start) - 1)]
