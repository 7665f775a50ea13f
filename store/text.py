"""Untrusted text made safe to show.

Case data can hold escape sequences that drive the terminal, direction marks that reorder what is read, and
characters that draw nothing at all. What hides in a text is evidence, so it is not dropped: `visible` puts a token
in its place, `hidden` counts it, `pieces` says where it stood. The stored text stays as it came.

A character is hidden when its Unicode general category is
  Cc  control: drives the terminal; C1 as well, which a terminal may take for ESC followed by a letter;
  Cf  format: direction, joiners, tags, soft hyphen. The few Arabic and Kaithi number signs among them that do draw
      something go along, as terminals do not agree on their width;
  Cs  surrogate: cannot be written as UTF-8;
  Co  private use: looks like whatever the reader's font says;
  Cn  unassigned or noncharacter: no terminal knows its width (a later Python knows later Unicode versions);
  Zl, Zp  line and paragraph separator: a line break that no line count sees;
or when it draws nothing though its category says letter, mark or symbol: Default_Ignorable_Code_Point of
DerivedCoreProperties.txt (UAX #44), the null notehead U+1D159 and the braille pattern without dots U+2800, which also
parts the words of a text in braille. That includes variation selectors, 256 characters with which any bytes can be
written behind a visible one. A single U+FE0E or U+FE0F behind an emoji, which phones type, is left out silently: it
only picks a drawing style, and terminals do not agree on how wide the result is.

Tokens: `␛` (control pictures) for C0 and DEL, `⏎` for a line break, `⟪U+202E⟫` for all else. Text may also hold such
tokens as ordinary characters. Since `visible` is idempotent it cannot change those, so they are counted by
`imitations`, and `pieces` tells a screen which tokens are real, to be styled as such.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from store.plural import plural

STACK = 8
"""The most marks drawn on one character. Vietnamese, Hebrew, Tibetan and Vedic text stay well below."""

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_DRAWS_NOTHING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800\U0001d159") | frozenset(
    chr(code)
    for first, last in ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
    for code in range(first, last + 1)
)
_LOOKS_EMPTY = frozenset("\ufffc\ufffd")
# These are drawn into the cell of the character before them although they are letters and symbols by category.
_JOINS_ON = ((0x1160, 0x11FF), (0xD7B0, 0xD7FF), (0x1F3FB, 0x1F3FF))
_STYLE_PICKERS = "\ufe0e\ufe0f"
_TAB = "    "
_QUOTED = 40
_IMITATION = re.compile(r"[\u2400-\u241f\u2421\u23ce]|⟪(?:U\+[0-9A-F]{4,6}|\+[0-9]+ marks)⟫")


class Piece(NamedTuple):
    """One stretch of a text as shown: code points `start` to `end` of the stored text appear as `shown`."""

    start: int
    end: int
    shown: str
    token: bool


def visible(text: str, *, multiline: bool = False) -> str:
    """Return text with every hidden character replaced by a visible token; the same object if there is none.

    The result holds no character of a hidden kind, but for LF when multiline. It is idempotent. More than `STACK`
    marks on one character are cut, and `⟪+192 marks⟫` says how many. CRLF counts as one line break, a lone CR shows
    as `␍`. Multiline keeps LF and turns TAB into four spaces: a tab lays text out and hides nothing, and its true
    width depends on a column that wrapping changes later. On one line LF shows as `⏎` and TAB as `␉`, one cell each.
    """
    pattern = _pattern(text, multiline)
    if pattern is None:
        return text
    return pattern.sub(lambda match: _shown(match, multiline), text)


def pieces(text: str, *, multiline: bool = False) -> Iterator[Piece]:
    """Yield the parts of `visible(text)` in order, each with its place in text.

    The pieces cover text without gaps, and their `shown` join up to `visible(text)`: with them a screen maps offsets
    of a citation to what it draws, and styles true tokens apart from typed ones. No piece is empty in text, but
    `shown` may be (the style picker behind an emoji).
    """
    pattern = _pattern(text, multiline)
    done = 0
    for match in pattern.finditer(text) if pattern else ():
        start, end = match.span()
        if done < start:
            yield Piece(done, start, text[done:start], token=False)
        yield Piece(start, end, _shown(match, multiline), token=_count(match) > 0)
        done = end
    if done < len(text):
        yield Piece(done, len(text), text[done:], token=False)


def hidden(text: str) -> int:
    """Count the hidden characters in text. LF, TAB, CRLF and an emoji's style picker are ordinary and not counted."""
    pattern = _pattern(text, multiline=True)
    return sum(map(_count, pattern.finditer(text))) if pattern else 0


def imitations(text: str) -> int:
    """Count what in text looks like a token of `visible` but was typed as ordinary characters."""
    return 0 if text.isascii() else sum(1 for _ in _IMITATION.finditer(text))


