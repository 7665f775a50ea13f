"""What the palette finds for what is written: labels first, then other words for the same."""

from collections.abc import Callable, Iterator
from typing import Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.screen import Screen


@runtime_checkable
class OtherWords(Protocol):
    """An app whose commands are called by words too that are not their labels."""

    def by_other_words(self, screen: Screen[object]) -> Iterator[tuple[str, str, Callable[[], object], str]]:
        """Labels, helps and what is run, by each such word."""
        ...


class PaletteProvider(Provider):
    """The commands of the screen, found by their labels first."""

    async def discover(self) -> Hits:
        """All of them, by their labels."""
        for name, help_, command, _ in sorted(self.app.get_system_commands(self.screen), key=lambda one: one[0]):
            yield DiscoveryHit(name, command, help=help_)

    async def search(self, query: str) -> Hits:
        """Those whose label is like what is written, and those that are called by a word that begins so."""
        matcher, begun = self.matcher(query), query.strip().casefold()
        found = set[str]()
        for name, help_, command, _ in self.app.get_system_commands(self.screen):
            if (score := matcher.match(name)) > 0:
                found.add(name)
                yield Hit(score, matcher.highlight(name), command, help=help_)
        app = self.app
        if isinstance(app, OtherWords) and begun:
            for label, help_, command, word in app.by_other_words(self.screen):
                if word.startswith(begun) and label not in found:
                    found.add(label)
                    yield Hit(1.0, f"{label} · {word}", command, help=help_)
