"""What a search compares: texts without regard to case, and to marks on letters that a keyboard may not have.

So `ziemos` finds "Žiemos", and so does `ŽIEMOS`. Marks are those of the block U+0300 to U+036F, as the canonical
decomposition (Unicode Standard Annex 15) takes them off their letters; letters with a stroke and the like, which it
leaves whole, are named here. A text is taken letter by letter, so that what is found in it can be shown where it
stands.
"""

import re
import unicodedata
from collections.abc import Iterator

from store.spans import Span

_FIRST, _LAST = "\u0300", "\u036f"
_MARKS = re.compile(f"[{_FIRST}-{_LAST}]")
STROKES = {
    **dict(zip("łƚøɵđðħŧⱦıɨŋƀȼꞓɇǥɉŀᵽɍʉɏƶⱥə", "llooddhttiinbccegjlpruyzae", strict=True)),
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}
"""Folded letters that no decomposition takes apart, as passports write them (ICAO Doc 9303-3, transliteration).

What a search takes for alike, a mask hides: see `case.masking`.
"""


class _Letters(dict[int, str]):
    """A letter without its marks, by its code point; each is found out once."""

    def __missing__(self, code: int) -> str:
        apart = unicodedata.normalize("NFD", chr(code))
        kept = "".join(STROKES.get(one, one) for one in apart if not _FIRST <= one <= _LAST)
        self[code] = plain = chr(code) if kept == apart else kept
        return plain


_LETTERS = _Letters({ord(letter): plain for letter, plain in STROKES.items()})


def searchable(text: str) -> str:
    """A text as it is compared. Nothing may be left of one that is all marks."""
    folded = text.casefold()
    return folded if folded.isascii() else folded.translate(_LETTERS)


def found(text: str, pattern: re.Pattern[str]) -> Iterator[Span]:
    """Where a pattern, written as texts are compared, stands in a text; offsets are those of the text as it is."""
    compared = searchable(text)
    matches = (match.span() for match in pattern.finditer(compared))
    if len(compared) == len(text) and not _MARKS.search(text):  # letter stands for letter
        yield from (Span(*one) for one in matches)
        return
    back = [at for at, character in enumerate(text) for _ in searchable(character)]
    for start, end in matches:
        last = back[end] if end < len(back) else len(text)  # with the marks that stand behind the last letter
        yield Span(back[start], max(last, back[end - 1] + 1))