def clip(text: str, limit: int) -> str:
    """Return at most limit code points of text, and `… (+N characters)` when more were left out.

    Clip before `visible`, so that a cell of megabytes costs no more than what is shown of it.
    """
    kept = max(limit, 0)
    rest = len(text) - kept
    if rest <= 0:
        return text
    return f"{text[:kept]}… (+{plural(rest, 'character')})"


def quoted(text: str) -> str:
    """Return the beginning of text in quotation marks, for a sentence about it."""
    return f'"{visible(clip(text, _QUOTED))}"'


def listed(names: Sequence[str], most: int = 5) -> str:
    """The first of several texts, each in quotation marks and safe to show, and dots if there are more."""
    return ", ".join(map(quoted, names[:most])) + (" ..." if len(names) > most else "")


def whole(text: str) -> bool:
    """Whether a text holds no half of a character (a lone surrogate), which UTF-8 cannot write."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def blank(text: str) -> bool:
    """Say whether text holds nothing that a person could read: only space, hidden characters and loose marks."""
    return not any(
        not (character.isspace() or character in _LOOKS_EMPTY or is_hidden(character) or is_mark(character))
        for character in text
    )


def has_words(text: str) -> bool:
    """Say whether text holds a letter, of any script, that a person could read."""
    return any(character.isalpha() and not is_hidden(character) for character in text)


def readable(text: str) -> int:
    """Count the characters there are to read: a run of blanks, dots and other signs is one, what is hidden none."""
    shown = "".join(character for character in text if not is_hidden(character))
    runs = groupby(shown, key=lambda character: unicodedata.category(character)[0] in "LMN")
    return sum(len(list(run)) if is_word else 1 for is_word, run in runs) - hidden(shown)


@lru_cache(8192)
def is_hidden(character: str) -> bool:
    """Say whether one character is of a hidden kind (see the module); CR, LF and TAB are."""
    return unicodedata.category(character) in _HIDDEN_CATEGORIES or character in _DRAWS_NOTHING


@lru_cache(8192)
def is_mark(character: str) -> bool:
    """Say whether one character is drawn onto the character before it (general category M, jamo, skin tones)."""
    if is_hidden(character):
        return False
    code = ord(character)
    return unicodedata.category(character)[0] == "M" or any(first <= code <= last for first, last in _JOINS_ON)


def _pattern(text: str, multiline: bool) -> re.Pattern[str] | None:
    """Return what matches the parts of text to be replaced, or None where there are none.

    A pattern over all hidden characters takes 0.5 s for a megabyte of clean text. Looking at the distinct characters
    first takes a twentieth of that, and leaves a class of a handful for the few texts that need one.
    """
    if text.isascii() and text.isprintable():
        return None
    distinct = sorted(set(text))
    if not any(map(_stands_out, distinct)):
        return None
    odd = _ranges(distinct, lambda character: is_hidden(character) and not (multiline and character == "\n"))
    marks = _ranges(distinct, is_mark)
    if not (odd or marks):
        return None
    stacked = f"[{marks}]{{{STACK + 1},}}" if marks else ""
    pattern = re.compile("|".join(filter(None, ("\r\n", stacked, odd and f"[{odd}]"))))
    return pattern if odd or pattern.search(text) else None


@lru_cache(8192)
def _stands_out(character: str) -> bool:
    """Say whether a character may have to be replaced, alone or with others like it."""
    return is_hidden(character) or is_mark(character)


def _ranges(distinct: list[str], wanted: Callable[[str], bool]) -> str:
    """Return the wanted characters as the inside of a regular expression class, given the sorted distinct ones.

    A range may run over characters that the text does not have. That keeps the class short, which matters: the
    engine tries the ranges beyond U+FFFF one after the other.
    """
    groups = groupby(distinct, key=wanted)
    runs = [list(group) for found, group in groups if found]
    return "".join(f"\\U{ord(run[0]):08x}-\\U{ord(run[-1]):08x}" for run in runs)


def _shown(match: re.Match[str], multiline: bool) -> str:
    found = match[0]
    if found == "\r\n" or found == "\n":
        return "\n" if multiline else "⏎"
    if found == "\t":
        return _TAB if multiline else "␉"
    if is_mark(found[0]):
        return f"{found[:STACK]}⟪+{len(found) - STACK} marks⟫"
    return "" if _picks_style(match) else _token(found)


def _count(match: re.Match[str]) -> int:
    found = match[0]
    if found in ("\r\n", "\n", "\t") or _picks_style(match):
        return 0
    return len(found) - STACK if is_mark(found[0]) else 1


@lru_cache(8192)
def _token(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"⟪U+{code:04X}⟫"


def _picks_style(match: re.Match[str]) -> bool:
    """Say whether match is a text or emoji style selector where one belongs (emoji-variation-sequences.txt)."""
    at = match.start()
    if match[0] not in _STYLE_PICKERS or at == 0:
        return False
    base = match.string[at - 1]
    if base.isascii():
        return base in "0123456789#*" and match.string[at + 1 : at + 2] == "\u20e3"
    return base in "‼⁉〰〽ℹ" or unicodedata.category(base) in ("So", "Sm")
