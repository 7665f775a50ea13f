"""How a stored text must look where it is shown, spelled out from what README and SECURITY promise.

Written apart from the program's own `store.text`, character by character and from Unicode's categories, so that a
mistake there cannot hide here.
"""

import unicodedata

from tests.hostile import RAW

MOST_MARKS = 8
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_JOINING = (range(0x1160, 0x1200), range(0xD7B0, 0xD800), range(0x1F3FB, 0x1F400))
_SYMBOLS = "‼⁉〰〽ℹ"


def unseen(character: str) -> bool:
    """Whether nobody could see this character, or it would drive a terminal."""
    return unicodedata.category(character) in _UNSEEN or RAW.match(character) is not None


def joins(character: str) -> bool:
    """Whether it is drawn onto the character before it."""
    if unseen(character):
        return False
    return unicodedata.category(character).startswith("M") or any(ord(character) in codes for codes in _JOINING)


def token(character: str) -> str:
    """What stands for an unseen character."""
    code = ord(character)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    return chr(0x2400 + code) if code < 0x20 else f"\u27eaU+{code:04X}\u27eb"


def picks_a_style(text: str, at: int) -> bool:
    """Whether a variation selector stands where it only chooses between emoji and text: it is left out silently."""
    if text[at] not in "\ufe0e\ufe0f" or at == 0:
        return False
    before, after = text[at - 1], text[at + 1 : at + 2]
    if before.isascii():
        return after == "\N{COMBINING ENCLOSING KEYCAP}" and (before.isdigit() or before in "#*")
    return before in _SYMBOLS or unicodedata.category(before) in {"So", "Sm"}


def spelled(text: str, *, lines: bool = False) -> str:
    """The text as shown: on one line, or with its line breaks kept and each tab as four spaces."""
    parts: list[str] = []
    at = 0
    while at < len(text):
        here = text[at]
        if joins(here):
            end = at
            while end < len(text) and joins(text[end]):
                end += 1
            cut = end - at - MOST_MARKS
            parts.append(text[at : min(end, at + MOST_MARKS)] + (f"\u27ea+{cut} marks\u27eb" if cut > 0 else ""))
            at = end
            continue
        if here == "\r" and text[at + 1 : at + 2] == "\n":
            at += 1
            here = "\n"
        if here == "\n":
            parts.append("\n" if lines else "\u23ce")
        elif here == "\t":
            parts.append("    " if lines else token(here))
        elif not picks_a_style(text, at):
            parts.append(token(here) if unseen(here) else here)
        at += 1
    return "".join(parts)
