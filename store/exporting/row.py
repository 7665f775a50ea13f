"""A row of an export, and how what is in it becomes the text of a cell."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

import msgspec
from msgspec import Struct

from store.model import Value

_PLAIN_ID = re.compile(r"[A-Za-z0-9_.-]+")


class Quotation(Struct, frozen=True):
    """A citation as it leaves the docket; `quote` is None where the item is restricted."""

    item: str
    start: int
    end: int
    quote: str | None


class ExportRow(Struct, frozen=True):
    """One row: its columns in order, and the case's own fields, which become columns of their own in a table.

    `table` is the one that it stands in, for a format that holds several.
    """

    columns: Mapping[str, object]
    fields: Mapping[str, Value] | None = None
    table: str = ""

    def typed(self) -> dict[str, object]:
        """The row for JSON lines."""
        return {**self.columns} if self.fields is None else {**self.columns, "fields": self.fields}


class Since(Struct, frozen=True):
    """From which day on (UTC), if any."""

    day: date | None

    def includes(self, at: datetime) -> bool:
        """Whether a time is on or after the day."""
        return self.day is None or at.astimezone(UTC).date() >= self.day


GUARDED, RAW = "foureyes_guarded", "foureyes_raw"
"""The column behind those of a table of cases, which says whether its text is guarded; an import reads it back.

Its cells hold what the cells of fields do not say: see `kinds`.
"""


class Table(Struct, frozen=True):
    """The names of the columns, and the rows. `comes_back`: an import reads it, and is told of the guard."""

    columns: tuple[str, ...]
    rows: Iterator[ExportRow]
    comes_back: bool = False


def kinds(fields: Mapping[str, Value], names: Sequence[str]) -> str:
    """Which of the fields `names` are no text, as JSON: names by kind; an empty cell of any other field is null."""
    found: dict[str, list[str]] = {}
    for name in names:
        match fields.get(name):
            case bool():
                found.setdefault("truth", []).append(name)
            case int():
                found.setdefault("integer", []).append(name)
            case float():
                found.setdefault("number", []).append(name)
            case "":
                found.setdefault("empty", []).append(name)
            case None if name not in fields:
                found.setdefault("absent", []).append(name)
    return msgspec.json.encode(found).decode()


def cell(value: object) -> Value:
    """What stands in a cell for a value.

    Times are ISO 8601 in UTC with six decimals and `Z`, so that texts follow one another as times do. Lists of ids are
    joined by `;`, citations by ` | `, each as `item:start-end "quote"` with quotation marks in the quote doubled,
    `item:start-end restricted` where the quote is left out, and an item id in quotation marks if it is more than
    letters, digits, `_`, `.` and `-`. The rest is JSON.
    """
    match value:
        case None | str() | bool() | int() | float():
            return value
        case datetime():
            return _time(value)
        case date():
            return value.isoformat()
        case tuple():
            return _joined(value)
        case _:
            return msgspec.json.encode(value).decode()


def _joined(values: tuple[object, ...]) -> str:
    if not values:
        return ""
    if all(isinstance(one, str) for one in values):
        return ";".join(map(str, values))
    if all(isinstance(one, datetime) for one in values):
        return ";".join(_time(one) for one in values if isinstance(one, datetime))
    if all(isinstance(one, Quotation) for one in values):
        return " | ".join(_quotation(one) for one in values if isinstance(one, Quotation))
    return msgspec.json.encode(values).decode()


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _quotation(one: Quotation) -> str:
    item = one.item if _PLAIN_ID.fullmatch(one.item) else _in_marks(one.item)
    quote = "restricted" if one.quote is None else _in_marks(one.quote)
    return f"{item}:{one.start}-{one.end} {quote}"


def _in_marks(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
