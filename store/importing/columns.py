"""What a mapping makes of each column of a table, or of each path of a JSON object; in words for the plan as well."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from store.case.check import name_fault
from store.importing.mapping import EvidenceColumns, FlagColumns, From, Mapping, Origin, Origins
from store.importing.notation import constant_date, date_reader
from store.importing.places import DateSpot, Places, Row, Spot, TablePlaces
from store.importing.plan import Use
from store.policy import Policy
from store.strict import Fault, nearest, refuse
from store.text import quoted, visible


class FlagSpots(Struct, frozen=True):
    """Where the parts of a flag stand, or of those in a list; a blank `code` means that there is none."""

    code: Spot
    reason: Spot
    raised_by: Spot
    raised_on: DateSpot
    each: Spot | None
    rows: bool


class ItemSpots(Struct, frozen=True):
    """Where the parts of an item stand, or of those in a list; a blank `text` means that there is none."""

    id: str
    kind: str
    label: Spot
    text: tuple[Spot, ...]
    source: Spot
    date: DateSpot
    access: Spot
    gist: Spot
    each: Spot | None
    rows: bool


class Columns(Struct, frozen=True):
    """Where all that makes a case stands. `prefix` is that of an id that is the number of the row, where `id` is blank.

    `masked` are the columns in which anything stands, be it a part of a list or an object, that the policy masks;
    `numbers` those that hold numbers.
    """

    id: tuple[Spot, ...]
    prefix: str | None
    title: tuple[Spot, ...]
    subject: Spot
    due: DateSpot
    priority: Spot
    fields: tuple[tuple[str, Spot], ...]
    flags: tuple[FlagSpots, ...]
    evidence: tuple[ItemSpots, ...]
    masked: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    def spots(self) -> Iterator[tuple[Spot | DateSpot, str]]:
        """Every place, and what becomes of what stands there."""
        yield from self.own_spots()
        for number, flag in enumerate(self.flags, 1):
            yield from _part_spots(flag, f"flag {number}")
        for item in self.evidence:
            if item.each is None:
                yield from ((spot, f"evidence {item.id} ({item.kind}) text") for spot in item.text)
            yield from _part_spots(item, f"evidence {item.id}")

    def own_spots(self) -> Iterator[tuple[Spot | DateSpot, str]]:
        """The places of what is the case's own, and of no flag or item of it."""
        yield from ((spot, "id") for spot in self.id)
        yield from ((spot, "title") for spot in self.title)
        for part in ("subject", "due", "priority"):
            yield getattr(self, part), part
        for name, spot in self.fields:
            yield spot, f"field.{name}"

    def constants(self, policy: Policy) -> tuple[str, ...]:
        """What is the same for every case, in words; of what the policy masks only that it is."""
        nowhere = Row(0, 0, {}, "")
        said = ((spot.look(nowhere), words) for spot, words in self.spots() if not spot.column)
        told = ((words, "the same, masked," if policy.masks(words) else f'"{value}"') for value, words in said if value)
        return tuple(visible(f"{words} is {what} in every case.") for words, what in told)

    def masked_by(self, policy: Policy, places: Places) -> Iterator[str]:
        """The columns of which anything becomes what the policy masks."""
        masked = [spot.column for spot, words in self.own_spots() if spot.column and policy.masks(words)]
        for column, stands_in in self._owned():
            if stands_in and any(places.overlap(stands_in, one) for one in masked):
                yield column

    def _owned(self) -> Iterator[tuple[str, str]]:
        """Each column, and the one in which it stands: for what each object of a list holds that of the list."""
        yield from ((spot.column, spot.column) for spot, _ in self.own_spots())
        parts: tuple[FlagSpots | ItemSpots, ...] = (*self.flags, *self.evidence)
        for part in parts:
            for name in part.__struct_fields__:
                spots = getattr(part, name)
                for spot in spots if name == "text" else [spots]:
                    if isinstance(spot, Spot | DateSpot):
                        yield spot.column, part.each.column if part.each else spot.column


def columns_of(mapping: Mapping, places: Places, policy: Policy) -> tuple[Columns, tuple[Use, ...]]:
    """Where everything stands, and what becomes of each column.

    Raises `BadInput` for columns that are missing or have no use, and kinds of evidence that the policy does not have:
    all of them at once, by the lines of the mapping.
    """
    finder = _Finder(mapping, places)
    case = mapping.case
    prefix = case.id.row if isinstance(case.id, From) else None
    by_row = isinstance(case.id, From) and case.id.column is None and prefix is not None
    found = Columns(
        id=() if by_row else finder.several(case.id, "case", "id"),
        prefix=prefix,
        title=finder.several(case.title, "case", "title"),
        subject=finder.spot(case.subject, "case", "subject"),
        due=finder.date(case.due, "case", "due"),
        priority=finder.spot(case.priority, "case", "priority"),
        fields=tuple((ours, finder.spot(theirs, "fields", ours)) for ours, theirs in mapping.fields.items()),
        flags=tuple(finder.flag(number, flag) for number, flag in enumerate(mapping.flag)),
        evidence=tuple(finder.item(number, item, policy) for number, item in enumerate(mapping.evidence)),
    )
    found = finder.with_rest(found)
    refuse(finder.faults, mapping.text, mapping.where)
    found = replace(found, masked=frozenset(found.masked_by(policy, places)))
    becomes: dict[str, list[str]] = {}
    if prefix is not None:
        becomes["the number of the row"] = ["id where that is blank" if found.id else "id"]
    for spot, words in found.spots():
        if spot.column:
            becomes.setdefault(spot.column, []).append(visible(words))
    return found, tuple(places.uses(becomes, mapping.rest))


