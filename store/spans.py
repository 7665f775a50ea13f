"""Sentences and words of a text as spans, the units of citing.

The rules are those of UAX #29 section 5.1 narrowed by what evidence holds: abbreviations, initials, article numbers
and dates do not end a sentence, a line break does unless the line was merely wrapped. Where a rule cannot know, it
does not break: a sentence too long still says what its author said, half a one may not.
Offsets count code points of the text as stored. All of it runs in time linear in the text.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

LONGEST = 400
"""Code points in a sentence at most; a longer run without a stop is cut, at a space where there is one."""

_WRAPPED = 50
"""A line shorter than this was ended by its author, not by a program that wraps lines."""

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]+")
_NARROW_STOP = ".!?…\u203c\u2047-\u2049\u061f\u06d4\u0964\u0965\u0589\u1362"
_WIDE_STOP = "。！？｡"
_CLOSERS = "\"'”’»›)]}」』】）〉》"
# French puts a no-break space before the closing quote; after a plain space it may as well be a German opening one.
_STOP = re.compile(rf"[{_NARROW_STOP}{_WIDE_STOP}]+(?:[\xa0\u202f]?»)?[{re.escape(_CLOSERS)}]*")
_SPACE = re.compile(r"\s*")
_PAUSE = re.compile(r"[,;:]\s|[、，；：]")
_GAP = re.compile(r"\s")
_OPENERS = "\"'“‘«‹„([{「『【（〈《¿¡-–—*•"

_GLANCE = 16
"""Code points looked at on either side of a full stop; longer words are no abbreviations."""

_SHORT = re.compile(r"[^\W\d_]|(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}")
_GERMAN_MONTH = re.compile(r"Jan|Feb|März|Apr|Mai\b|Jun|Jul|Aug|Sep|Okt|Nov|Dez")

# Shortened words: English, Lithuanian, German, Polish, Russian.
_SHORTENED = """
    mr mrs ms dr prof st sr jr rev hon gen col capt lt sgt gov messrs mt cf vs viz al dept univ incl excl esp resp
    pvz žr str sk proc tūkst mln mlrd plg kt vad gyd gim lent bzw usw ca abs hr bd hrsg vgl ggf sog zzgl inkl
    ul np tzn tj itd itp ул им стр руб тыс млн млрд см гр пер др обл гос
"""
_ABBREVIATIONS = frozenset(_SHORTENED.split())

# These are words or names as well ("No. I was at home."): shortened only before a number.
_SHORTENED_BEFORE_NUMBERS = """
    no nos nr art arts sec sect ch par para paras pp fig figs vol ed eds ref refs app reg regs approx est tel ext
    max min jan feb mar apr jun jul aug sep sept oct nov dec poz pr ст
