"""The columns of one table: what a mapping makes of each, as numbers, and in words for the plan."""

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct

from store.errors import BadInput
from store.importing.dates import ReadDate, date_reader, iso_date
from store.importing.mapping import Constant, EvidenceColumns, FlagColumns, Mapping, Origin
from store.importing.plan import Use
from store.limits import COLUMNS, NAME
from store.policy import Policy
from store.strict import nearest
from store.text import blank, quoted, visible

Spot = int | str
"""The number of a column, or the value itself."""
DateSpot = int | dt.date | None
"""The number of a column, or the date itself."""
_DELIMITERS = ";\t|,"
_NAMED = 5


class FlagSpots(Struct, frozen=True):
    """Where the parts of one flag stand; a blank `code` means that the case has not got this flag."""

    code: Spot
    reason: Spot
    raised_by: Spot
    raised_on: DateSpot


class ItemSpots(Struct, frozen=True):
    """Where the parts of one item stand; a blank `text` means that the case has not got this item."""

    id: str
    kind: str
    label: str
    text: int
    source: Spot
    date: DateSpot
    access: Spot
    gist: Spot


class Columns(Struct, frozen=True):
    """Where everything stands in a row of a table with this header, and how its dates are read."""

    header: tuple[str, ...]
    read_date: ReadDate
    id: int
    title: Spot
    subject: Spot
    due: DateSpot
    priority: int | None
    fields: tuple[tuple[str, int], ...]
    flags: tuple[FlagSpots, ...]
    evidence: tuple[ItemSpots, ...]

    def uses(self) -> tuple[Use, ...]:
        """What each column becomes, in the order of the header; one that becomes nothing is dropped."""
        becomes: dict[int, list[str]] = {}
        for spot, words in self._spots():
            if isinstance(spot, int):
                becomes.setdefault(spot, []).append(visible(words))
        return tuple(
            Use(visible(name), ", ".join(becomes.get(column, ["dropped"]))) for column, name in enumerate(self.header)
        )

    def constants(self) -> tuple[str, ...]:
        """What is the same for every case, in words."""
        return tuple(
            visible(f'{words} is "{spot}" in every case.')
            for spot, words in self._spots()
            if isinstance(spot, str | dt.date) and spot
        )

    def used(self) -> frozenset[int]:
        """The columns that become something."""
        return frozenset(spot for spot, _ in self._spots() if isinstance(spot, int))

    def _spots(self) -> Iterator[tuple[Spot | DateSpot, str]]:
        for part in ("id", "title", "subject", "due", "priority"):
            yield getattr(self, part), part
        for name, column in self.fields:
            yield column, f"field.{name}"
        for number, flag in enumerate(self.flags, 1):
            for part in flag.__struct_fields__:
                yield getattr(flag, part), f"flag {number} {part}"
        for item in self.evidence:
            yield item.text, f"evidence {item.id} ({item.kind}) text"
            for part in ("source", "date", "access", "gist"):
                yield getattr(item, part), f"evidence {item.id} {part}"


def check_header(header: list[str], delimiter: str | None, where: str) -> None:
    """Raise `BadInput` if columns have no name, or one that stands there twice or cannot be a name."""
    if len(header) > COLUMNS:
        raise BadInput(f"{where}: the header has {len(header):,} columns; at most {COLUMNS:,} are read.")
    if len(header) == 1:
        check_delimiter(header[0], delimiter, where)
    seen: dict[str, int] = {}
    for number, name in enumerate(header, 1):
        if blank(name):
            raise BadInput(f"{where}: column {number} has no name: give it one, or take the column out.")
        if len(name) > NAME:
            raise BadInput(
                f"{where}: the name of column {number}, {quoted(name)}, has more than {NAME} characters: name it anew."
            )
        if name in seen:
            raise BadInput(f"{where}: columns {seen[name]} and {number} are both named {quoted(name)}: name one anew.")
        seen[name] = number


