"""Text that a spreadsheet would run as a formula, made harmless, and back.

Rule: OWASP, "CSV Injection": a cell that begins with `= + - @`, TAB, CR or LF. Spreadsheets also look past spaces and
characters that draw nothing, and take full-width forms for the plain ones. Where the list separator is a semicolon,
as in most of Europe, a spreadsheet that opens a comma file splits cells at semicolons, tabs and line breaks: there a
cell begins in the middle of ours, so those places are guarded too. The guard is `'`, which all spreadsheets show.
"""

import re

_IGNORED = (
    r"\s\x00-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    r"\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff\"'"
)
_RUNS = r"=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
# Possessive, and begun only where a run of ignored characters begins: linear even for a megabyte of line breaks.
_BEGINS = re.compile(rf"[{_IGNORED};]*+[{_RUNS}]")
_INSIDE = re.compile(rf"(?<![{_IGNORED};])([{_IGNORED};]++)([{_RUNS}])")
_SPLITS = "\t\r\n;"


def safe(text: str) -> str:
    """`text` with a `'` wherever a spreadsheet would begin to run it; the same text if there is no such place."""
    guarded = _INSIDE.sub(_guard, text) if _may_split(text) else text
    return f"'{guarded}" if _runs(text) else guarded


def plain(guarded: str) -> str:
    """The text of which `safe` made `guarded`."""
    text = guarded[1:] if guarded[:1] == "'" and _runs(guarded[1:]) else guarded
    return _INSIDE.sub(_unguard, text) if _may_split(text) else text


def _runs(text: str) -> bool:
    return text.lstrip("'")[:1] in ("\t", "\r", "\n") or _BEGINS.match(text) is not None


def _may_split(text: str) -> bool:
    return ";" in text or "\n" in text or "\t" in text or "\r" in text


def _splits(ignored: str) -> bool:
    return any(character in _SPLITS for character in ignored)


def _guard(found: re.Match[str]) -> str:
    return f"{found[1]}'{found[2]}" if _splits(found[1]) else found[0]


def _unguard(found: re.Match[str]) -> str:
    return found[1].removesuffix("'") + found[2] if _splits(found[1]) else found[0]
