"""Whether all that a program wrote to a terminal is its own, by what that may look like and nothing else.

Between entering and leaving the full screen there are cells, which are text between the style that opens them and the
reset that closes them, and moves between cells; modes are set before the first of them and after the last. So a style,
a mode or a move of somebody else stands within cells or beside them, and is foreign there even if the program writes
the very same somewhere else. Elsewhere there is text in lines, without a style, and where one is expected a progress
bar of this shape.
"""

import re
from collections.abc import Iterator

from tests.hostile import RAW

_SEEN = "[^\n" + RAW.pattern[1:]
_RGB = "2;[0-9]{1,3};[0-9]{1,3};[0-9]{1,3}"
_TABLE = "5;[0-9]{1,3}"
_INK, _PAPER = rf"(?:38;(?:{_RGB}|{_TABLE})|3[0-79]|9[0-7])", rf"(?:48;(?:{_RGB}|{_TABLE})|4[0-79]|10[0-7])"
_STYLE = rf"\x1b\[(?:[1-479];)*(?:{_INK};)?{_PAPER}m"
_MODES = r"(?:\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|2004)[hl]|\x1b\[<u)*"
_ENTERS = re.compile(rf"\x1b\[\?1049h(?:{_MODES}(?:\x1b\[>25u|\x1b\[\?(?:2026|2048)\$p|\x1b\]22;default\x07))*{_MODES}")
_LEAVES = re.compile(rf"{_MODES}\x1b\[\?1049l{_MODES}|\Z")
_CUT_OFF = rf"\x1b(?:\[[?0-9;]*)?\Z|{_STYLE}{_SEEN}*(?:\x1b(?:\[0?)?)?\Z"
"""What is left of a token where the program was killed."""

CELLS = rf"{_STYLE}{_SEEN}*\x1b\[0m"
SCREEN = re.compile(rf"{CELLS}|\x1b\[[0-9]{{1,3}};[0-9]{{1,3}}H|\r\n|\x1b\]22;[a-z-]{{1,20}}\x07|\x07|{_CUT_OFF}")
_COPY = re.compile(r"\x1b\]52;c;[A-Za-z0-9+/=]+\x07")
LINES = re.compile(rf"{_SEEN}+|\r\n")
_BAR = (
    r"(?:\x1b\[38;(?:2;[0-9]+;[0-9]+;[0-9]+|5;[0-9]+)m[━╸╺]+\x1b\[0m)+ "
    r"\x1b\[32m[0-9.,]+/(?:[0-9.,]+|\?) (?:bytes|[kMGT]B)\x1b\[0m \x1b\[36m[-0-9: ]+\x1b\[0m"
)
_SPINNER = r"\x1b\[32m[\u2800-\u28ff]\x1b\[0m [0-9]+ rows"
PROGRESS = re.compile(
    rf"(?:\x1b\[\?25l)?\r\x1b\[2K(?:{_BAR}|{_SPINNER})?|\r\n\x1b\[\?25h\r\x1b\[1A\x1b\[2K|{LINES.pattern}"
)


def foreign(written: str, *, progress: bool = False, copies: int = 0) -> list[str]:
    """All in what was written that is not the program's own, each with what stands around it.

    So many `copies` to the clipboard are.
    """
    lines = PROGRESS if progress else LINES
    written = _COPY.sub("", written, copies) if copies else written
    begins = _ENTERS.search(written)
    if begins is None:
        return list(_not(lines, written))
    last = written.rfind("\x1b[?1049l")
    ends = next(
        match
        for match in _LEAVES.finditer(written, begins.end())
        if match.start() == len(written) or match.end() > last
    )
    return [
        *_not(lines, written[: begins.start()]),
        *_not(SCREEN, written[begins.end() : ends.start()]),
        *_not(lines, written[ends.end() :]),
    ]


def _not(allowed: re.Pattern[str], text: str) -> Iterator[str]:
    """The parts between what is allowed."""
    at = 0
    while at < len(text):
        if match := allowed.match(text, at):
            at = match.end()
            continue
        later = allowed.search(text, at + 1)
        end = later.start() if later else len(text)
        yield f"{text[at:end]!r} in {text[max(0, at - 40) : end + 40]!r}"
        at = end
