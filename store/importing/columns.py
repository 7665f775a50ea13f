"""The columns of one table: what a mapping makes of each, as numbers, and in words for the plan."""

import datetime as dt
from collections.abc import Iterator

from msgspec import Struct

from store.errors import BadInput
from store.importing.dates import ReadDate, constant_date, date_reader
from store.importing.mapping import Constant, EvidenceColumns, FlagColumns, Mapping, Origin
from store.importing.plan import Use
from store.limits import COLUMNS, NAME
from store.policy import Policy
from store.strict import Fault, nearest, refuse
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


def columns_of(mapping: Mapping, header: list[str], policy: Policy, file: str) -> Columns:
    """Where everything stands in `file`.

    Raises `BadInput` for columns that are missing or have no use, and kinds of evidence that the policy does not have:
    all of them at once, by the lines of the mapping.
    """
    finder = _Finder(mapping, header, file)
    case = mapping.case
    found = Columns(
        header=tuple(header),
        read_date=finder.read_date,
        id=finder.column(case.id, "case", "id"),
        title=finder.spot(case.title, "case", "title"),
        subject=finder.spot(case.subject, "case", "subject"),
        due=finder.date(case.due, "case", "due"),
        priority=None if case.priority is None else finder.column(case.priority, "case", "priority"),
        fields=tuple((ours, finder.column(theirs, "fields", ours)) for ours, theirs in mapping.fields.items()),
        flags=tuple(finder.flag(number, flag) for number, flag in enumerate(mapping.flag)),
        evidence=tuple(finder.item(number, item, policy) for number, item in enumerate(mapping.evidence)),
    )
    dropped = {finder.column(name, "drop", number): number for number, name in enumerate(mapping.drop)}
    finder.check_rest(dropped, found.used())
    refuse(finder.faults, mapping.text, mapping.where)
    return found


class _Finder:
    """Looks columns up by name, and keeps what is wrong, with where the mapping says it."""

    def __init__(self, mapping: Mapping, header: list[str], file: str) -> None:
        self._columns = {name: number for number, name in enumerate(header)}
        self._file = file
        self.read_date = date_reader(mapping.date_format)
        self.faults: list[Fault] = []

    def column(self, name: str, *path: str | int) -> int:
        if name not in self._columns:
            hint = nearest(name, list(self._columns))
            self.faults.append(Fault(path, f"the header of {self._file} has no column {quoted(name)}{hint}."))
        return self._columns.get(name, 0)

    def spot(self, origin: Origin | None, *path: str | int) -> Spot:
        if origin is None:
            return ""
        return origin.value if isinstance(origin, Constant) else self.column(origin, *path)

    def date(self, origin: Origin | None, *path: str | int) -> DateSpot:
        spot = self.spot(origin, *path)
        return spot if isinstance(spot, int) else constant_date(spot, self.read_date)

    def flag(self, number: int, flag: FlagColumns) -> FlagSpots:
        code, reason, raised_by = (
            self.spot(getattr(flag, part), "flag", number, part) for part in ("code", "reason", "raised_by")
        )
        return FlagSpots(code, reason, raised_by, self.date(flag.raised_on, "flag", number, "raised_on"))

    def item(self, number: int, item: EvidenceColumns, policy: Policy) -> ItemSpots:
        at = ("evidence", number)
        if policy.kind_of(item.kind) is None:
            hint = nearest(item.kind, [one.kind for one in policy.evidence])
            self.faults.append(Fault((*at, "kind"), f"the policy has no kind of evidence {quoted(item.kind)}{hint}."))
        return ItemSpots(
            id=item.id,
            kind=item.kind,
            label=item.label,
            text=self.column(item.text, *at, "text"),
            source=self.spot(item.source, *at, "source"),
            date=self.date(item.date, *at, "date"),
            access=self.spot(item.access or Constant("public"), *at, "access"),
            gist=self.spot(item.gist, *at, "gist"),
        )

    def check_rest(self, dropped: dict[int, int], used: frozenset[int]) -> None:
        """Every column is either used or dropped."""
        left = []
        for name, column in self._columns.items():
            if column in used and column in dropped:
                self.faults.append(Fault(("drop", dropped[column]), f"the column {quoted(name)} is used as well."))
            elif column not in used and column not in dropped:
                left.append(quoted(name))
        if left:
            more = " ..." if len(left) > _NAMED else ""
            said = f"nothing is said of the column {', '.join(left[:_NAMED])}{more} of {self._file}"
            self.faults.append(Fault(("drop",), f"{said}: give it a place, or name it in drop."))
