"""In which orders the queue can be walked, by key: each has an index of its own in the projection.

The column that a queue is sorted by always holds text, `NO_DUE` for what has nothing to be sorted by.
"""

import msgspec

from store.case.dossier import Key
from store.filters import Order
from store.local.schema import NO_DUE

_OWN = "done"
"""The order in which the reader did something: only of what they did."""
_COLUMNS = {
    "due": "cases.due",
    "priority": "cases.rank",
    "flag": "cases.flag",
    "arrived": "cases.arrived",
    "clock": "cases.next_clock",
    _OWN: "cast_last.seq",
}


def column(order: Order) -> str:
    """The column that the queue is sorted by, then by `place`."""
    return _COLUMNS[order.by]


def place(order: Order) -> str:
    """The column that says in which order those alike come: as they were imported, the other way round too."""
    return f"cases.{'turned' if order.back else 'place'}"


def key(order: Order, by: str, number: int) -> Key:
    """Where a case stands in the queue."""
    return by, -number if order.back else number


def cases_in(order: Order) -> str:
    """What such a queue is read from; in the order of what the reader did `cast_last.name` is to be the reader."""
    return "cast_last JOIN cases USING (number)" if order.own else "cases"


def by_standing(order: Order) -> bool:
    """Whether the index begins with the standing: the queue is merged of those of all standings then."""
    return order.by != "due" and not order.own


def rank(priority: int | None) -> str:
    """A priority as text that sorts as numbers do, of which the smallest may be below 0."""
    return NO_DUE if priority is None else f"{priority + 2**63:020d}"


def first_flag(codes: str) -> str:
    """The first flag of a JSON list of codes, without regard to case; and the others, to keep those alike together."""
    found = msgspec.json.decode(codes, type=list[str])
    return " ".join(found).casefold() or NO_DUE


def counted(number: int) -> str:
    """The number of an import or of a record as text that sorts as numbers do."""
    return f"{number:012d}"
