"""What a mask hides in text: masked values, and the words that a policy lists, wherever they stand as words.

A masked character becomes `▒`, one for one, so that offsets into masked text are right on the real one. What is
compared is the letters and digits of a text, without regard to case, accents and compatible forms (NFKD and case
folding of Unicode), nor to hidden characters within; between the words of a value anything else may stand, or nothing
at all. All of it takes time linear in the text, however many words are masked: words are looked up by the automaton of
Aho and Corasick ("Efficient string matching", 1975), and no value is ever a pattern.
"""

import re
import unicodedata
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from store.searchable import STROKES
from store.text import is_hidden

SHADE = "▒"
"""Stands for one masked character."""
FEWEST = 2
"""Letters and digits of a value that is masked in text: a single one says too little, and stands everywhere."""
SHORT, KEPT = 1024, 128
"""Characters of a text that a mask remembers, and how many of them: a case that is read is asked for again and again.
"""
NAME_PART = 3
"""Letters and digits of a part of a name that is masked by itself."""

# Scripts that put no space between words: there each character is a word. Thai, Lao, Myanmar, Khmer, kana, Han.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
# What is masked already is a word that was there: without it, its neighbours would be neighbours of each other.
_WORD = re.compile(rf"[{_UNSPACED}]|{SHADE}+|[^\W_{_UNSPACED}]+")


# Letters to Unicode, and drawn as an apostrophe is: O’Brien is written with any of them.
_APOSTROPHES = frozenset("\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\ua78c")


class Mask:
    """Hides values in texts; of `beginnings`, every word that begins so.

    A value that says too little by itself says all behind the name of its field ("children: 3"): of such pairs of
    `named`, both are hidden where the one stands before the other.
    """

    def __init__(
        self, values: Iterable[str], beginnings: Iterable[str] = (), named: Iterable[tuple[str, str]] = ()
    ) -> None:
        self._beginnings = {word for one in beginnings for word in words_of(one)}
        self._signs: set[str] = set()
        self._next: list[dict[str, int]] = [{}]
        self._lengths = [0]
        for value in values:
            self._add(value)
        for name, value in named:
            if words := words_of(value):
                self._put([*words_of(name), *words])
            else:
                self._signs.add(f"{name}: {value.strip()}")
        self._known: dict[str, str] = {}
        self._back = self._links()
        self._sizes = sorted({len(one) for one in self._beginnings})

    def __bool__(self) -> bool:
        return bool(self._beginnings or self._signs or len(self._next) > 1)

    def text(self, text: str) -> str:
        """The text with what is masked hidden, as long as it was; the same object if nothing is."""
        if len(text) > SHORT:
            return self._hidden(text)
        if text not in self._known:
            if len(self._known) == KEPT:
                self._known.clear()
            self._known[text] = self._hidden(text)
        hidden = self._known[text]
        return text if hidden == text else hidden

    def _hidden(self, text: str) -> str:
        spans = list(self._found(text)) if self else []
        if not spans:
            return text
        parts, end = [], 0
        for start, stop in spans:
            parts += [text[end:start], SHADE * (stop - start)]
            end = stop
        return "".join([*parts, text[end:]])

    def _add(self, value: str) -> None:
        if not says_enough(value):
            return
        if words := words_of(value):
            self._put(words)
            if len(words) > 1:
                self._put(["".join(words)])
                self._put(["".join(words_of(part)) for part in value.split() if words_of(part)])
        else:
            self._signs.add(value.strip())

    def _put(self, words: list[str]) -> None:
        at = 0
        for word in words:
            if word not in self._next[at]:
                self._next.append({})
                self._lengths.append(0)
                self._next[at][word] = len(self._next) - 1
            at = self._next[at][word]
        self._lengths[at] = len(words)

    def _links(self) -> list[int]:
        """Where to go on from each place when the next word does not fit: the longest other beginning that does."""
        back = [0] * len(self._next)
        queue = deque(self._next[0].values())
        while queue:
            at = queue.popleft()
            for word, after in self._next[at].items():
                place = back[at]
                while place and word not in self._next[place]:
                    place = back[place]
                back[after] = self._next[place].get(word, 0)
                self._lengths[after] = self._lengths[after] or self._lengths[back[after]]
                queue.append(after)
        return back

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        """The stretches of a text that are masked, in order and apart."""
        spans = [*self._words(text), *self._drawn(text)]
        return _apart(sorted(spans)) if self._signs else iter(spans)

    def _words(self, text: str) -> Iterator[tuple[int, int]]:
        folded, offsets = _folded(text)
        words = _WORD.findall(folded)
        known = set(words)
        begun = {word for word in known if any(word[:size] in self._beginnings for size in self._sizes)}
        if not begun and known.isdisjoint(self._next[0]):
            return
        hidden = self._covered(words, begun)
        for number, found in enumerate(_WORD.finditer(folded)):
            if hidden[number]:
                start, end = found.span()
                yield (start, end) if offsets is None else (offsets[start], offsets[end - 1] + 1)

    def _covered(self, words: list[str], begun: Collection[str]) -> bytearray:
        """Which of the words of a text belong to something that is masked."""
        lengths, at = [0] * len(words), 0
        for number, word in enumerate(words):
            while at and word not in self._next[at]:
                at = self._back[at]
            at = self._next[at].get(word, 0)
            lengths[number] = self._lengths[at] or (word in begun)
        covered, first = bytearray(len(words)), len(words)
        for number in range(len(words) - 1, -1, -1):
            if lengths[number]:
                first = min(first, number - lengths[number] + 1)
            covered[number] = number >= first
        return covered

    def _drawn(self, text: str) -> Iterator[tuple[int, int]]:
        """Where values stand that have neither letters nor digits, such as a flag."""
        for sign in self._signs:
            at = text.find(sign)
            while at >= 0:
                yield at, at + len(sign)
                at = text.find(sign, at + len(sign))


