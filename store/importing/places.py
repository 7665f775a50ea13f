"""Where something stands in a row: in a column of a table, or at a path of an object."""

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as Dictionary
from typing import Any, NamedTuple

from store.importing.cell_kinds import Kind
from store.importing.mapping import Mapping
from store.importing.notation import ReadDate
from store.importing.paths import EACH, Step, leaves, look, path_of, steps
from store.importing.plan import Use
from store.strict import Fault, nearest
from store.text import listed, quoted, visible


class Row(NamedTuple):
    """A row of a table, or an object: its first line, its number, what its columns hold, and how it stood there.

    `kinds` are the columns whose cells are not text, of a workbook; `object` is as in `store.model.Arrival`.
    """

    line: int
    number: int
    values: Any
    text: str
    kinds: Dictionary[str, Kind] = {}
    object: int = 0


class Spot(NamedTuple):
    """Where something stands: in a column, or "" for what is the same in every case."""

    column: str
    look: Callable[[Row], Any]


class DateSpot(NamedTuple):
    """Where a date stands, and what reads it."""

    column: str
    look: Callable[[Row], Any]
    read: ReadDate


class Places:
    """The columns that a file has, and where they stand in a row."""

    def spot(self, name: str, wrong: Callable[[str], object]) -> Spot:
        """Where this column stands; `wrong` is told if there is none."""
        raise NotImplementedError

    def rest(self, used: set[str], dropped: dict[str, Fault], mapping: Mapping) -> Iterator[Fault | str]:
        """The columns that nothing is said of, and what is wrong with what is said."""
        return iter(())

    def overlap(self, one: str, other: str) -> bool:
        """Whether anything stands in both of two columns."""
        return one == other

    def uses(self, becomes: dict[str, list[str]], rest: str) -> Iterator[Use]:
        """What becomes of each column."""
        for name, words in becomes.items():
            yield Use(visible(name), ", ".join(words))


class TablePlaces(Places):
    """The columns of a header."""

    def __init__(self, header: list[str], file: str) -> None:
        self._header = dict.fromkeys(header)
        self._file = file

    def spot(self, name: str, wrong: Callable[[str], object]) -> Spot:
        """Where this column stands: the one of this name, or the only one that has it in other capitals."""
        alike = [name] if name in self._header else self._in_capitals(name)
        if len(alike) == 1:
            [name] = alike
        else:
            hint = nearest(name, list(self._header))
            wrong(f"the header of {self._file} has no column {quoted(name)}{hint}.")
        return Spot(name, lambda row: row.values.get(name, ""))

    def _in_capitals(self, name: str) -> list[str]:
        return [one for one in self._header if one.casefold() == name.casefold()]

    def rest(self, used: set[str], dropped: dict[str, Fault], mapping: Mapping) -> Iterator[Fault | str]:
        """Every column is used, dropped, or a field of its own name, if the mapping says so."""
        for name in dropped:
            if name in used:
                yield dropped[name]
        left = [name for name in self._header if name not in used and name not in dropped]
        if mapping.rest == "fields":
            yield from left
        elif mapping.rest == "refuse" and left:
            said = f"nothing is said of the column {listed(left)} of {self._file}"
            yield Fault(("drop",), f'{said}: give it a place, name it in drop, or say rest = "fields".')

    def uses(self, becomes: dict[str, list[str]], rest: str) -> Iterator[Use]:
        """What becomes of each column, in the order of the header."""
        for name in self._header:
            yield Use(visible(name), ", ".join(becomes.get(name, ["dropped"])))


class ObjectPlaces(Places):
    """The paths of objects."""

    def spot(self, name: str, wrong: Callable[[str], object]) -> Spot:
        """Where this path leads."""
        way: tuple[Step, ...] = ()
        try:
            way = steps(name)
        except ValueError as error:
            wrong(f"{quoted(name)} is no path such as data.text: {error}.")
        return Spot(name, lambda row: look(row.values, way))

    def overlap(self, one: str, other: str) -> bool:
        """Whether one path leads to a part of what stands at the other."""
        ours, theirs = _keys(one), _keys(other)
        return ours[: len(theirs)] == theirs or theirs[: len(ours)] == ours

    def uses(self, becomes: dict[str, list[str]], rest: str) -> Iterator[Use]:
        """What becomes of each path, and of all others."""
        yield from super().uses(becomes, rest)
        for one in dict.fromkeys(name[: name.rindex("[]") + 2] for name in becomes if "[]" in name):
            yield Use(f"what else stands in {visible(one)}", "not read")
        yield Use("all else", {"fields": "fields", "drop": "dropped"}.get(rest, "refused"))


class _Place(NamedTuple):
    """A place in an object: its path; whether the mapping names it, or only a list there; or what is above or below."""

    path: str
    named: bool
    named_list: bool
    near: bool


class Rest:
    """The parts of an object that the mapping does not name.

    Programs write now a text, now an object or a list at one place: what is not of the kind that is named there is one.
    """

    def __init__(self, mapping: Mapping, used: Iterable[str]) -> None:
        self._rule = mapping.rest
        self._ways = tuple((_keys(name), len(steps(name)) > len(_keys(name))) for name in {*used, *mapping.drop})
        self._known: dict[tuple[str, ...], _Place] = {}

    def of(self, row: Row) -> Iterator[tuple[str, Any]]:
        """The path of each, and what stands there."""
        if self._rule == "drop" or not isinstance(row.values, dict):
            return
        for keys, value in leaves(row.values):
            place = self._known.get(keys) or self._place(keys)
            named = place.named or (place.named_list and isinstance(value, list))
            if not named and not (place.near and value in (None, "", [], {})):
                yield place.path, value

    @property
    def refused(self) -> bool:
        """Whether there must be none."""
        return self._rule == "refuse"

    def _place(self, keys: tuple[str, ...]) -> _Place:
        within = [(way, is_list) for way, is_list in self._ways if keys[: len(way)] == way]
        named = any(not is_list or len(keys) > len(way) for way, is_list in within)
        near = any(way[: len(keys)] == keys for way, _ in self._ways)
        place = _Place(path_of(keys), named, bool(within), near)
        if len(self._known) < 10_000:  # keys may be data: not all of them are kept
            self._known[keys] = place
        return place


def _keys(name: str) -> tuple[str, ...]:
    """The keys of a path up to its first list."""
    way = steps(name)
    return tuple(step for step in way[: way.index(EACH) if EACH in way else None] if step is not None)
