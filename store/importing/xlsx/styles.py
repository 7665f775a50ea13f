"""Which cell styles show a number as a date, a time or a duration (ECMA-376 part 1, 18.8.30 and 18.8.31)."""

import re
from collections.abc import Iterable
from typing import Literal

from store.errors import BadInput
from store.importing.xlsx.xml import Attributes, Handler, parse_all

Shown = Literal["", "date", "duration"]

_DATES = frozenset([*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)])
"""Built-in formats; 27 to 36 and 50 to 58 are dates in Chinese, Japanese and Korean."""
_DURATION = 46
_MOST = 1 << 17
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.', re.DOTALL)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_DATE_LETTERS = re.compile("[dmyhs]", re.IGNORECASE)


def shown_as(code: str) -> Shown:
    """What a number in this format is shown as; "" for a number."""
    code = _LITERAL.sub("", code).partition(";")[0]
    if _ELAPSED.search(code):
        return "duration"
    code = _BRACKETS.sub("", code)
    return "date" if code.casefold() != "general" and _DATE_LETTERS.search(code) else ""


class Styles(Handler):
    """The styles of a workbook: `shown[number]` for the style that a cell names."""

    def __init__(self, chunks: Iterable[bytes], name: str) -> None:
        self.shown: list[Shown] = []
        self._name = name
        self._codes: dict[str, Shown] = {}
        self._within = False
        parse_all(chunks, self, name)

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        if tag == "numFmt":
            self._codes[attributes.get("numFmtId", "")[:10]] = shown_as(attributes.get("formatCode", "")[:1000])
        elif tag == "cellXfs":
            self._within = True
        elif tag == "xf" and self._within:
            self.shown.append(self._shown(attributes.get("numFmtId", "0")))
        if len(self.shown) + len(self._codes) > _MOST:
            raise BadInput(f"{self._name}: the workbook has more styles than any program writes.")

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == "cellXfs":
            self._within = False

    def _shown(self, number: str) -> Shown:
        if number in self._codes:
            return self._codes[number]
        if not (number.isascii() and number.isdigit() and len(number) < 4):
            return ""
        return "date" if int(number) in _DATES else "duration" if int(number) == _DURATION else ""
