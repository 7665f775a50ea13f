"""What a further revision of a case changed, whether a vote could rest on it, and how it was before and is now."""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from store.model import Case, Evidence, Flag

_PLAIN = ("title", "subject", "flags", "due", "priority")
_ABOUT = ("kind", "label", "source", "date", "access", "gist")
_WORD = re.compile(r"\s+|\w+|[^\w\s]")
_SENTENCE = re.compile(r"[^.!?\n]*+[.!?\n]++\s*+|[^.!?\n]++")
_AROUND = 32
"""Code points that are given on either side of what changed."""
MOST = 40_000
"""Steps of a comparison at most, a tenth of a microsecond each: a page is laid out while a reviewer waits for a key."""
_TURN = 8
"""Steps that a turn to another path is worth."""
_Path = tuple["_Path", tuple[int, int, int]] | None
_NOWHERE: tuple[int, None] = (-1, None)


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


def added(old: Case, new: Case) -> tuple[str, ...]:
    """The names, as in `changes`, of the items that were not there."""
    return tuple(f"evidence {item.id}" for item in new.evidence if old.item(item.id) is None)


def differences(old: Case, new: Case) -> tuple[Change, ...]:
    """What each part that differs said, and says now."""
    return tuple(one for part in changes(old, new) for one in _of_part(part, old, new) if one.before != one.after)


def hunks(before: str, after: str, most: int = MOST) -> Iterator[Hunk]:
    """Where two texts differ, word by word, in order; what takes more than `most` steps to compare is given whole."""
    first = _shared(before, after)
    last = _shared(before[first:][::-1], after[first:][::-1])
    start, rest = max(0, first - _AROUND), max(0, last - _AROUND)  # a word that is the same in part differs
    old, new = before[start : len(before) - rest], after[start : len(after) - rest]
    for edit in _joined(_edits(old, new, _Steps(most))):
        one = edit.moved(start, start)
        yield Hunk(
            _with_words_around(before, one.start, one.end), _with_words_around(after, one.new_start, one.new_end)
        )


class _Edit(NamedTuple):
    """From `start` to `end` there stood what now stands from `new_start` to `new_end`, in code points."""

    start: int
    end: int
    new_start: int
    new_end: int

    def moved(self, by: int, new_by: int) -> "_Edit":
        return _Edit(self.start + by, self.end + by, self.new_start + new_by, self.new_end + new_by)


class _Steps:
    """How many steps are `left` for a comparison."""

    def __init__(self, left: int) -> None:
        self.left = left

    def pieces(self, kind: re.Pattern[str], text: str) -> list[str]:
        """The pieces of a text, as many as there are steps for."""
        found = [one.group() for one in islice(kind.finditer(text), max(0, self.left))]
        self.left -= len(found) + 1
        return found


def _edits(old: str, new: str, steps: _Steps) -> Iterator[_Edit]:
    """What was changed: first which sentences, then which words of them."""
    for one in _by(_SENTENCE, old, new, steps):
        sentences, new_sentences = old[one.start : one.end], new[one.new_start : one.new_end]
        yield from (word.moved(one.start, one.new_start) for word in _by(_WORD, sentences, new_sentences, steps))


def _by(kind: re.Pattern[str], old: str, new: str, steps: _Steps) -> Iterator[_Edit]:
    """The edits between two texts by pieces of a kind; one of them whole where there are not steps enough."""
    pieces, new_pieces = steps.pieces(kind, old), steps.pieces(kind, new)
    kept = _kept(pieces, new_pieces, steps)
    if steps.left < 0:
        yield _Edit(0, len(old), 0, len(new))
        return
    at, new_at = [0, *accumulate(map(len, pieces))], [0, *accumulate(map(len, new_pieces))]
    done = new_done = 0
    for start, new_start, length in (*kept, (len(pieces), len(new_pieces), 0)):
        if done < start or new_done < new_start:
            yield _Edit(at[done], at[start], new_at[new_done], new_at[new_start])
        done, new_done = start + length, new_start + length


def _kept(old: list[str], new: list[str], steps: _Steps) -> list[tuple[int, int, int]]:
    """The runs that two lists share if as little as can be is taken out and put in: where in each, and how long.

    The greedy algorithm of E. W. Myers, An O(ND) Difference Algorithm and Its Variations (1986): the path that reaches
    farthest on each diagonal with so many edits.
    """
    farthest: dict[int, tuple[int, _Path]] = {1: (0, None)}
    for edits in range(len(old) + len(new) + 1):
        for diagonal in range(-edits, edits + 1, 2):
            put_in, taken_out = farthest.get(diagonal + 1, _NOWHERE), farthest.get(diagonal - 1, _NOWHERE)
            at, path = put_in if put_in[0] > taken_out[0] else (taken_out[0] + 1, taken_out[1])
            start = at
            while at < len(old) and at - diagonal < len(new) and old[at] == new[at - diagonal]:
                at += 1
            if at > start:
                path = (path, (start, start - diagonal, at - start))
            if at >= len(old) and at - diagonal >= len(new):
                return _unrolled(path)
            farthest[diagonal] = at, path
            steps.left -= _TURN + at - start
        if steps.left < 0:
            break
    return []


def _unrolled(path: "_Path") -> list[tuple[int, int, int]]:
    runs = []
    while path is not None:
        path, run = path
        runs.append(run)
    return runs[::-1]


def _joined(edits: Iterable[_Edit]) -> Iterator[_Edit]:
    """Those that lie so near that the words around one would reach the next are one."""
    joined: _Edit | None = None
    for edit in edits:
        if joined and edit.start - joined.end > 2 * _AROUND:
            yield joined
            joined = None
        joined = edit if joined is None else _Edit(joined.start, edit.end, joined.new_start, edit.new_end)
    if joined:
        yield joined


def _with_words_around(text: str, start: int, end: int) -> str:
    """A stretch of a text with the words before and after it, whole ones if they are not long."""
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    if start > _AROUND:
        before = before.partition(" ")[2] or before
    if end + _AROUND < len(text):
        after = after.rpartition(" ")[0] or after
    return f"{before}{text[start:end]}{after}"


def _shared(one: str, other: str) -> int:
    """How many code points at the beginning are the same."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


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
