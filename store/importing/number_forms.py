"""Whether the values of a column are numbers, and how they are written: 1,234.50 or 1.234,50."""

import re
from decimal import Decimal
from typing import NamedTuple

_POINT = re.compile(r"[+-]?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_COMMA = re.compile(r"[+-]?(?:[0-9]{1,15}|[0-9]{1,3}(?:\.[0-9]{3})+)(?:,[0-9]+)?")
_CODE = re.compile(r"[+-]?0[0-9]")
"""A number is not written with a zero before it: 007 and 0815 are codes."""
_SPOILT = re.compile(r"[+-]?[0-9][.,][0-9]+E\+0*[1-9][0-9]+", re.IGNORECASE)


class Number(NamedTuple):
    """A number and how it stands in the file."""

    value: Decimal
    text: str


class NumberForms:
    """The decimal signs with which every value so far is a number, its least and greatest, and what is odd."""

    def __init__(self) -> None:
        self._spans: dict[str, tuple[Number, Number] | None] = {".": None, ",": None}
        self._marks: set[str] = set()
        self.spoilt = ""
        """A value such as 6,17E+25: a spreadsheet program has put it in place of many digits, which are lost."""

    def add(self, text: str, *, native: bool = False) -> None:
        """Take one more value into account; a `native` number is one of JSON, whose decimal sign is a point."""
        if not self.spoilt and "+" in text and _SPOILT.fullmatch(text):
            self.spoilt = text
        if not self._spans:
            return
        for mark, pattern in ((".", _POINT), (",", _COMMA)):
            if mark not in self._spans:
                continue
            if not pattern.fullmatch(text) or _CODE.match(text):
                del self._spans[mark]
                continue
            other = "," if mark == "." else "."
            number = Number(Decimal(text.replace(other, "").replace(mark, ".")), text)
            low, high = self._spans[mark] or (number, number)
            self._spans[mark] = (min(low, number), max(high, number))
        self._marks.update(mark for mark in ".," if mark in text)
        if native:
            self._spans.pop(",", None)

    @property
    def any(self) -> bool:
        """Whether all values are numbers, in whichever way they are written."""
        return any(span is not None for span in self._spans.values())

    @property
    def decimal(self) -> str:
        """The decimal sign that the values prove; "" if none does."""
        return next(iter(self._spans)) if self._marks and len(self._spans) == 1 else ""

    @property
    def thousands(self) -> str:
        """What stands between thousands, where a decimal sign is proved; "" if nothing does."""
        return "".join(self._marks - {self.decimal}) if self.decimal else ""

    @property
    def span(self) -> tuple[Number, Number] | None:
        """Least and greatest, if all values are numbers and it is plain which."""
        if self._marks and len(self._spans) != 1:
            return None
        return next(iter(self._spans.values()), None)
