"""Keys, pastes and the mouse, out of what any terminal sends.

Terminals send more than keys: answers to what another program asked, and forms of keys that nobody asked for. Textual's
parser ends with an error on some of that and takes some for keys. It gets only whole sequences from here, in a form
that it reads; what it does not know, and what was begun and never ended, is left out.
"""

import re
import time
from collections.abc import Callable, Generator, Iterator

from textual import constants, events
from textual._keyboard_protocol import FUNCTIONAL_KEYS
from textual._xterm_parser import (
    _MAX_SEQUENCE_SEARCH_THRESHOLD,
    BRACKETED_PASTE_END,
    BRACKETED_PASTE_START,
    XTermParser,
)
from textual.keys import Keys
from textual.message import Message

PATIENCE = 1.0
"""Seconds after which an answer that has no end is given up, or a paste that Esc followed.

Nobody types an answer, and a slow line may bring it in parts.
"""
_STRINGS = ("\x1b]", "\x1bP", "\x1b_")
"""What begins an answer of any length: OSC, DCS, APC."""
_CSI = "\udc9b"
"""The byte 9B, which in eight bits is what ESC [ is in seven, as `surrogateescape` decodes it."""
_TYPED = re.compile(f"[^\x1b{_CSI}]+")
_BEGUN = re.compile(
    r"\x1b(?:\[(?:M[^\0-\x1f]{0,3}|<[-\d;]*|\[|[0-?]*[ -/]*)|O[0-?]*|[\]P_][^\0-\x1f\udc9c]*(?:\x1b(?!.))?)?", re.DOTALL
)
"""As much of a sequence as there is, without what ends it."""
_WHOLE = re.compile(
    r"\x1b(?:\[(?:M[^\0-\x1f]{3}|<[-\d;]*[Mm]|\[[A-E]|(?![M\[])[0-?]*[ -/]*[@-~])"  # CSI; the mouse, Linux's F1 to F5
    r"|O[0-?]*[@-~]|[\]P_][^\0-\x1f\udc9c]*(?:\x07|\x1b\\|\udc9c)|[^\x1b\[O\]P_])",  # SS3; answers; Alt and a key
    re.DOTALL,
)
_KEY = re.compile(r"\x1b\[([\d:;]*)([u~ABCDEFHPQRS])")
_CODE = re.compile(r"\d{1,7}")
_MODIFIERS = re.compile(r"(\d{0,3})(?::[12]?)?")
_CURSOR = re.compile(r"\x1b\[\d+;\d+R")
_RESIZED = re.compile(r"\x1b\[48;.*t", re.DOTALL)
_SIZE = re.compile(r"\x1b\[48(;[1-9]\d{0,4}(:\d*)*){4}t")
_NO_UTF8 = re.compile("[\udc80-\udcff]")


