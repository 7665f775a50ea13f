"""Where a reader is in the evidence: on a sentence, or on words marked from it. Offsets are code points as stored."""

from bisect import bisect_right
from collections.abc import Container
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
    """A place among the sentences of a case, in the order in which its evidence is shown.

    Marking words begins with one word, which goes where it is sent; once it `stands`, words are added to it, until
    what is marked has `ended`: one then goes on without it.
    """

    def __init__(self, case: Case, policy: Policy) -> None:
        shown = [item for group in grouped(case, policy) for item in group.items]
        self._items = [item for item in shown if item.text.strip()]  # only white space is in no sentence
        self._item = 0
        self._sentence = 0
        self._at = 0
        self._marked: Span | None = None
        self.stands = self.ended = False

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

    @property
    def marked_words(self) -> tuple[int, str]:
        """How many words are marked, and the text that is."""
        if self._marked is None:
            return 0, ""
        text, (start, end) = self._items[self._item].text, self._marked
        return len(words(text, start, end)), text[start:end]

    def move(self, steps: int) -> bool:
        """Go to another sentence; False at the end of the evidence. While a word is sought, to the first one there."""
        seeking, place = self.marking and not self.ended, (self._item, self._sentence)
        self.unmark()
        for _ in range(abs(steps)):
            self._step(1 if steps > 0 else -1)
        self._at = self._here.start if self._items else 0
        if seeking:
            self.mark()
        return place != (self._item, self._sentence)

    def move_item(self, steps: int) -> bool:
        """Go to the first sentence of another item; False if there is none."""
        target = min(max(self._item + steps, 0), len(self._items) - 1)
        if not self._items or target == self._item:
            return False
        self._go(target, 0)
        return True

    def move_to(self, item: str, offset: int) -> bool:
        """Go to the sentence at or after an offset; False if the item has no text."""
        place = next((n for n, one in enumerate(self._items) if one.id == item), None)
        if place is None:
            return False
        spans = _sentences(self._items[place].text)
        after = (n for n, span in enumerate(spans) if span.end > offset)
        self._go(place, next(after, len(spans) - 1))
        self._at = max(offset, self._here.start)
        return True

    def next_of(self, wanted: Container[str]) -> str | None:
        """The id of the next item among those wanted, from the one behind this on and round; None if there is none."""
        around = [*self._items[self._item + 1 :], *self._items[: self._item + 1]]
        return next((one.id for one in around if one.id in wanted), None)

    def mark(self) -> None:
        """Begin to mark words, with the one at the place; it stands if that has been done before, and then it ends."""
        if self._marked is not None and not self.ended:
            self.stands, self.ended = True, self.stands
        elif self._items:
            self._at = self._marked.start if self._marked else self._at
            self.unmark()
            self._marked = self._word_at(self._at)

    def mark_between(self, one: int, other: int) -> None:
        """Mark the words of this item from the one at an offset to the one at another."""
        first, last = sorted((self._word_at(one), self._word_at(other)))
        self._marked, self.stands, self.ended = Span(first.start, last.end), True, False
        self._sentence = self._sentence_at(first.start)

    def unmark(self) -> None:
        """Back to the sentence."""
        self._marked, self.stands, self.ended = None, False, False

    def move_end(self, steps: int) -> None:
        """Let the words marked end `steps` words later, or earlier, and one stay; if none stands, mark another word."""
        if self._marked is None:
            return
        start, end = self._marked
        after = [word for word in self._words() if word.start >= end]
        if not self.stands:
            before = [word for word in self._words() if word.end <= start]
            reached = after[:steps][-1:] if steps > 0 else before[steps:][:1]
            self._marked = reached[0] if reached else self._marked
            self._sentence = self._sentence_at(self._marked.start)
            return
        inside = [word.end for word in self._words() if start < word.end <= end]
        ends = [word.end for word in after[:steps][-1:]] if steps > 0 else inside[:steps][-1:] or inside[:1]
        self._marked = Span(start, ends[0] if ends else end)

    def move_start(self, steps: int) -> None:
        """Let the words marked start `steps` words later, or earlier; one word always stays."""
        if self._marked is None:
            return
        start, end = self._marked
        inside = [word.start for word in self._words() if start <= word.start < end]
        before = [word.start for word in self._words() if word.start < start]
        starts = before[steps:][:1] if steps < 0 else inside[steps:][:1] or inside[-1:]
        self._marked, self.stands = Span(starts[0] if starts else start, end), True

    def take_in_sentence(self) -> None:
        """Let the words marked run on to the end of the sentence, or of the next one of the item."""
        if self._marked:
            start, end = self._marked
            ends = (span.end for span in self._sentences if span.end > end)
            self._marked, self.stands = Span(start, next(ends, end)), True

    def give_back_sentence(self) -> None:
        """Let the words marked end with the sentence before the one that they end in; one word always stays."""
        if self._marked:
            start, end = self._marked
            ends = [span.end for span in self._sentences if start < span.end < end]
            self._marked = Span(start, ends[-1] if ends else self._word_at(start).end)

    def _go(self, item: int, sentence: int) -> None:
        self._item, self._sentence = item, sentence
        self._at = self._here.start
        self.unmark()

    @property
    def _sentences(self) -> tuple[Span, ...]:
        return _sentences(self._items[self._item].text)

    @property
    def _here(self) -> Span:
        return self._sentences[self._sentence]

    def _word_at(self, offset: int) -> Span:
        """The word at or behind an offset of this item, else the last one before; the sentence where there is none."""
        text, sentence = self._items[self._item].text, self._sentences[self._sentence_at(offset)]
        near = words(text, sentence.start, max(offset, sentence.end) + _REACH)
        return next((word for word in near if word.end > offset), near[-1] if near else self._here)

    def _sentence_at(self, offset: int) -> int:
        """The number of the sentence that an offset of this item lies in, or behind."""
        return max(0, bisect_right(self._sentences, offset, key=lambda span: span.start) - 1)

    def _words(self) -> list[Span]:
        start, end = self._marked or self._here
        return words(self._items[self._item].text, start - _REACH, end + _REACH)

    def _step(self, step: int) -> None:
        sentence = self._sentence + step
        if self._items and 0 <= sentence < len(self._sentences):
            self._sentence = sentence
        elif 0 <= self._item + step < len(self._items):
            self._item += step
            self._sentence = 0 if step > 0 else len(self._sentences) - 1


def moved(pointer: Pointer | None, case: Case, policy: Policy) -> Pointer:
    """A pointer into the case as it is now, where another one was."""
    new = Pointer(case, policy)
    if pointer is not None and pointer.passage is not None:
        new.move_to(pointer.passage.item, pointer.passage.start)
    return new
