"""Whether a file looks like one that a mapping which is there already was written for: only said, never decided."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from itertools import islice
from typing import Any

from msgspec import Struct, structs

from store.errors import BadInput
from store.importing import mapping as mappings
from store.importing.json_document import Document
from store.importing.json_reader import JsonReader
from store.importing.mapping import CaseColumns, From, Origin, Origins
from store.importing.paths import SELF, look, steps
from store.importing.source import Source
from store.limits import ROW_BYTES
from store.model import Reject
from store.policy import Policy
from store.proposing.profile import Profile

Known = Mapping[str, mappings.Mapping]
"""Mappings by their names."""
_LOOKED_AT = 200
"""Objects, from the beginning."""
_ENOUGH = 3
"""Paths that a file has of a mapping; `text` alone stands in files of everybody."""
_OBJECTS = ("json", "jsonl")
_NOBODYS = Policy(name="", version="", outcome=(), evidence=())
_NOTHING = mappings.Mapping(case=CaseColumns(id=From(row="")))


class _Wants(Struct, frozen=True):
    """What a mapping reads. `parts` has each path, and of each list all that is read of its objects."""

    ids: tuple[str, ...]
    titles: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]


def readers_of(profile: Profile, known: Known) -> tuple[str, ...]:
    """The names of the mappings by which the file can be read as it was meant.

    Each object has what such a mapping takes the id from, and the first ones have among them a title, and at least
    half of all that it reads: three paths or all of them.
    """
    objects: dict[str | None, list[dict[str, Any]]] = {}
    return tuple(name for name, mapping in known.items() if _fits(profile, mapping, objects))


def _fits(profile: Profile, mapping: mappings.Mapping, objects: dict[str | None, list[dict[str, Any]]]) -> bool:
    of_objects = profile.format in _OBJECTS
    if mapping.format not in (None, profile.format) and not (of_objects and mapping.format in _OBJECTS):
        return False
    wants, records = _wants(mapping), mapping.records
    if of_objects:
        if records not in objects:
            objects[records] = _first_objects(profile, records)
        return _stands_in(wants, objects[records])
    names = {_called(one.name, profile) for one in profile.columns}
    return _is_enough(wants, {path for part in wants.parts for path in part if _called(path, profile) in names})


def _called(column: str, profile: Profile) -> str:
    return column if profile.format == "ris" else column.casefold()


def _stands_in(wants: _Wants, objects: list[dict[str, Any]]) -> bool:
    ways = {path: steps(path) for part in wants.parts for path in part}
    for one in objects:
        if any(look(one, ways[path]) is None for path in wants.ids):
            return False
    return _is_enough(
        wants, {path for path, way in ways.items() if any(look(one, way) not in (None, []) for one in objects)}
    )


def _is_enough(wants: _Wants, there: set[str]) -> bool:
    needed = there.issuperset(wants.ids) and (not wants.titles or not there.isdisjoint(wants.titles))
    found = [part for part in wants.parts if not there.isdisjoint(part)]
    return needed and 2 * len(found) >= len(wants.parts) and (len(there) >= _ENOUGH or len(found) == len(wants.parts))


def _first_objects(profile: Profile, records: str | None) -> list[dict[str, Any]]:
    """Those that stand at `records`; none where nothing can be read so. No other document is read through for it."""
    above = [profile.records] if profile.records is not None else [one.name for one in profile.columns]
    if records is not None and steps(records)[:1] not in [steps(one)[:1] for one in above]:
        return []
    with suppress(BadInput), closing(Source(profile.path, lambda _: None, None)) as source:
        return list(islice(_Rows(source, _NOBODYS, structs.replace(_NOTHING, records=records)).objects(), _LOOKED_AT))
    return []


class _Rows(JsonReader):
    """The objects of which a mapping makes cases."""

    def objects(self) -> Iterator[dict[str, Any]]:
        """Each that can be read."""
        way = self._objects.way
        texts = (
            self._texts(way) if self._lines else Document(self._source, way, constant=self._objects.constant).texts()
        )
        room = ROW_BYTES
        for row in self._objects.rows(texts, self._name):
            if isinstance(row, Reject):
                continue
            yield row.values
            room -= len(row.text)
            if room < 0:  # as much as one object may hold: memory does not grow with how many are looked at
                break


def _wants(mapping: mappings.Mapping) -> _Wants:
    case = mapping.case
    optional = isinstance(case.id, From) and case.id.row is not None
    ids, titles = tuple(_columns(case.id)), tuple(_columns(case.title))
    own = [case.id, case.subject, case.due, case.priority, *mapping.fields.values()]
    parts = _part(None, own)
    parts |= dict.fromkeys([titles] if titles else [])
    for flag in mapping.flag:
        parts |= _part(flag.each, [flag.code, flag.reason, flag.raised_by, flag.raised_on])
    for item in mapping.evidence:
        parts |= _part(item.each, [item.text, item.source, item.date])
    return _Wants(() if optional else ids, titles, tuple(parts))


def _part(each: str | None, origins: Sequence[Origins | Origin | None]) -> dict[tuple[str, ...], None]:
    columns = [one for origin in origins for one in _columns(origin)]
    if each is None:
        return {(one,): None for one in columns}
    return {tuple(each if one == SELF else f"{each}.{one}" for one in columns): None}


def _columns(origin: Origins | Origin | None) -> list[str]:
    match origin:
        case None:
            return []
        case From():
            return [] if origin.column is None else [origin.column]
        case str():
            return [origin]
        case _:
            return [*origin]
