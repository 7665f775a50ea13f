"""Text that a spreadsheet would run as a formula, made harmless, and back.

Rule: OWASP, "CSV Injection": a cell that begins with `= + - @`, TAB, CR or LF. Spreadsheets also look past spaces and
characters that draw nothing, and take full-width forms for the plain ones. Where the list separator is a semicolon,
as in most of Europe, a spreadsheet that opens a comma file splits cells at semicolons, tabs and line breaks: there a
cell begins in the middle of ours, so those places are guarded too. The guard is `'`, which all spreadsheets show.

A number with a sign is none: digits with what groups them, a decimal mark, an exponent, per cent; nor are signs alone.
A spreadsheet finds nothing there to run, and whoever reads numbers would get a text in their place. `+1-555-0100` is no
number here, for a spreadsheet computes it; `+370 612 34567` is.
"""

import re

_IGNORED = (
    r"\s\x00-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    r"\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff\"'"
)
_RUNS = r"=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
_SPLITS = "\t\r\n;"
_GROUPS = r" .,\xa0\u2009\u202f'’"
_NUMBER = rf"(?:[+-][{_GROUPS}]*+[0-9][0-9{_GROUPS}]*+(?:[eE][+-]?[0-9]++)?|[+-]++)[ %]*+"
# Possessive, and begun only where a run of ignored characters begins: linear even for a megabyte of line breaks.
_BEGINS = re.compile(rf"[{_IGNORED};]*+[{_RUNS}]")
_ALL_NUMBER = re.compile(rf"[{_IGNORED}]*+{_NUMBER}")
# Inside, a number ends where our cell is split. At the end of ours another one may follow, of which it is a part.
_INSIDE = re.compile(rf"(?<![{_IGNORED};])([{_IGNORED};]++)(?!{_NUMBER}[{_SPLITS}])([{_RUNS}])")


def safe(text: str) -> str:
    """`text` with a `'` wherever a spreadsheet would begin to run it; the same text if there is no such place."""
    guarded = _INSIDE.sub(_guard, text) if _may_split(text) else text
    return f"'{guarded}" if _runs(text) else guarded


def plain(guarded: str) -> str:
    """The text of which `safe` made `guarded`."""
    text = guarded[1:] if guarded[:1] == "'" and _runs(guarded[1:]) else guarded
    return _INSIDE.sub(_unguard, text) if _may_split(text) else text


def is_signed_number(text: str) -> bool:
    """Whether `text` is a number with a sign before it, which needs no guard where a cell holds nothing else."""
    return _ALL_NUMBER.fullmatch(text) is not None


def _runs(text: str) -> bool:
    if text.lstrip("'")[:1] in ("\t", "\r", "\n"):
        return True
    return _BEGINS.match(text) is not None and not is_signed_number(text)


def _may_split(text: str) -> bool:
    return ";" in text or "\n" in text or "\t" in text or "\r" in text


def _splits(ignored: str) -> bool:
    return any(character in _SPLITS for character in ignored)


def _guard(found: re.Match[str]) -> str:
    return f"{found[1]}'{found[2]}" if _splits(found[1]) else found[0]


def _unguard(found: re.Match[str]) -> str:
    return found[1].removesuffix("'") + found[2] if _splits(found[1]) else found[0]
