"""Which columns of a file a reviewer reads and cites: those of long text, lists of objects, or else the whole row."""

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from store.importing.by_name import TEXT_NAMES
from store.names import looks, skeleton
from store.proposing.column_profile import ColumnProfile
from store.proposing.profile import Profile
from store.text import clip, visible

TEXT, EVENT = "text", "event"
"""Kinds of evidence that the policies which ship for other people's files have."""
_LONGEST_ID = 40
_LONGEST_LABEL = 80
_ROW = 100
"""Columns that stand in the item that is made of a row."""
_PARTS = 40
"""Parts of an object that stand by their names in the text of an item; one of more is shown as JSON."""


class Item(Struct, frozen=True):
    """An item of evidence: its id, kind and label, the columns that are its text, and of which list it is one each.

    One of `whole` rows takes nothing away from the fields.
    """

    id: str
    kind: str
    label: str
    columns: tuple[str, ...]
    each: str = ""
    reason: str = ""
    whole: bool = False

    def with_own_kind(self) -> "Item":
        """The same as a kind of its own."""
        return replace(self, kind=self.id)


def items_of(profile: Profile, not_these: frozenset[str]) -> list[Item]:
    """What a reviewer reads of each case, nothing if no column holds anything; ids and labels can be told apart."""
    found: list[Item] = []
    names = _Names()
    for column in profile.columns:
        if column.name not in not_these and is_text(column):
            item_id, label = names.of(profile.called(column.name), TEXT)
            found.append(Item(item_id, TEXT, label, (column.name,), reason=column.words(profile.rows)))
    for path, columns in profile.lists.items():
        item_id, label = names.of(path, EVENT)
        parts = tuple(one.name for one in columns) if len(columns) <= _PARTS else (".",)
        said = f"one item for each object of the list, {columns.rows:,} in all"
        found.append(Item(item_id, EVENT, label, parts, f"{path}[]", said))
    if found:
        return found
    filled = tuple(one.name for one in profile.columns if one.filled)
    said = "no column is long text, so the row can be read and cited, each column on a line"
    label = "The row as it came" if len(filled) <= _ROW else f"The first {_ROW} columns as they came"
    return [] if not filled else [Item("row", TEXT, label, filled[:_ROW], reason=said, whole=True)]


def is_text(column: ColumnProfile) -> bool:
    """Whether a column is read rather than looked up: long text, or shorter text in a column that is named so."""
    if column.structured or not column.filled:
        return False
    last = re.split(r"[.\"]", column.name.casefold())[-1]
    named = TEXT_NAMES.fullmatch(last) is not None and column.numbers.span is None and column.date_format is None
    return column.prose or named


class _Names:
    """Ids and labels of items, none of which can be taken for another."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._labels: set[str] = set()

    def of(self, column: str, otherwise: str) -> tuple[str, str]:
        """An id that can be typed, and a label; `otherwise` is the id where nothing of the column's name can be."""
        typed = re.sub(r"[^a-z0-9]+", "-", column.lower()).strip("-")[:_LONGEST_ID].strip("-")
        item_id = next(one for one in _numbered(typed or otherwise, "-") if skeleton(one) not in self._ids)
        shown = " ".join(visible(clip(column, _LONGEST_LABEL)).split())
        label = next(one for one in _numbered(shown, " ") if looks(one) not in self._labels)
        self._ids.add(skeleton(item_id))
        self._labels.add(looks(label))
        return item_id, label


def _numbered(name: str, between: str) -> Iterator[str]:
    yield name
    yield from (f"{name}{between}{number}" for number in range(2, 10_000))
