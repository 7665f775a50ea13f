"""What a further revision of a case changed, whether a vote could rest on it, and how it was before and is now."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from msgspec import Struct
from msgspec.structs import replace

from store.model import Case, Evidence, Flag

_PLAIN = ("title", "subject", "flags", "due", "priority")
_ABOUT = ("kind", "label", "source", "date", "access", "gist")
_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_AROUND = 8
"""Words, and what stands between them, that are given on either side of what changed."""
_MOST = 4_000_000
"""Comparisons at most: longer stretches that differ are given whole."""


class Change(Struct, frozen=True):
    """A part of a case that differs: its name, as in `changes`, and what it says; None where it is not there."""

    part: str
    before: str | None
    after: str | None


class Hunk(Struct, frozen=True):
    """Words that differ between two texts, with some of those around them; empty where there are none."""

    before: str
    after: str


def substantial(old: Case, new: Case) -> bool:
    """Whether a vote could rest on what changed: anything but the due date, the priority and the title."""
    return replace(old, title=new.title, due=new.due, priority=new.priority) != new


def changes(old: Case, new: Case) -> tuple[str, ...]:
    """The names of the parts that differ: `title`, `field.NAME`, `evidence ID` ..."""
    names = [name for name in _PLAIN if getattr(old, name) != getattr(new, name)]
    fields = [key for key in {**old.fields, **new.fields} if _field(old, key) != _field(new, key)]
    items = {item.id: item for item in old.evidence}
    evidence = [item.id for item in new.evidence if items.pop(item.id, None) != item]
    return (*names, *(f"field.{key}" for key in fields), *(f"evidence {key}" for key in [*evidence, *items]))


def differences(old: Case, new: Case) -> tuple[Change, ...]:
    """What each part that differs said, and says now."""
    return tuple(one for part in changes(old, new) for one in _of_part(part, old, new) if one.before != one.after)


def hunks(before: str, after: str) -> Iterator[Hunk]:
    """Where two texts differ, word by word, in order."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    first = _common(old, new)
    last = _common(old[first:][::-1], new[first:][::-1])
    middle_old, middle_new = old[first : len(old) - last], new[first : len(new) - last]
    if len(middle_old) * len(middle_new) > _MOST:
        stretches = [(0, len(middle_old), 0, len(middle_new))]
    else:
        groups = SequenceMatcher(None, middle_old, middle_new, autojunk=False).get_grouped_opcodes(_AROUND // 2)
        stretches = [(group[0][1], group[-1][2], group[0][3], group[-1][4]) for group in groups]
    for start, end, new_start, new_end in stretches:
        yield Hunk(
            "".join(old[max(0, first + start - _AROUND) : first + end + _AROUND]),
            "".join(new[max(0, first + new_start - _AROUND) : first + new_end + _AROUND]),
        )


def _common(one: list[str], other: list[str]) -> int:
    """How many words at the beginning are the same."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other)))


def _of_part(part: str, old: Case, new: Case) -> Iterator[Change]:
    kind, _, name = part.partition(" ")
    if kind == "evidence" and name:
        yield from _of_item(part, old.item(name), new.item(name))
    elif part == "flags":
        yield Change(part, _flags(old.flags), _flags(new.flags))
    elif part.startswith("field."):
        key = part.removeprefix("field.")
        yield Change(part, _words(old.fields.get(key)), _words(new.fields.get(key)))
    else:
        yield Change(part, _words(getattr(old, part)), _words(getattr(new, part)))


def _of_item(part: str, old: Evidence | None, new: Evidence | None) -> Iterator[Change]:
    yield Change(part, old.text if old else None, new.text if new else None)
    if old and new:
        for name in _ABOUT:
            yield Change(f"{part} {name}", _words(getattr(old, name)), _words(getattr(new, name)))


def _flags(flags: tuple[Flag, ...]) -> str:
    parts = ((flag.code, flag.reason, flag.raised_by, str(flag.raised_on or "")) for flag in flags)
    return "\n".join(" · ".join(filter(None, part)) for part in parts)


def _words(value: object) -> str | None:
    return None if value is None else str(value)


def _field(case: Case, key: str) -> tuple[bool, object]:
    return key in case.fields, case.fields.get(key)
