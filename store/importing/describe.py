"""A layout in words: what becomes of each column."""

from collections.abc import Iterator
from datetime import date

from store.importing.layout import DateSpot, Layout, Spot
from store.importing.plan import Use
from store.text import visible


def describe(layout: Layout) -> tuple[Use, ...]:
    """What each column becomes, in the order of the header; one that becomes nothing is dropped."""
    becomes: dict[int, list[str]] = {}
    for spot, words in _uses(layout):
        if isinstance(spot, int):
            becomes.setdefault(spot, []).append(visible(words))
    return tuple(
        Use(visible(name), ", ".join(becomes.get(column, ["dropped"]))) for column, name in enumerate(layout.header)
    )


def constants(layout: Layout) -> tuple[str, ...]:
    """What is the same for every case, in words."""
    return tuple(
        visible(f'{words} is "{spot}" in every case.')
        for spot, words in _uses(layout)
        if isinstance(spot, str | date) and spot
    )


def _uses(layout: Layout) -> Iterator[tuple[Spot | DateSpot, str]]:
    for part in ("id", "title", "subject", "due", "priority"):
        yield getattr(layout, part), part
    for name, column in layout.fields:
        yield column, f"field.{name}"
    for number, flag in enumerate(layout.flags, 1):
        for part in flag.__struct_fields__:
            yield getattr(flag, part), f"flag {number} {part}"
    for item in layout.evidence:
        yield item.text, f"evidence {item.id} ({item.kind}) text"
        for part in ("source", "date", "access", "gist"):
            yield getattr(item, part), f"evidence {item.id} {part}"


def used_columns(layout: Layout) -> frozenset[int]:
    """The columns that become something."""
    return frozenset(spot for spot, _ in _uses(layout) if isinstance(spot, int))
