"""Cases from rows, as the columns of the mapping say: one row a case, or all rows that have the same id."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Dictionary
from datetime import date
from itertools import chain
from typing import Any, Literal, TypeVar

from msgspec.structs import replace

from store.importing.cell_kinds import NO_ID, UNUSABLE
from store.importing.columns import Columns, FlagSpots, ItemSpots
from store.importing.mapping import Mapping
from store.importing.notation import iso_date
from store.importing.places import DateSpot, Rest, Row, Spot
from store.importing.rejects import BadRow, bad_value
from store.model import Case, Evidence, Flag, Value, as_text
from store.policy import Policy
from store.text import blank

_Part = TypeVar("_Part", Flag, Evidence)
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")


class CaseBuilder:
    """Makes cases of one file; raises `BadRow` for what is no date, number or access."""

    def __init__(self, columns: Columns, mapping: Mapping, policy: Policy, rest: Rest | None = None) -> None:
        self._columns = columns
        self._policy = policy
        self._rest = rest
        self._notation = mapping.notation
        self._used = frozenset(spot.column for spot, _ in columns.spots() if spot.column)
        self._shared = tuple(spot for spot, _ in columns.own_spots() if spot.column)
        by_mask = sorted(columns.fields, key=lambda one: policy.masks(one[0]))
        self._names = {spot.column: name for name, spot in by_mask}
        self._unseen = {spot.column: spot for spot, _ in columns.spots() if spot.column} if rest else {}

    @property
    def unseen(self) -> list[str]:
        """The paths at which nothing stood in any object so far."""
        return list(self._unseen)

    def id(self, row: Row) -> str:
        """The id of the row's case."""
        spots = self._columns.id
        parts = [self._id_part(spot, row) for spot in spots]
        if self._columns.prefix is not None and all(map(blank, parts)):
            return f"{self._columns.prefix}{row.number}"
        for spot, part in zip(spots, parts, strict=True):
            if len(parts) > 1 and blank(part):
                raise BadRow(spot.column, "the cell is blank, and it is part of the id.")
        return "-".join(parts)

    def case(self, rows: Sequence[Row]) -> Case:
        """The case that these rows are. A field of a table with an empty cell is null."""
        columns, first = self._columns, rows[0]
        for row in rows:
            self._check_kinds(row)
            if self._unseen:
                self._unseen = {name: at for name, at in self._unseen.items() if at.look(row) in ("", None, [])}
        if len(rows) > 1:
            self._check_shared(rows)
        return Case(
            id=self.id(first),
            title=", ".join(filter(None, (_text(spot, first) for spot in columns.title))),
            subject=_text(columns.subject, first),
            fields=self._fields(first),
            flags=tuple(self._flags(rows)),
            evidence=tuple(self._items(rows)),
            due=self._date(columns.due, first),
            priority=self._priority(columns.priority, first),
        )

    def _id_part(self, spot: Spot, row: Row) -> str:
        kind = row.kinds.get(spot.column, "")
        if kind in NO_ID:
            raise BadRow(spot.column, f"{NO_ID[kind]}: an id is text. Format the column as text, and fill it anew.")
        return _text(spot, row)

    def _check_kinds(self, row: Row) -> None:
        for column, kind in row.kinds.items():
            if kind in UNUSABLE and column in self._used:
                raise self._bad(column, UNUSABLE[kind], row.values[column])

    def _check_shared(self, rows: Sequence[Row]) -> None:
        """What is the case's own stands alike in all its rows."""
        first = rows[0]
        for spot in self._shared:
            for row in rows:
                if spot.look(row) != spot.look(first):
                    raise _unlike(spot.column, first, row)
        if self._rest is not None:
            told = dict(self._rest.of(first))
            for row in rows:
                for name, value in self._rest.of(row):
                    if value != told.get(name):
                        raise _unlike(name, first, row)

    def _fields(self, row: Row) -> dict[str, Value]:
        fields = {name: self._field(spot.column, spot.look(row)) for name, spot in self._columns.fields}
        for name, value in self._rest.of(row) if self._rest else ():
            if self._rest and self._rest.refused:
                raise BadRow(name, 'the mapping says nothing of it: give it a place, or say rest = "fields".')
            if name in fields:
                raise BadRow(name, "another field has this name: name it anew in [fields].")
            fields[name] = self._field(name, value)
        return fields

    def _field(self, column: str, value: Any) -> Value:
        if column in self._columns.numbers and isinstance(value, str) and value.strip():
            try:
                return self._notation.number(value)
            except ValueError:
                raise self._bad(column, "{} is not a number as this file writes them.", value) from None
        return value if isinstance(value, bool | int | float) else as_text(value) or None

    def _flags(self, rows: Sequence[Row]) -> Iterator[Flag]:
        for spots in self._columns.flags:
            found = [tuple(self._flags_of(spots, row)) for row in rows]
            yield from dict.fromkeys(chain(*found) if spots.rows else _once(found, rows, spots.each or spots.code))

    def _flags_of(self, spots: FlagSpots, row: Row) -> Iterator[Flag]:
        for one in _each(spots.each, row):
            if (code := _text(spots.code, one)).strip():
                raised_on = self._date(spots.raised_on, one)
                yield Flag(code, _text(spots.reason, one), _text(spots.raised_by, one), raised_on)

    def _items(self, rows: Sequence[Row]) -> Iterator[Evidence]:
        for spots in self._columns.evidence:
            found = [tuple(self._items_of(spots, row)) for row in rows]
            items = tuple(chain(*found)) if spots.rows else _once(found, rows, spots.each or spots.text[0])
            if spots.rows or spots.each:
                yield from (replace(item, id=f"{item.id}-{number}") for number, item in enumerate(items, 1))
            else:
                yield from items

    def _items_of(self, spots: ItemSpots, row: Row) -> Iterator[Evidence]:
        names = {} if spots.each else self._names
        for one in _each(spots.each, row):
            text = self._joined(spots.text, one, names)
            if text.strip():
                yield Evidence(
                    spots.id,
                    spots.kind,
                    _text(spots.label, one),
                    text,
                    _text(spots.source, one),
                    self._date(spots.date, one),
                    self._access(spots.access, one),
                    _text(spots.gist, one) or None,
                )

    def _date(self, spot: DateSpot, row: Row) -> date | None:
        value = spot.look(row)
        if value is None or isinstance(value, date):
            return value
        text = as_text(value).strip()
        if not text:
            return None
        try:
            return iso_date(text) if row.kinds.get(spot.column) == "date" else spot.read(text)
        except ValueError:
            raise self._bad(spot.column, "{} is not a date as this file writes them.", text) from None

    def _priority(self, spot: Spot, row: Row) -> int | None:
        text = _text(spot, row).strip()
        if not text:
            return None
        if not _WHOLE_NUMBER.fullmatch(text):
            raise self._bad(spot.column, "{} is not a whole number.", text)
        return int(text)

    def _access(self, spot: Spot, row: Row) -> Literal["public", "restricted"]:
        match _text(spot, row).strip():
            case "public":
                return "public"
            case "restricted":
                return "restricted"
            case other:
                raise self._bad(spot.column, 'access is {}, neither "public" nor "restricted".', other)

    def _bad(self, column: str, reason: str, value: str) -> BadRow:
        """What is wrong with a value, which is not quoted where the policy masks what stands there."""
        masked = column in self._columns.masked or self._policy.masks(column)
        return bad_value(column, reason, value, masked=masked)

    def _joined(self, spots: tuple[Spot, ...], row: Row, names: Dictionary[str, str]) -> str:
        """One column as it is; of several a line each, with its name, for those in which something stands.

        A column that is a field as well goes by the name of the field, by which a mask knows it.
        """
        if len(spots) == 1:
            return _text(spots[0], row)
        texts = ((names.get(spot.column, spot.column), _text(spot, row)) for spot in spots)
        return "\n".join(f"{name}: {text}" for name, text in texts if text.strip())


def _text(spot: Spot, row: Row) -> str:
    return as_text(spot.look(row))


def _each(spot: Spot | None, row: Row) -> Iterator[Row]:
    """The row itself, or a row for each object of the list that stands there."""
    if spot is None:
        yield row
        return
    found = spot.look(row)
    for one in found if isinstance(found, list) else () if found is None else (found,):
        yield row._replace(values=one)


def _once(found: list[tuple[_Part, ...]], rows: Sequence[Row], spot: Spot) -> tuple[_Part, ...]:
    """What each row of a case says, where all say the same."""
    for parts, row in zip(found, rows, strict=True):
        if parts != found[0]:
            raise _unlike(spot.column, rows[0], row)
    return found[0]


def _unlike(column: str, first: Row, row: Row) -> BadRow:
    said = f"line {row.line} differs from line {first.line} of the same case"
    return BadRow(column, f"{said}: say rows = true of a flag or an item that holds it, or name it in drop.")
