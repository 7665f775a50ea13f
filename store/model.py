"""Cases, and the small values that the store answers with, as frozen structs.

A case is immutable; a re-import of the same id with other content adds a *revision*. What people did is in
`store.records` and `store.acts`. Dates are calendar dates; offsets are code points of the stored text.
"""

import json
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Literal

from msgspec import Struct

Value = str | int | float | bool | None
"""What a field of a case may hold."""
Day = date
"""The type, under a name that `Evidence.date` does not hide."""


def as_text(value: Any) -> str:
    """A value of JSON as text: texts as they are, null as none, all else as compact JSON."""
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Flag(Struct, frozen=True, forbid_unknown_fields=True):
    """Why a case is here: raised outside this program, shown as exactly that."""

    code: str
    reason: str = ""
    raised_by: str = ""
    raised_on: date | None = None


class Evidence(Struct, frozen=True, forbid_unknown_fields=True):
    """One item of a case. `gist` is what of a restricted item may be told to the subject."""

    id: str
    kind: str
    label: str
    text: str
    source: str = ""
    date: Day | None = None
    access: Literal["public", "restricted"] = "public"
    gist: str | None = None

    @property
    def withheld(self) -> bool:
        """Whether the subject can be told nothing of this item."""
        return self.access == "restricted" and not self.gist


class Case(Struct, frozen=True, forbid_unknown_fields=True):
    """One case as imported; also the shape of a line of a JSON lines file.

    `renews` is the id of the earlier case whose decision came up for renewal. In a file it is what the file says: it
    relates the two, and keeps nothing from coming up again (`store.renewing`).
    """

    id: str
    title: str = ""
    subject: str = ""
    fields: dict[str, Value] = {}
    flags: tuple[Flag, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    due: date | None = None
    priority: int | None = None
    renews: str = ""

    def item(self, item_id: str) -> Evidence | None:
        """The item of evidence with this id, if the case has one."""
        return next((item for item in self.evidence if item.id == item_id), None)


class Citation(Struct, frozen=True):
    """A span of an item of evidence: offsets, the text quoted, and the hash of the item's whole text."""

    item: str
    start: int
    end: int
    quote: str
    sha256: str


class Body(Struct, frozen=True, tag_field="kind"):
    """What one record holds: the act of a person on a case (`store.acts`), or something of the whole docket."""

    table: ClassVar[str] = ""
    """The name of the table in which the docket's TinyDB shows records of this kind."""

    @property
    def kind(self) -> str:
        """The word for what this records: vote, note, import ..."""
        return str(self.__struct_config__.tag)

    @property
    def worded_by(self) -> int:
        """The record of the policy in whose words it was made; 0 where that is the one in force at the time."""
        return 0


class Standing(StrEnum):
    """Where a case is now: a pure function of its records, the policy of its round and the day (`store.case.state`)."""

    OPEN = "open"
    HELD = "held"
    REFERRED = "referred"
    SECOND = "second"
    CONFLICT = "conflict"
    DECIDED = "decided"
    SERVED = "served"
    APPEALED = "appealed"
    CLOSED = "closed"


class Missing(Struct, frozen=True):
    """One thing still missing from a vote: a code for programs, a sentence for people, the item to read for it."""

    code: str
    sentence: str
    item: str = ""


class Refusal(Struct, frozen=True):
    """The rules say no: why, and what is missing where something is."""

    code: str
    sentence: str
    missing: tuple[Missing, ...] = ()


class Reject(Struct, frozen=True):
    """A row that cannot become a case: where (line counts from 1), what is wrong, and the row as it came.

    Where a program brought the case there is neither source nor row, and `line` is the number of the case.
    `out_of_scope`: nothing is wrong with it but that the policy puts such cases out of scope.
    """

    source: str
    line: int
    column: str
    reason: str
    row: str
    out_of_scope: bool = False


class Arrival(Struct, frozen=True):
    """A case on its way in, and where it came from, as in `Reject`.

    `object`: its number in a file of JSON where others begin on the same line, 0 where none does.
    """

    case: Case
    source: str
    line: int
    row: str
    object: int = 0

    def rejected(self, column: str, reason: str, out_of_scope: bool = False) -> Reject:
        """What becomes of it if it is not taken in."""
        return Reject(self.source, self.line, column, of_object(self.object, reason), self.row, out_of_scope)


def of_object(number: int, reason: str) -> str:
    """A reason that names the object which the line alone does not tell from others; 0 for one that it does."""
    return f"object {number:,}: {reason}" if number else reason


class Imported(Struct, frozen=True):
    """What an import did, or with a dry run would do. `batch` is empty when nothing was new."""

    batch: str
    cases: int
    revisions: int
    skipped: int
    rejected: int


class Checkpoint(Struct, frozen=True):
    """What to keep elsewhere to find out later whether the record was changed: store id, count, head hash."""

    store: str
    count: int
    head: str


class Finding(Struct, frozen=True):
    """What `doctor` says of one thing: `state` is "ok", "look" or "bad"; `damaged` where the record is not whole."""

    what: str
    state: str
    sentence: str
    damaged: bool = False
