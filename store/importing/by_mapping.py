"""The layout of a file whose columns a mapping names."""

import datetime as dt

from store.errors import BadInput
from store.importing.dates import ReadDate, date_reader, iso_date
from store.importing.layout import DateSpot, FlagSpots, ItemSpots, Layout, Spot
from store.importing.mapping import Constant, EvidenceColumns, FlagColumns, Mapping, Origin
from store.policy import Policy
from store.strict import nearest
from store.text import quoted


def layout_by_mapping(mapping: Mapping, header: list[str], policy: Policy, where: str) -> Layout:
    """Where everything stands; raises `BadInput` for a column that is missing or has no use, or an unknown kind."""
    read_date = date_reader(mapping.date_format, where)
    finder = _Finder(header, read_date, where)
    case = mapping.case
    layout = Layout(
        header=tuple(header),
        read_date=read_date,
        id=finder.column(case.id),
        title=finder.maybe(case.title),
        subject=finder.maybe(case.subject),
        due=finder.maybe(case.due),
        priority=finder.maybe(case.priority),
        fields=tuple((ours, finder.column(theirs)) for ours, theirs in mapping.fields.items()),
        flags=tuple(finder.flag(flag) for flag in mapping.flag),
        evidence=tuple(finder.item(item, policy) for item in mapping.evidence),
    )
    finder.check_rest(mapping.drop)
    return layout


class _Finder:
    """Looks columns up by name, and keeps which were used."""

    def __init__(self, header: list[str], read_date: ReadDate, where: str) -> None:
        self._columns = {name: number for number, name in enumerate(header)}
        self._read_date = read_date
        self._where = where
        self._used: set[str] = set()

    def column(self, name: str) -> int:
        if name not in self._columns:
            raise BadInput(
                f"{self._where}: the header has no column {quoted(name)}, which the mapping names"
                f"{nearest(name, list(self._columns))}."
            )
        self._used.add(name)
        return self._columns[name]

    def maybe(self, name: str | None) -> int | None:
        return None if name is None else self.column(name)

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

    def check_rest(self, drop: tuple[str, ...]) -> None:
        """Every column is either used or dropped."""
        for name in drop:
            if name in self._used:
                raise BadInput(f"{self._where}: the mapping uses the column {quoted(name)} and drops it too.")
        for name in drop:
            self.column(name)
        left = [name for name in self._columns if name not in self._used]
        if left:
            raise BadInput(
                f"{self._where}: the mapping says nothing of the column {', '.join(map(quoted, left[:5]))}"
                f"{' ...' if len(left) > 5 else ''}: give it a place, or name it in drop."
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
