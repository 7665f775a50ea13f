"""From the cells of a row to a case: where each part stands, as column numbers."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from store.importing.dates import ReadDate, iso_date
from store.importing.messages import BadRow
from store.importing.xlsx.values import NO_ID, Kind
from store.model import Case, Evidence, Flag
from store.text import quoted

Spot = int | str
"""The number of a column, or the value itself."""
DateSpot = int | date | None
"""The number of a column, or the date itself."""
Kinds = Mapping[int, Kind]
"""The columns of a row whose cells are not text; in a CSV file there are none."""
ALL_TEXT: Kinds = {}
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")


class FlagSpots(Struct, frozen=True):
    """Where the parts of one flag stand; a blank `code` means that the case has not got this flag."""

    code: Spot
    reason: Spot = ""
    raised_by: Spot = ""
    raised_on: DateSpot = None


class ItemSpots(Struct, frozen=True):
    """Where the parts of one item stand; a blank `text` means that the case has not got this item."""

    id: str
    kind: str
    label: str
    text: int
    source: Spot = ""
    date: DateSpot = None
    access: Spot = "public"
    gist: Spot = ""


class Layout(Struct, frozen=True):
    """Where everything stands in a row of a file with this header."""

    header: tuple[str, ...]
    read_date: ReadDate
    id: int
    title: int | None = None
    subject: int | None = None
    due: int | None = None
    priority: int | None = None
    fields: tuple[tuple[str, int], ...] = ()
    flags: tuple[FlagSpots, ...] = ()
    evidence: tuple[ItemSpots, ...] = ()

    def case(self, cells: list[str], kinds: Kinds = ALL_TEXT) -> Case:
        """The case in a row, not yet checked against a policy; raises `BadRow`. A field with an empty cell is null."""
        if len(cells) != len(self.header):
            raise BadRow("", f"the row has {len(cells)} cells where the header has {len(self.header)}.")
        if reason := NO_ID.get(kinds.get(self.id, "")):
            raise BadRow(self.header[self.id], f"{reason}: an id is text. Format the column as text, and fill it anew.")
        return Case(
            id=cells[self.id],
            title=cells[self.title] if self.title is not None else "",
            subject=cells[self.subject] if self.subject is not None else "",
            fields={name: cells[column] or None for name, column in self.fields},
            flags=tuple(self._flags(cells, kinds)),
            evidence=tuple(self._items(cells, kinds)),
            due=self._date(cells, kinds, self.due),
            priority=None if self.priority is None else self._priority(cells, self.priority),
        )

    def _flags(self, cells: list[str], kinds: Kinds) -> Iterator[Flag]:
        for spots in self.flags:
            code = _text(cells, spots.code)
            if code.strip():
                raised_on = self._date(cells, kinds, spots.raised_on)
                yield Flag(code, _text(cells, spots.reason), _text(cells, spots.raised_by), raised_on)

    def _items(self, cells: list[str], kinds: Kinds) -> Iterator[Evidence]:
        for spots in self.evidence:
            text = cells[spots.text]
            if text.strip():
                yield Evidence(
                    spots.id,
                    spots.kind,
                    spots.label,
                    text,
                    _text(cells, spots.source),
                    self._date(cells, kinds, spots.date),
                    self._access(cells, spots.access),
                    _text(cells, spots.gist) or None,
                )

    def _date(self, cells: list[str], kinds: Kinds, spot: DateSpot) -> date | None:
        if not isinstance(spot, int):
            return spot
        text = cells[spot].strip()
        if not text:
            return None
        try:
            return iso_date(text) if kinds.get(spot) == "date" else self.read_date(text)
        except ValueError:
            raise BadRow(self.header[spot], f"{quoted(text)} is not a date as this file writes them.") from None

    def _priority(self, cells: list[str], column: int) -> int | None:
        text = cells[column].strip()
        if not text:
            return None
        if not _WHOLE_NUMBER.fullmatch(text):
            raise BadRow(self.header[column], f"{quoted(text)} is not a whole number.")
        return int(text)

    def _access(self, cells: list[str], spot: Spot) -> Literal["public", "restricted"]:
        match _text(cells, spot).strip():
            case "public":
                return "public"
            case "restricted":
                return "restricted"
            case other:
                raise BadRow(self._name(spot), f'access is {quoted(other)}, neither "public" nor "restricted".')

    def _name(self, spot: Spot) -> str:
        return self.header[spot] if isinstance(spot, int) else ""


def _text(cells: list[str], spot: Spot) -> str:
    return cells[spot] if isinstance(spot, int) else spot
