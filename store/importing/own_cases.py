"""Cases in a table that this program exported (`store.exporting.cases`), read back to what they were.

The table says in a column of its own that it is one, and whether its text is guarded against formulas: then just that
guard is taken off again. In any other file an apostrophe is part of the text. The cells of that column say which fields
are no text, so that a case is the same as before and no revision. A cell is read as strictly as a line of JSON.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

import msgspec
from msgspec import Struct, structs

from store.exporting.cases import COLUMNS
from store.exporting.formula import plain
from store.exporting.row import GUARDED, RAW
from store.importing.cell_kinds import UNUSABLE
from store.importing.header import FIELD
from store.importing.json_document import load
from store.importing.places import Row
from store.importing.plan import Use
from store.importing.rejects import BadRow, bad_value
from store.model import Case, Evidence, Flag, Value
from store.policy import Policy
from store.text import visible

OWN = "No mapping: a table of cases that this program exported, read back as it was."
_TYPES: dict[str, tuple[type[Value], str]] = {
    "integer": (int, "a whole number"),
    "number": (float, "a number"),
    "truth": (bool, "true or false"),
}
_T = TypeVar("_T")


class _Kinds(Struct, frozen=True, forbid_unknown_fields=True):
    """Names of fields by what they hold, as `store.exporting.row.kinds` writes them."""

    truth: tuple[str, ...] = ()
    integer: tuple[str, ...] = ()
    number: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


def own_header(cells: Sequence[str]) -> list[str] | None:
    """The header of a table of cases that this program exported, without the guard; None for any other.

    All of it is as an export writes it: a column more, or one fewer, and it is somebody's table.
    """
    mark = cells[len(COLUMNS)] if len(cells) > len(COLUMNS) else ""
    header = unguarded(cells) if mark == GUARDED else list(cells)
    fields = header[len(COLUMNS) + 1 :]
    ours = [*COLUMNS, RAW if mark == RAW else GUARDED, *sorted(set(fields))]
    return header if header == ours and all(name.startswith(FIELD) for name in fields) else None


def is_own_header(cells: Sequence[str]) -> bool:
    """Whether a row of such a table is the header of another one: no case has the mark there."""
    return list(cells[len(COLUMNS) : len(COLUMNS) + 1]) in ([GUARDED], [RAW])


def marks(header: Sequence[str]) -> str:
    """The column by which an export of cases says that it is one, if there is one."""
    return next((name for name in header if name in (GUARDED, RAW)), "")


def unguarded(cells: Sequence[str]) -> list[str]:
    """The cells of a row of a guarded table without the guard."""
    return [plain(cell) for cell in cells]


def own_uses(header: Sequence[str]) -> tuple[Use, ...]:
    """What becomes of each column, for the plan."""
    said = {GUARDED: "says that text is guarded", RAW: "says that text is not guarded"}
    return tuple(Use(visible(name), said.get(name, visible(name))) for name in header)


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
            flags=self._json("flags", row, tuple[Flag, ...]),
            evidence=self._json("evidence", row, tuple[Evidence, ...]),
            due=self._due(due) if due else None,
            priority=self._number("priority", priority, int, "a whole number") if priority else None,
            renews=self._text("renews", row),
        )

    def _fields(self, row: Row) -> Iterator[tuple[str, Value]]:
        mark = marks(list(row.values))
        kinds = structs.asdict(self._json(mark, row, _Kinds))
        kind_of = {name: kind for kind, names in kinds.items() for name in names}
        names = [column.removeprefix(FIELD) for column in row.values if column.startswith(FIELD)]
        if len(kind_of) != sum(map(len, kinds.values())) or not kind_of.keys() <= set(names):
            raise BadRow(mark, "the cell names a field twice, or one that the table has not.")
        for name in names:
            column = f"{FIELD}{name}"
            text, kind = self._text(column, row), kind_of.get(name, "")
            if kind in _TYPES:
                yield name, self._number(column, text.lower(), *_TYPES[kind])
            elif text or kind != "absent":
                yield name, text if kind == "empty" else text or None

    def _number(self, column: str, text: str, type_: type[_T], words: str) -> _T:
        """A number, or whether something is true, as JSON has it."""
        try:
            return msgspec.json.decode(text, type=type_)
        except msgspec.MsgspecError:
            raise self._bad(column, f"{{}} is not {words} as an export of cases writes it.", text) from None

    def _text(self, column: str, row: Row) -> str:
        text: str = row.values.get(column, "")
        if (kind := row.kinds.get(column, "")) in UNUSABLE:
            raise self._bad(column, UNUSABLE[kind], text)
        return text

    def _json(self, column: str, row: Row, type_: type[_T]) -> _T:
        try:
            return msgspec.convert(load((self._text(column, row) or "[]").encode()), type_)
        except (BadRow, msgspec.MsgspecError):
            raise BadRow(column, "the cell does not hold what an export of cases writes there.") from None

    def _due(self, text: str) -> date:
        try:
            return msgspec.convert(text, date)
        except msgspec.MsgspecError:
            raise self._bad("due", "{} is not a date such as 2023-12-01.", text) from None

    def _bad(self, column: str, reason: str, value: str) -> BadRow:
        return bad_value(column, reason, value, masked=self._policy.masks(column))
