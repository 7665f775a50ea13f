"""The outline of a case: the parts of its page and its items, numbered, with what has been done to each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from store.acts import Note
from store.case.view import CaseView
from tui.pages.hits import Hit
from tui.pages.page_builder import PageLine


class Entry(NamedTuple):
    """A part of the page, or an item with its number, from 1 on.

    `cited` counts citations of the draft in the item, `noted` the notes on it, `hits` those of a search.
    """

    part: str
    item: str = ""
    number: int = 0
    label: str = ""
    unread: bool = False
    cited: int = 0
    noted: int = 0
    hits: int = 0


def outline(
    view: CaseView, lines: Sequence[PageLine], unread: Iterable[str], cites: Iterable[str], hits: Iterable[Hit]
) -> list[Entry]:
    """The entries in the order of the page; `cites` are the items of the draft's citations."""
    noted = Counter(
        one.body.citation.item for one in view.of(Note) if isinstance(one.body, Note) and one.body.citation is not None
    )
    cited, found, new = Counter(cites), Counter(hit.item for hit in hits), set(unread)
    labels = {item.id: item.label for item in view.case.evidence}
    entries: list[Entry] = []
    for number, (part, item) in enumerate(_places(lines), 1):
        if item:
            done = cited[item], noted[item], found[item]
            entries.append(Entry(part, item, number - _parts(entries), labels[item], item in new, *done))
        else:
            entries.append(Entry(part))
    return entries


def _places(lines: Iterable[PageLine]) -> Iterator[tuple[str, str]]:
    """Each heading, and each item under its heading."""
    part, item = "", ""
    for line in lines:
        if line.runs and line.runs[0].role == "heading":
            part = line.runs[0].text
            yield part, ""
        elif line.item and line.item != item:
            yield part, line.item
        item = line.item


def _parts(entries: Iterable[Entry]) -> int:
    return sum(not one.item for one in entries)