"""
_BEFORE_NUMBERS = frozenset(_SHORTENED_BEFORE_NUMBERS.split())
_NUMBER = re.compile(r"\d|(?:[IVXLC]{2,}|[VXLC])\b")

_CJK = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = r"\u3040-\u30ff\u31f0-\u31ff"
_UNPARTED = re.compile(rf"[{_KANA}\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Kana, Thai, Lao, Burmese, Khmer: what stands between two spaces there is no word."""
_PUNCTUATION = (
    r"!-/:-@\[-^`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u2010-\u2027\u2030-\u205e\u27e6-\u27ef"
    r"\u3001-\u3004\u3008-\u3020\u3030\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)


@cache
def _word() -> re.Pattern[str]:
    """What `words` looks for: of so many ranges that to compile it takes as long as to show a screen of sentences."""
    word = rf"[^\s{_PUNCTUATION}{_CJK}{_KANA}]+"
    return re.compile(rf"[{_CJK}]|[{_KANA}]+|{word}(?:['’.\-@:/]{word})*")


class Span(NamedTuple):
    """A half-open range of code point offsets."""

    start: int
    end: int


def sentences(text: str) -> list[Span]:
    """Return the sentences of text, in order and apart, without the white space around them; none is empty.

    What lies between two spans is white space only, so that everything written can be cited.
    """
    return [
        piece
        for block in _blocks(text)
        for sentence in _stopped(text, block)
        for piece in _no_longer_than(LONGEST, text, sentence)
    ]


def words(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the words of text[start:end], in order and apart, without the punctuation around them.

    `O'Brien`, `12.05.2023` and `a@b.lt` are one word each. A Han character is a word of its own, as text in Chinese
    does not part its words; so is a run of kana. Offsets outside text are brought to its ends.
    """
    last = len(text) if end is None else min(max(end, 0), len(text))
    return [Span(*match.span()) for match in _word().finditer(text, min(max(start, 0), last), last)]


def whole_words(text: str, start: int, end: int) -> list[Span]:
    """Return the words of text of which text[start:end] holds all; the rest of one that is cut in two is none.

    Writing that does not part its words, kana or Thai say, has no pieces: of it each part counts, as in `words`.
    Offsets are those of code points in text, and 0 <= start <= end <= len(text).
    """
    first, last = start, end
    while first and not text[first - 1].isspace():
        first -= 1
    while last < len(text) and not text[last].isspace():
        last += 1
    parted = {one for one in words(text, first, last) if not _UNPARTED.search(text, *one)}
    cut = [one for one in parted if one.start < start < one.end or one.start < end < one.end]
    return [
        part
        for part in words(text, start, end)
        if not any(one.start <= part.start and part.end <= one.end for one in cut)
    ]


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


def _blocks(text: str) -> Iterator[Span]:
    """Yield the lines, with those put together that look like one sentence wrapped by a program."""
    block = before = Span(0, 0)
    for match in _LINE.finditer(text):
        for line in _stripped(text, *match.span()):
            if _goes_on(text, before, line):
                block = Span(block.start, line.end)
            else:
                yield from _stripped(text, *block)
                block = line
            before = line
    yield from _stripped(text, *block)


def _goes_on(text: str, before: Span, line: Span) -> bool:
    return (
        before.end - before.start >= _WRAPPED
        and text[before.end : line.start].strip(" ") in ("\n", "\r\n")
        and text[line.start - 1] == "\n"
        and text[line.start].islower()
        and not _STOP.match(text[before.end - 1])
    )


def _stopped(text: str, block: Span) -> Iterator[Span]:
    """Yield the parts of block that end in a full stop, or the like."""
    start = block.start
    for match in _STOP.finditer(text, *block):
        space = _SPACE.match(text, match.end(), block.end)
        after = space.end() if space else match.end()
        if after < block.end and _ends(text, start, match, after):
            yield from _stripped(text, start, match.end())
            start = after
    yield from _stripped(text, start, block.end)


def _ends(text: str, start: int, match: re.Match[str], after: int) -> bool:
    """Say whether the stop ends the sentence that began at start, where text goes on at after."""
    stop = match[0].rstrip(_CLOSERS + "\xa0\u202f")
    closed = len(stop) < len(match[0])
    if stop[-1] in _WIDE_STOP:
        return not (closed and text[after] in "とっ")
    if after == match.end():
        return False
    following = text[after : after + _GLANCE].lstrip(_OPENERS)
    if following[:1].islower():
        return not closed and stop.strip("!?") == ""
    return closed or stop != "." or not _abbreviates(text, start, match.start(), following)


def _abbreviates(text: str, start: int, dot: int, following: str) -> bool:
    """Say whether the full stop at dot only marks the word before it as shortened, as an ordinal or as a list item."""
    before = text[max(start, dot - _GLANCE) : dot].split()
    word = before[-1].lstrip(_OPENERS) if before else ""
    if word.isdecimal():
        heads_item = dot - start <= _GLANCE and len(before) == 1 and len(word) <= 3
        return heads_item or following[:1].isdecimal() or bool(len(word) <= 2 and _GERMAN_MONTH.match(following))
    if word.casefold() in _BEFORE_NUMBERS:
        return bool(_NUMBER.match(following))
    return word.casefold() in _ABBREVIATIONS or bool(_SHORT.fullmatch(word))


def _no_longer_than(limit: int, text: str, span: Span) -> Iterator[Span]:
    start, end = span
    while end - start > limit:
        cut = _cut(text, start + limit // 2, start + limit)
        yield from _stripped(text, start, cut)
        start = cut
    yield from _stripped(text, start, end)


def _cut(text: str, first: int, last: int) -> int:
    """Return where to cut between first and last: behind a comma, else at a space, else before a whole character."""
    for pause in (_PAUSE, _GAP):
        cuts = [match.end() for match in pause.finditer(text, first, last)]
        if cuts:
            return cuts[-1]
    return next((at for at in range(last, first, -1) if not unicodedata.combining(text[at])), last)
