"""Where a reader is in the evidence: on a sentence, or on words marked from it. Offsets are code points as stored."""

from functools import lru_cache
from typing import NamedTuple

from store.acts import Cite
from store.model import Case, Evidence
from store.policy import Policy
from store.spans import Span, sentences, words

_REACH = 500
"""Code points around the words marked in which the next word is looked for: an item may be megabytes."""


class Group(NamedTuple):
    """The items of one kind, as they are shown together. `alone`: see `store.policy.EvidenceKind`."""

    label: str
    alone: bool
    items: tuple[Evidence, ...]


class Passage(NamedTuple):
    """A span of an item of evidence."""

    item: str
    start: int
    end: int

    @property
    def cite(self) -> Cite:
        """The citation of this passage."""
        return Cite(self.item, self.start, self.end)


def grouped(case: Case, policy: Policy) -> list[Group]:
    """The evidence by kind, in the order of the policy; kinds that it does not know come last."""
    kinds = {kind.kind: kind for kind in policy.evidence}
    order = [*kinds, *dict.fromkeys(item.kind for item in case.evidence if item.kind not in kinds)]
    groups = []
    for kind in order:
        if items := tuple(item for item in case.evidence if item.kind == kind):
            known = kinds.get(kind)
            groups.append(Group(known.label if known else kind, known is not None and known.alone, items))
    return groups


@lru_cache(64)
def _sentences(text: str) -> tuple[Span, ...]:
    return tuple(sentences(text))


class Pointer:
    """A place among the sentences of a case, in the order in which its evidence is shown."""

    def __init__(self, case: Case, policy: Policy) -> None:
        shown = [item for group in grouped(case, policy) for item in group.items]
        self._items = [item for item in shown if _sentences(item.text)]
        self._item = 0
        self._sentence = 0
        self._marked: Span | None = None

    @property
    def passage(self) -> Passage | None:
        """The sentence, or the words marked; None in a case without any text."""
        if not self._items:
            return None
        return Passage(self._items[self._item].id, *(self._marked or self._here))

    @property
    def marking(self) -> bool:
        """Whether words are marked, rather than the sentence."""
        return self._marked is not None

    def move(self, steps: int) -> bool:
        """Go to another sentence; False at the end of the evidence."""
        self._marked = None
        place = self._item, self._sentence
        for _ in range(abs(steps)):
            self._step(1 if steps > 0 else -1)
        return place != (self._item, self._sentence)

    def move_item(self, steps: int) -> bool:
        """Go to the first sentence of another item; False if there is none."""
        target = min(max(self._item + steps, 0), len(self._items) - 1)
        if not self._items or target == self._item:
            return False
        self._item, self._sentence, self._marked = target, 0, None
        return True

    def move_to(self, item: str, offset: int) -> bool:
        """Go to the sentence at or after an offset; False if the item has no text."""
        place = next((n for n, one in enumerate(self._items) if one.id == item), None)
        if place is None:
            return False
        spans = _sentences(self._items[place].text)
        after = (n for n, span in enumerate(spans) if span.end > offset)
        self._item, self._sentence, self._marked = place, next(after, len(spans) - 1), None
        return True

    def mark(self) -> None:
        """Begin marking words, with the whole sentence."""
        if self._items and self._marked is None:
            self._marked = self._here

    def unmark(self) -> None:
        """Back to the sentence."""
        self._marked = None

    def move_end(self, steps: int) -> None:
        """Let the words marked end `steps` words later, or earlier; one word always stays."""
        if self._marked:
            start, end = self._marked
            inside = [word.end for word in self._words() if start < word.end <= end]
            after = [word.end for word in self._words() if word.end > end]
            ends = after[:steps][-1:] if steps > 0 else inside[:steps][-1:] or inside[:1]
            self._marked = Span(start, ends[0] if ends else end)

    def move_start(self, steps: int) -> None:
        """Let the words marked start `steps` words later, or earlier; one word always stays."""
        if self._marked:
            start, end = self._marked
            inside = [word.start for word in self._words() if start <= word.start < end]
            before = [word.start for word in self._words() if word.start < start]
            starts = before[steps:][:1] if steps < 0 else inside[steps:][:1] or inside[-1:]
            self._marked = Span(starts[0] if starts else start, end)

    def take_in_sentence(self) -> None:
        """Let the words marked run on to the end of the next sentence of the item."""
        if self._marked:
            start, end = self._marked
            ends = (span.end for span in _sentences(self._items[self._item].text) if span.end > end)
            self._marked = Span(start, next(ends, end))

    @property
    def _here(self) -> Span:
        return _sentences(self._items[self._item].text)[self._sentence]

    def _words(self) -> list[Span]:
        start, end = self._marked or self._here
        return words(self._items[self._item].text, start - _REACH, end + _REACH)

    def _step(self, step: int) -> None:
        sentence = self._sentence + step
        if self._items and 0 <= sentence < len(_sentences(self._items[self._item].text)):
            self._sentence = sentence
        elif 0 <= self._item + step < len(self._items):
            self._item += step
            self._sentence = 0 if step > 0 else len(_sentences(self._items[self._item].text)) - 1