@lru_cache(64)
def mask_of_values(values: frozenset[str], named: frozenset[tuple[str, str]] = frozenset()) -> Mask:
    """The mask of these values; it is asked for again with each view of a case."""
    return Mask(values, named=named)


@lru_cache(16)
def mask_of_words(words: tuple[str, ...]) -> Mask:
    """The mask of the words that a policy lists: one that ends in `*` hides every word that begins so."""
    begin = [word for word in words if word.endswith("*")]
    return Mask((word for word in words if word not in begin), begin)


def says_enough(value: str) -> bool:
    """Whether a value is masked wherever it stands, rather than behind the name of its field alone."""
    return len("".join(words_of(value)) or value.strip()) >= FEWEST


def words_of(text: str) -> list[str]:
    """The words of a text in the form in which they are compared."""
    return _WORD.findall(_folded(text)[0])


def name_parts(name: str) -> list[str]:
    """The parts of a person's name that are masked besides the whole: its words, and what stands without a space."""
    parts = {tuple(words_of(part)): part for part in (*words_of(name), *name.split())}
    return [part for words, part in parts.items() if len("".join(words)) >= NAME_PART and not _is_number(words)]


def _is_number(words: Iterable[str]) -> bool:
    return all(word.isdecimal() for word in words)


def _apart(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    end = 0
    for start, stop in spans:
        if stop > end:
            yield max(start, end), stop
            end = stop


def _folded(text: str) -> tuple[str, list[int] | None]:
    """A text as it is compared, and for each of its characters the offset in the text; None where it is the same."""
    if text.isascii() and text.isprintable():
        return text.lower(), None
    forms = {character: _form(character) for character in set(text)}
    if all(len(form) == 1 for form in forms.values()):
        return text.translate({ord(one): form for one, form in forms.items()}), None
    offsets = [at for at, character in enumerate(text) for _ in forms[character]]
    return "".join([forms[character] for character in text]), offsets


@lru_cache(8192)
def _form(character: str) -> str:
    """One character as it is compared: folded, without accents, and nothing where nothing is drawn."""
    if character.isspace():
        return " "
    if is_hidden(character):
        return ""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character in _APOSTROPHES:
        return "'"
    if whole := STROKES.get(character.casefold()):
        return whole
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    return "".join(STROKES.get(one, one) for one in plain if unicodedata.category(one) not in ("Mn", "Me"))
