"""In which encoding a text is that is no UTF-8: the one in which its letters are most likely those of one language.

What is likely is counted letter by letter: how usual it is in its language, whether a sign stands within a word, and
whether large letters stand among small ones. Where no language is seen, charset-normalizer says what fits.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain
from math import log
from typing import NamedTuple

from store.proposing.languages import LANGUAGES, Shares

_KINDS = (
    ("cp1252 cp1250 cp1251 cp1254 cp1257 cp1253 cp1255 cp1256 cp874 cp932 cp949 gb18030 big5 euc_jp", 1.0),
    ("iso8859_15 iso8859_2 iso8859_9 iso8859_13 iso8859_5 iso8859_7 iso8859_8 iso8859_6 iso8859_4 koi8_r koi8_u", 0.3),
    ("cp850 cp852 cp866 cp437 cp775 cp857 cp737 cp862 cp1125 cp865 cp861 cp869", 0.1),
    ("mac_roman mac_latin2 mac_cyrillic mac_turkish", 0.03),
)
"""What offices write: on Windows, on the web and on Unix, on DOS, on old Macs; and how usual a kind is."""
_ENCODINGS = {name: log(usual) for names, usual in _KINDS for name in names.split()}
"""Of those that fit equally well the first is proposed."""
_WRONG = re.compile("[\x7f-\x9f\ufffd]")
"""What text holds that was decoded as another encoding than it is in; import refuses it."""
_PIECE = re.compile(rb"[^\x00-\x2f\x3a-\x3f]+")
"""Parted by what is no part of a character in any of these encodings."""
_PIECES = 500
"""Different ones that are looked at: more of them make a guess no better."""
_NEAR = log(1e8)
"""Those that are less likely by no more than this are worth a look."""

_JOINING = frozenset("’‘´·\u00ad")
_TOUCHING = frozenset("°“”„«»‹›…¿¡–—\u00a0")
"""Signs that stand within a word, and those that stand before it or behind it."""
_PLAIN = frozenset("€£¥§±²³µ½¼¾×•№©®™ªº¦¬¹‰†")
"""Signs that stand alone, or behind a word or a number."""
_BOX = range(0x2500, 0x25A0)
"""Lines and blocks, of which no text is made."""
_JOINED, _SIGN, _RARE_SIGN = log(0.1), log(0.02), log(0.002)
_FOREIGN = log(0.0005)
"""How likely a letter is that its language has not."""
_ODD = log(0.00005)
"""How likely that is which makes no sense, byte by byte: a sign within a word, two scripts in one."""
_OUT_OF_CASE = log(0.05)
"""How much less likely is a large letter behind a small one or alone, a small one among large ones, one at a digit."""
_SENSE = log(0.006)
"""Below this, byte by byte, no language is seen."""
_DISORDER = 0.4
"""The share of it above which a text makes no sense, as charset-normalizer counts it."""


class _Letter(NamedTuple):
    """A letter as it stands in a text: beside one of ASCII, and large or small as those beside it are not."""

    text: str
    beside_ascii: bool
    out_of_case: bool


class _Wide(NamedTuple):
    """A script of thousands: the encodings it is written in, the one whose first byte tells which are usual."""

    encodings: tuple[str, ...]
    levels: str
    usual: range


_WIDE = (
    _Wide(("cp932", "euc_jp"), "euc_jp", range(0xB0, 0xD0)),
    _Wide(("gb18030",), "gb2312", range(0xB0, 0xD8)),
    _Wide(("big5",), "big5", range(0xA4, 0xC7)),
    _Wide(("cp949",), "euc_kr", range(0xB0, 0xC9)),
)
"""JIS X 0208 and GB 2312, level 1; Big5, level 1; the syllables of KS X 1001."""
_FIRST_WIDE = 0x2E80
"""The first of them, and of the signs that stand between them."""
_KANA = ("HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA")
_WIDE_SHARE, _NARROW_SHARE = log(0.04), log(0.02)
"""How likely each is, byte by byte, and a kana of half the width, which banks write."""


def encodings_of(sample: bytes) -> list[str]:
    """The encodings in which a text makes sense, the most likely first, as far as they are worth a look."""
    pieces = list(dict.fromkeys(piece for piece in _PIECE.findall(sample) if not piece.isascii()))[:_PIECES]
    found = {name: _score(sample, pieces, name, usual) for name, usual in _ENCODINGS.items()}
    scores = {name: score for name, score in found.items() if score is not None}
    best = max(scores.values(), default=0.0)
    size = sum(1 for piece in pieces for byte in piece if byte > 0x7F)
    if not scores or best < size * _SENSE:
        return list(_by_library(sample))
    return [name for name in sorted(scores, key=lambda one: -scores[one]) if scores[name] > best - _NEAR]


def _by_library(sample: bytes) -> Iterator[str]:
    from charset_normalizer import from_bytes  # 0.1 s that only files cost whose language is not seen

    for match in from_bytes(sample, cp_isolation=list(_ENCODINGS), threshold=_DISORDER):
        yield next((one for one in _ENCODINGS if one in (match.encoding, *match.could_be_from_charset)), match.encoding)


def _score(sample: bytes, pieces: list[bytes], encoding: str, usual: float) -> float | None:
    """How likely a text is in an encoding, as a logarithm; None if it cannot be in it."""
    try:
        if _WRONG.search(sample.decode(encoding)):
            return None
        texts = [piece.decode(encoding) for piece in pieces]
    except UnicodeDecodeError:
        return None
    letters = Counter[_Letter]()
    signs = sum(_read(text, letters, encoding) for text in texts)
    languages = chain(
        (_in_alphabet(letters, shares) for shares in LANGUAGES.values()),
        (_in_wide(letters, wide, encoding) for wide in _WIDE if encoding in wide.encodings),
    )
    return usual + signs + max(languages)


def _read(text: str, letters: Counter[_Letter], encoding: str) -> float:
    """Count the letters of a piece that are not ASCII; how likely the signs are."""
    signs = 0.0
    for before, one, behind in zip(f" {text}", text, f"{text[1:]} ", strict=False):
        if one.isascii():
            continue
        if one not in _PLAIN and (one.isalpha() or unicodedata.combining(one) or ord(one) >= _FIRST_WIDE):
            beside_ascii = any(other.isascii() and other.isalpha() for other in (before, behind))
            letters[_Letter(one, beside_ascii, _is_out_of_case(before, one, behind))] += 1
        else:
            signs += _sign(before, one, behind) * len(one.encode(encoding))
    return signs


def _sign(before: str, one: str, behind: str) -> float:
    if one in _JOINING:
        return _JOINED
    if (before.isalpha() and behind.isalpha()) or ord(one) in _BOX:
        return _ODD
    if one in _TOUCHING:
        return _SIGN
    if behind.isalpha() or not (before + behind).isascii():
        return _FOREIGN
    return _SIGN if one in _PLAIN else _RARE_SIGN


def _is_out_of_case(before: str, one: str, behind: str) -> bool:
    if before.isdigit() or behind.isdigit():
        return True
    if one.isupper():
        return before.islower() or (behind.islower() if before.isalpha() else not behind.isalpha())
    return one.islower() and before.isupper() and behind.isupper()


def _in_alphabet(letters: Counter[_Letter], shares: Shares) -> float:
    script, score = _script(next(iter(shares))), 0.0
    for (one, beside_ascii, out_of_case), count in letters.items():
        share = shares.get(one) or shares.get(one.lower())
        if beside_ascii and script != "LATIN":
            likely = _ODD
        elif share:
            likely = log(share)
        else:
            likely = _FOREIGN if _script(one) == script else 2 * _ODD
        score += count * (likely + out_of_case * _OUT_OF_CASE)
    return score


def _in_wide(letters: Counter[_Letter], wide: _Wide, encoding: str) -> float:
    return sum(
        count * _wide_letter(one, wide, beside_ascii=beside) * len(one.encode(encoding))
        for (one, beside, _), count in letters.items()
    )


@cache
def _wide_letter(one: str, wide: _Wide, *, beside_ascii: bool) -> float:
    script = _script(one)
    is_japanese = wide.levels == "euc_jp"
    if script == "HALFWIDTH":
        return _NARROW_SHARE if is_japanese and one.isalpha() and not beside_ascii else 2 * _ODD
    if ord(one) < _FIRST_WIDE or not script:
        return 2 * _ODD
    if script in _KANA:
        return _WIDE_SHARE if is_japanese else _FOREIGN
    usual = not one.isalpha() or one.encode(wide.levels, "replace")[0] in wide.usual
    return _WIDE_SHARE if usual else _FOREIGN


@cache
def _script(one: str) -> str:
    """The first word of its name in Unicode, which is that of its script; "" of one that nobody has given a meaning."""
    return unicodedata.name(one, "").partition(" ")[0]
