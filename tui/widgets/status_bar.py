"""The lines above and below the panes: where the reviewer is, what they must be told, and which keys there are."""

from typing import NamedTuple

from textual.content import Content
from textual.widgets import Static

from store.text import visible
from tui.actions import Where, footer
from tui.cells import cells, fit


class Notice(NamedTuple):
    """Something to be told. What is `sticky` stays until it is dismissed."""

    sentence: str
    sticky: bool = False
    failed: bool = False


class StatusBar(Static):
    """What is worked on, by whom and through which filter on the left; the place and what is unsaved on the right.

    A short message takes the left side until it is settled, so that telling something moves no line of the case.
    """

    def __init__(self) -> None:
        super().__init__(id="status", markup=False)
        self._left, self._right, self._said = "", "", ""

    @property
    def told(self) -> str:
        """The line as plain text."""
        return f"{self._said or self._left} {self._right}"

    def show(self, docket: str, reviewer: str, chosen: str, place: str, saving: int) -> None:
        """Draw the line."""
        self._right = f" {place} " if not saving else f" saving {saving} · {place} "
        filtered = f"  / {visible(chosen)}" if chosen else ""
        self._left = f"{visible(docket)} · {visible(reviewer)}{filtered}"
        self._draw()

    def say(self, sentence: str) -> bool:
        """Tell something in the place of the left side; False if it does not fit."""
        said = f"› {visible(sentence)}" if sentence else ""
        self._said = said if cells(said) <= self._room else ""
        self._draw()
        return bool(self._said)

    @property
    def _room(self) -> int:
        return (self.size.width or self.app.size.width) - cells(self._right) - 1

    def _draw(self) -> None:
        left = (fit(self._said, self._room), "$accent bold") if self._said else (fit(self._left, self._room), "bold")
        self.update(Content.assemble(" ", left, self._right), layout=False)


class Banner(Static):
    """What must be told and stays: troubles of the docket, failed records, then the last ordinary message."""

    def __init__(self) -> None:
        super().__init__(id="banner", markup=False)
        self._troubles: list[str] = []
        self._sticky: list[Notice] = []
        self._last = ""
        self.display = False

    @property
    def told(self) -> str:
        """All that is being told, as plain text."""
        return "\n".join(line for line, _ in self._lines())

    def tell(self, tidings: Notice) -> None:
        """Add something to tell."""
        if tidings.sticky:
            self._sticky.append(tidings)
            self._last = ""
        else:
            self._last = tidings.sentence
        self._draw()

    def troubles(self, sentences: list[str]) -> None:
        """The troubles of the docket, which nobody can dismiss."""
        if sentences != self._troubles:
            self._troubles = sentences
            self._draw()

    def settle(self) -> None:
        """The last ordinary message has been read."""
        if self._last:
            self._last = ""
            self._draw()

    def dismiss(self) -> bool:
        """Take away the oldest message that stays; False if there is none."""
        if not self._sticky:
            return False
        self._sticky.pop(0)
        self._draw()
        return True

    def _lines(self) -> list[tuple[str, str]]:
        lines = [(f"✗ {visible(one)}", "$text-error bold") for one in self._troubles]
        for one in self._sticky[:1]:
            more = f"  ({len(self._sticky)} messages)" if len(self._sticky) > 1 else ""
            glyph, style = ("✗", "$text-error bold") if one.failed else ("!", "$text-warning bold")
            lines.append((f"{glyph} {visible(one.sentence)}  esc dismisses{more}", style))
        return [*lines, (f"· {visible(self._last)}", "$foreground")] if self._last else lines

    def _draw(self) -> None:
        lines = self._lines()
        self.display = bool(lines)
        parts = [part for text, style in lines for part in ((text, style), "\n")]
        self.update(Content.assemble(*parts[:-1]))


class KeyBar(Static):
    """The keys that matter where the focus is, as many as fit."""

    def __init__(self) -> None:
        super().__init__(id="keys", markup=False)
        self._where: Where = "queue"

    def on_resize(self) -> None:
        """More or fewer fit."""
        self.show(self._where)

    def show(self, where: Where) -> None:
        """Draw the keys of a pane."""
        self._where = where
        room, shown = self.size.width - 2, footer(where)
        while shown and sum(cells(f"{one.shown_keys[0]} {one.label}   ") for one in shown) > room:
            shown.remove(shown[-3] if len(shown) > 3 else shown[-1])
        self.show_pairs([(one.shown_keys[0], one.label) for one in shown])

    def show_pairs(self, pairs: list[tuple[str, str]]) -> None:
        """Draw some keys and what they do."""
        parts = [part for key, does in pairs for part in ((key, "$accent bold"), (f" {does}   ", "$quiet"))]
        self.update(Content.assemble(" ", *parts), layout=False)