class TerminalParser(XTermParser):
    """Reads text in which a byte that is no UTF-8 stands as `surrogateescape` decodes it: U+FFFD where it is typed."""

    def __init__(self, debug: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(debug)
        self._clock = clock
        self._begun, self._heard = "", 0.0
        self._pasted: list[str] | None = None

    def feed(self, data: str) -> Iterator[Message]:
        """Yield what has come."""
        self._heard = self._clock()
        data, self._begun = self._begun + data, ""
        while data:
            if self._pasted is not None:
                data = yield from self._paste(self._pasted, data)
            elif typed := _TYPED.match(data):
                yield from super().feed(_NO_UTF8.sub("\ufffd", typed[0]))
                data = data[typed.end() :]
            elif begun := _BEGUN.match(data):
                data = yield from self._sequence(data, begun.end())
            else:
                data = f"\x1b[{data.removeprefix(_CSI)}"

    def tick(self) -> Iterator[Message]:
        """Yield what a sequence means that has no end, once none is to be awaited.

        The end of a paste is awaited however long it takes, or what follows a pause of the line would be keys. Where it
        was lost, Esc and nothing after it end the paste.
        """
        if self._pasted is not None:
            if self._begun.endswith("\x1b") and self._clock() >= self._heard + PATIENCE:
                rest, self._begun = self._begun[:-1], ""
                yield from self._paste(self._pasted, rest + BRACKETED_PASTE_END)
            return
        patience = PATIENCE if self._begun.startswith(_STRINGS) and len(self._begun) > 2 else constants.ESCAPE_DELAY
        if self._begun and self._clock() >= self._heard + patience:
            begun, self._begun = self._begun, ""
            yield from self._alone(begun)

    def _paste(self, pasted: list[str], data: str) -> Generator[Message, None, str]:
        """Take in more of a paste, whatever it holds; return what follows it."""
        text, end, rest = data.partition(BRACKETED_PASTE_END)
        if not end:
            cut = max(0, len(data) - len(BRACKETED_PASTE_END) + 1)  # its end may have come in part
            text, self._begun = data[:cut], data[cut:]
        pasted.append(text)
        if end:
            self._pasted = None
            yield events.Paste(_NO_UTF8.sub("\ufffd", "".join(pasted)).replace("\0", ""))
        return rest

    def _sequence(self, data: str, begun: int) -> Generator[Message, None, str]:
        """Take in the sequence that `data` begins with, to `begun` at least; return what follows it."""
        if whole := _WHOLE.match(data):
            yield from self._alone(whole[0])
            return data[whole.end() :]
        if begun == len(data):
            self._begun = data
        elif begun == 1:  # Esc, and something else after it
            yield from self._alone(data[0])
        return data[begun:]

    def _alone(self, sequence: str) -> Iterator[Message]:
        """Yield what a sequence means that nothing else belongs to."""
        if sequence == BRACKETED_PASTE_START:
            self._pasted = []
            return
        plain = _plain(sequence)
        if plain.endswith("u") and _KEY.fullmatch(plain):
            yield from (key for key in self._sequence_to_key_events(plain) if key.key != Keys.Ignore)
        elif plain and len(plain) <= _MAX_SEQUENCE_SEARCH_THRESHOLD:
            yield from super().feed(plain)
            if self._timeout_time is not None:  # it would wait for more, and take what it does not know for keys
                self._timeout_time = 0.0
                keys = list(super().tick())
                yield from keys if len(plain) <= 2 else ()


def _plain(sequence: str) -> str:
    """The sequence in a form that Textual reads; empty for what means nothing."""
    if sequence.startswith(_STRINGS) and len(sequence) > 2:
        return ""
    if _RESIZED.fullmatch(sequence) and not _SIZE.fullmatch(sequence):
        return ""
    key = _KEY.fullmatch(sequence)
    return sequence if key is None or _CURSOR.fullmatch(sequence) else _plain_key(key[1], key[2])


def _plain_key(fields: str, end: str) -> str:
    """A key as the kitty protocol spells it (code:shifted:base; modifiers:event; text), without what is not used.

    Empty for one that is let go, and for one that is none.
    """
    code, modified, text, *more = (*fields.split(";"), *["", ""][fields.count(";") :])
    code = code.partition(":")[0] or "1"
    modifiers = _MODIFIERS.fullmatch(modified)
    if more or modifiers is None or not all(map(_is_character, text.split(":") if text else ())):
        return ""
    named = _CODE.fullmatch(code) is not None and f"{int(code)}{end}" in FUNCTIONAL_KEYS
    if not (named or (end == "u" and (_is_character(code) or (text and code == "0")))):
        return ""
    return f"\x1b[{';'.join((code, '' if modifiers[1] == '1' else modifiers[1], text)).rstrip(';')}{end}"


def _is_character(code: str) -> bool:
    return _CODE.fullmatch(code) is not None and 0 < int(code) <= 0x10FFFF and not 0xD800 <= int(code) <= 0xDFFF
