"""What the palette finds for what is written: labels first, then other words for the same; and the keys beside them."""

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.screen import Screen

from tui.actions import Named

_AROUND = 6
"""Cells beside a line: what is around its text, and the bar that says where one is."""


@runtime_checkable
class ByName(Protocol):
    """An app that has things to do by name."""

    def by_label(self, screen: Screen[object]) -> Iterator[Named]:
        """What is found by its label, and by its words."""
        ...

    def of_the_shell(self) -> Iterator[Named]:
        """What is found by its words alone."""
        ...


class PaletteProvider(Provider):
    """The commands of the screen, found by their labels first."""

    async def discover(self) -> Hits:
        """All of them, by their labels."""
        for one in sorted(self._named(), key=lambda one: one.label):
            yield DiscoveryHit(self._line(Content(one.label), one), one.command, one.label, one.help)

    async def search(self, query: str) -> Hits:
        """Those whose label is like what is written, and those that are called by a word that begins so."""
        matcher, begun = self.matcher(query), query.strip().casefold()
        named, shell = [*self._named()], self.app.of_the_shell() if isinstance(self.app, ByName) else ()
        scores = [matcher.match(one.label) for one in named]
        for one, score in zip(named, scores, strict=True):
            if score > 0:
                shown = self._line(matcher.highlight(one.label), one)
                yield Hit(score, shown, one.command, one.label, one.help)
        others = [one for one, score in zip(named, scores, strict=True) if score <= 0]
        for one in (*others, *shell):
            if word := next((word for word in one.words if begun and word.startswith(begun)), ""):
                called = f"{one.label} · {word}"
                yield Hit(1.0, self._line(Content(called), one), one.command, called, one.help)

    def _named(self) -> Iterator[Named]:
        if isinstance(self.app, ByName):
            yield from self.app.by_label(self.screen)

    def _line(self, name: Content, one: Named) -> Content:
        """The name, and the keys at the right end of the palette."""
        between = self.app.size.width - _AROUND - name.cell_length - Content(one.keys).cell_length
        return name.append(" " * max(2, between)).append(Content.styled(one.keys, "bold")) if one.keys else name
