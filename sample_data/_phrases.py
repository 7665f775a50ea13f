"""Sentences with choices and facts in them: "I drive [a lorry|a van] for {employer}".

`{name}` stands for a fact of the case, and a phrase is only ever said of a case that has all the facts it names: a
fact that is an empty text (`{driver}`) is a mere condition. `[a|b]` is one wording of several and may be nested.
"""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sample_data._dice import Dice

MATERIAL = Path(__file__).parent / "material"
Facts = Mapping[str, str]


class Slot(str):
    """The name of a fact."""

    __slots__ = ()


Part = str | tuple["Parts", ...]
Parts = tuple[Part, ...]


class Phrase:
    """A compiled sentence; `needs` are the facts that it names."""

    __slots__ = ("needs", "parts")

    def __init__(self, source: str) -> None:
        needs: set[str] = set()
        alternatives, end = _parse(source, 0, needs)
        if end != len(source) or len(alternatives) != 1:
            raise ValueError(f"unbalanced brackets: {source!r}")
        self.parts = alternatives[0]
        self.needs = frozenset(needs)

    def fits(self, facts: Facts) -> bool:
        """Whether every fact that the phrase names is known."""
        return facts.keys() >= self.needs

    def say(self, facts: Facts, dice: Dice) -> str:
        """The phrase in words, without stray spaces."""
        said: list[str] = []
        _say(self.parts, facts, dice, said)
        return "".join(said).replace("  ", " ").replace(" .", ".").strip()


class Deck:
    """Phrases drawn like cards, so that one comes back only when the others that fit have been used."""

    def __init__(self, sources: Iterable[str], dice: Dice) -> None:
        self._all = [Phrase(source) for source in sources]
        self._left: list[Phrase] = []
        self._dice = dice

    def draw(self, facts: Facts) -> str:
        """The next phrase that fits, said of `facts`; empty if none does."""
        found = self._next(facts)
        if found is None:
            self._left = list(self._all)
            self._dice.shuffle(self._left)
            found = self._next(facts)
        return found or ""

    def fits(self, facts: Facts) -> bool:
        """Whether any phrase can be said of `facts`."""
        return any(phrase.fits(facts) for phrase in self._all)

    def _next(self, facts: Facts) -> str | None:
        for place in range(len(self._left) - 1, -1, -1):
            if self._left[place].fits(facts):
                return self._left.pop(place).say(facts, self._dice)
        return None


def load(name: str) -> dict[str, Any]:
    """A file of `material/`, read as TOML."""
    return tomllib.loads((MATERIAL / name).read_text("utf-8"))


def decks(table: Mapping[str, Any], dice: Dice) -> dict[str, Deck]:
    """Every list of sentences of `table` as a deck."""
    return {name: Deck(sources, dice) for name, sources in table.items() if isinstance(sources, list)}


def _parse(source: str, at: int, needs: set[str]) -> tuple[tuple[Parts, ...], int]:
    """The alternatives from `at` up to the closing bracket or the end, and where that is."""
    alternatives: list[Parts] = []
    parts: list[Part] = []
    text = at
    while at < len(source) and source[at] != "]":
        if source[at] not in "[{|":
            at += 1
            continue
        parts.append(source[text:at])
        if source[at] == "[":
            inner, at = _parse(source, at + 1, needs)
            if at >= len(source):
                raise ValueError(f"bracket left open: {source!r}")
            parts.append(inner)
        elif source[at] == "{":
            end = source.index("}", at)
            parts.append(Slot(source[at + 1 : end]))
            needs.add(source[at + 1 : end])
            at = end
        else:
            alternatives.append(tuple(part for part in parts if part != ""))
            parts = []
        at += 1
        text = at
    parts.append(source[text:at])
    alternatives.append(tuple(part for part in parts if part != ""))
    return tuple(alternatives), at


def _say(parts: Parts, facts: Facts, dice: Dice, said: list[str]) -> None:
    for part in parts:
        if isinstance(part, tuple):
            _say(part[int(dice.roll() * len(part))], facts, dice, said)
        elif type(part) is Slot:
            said.append(facts[part])
        else:
            said.append(part)
