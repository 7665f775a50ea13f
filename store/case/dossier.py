"""A case as an engine gives it: at one moment whole, or as the little that a line of a queue shows."""

from datetime import date

from msgspec import Struct

from store.case.state import State
from store.model import Case, Value

Key = tuple[str, int]
"""The place of a case in the queue: what the queue is sorted by, then the number of the case, below 0 in an order that
is turned round, so that those alike come as they do without it.

Due dates and deadlines are in ISO 8601; what there is none of is "~", which sorts last.
"""


class Dossier(Struct, frozen=True):
    """A case at one moment: where it is, all its revisions, oldest first, and who brought them in.

    `count` is how many records the docket held at that moment, `imported` the day on which the case came in.
    """

    state: State
    revisions: tuple[Case, ...]
    importers: frozenset[str]
    count: int
    imported: date

    def revision(self, number: int) -> Case:
        """The revision with this number."""
        return self.revisions[number - 1]


class Found(Struct, frozen=True):
    """What is known of a case without reading it.

    `flags` are the codes of its flags, `fields` its fields without masked ones; `hidden` counts hidden characters.
    `for_me`: it is what `for:me` finds. `arrived`: the day of its newest revision, where the queue is sorted by that.
    """

    key: Key
    id: str
    title: str
    due: date | None
    priority: int | None
    flags: tuple[str, ...]
    fields: dict[str, Value]
    hidden: int
    state: State
    imported: date | None = None
    for_me: bool = False
    arrived: date | None = None
