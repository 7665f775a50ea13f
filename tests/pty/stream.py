"""What a program wrote to a terminal, taken apart: its text, the control sequences that it may use, and all others.

The grammar is written out by hand from what Textual's driver and Rich's progress bar write. Whatever is in neither,
or is well-formed but nobody here has a use for (a title, the clipboard, a link, concealed text), is foreign.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from tests.hostile import RAW

Kind = Literal["text", "move", "style", "mode", "pointer", "break", "bell", "progress", "foreign"]

_GRAMMAR = {
    "move": r"\x1b\[(?:[0-9]{1,4};[0-9]{1,4})?H",
    "style": r"\x1b\[[0-9;]*m",
    "mode": r"\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1049|2004|2026|2048)[hl]|"
    r"\x1b\[\?(?:2026|2048)\$p|\x1b\[>25u|\x1b\[<u",
    "pointer": r"\x1b\]22;[a-z-]{1,20}\x07",
    "break": r"\r\n|\n",
    "bell": r"\x07",
    "progress": r"\r?\x1b\[(?:2K|1A)|\r(?!\n)",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _GRAMMAR.items()))
_COLOUR = re.compile(r"(?:^|;)[34]8;(?:2;[0-9]+;[0-9]+;[0-9]+|5;[0-9]+)")
_DRAWN = re.compile(r"0?|[1-47]|2[2-47]|[34][0-79]|9[0-7]|10[0-7]")


class Token(NamedTuple):
    """A stretch of what was written."""

    kind: Kind
    text: str


def tokens(written: str) -> Iterator[Token]:
    """What was written, in order and without gaps."""
    done = 0
    for match in _TOKEN.finditer(written):
        if done < match.start():
            yield from _texts(written[done : match.start()])
        kind: Kind = match.lastgroup  # type: ignore[assignment]
        yield Token("foreign" if kind == "style" and not _drawn(match[0]) else kind, match[0])
        done = match.end()
    if done < len(written):
        yield from _texts(written[done:])


def foreign(written: str, *, progress: bool = False) -> list[str]:
    """All in what was written that may drive a terminal or hide in it, but for the program's own; with its context."""
    found, at = [], 0
    for token in tokens(written):
        if token.kind == "foreign" or (token.kind == "progress" and not progress):
            found.append(repr(written[max(0, at - 30) : at + 50]))
        at += len(token.text)
    return found


def count(written: str, kind: Kind) -> int:
    """How many tokens of a kind."""
    return sum(token.kind == kind for token in tokens(written))


def _texts(text: str) -> Iterator[Token]:
    done = 0
    for match in RAW.finditer(text):
        if done < match.start():
            yield Token("text", text[done : match.start()])
        yield Token("foreign", match[0])
        done = match.end()
    if done < len(text):
        yield Token("text", text[done:])


def _drawn(style: str) -> bool:
    """Whether a style only draws: colours, bold, dim, italic, underline, reverse; none that hides or blinks."""
    plain = _COLOUR.sub("", style[2:-1])
    return all(_DRAWN.fullmatch(part) for part in plain.split(";"))