def check_delimiter(row: str, delimiter: str | None, where: str) -> None:
    """Raise `BadInput` if a header that is one cell, or broken, would be several with another delimiter."""
    for other in _DELIMITERS if delimiter else "":
        if row.count(other) > row.count(delimiter or ""):
            shown = "\\t" if other == "\t" else other
            raise BadInput(
                f'{where}: the header looks separated by "{shown}": say delimiter = "{shown}" in a mapping (--map).'
            )


def columns_of(mapping: Mapping, header: list[str], policy: Policy, where: str) -> Columns:
    """Where everything stands; raises `BadInput` for a column that is missing or has no use, or an unknown kind."""
    read_date = date_reader(mapping.date_format, where)
    finder = _Finder(header, read_date, where)
    case = mapping.case
    found = Columns(
        header=tuple(header),
        read_date=read_date,
        id=finder.column(case.id),
        title=finder.spot(case.title),
        subject=finder.spot(case.subject),
        due=finder.date(case.due),
        priority=None if case.priority is None else finder.column(case.priority),
        fields=tuple((ours, finder.column(theirs)) for ours, theirs in mapping.fields.items()),
        flags=tuple(finder.flag(flag) for flag in mapping.flag),
        evidence=tuple(finder.item(item, policy) for item in mapping.evidence),
    )
    finder.check_rest(mapping.drop, found.used())
    return found


class _Finder:
    """Looks columns up by name."""

    def __init__(self, header: list[str], read_date: ReadDate, where: str) -> None:
        self._columns = {name: number for number, name in enumerate(header)}
        self._read_date = read_date
        self._where = where

    def column(self, name: str) -> int:
        if name not in self._columns:
            raise BadInput(
                f"{self._where}: the header has no column {quoted(name)}, which the mapping names"
                f"{nearest(name, list(self._columns))}."
            )
        return self._columns[name]

    def spot(self, origin: Origin | None, otherwise: str = "") -> Spot:
        if origin is None:
            return otherwise
        return origin.value if isinstance(origin, Constant) else self.column(origin)

    def date(self, origin: Origin | None) -> DateSpot:
        spot = self.spot(origin)
        return spot if isinstance(spot, int) else self._constant_date(spot)

    def flag(self, flag: FlagColumns) -> FlagSpots:
        return FlagSpots(
            self.spot(flag.code), self.spot(flag.reason), self.spot(flag.raised_by), self.date(flag.raised_on)
        )

    def item(self, item: EvidenceColumns, policy: Policy) -> ItemSpots:
        if policy.kind_of(item.kind) is None:
            known = [one.kind for one in policy.evidence]
            raise BadInput(
                f"{self._where}: evidence {quoted(item.id)} is of the kind {quoted(item.kind)}, "
                f"which the policy does not have{nearest(item.kind, known)}."
            )
        access = self.spot(item.access, "public")
        if isinstance(access, str) and access not in ("public", "restricted"):
            raise BadInput(
                f'{self._where}: the access of evidence {quoted(item.id)} is "public" or "restricted", '
                f"not {quoted(access)}."
            )
        return ItemSpots(
            id=item.id,
            kind=item.kind,
            label=item.label,
            text=self.column(item.text),
            source=self.spot(item.source),
            date=self.date(item.date),
            access=access,
            gist=self.spot(item.gist),
        )

    def check_rest(self, drop: tuple[str, ...], used: frozenset[int]) -> None:
        """Every column is either used or dropped."""
        dropped = {self.column(name) for name in drop}
        for name, number in self._columns.items():
            if number in dropped & used:
                raise BadInput(f"{self._where}: the mapping uses the column {quoted(name)} and drops it too.")
        left = [name for name, number in self._columns.items() if number not in dropped | used]
        if left:
            raise BadInput(
                f"{self._where}: the mapping says nothing of the column {', '.join(map(quoted, left[:_NAMED]))}"
                f"{' ...' if len(left) > _NAMED else ''}: give it a place, or name it in drop."
            )

    def _constant_date(self, text: str) -> dt.date | None:
        """A constant may be written as the file writes dates, or in ISO 8601 as a mapping would."""
        if not text:
            return None
        for read in (iso_date, self._read_date):
            try:
                return read(text)
            except ValueError:
                continue
        raise BadInput(f"{self._where}: {quoted(text)} in the mapping is not a date.")
