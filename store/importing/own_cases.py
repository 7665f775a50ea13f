"""Cases in a table that this program exported (`store.exporting.cases`), read back to what they were.

The table says in a column of its own that it is one, and whether its text is guarded against formulas: then just that
guard is taken off again. In any other file an apostrophe is part of the text. The cells of that column say which fields
are no text, so that a case is the same as before and no revision.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

import msgspec

from store.exporting.cases import COLUMNS
from store.exporting.formula import plain
from store.exporting.row import GUARDED, RAW
from store.importing.cell_kinds import UNUSABLE
from store.importing.header import FIELD
from store.importing.places import Row
from store.importing.plan import Use
from store.importing.rejects import BadRow, bad_value
from store.model import Case, Evidence, Flag, Value
from store.policy import Policy
from store.text import visible

OWN = "No mapping: a table of cases that this program exported, read back as it was."
_WORDS = {"integer": "a whole number", "number": "a number", "truth": "true or false"}
_kinds = msgspec.json.Decoder(dict[str, list[str]])
_flags = msgspec.json.Decoder(tuple[Flag, ...])
_evidence = msgspec.json.Decoder(tuple[Evidence, ...])
_T = TypeVar("_T")


def is_guarded(header: Sequence[str]) -> bool:
    """Whether a table with this header says that its text is guarded."""
    return GUARDED in header


def is_own(header: Sequence[str]) -> bool:
    """Whether a table with this header is one of cases that this program exported."""
    known = {*COLUMNS, GUARDED, RAW}
    return (GUARDED in header or RAW in header) and all(name in known or name.startswith(FIELD) for name in header)


def unguarded(cells: Sequence[str]) -> list[str]:
    """The cells of a row of a guarded table without the guard."""
    return [plain(cell) for cell in cells]


def own_uses(header: Sequence[str]) -> tuple[Use, ...]:
    """What becomes of each column, for the plan."""
    marks = {GUARDED: "says that text is guarded", RAW: "says that text is not guarded"}
    return tuple(Use(visible(name), marks.get(name, visible(name))) for name in header)


class OwnCases:
    """Makes cases of the rows of such a table; raises `BadRow` for what was edited so that it is none any more."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def id(self, row: Row) -> str:
        """The id of the row's case."""
        return self._text("id", row)

    def case(self, rows: Sequence[Row]) -> Case:
        """The case in the row."""
        [row] = rows
        due, priority = self._text("due", row), self._text("priority", row)
        return Case(
            id=self.id(row),
            title=self._text("title", row),
            subject=self._text("subject", row),
            fields=dict(self._fields(row)),
            flags=self._list(_flags, "flags", row),
            evidence=self._list(_evidence, "evidence", row),
            due=self._due(due) if due else None,
            priority=self._priority(priority) if priority else None,
        )

    def _fields(self, row: Row) -> Iterator[tuple[str, Value]]:
        mark = GUARDED if GUARDED in row.values else RAW
        try:
            kinds = _kinds.decode(self._text(mark, row) or "{}")
        except msgspec.MsgspecError:
            said = "the cell does not say which fields are no text, as an export of cases writes it."
            raise BadRow(mark, said) from None
        kind_of = {name: kind for kind, names in kinds.items() for name in names}
        for column in row.values:
            if column.startswith(FIELD):
                name = column.removeprefix(FIELD)
                text, kind = self._text(column, row), kind_of.get(name, "")
                if text or kind != "absent":
                    yield name, self._value(column, text, kind)

    def _value(self, column: str, text: str, kind: str) -> Value:
        try:
            match kind:
                case "integer":
                    return int(text)
                case "number":
                    return float(text)
                case "truth":
                    return {"true": True, "false": False}[text.lower()]
                case "empty":
                    return text
                case _:
                    return text or None
        except (ValueError, KeyError):
            raise self._bad(column, f"{{}} is not what the field held, {_WORDS[kind]}.", text) from None

    def _text(self, column: str, row: Row) -> str:
        text: str = row.values.get(column, "")
        if (kind := row.kinds.get(column, "")) in UNUSABLE:
            raise self._bad(column, UNUSABLE[kind], text)
        return text

    def _list(self, decoder: msgspec.json.Decoder[_T], column: str, row: Row) -> _T:
        try:
            return decoder.decode(self._text(column, row) or "[]")
        except msgspec.MsgspecError:
            raise BadRow(
                column, f"the cell does not hold the {column} of a case as an export of cases writes them."
            ) from None

    def _due(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self._bad("due", "{} is not a date as this file writes them.", text) from None

    def _priority(self, text: str) -> int:
        try:
            return int(text)
        except ValueError:
            raise self._bad("priority", "{} is not a whole number.", text) from None

    def _bad(self, column: str, reason: str, value: str) -> BadRow:
        return bad_value(column, reason, value, masked=self._policy.masks(column))