class _Finder:
    """Looks columns up by name, and keeps what is wrong, with where the mapping says it."""

    def __init__(self, mapping: Mapping, places: Places) -> None:
        self._mapping = mapping
        self._places = places
        self._read_date = date_reader(mapping.date_format)
        self.faults: list[Fault] = []

    def column(self, name: str, *path: str | int) -> Spot:
        return self._places.spot(name, lambda said: self.faults.append(Fault(path, said)))

    def spot(self, origin: Origin | None, *path: str | int) -> Spot:
        if isinstance(origin, str):
            return self.column(origin, *path)
        if origin is not None and origin.column is not None:
            return self.column(origin.column, *path)
        value = origin.value if origin and origin.value else ""
        return Spot("", lambda _: value)

    def several(self, origins: Origins | None, *path: str | int) -> tuple[Spot, ...]:
        if isinstance(origins, tuple):
            return tuple(self.column(name, *path) for name in origins)
        return () if origins is None else (self.spot(origins, *path),)

    def date(self, origin: Origin | None, *path: str | int) -> DateSpot:
        if isinstance(origin, From) and origin.column is None:
            fixed = constant_date(origin.value or "", self._mapping.notation)
            return DateSpot("", lambda _: fixed, self._read_date)
        own = origin.date_format if isinstance(origin, From) else None
        return DateSpot(*self.spot(origin, *path), date_reader(own) if own else self._read_date)

    def flag(self, number: int, flag: FlagColumns) -> FlagSpots:
        at = ("flag", number)
        each = self._each(flag.each, *at)
        code, reason, raised_by = (
            self.spot(getattr(flag, part), *at, part) for part in ("code", "reason", "raised_by")
        )
        raised_on = self.date(flag.raised_on, *at, "raised_on")
        return FlagSpots(code, reason, raised_by, raised_on, each, flag.rows)

    def item(self, number: int, item: EvidenceColumns, policy: Policy) -> ItemSpots:
        at = ("evidence", number)
        each = self._each(item.each, *at)
        if policy.kind_of(item.kind) is None:
            hint = nearest(item.kind, [one.kind for one in policy.evidence])
            self.faults.append(Fault((*at, "kind"), f"the policy has no kind of evidence {quoted(item.kind)}{hint}."))
        label = From(value=item.label) if isinstance(item.label, str) else item.label
        return ItemSpots(
            id=item.id,
            kind=item.kind,
            label=self.spot(label, *at, "label"),
            text=self.several(item.text, *at, "text"),
            source=self.spot(item.source, *at, "source"),
            date=self.date(item.date, *at, "date"),
            access=self.spot(item.access or From(value="public"), *at, "access"),
            gist=self.spot(item.gist, *at, "gist"),
            each=each,
            rows=item.rows,
        )

    def with_rest(self, found: Columns) -> Columns:
        """The columns with those that become fields because nothing else is said of them."""
        used = {spot.column for spot, _ in found.spots()}
        dropped = {
            self.column(name, "drop", number).column: Fault(
                ("drop", number), f"the column {quoted(name)} is used as well."
            )
            for number, name in enumerate(self._mapping.drop)
        }
        fields = dict(found.fields)
        for one in self._places.rest(used, dropped, self._mapping):
            if isinstance(one, Fault):
                self.faults.append(one)
            elif fault := (name_fault(one) or ("is that of another field" if one in fields else "")):
                said = f"the name of the column {quoted(one)} {fault}: name it anew in [fields]."
                self.faults.append(Fault(("rest",), said))
            else:
                fields[one] = self.column(one)
        numbers = [self.column(name, "numbers", number).column for number, name in enumerate(self._mapping.numbers)]
        return replace(found, fields=tuple(fields.items()), numbers=frozenset(numbers))

    def _each(self, path: str | None, *at: str | int) -> Spot | None:
        if path is not None and isinstance(self._places, TablePlaces):
            self.faults.append(Fault((*at, "each"), "each is for JSON: a table has no lists."))
            return None
        return None if path is None else self.column(path, *at, "each")


def _part_spots(part: FlagSpots | ItemSpots, words: str) -> Iterator[tuple[Spot | DateSpot, str]]:
    """The places of a flag's or an item's parts; of one for each object of a list only where the list stands."""
    if part.each is not None:
        yield part.each, f"{words}, one for each"
        return
    for name in part.__struct_fields__:
        spot = getattr(part, name)
        if isinstance(spot, Spot | DateSpot):
            yield spot, f"{words} {name}"
