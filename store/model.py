"""Cases and records, as frozen structs: what is imported, and what people did.

A case is immutable; a re-import of the same id with other content adds a *revision*. A record is one entry of
the history. Times are UTC; dates are calendar dates; offsets are code points of the stored text.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from msgspec import Struct

Value = str | int | float | bool | None
"""What a field of a case may hold."""
Day = date
"""The type, under a name that `Evidence.date` does not hide."""


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
    """One case as imported; also the shape of a line of a JSON lines file."""

    id: str
    title: str = ""
    subject: str = ""
    fields: dict[str, Value] = {}
    flags: tuple[Flag, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    due: date | None = None
    priority: int | None = None

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


class Genesis(Struct, frozen=True, tag_field="kind", tag="genesis"):
    """The first record: names the store and its format."""

    store: str
    format: int
    program: str


class PolicySet(Struct, frozen=True, tag_field="kind", tag="policy"):
    """The policy in force from here on, as the text of its file (TOML)."""

    source: str
    name: str
    version: str


class Import(Struct, frozen=True, tag_field="kind", tag="import"):
    """A batch of cases was added: `batch` is its file name, `sha256` the hash of that file."""

    batch: str
    sha256: str
    size: int
    cases: int
    revisions: int
    skipped: int
    rejected: int
    sources: tuple[str, ...]


class Opened(Struct, frozen=True, tag_field="kind", tag="opened"):
    """The reviewer opened these items of evidence."""

    revision: int
    items: tuple[str, ...]


class Unmasked(Struct, frozen=True, tag_field="kind", tag="unmasked"):
    """The reviewer asked to see these masked fields."""

    fields: tuple[str, ...]


class Note(Struct, frozen=True, tag_field="kind", tag="note"):
    """A note on a case, anchored to a span of an item or, without a citation, to the case."""

    text: str
    citation: Citation | None = None


class Vote(Struct, frozen=True, tag_field="kind", tag="vote"):
    """One reviewer's own decision in a round, on the revision that was read."""

    round: int
    revision: int
    outcome: str
    grounds: tuple[str, ...] = ()
    reason: str = ""
    citations: tuple[Citation, ...] = ()


class Withdrawal(Struct, frozen=True, tag_field="kind", tag="withdrawal"):
    """The reviewer takes back their own vote, named by its sequence number."""

    vote: int
    reason: str = ""


class Resolution(Struct, frozen=True, tag_field="kind", tag="resolution"):
    """A third person settles a conflict; the votes stay as they were."""

    round: int
    revision: int
    outcome: str
    grounds: tuple[str, ...] = ()
    reason: str = ""
    citations: tuple[Citation, ...] = ()


class Export(Struct, frozen=True, tag_field="kind", tag="export"):
    """Something left the docket: what, how many rows, and the hash of the bytes written."""

    what: str
    format: str
    rows: int
    sha256: str
    restricted: bool = False
    raw: bool = False


class Recovered(Struct, frozen=True, tag_field="kind", tag="recovered"):
    """A torn, never acknowledged tail of the journal was set aside: how many bytes, their hash, and where."""

    size: int
    sha256: str
    kept_in: str


class Repaired(Struct, frozen=True, tag_field="kind", tag="repaired"):
    """Somebody repaired a damaged journal: all before this record is as it was, what came after was left out.

    So many `lines` and bytes (`size`) were left out, with this SHA-256; `kept_in` is the file that keeps the damaged
    journal whole, and `kept_sha256` the hash of that file.
    """

    lines: int
    size: int
    sha256: str
    kept_in: str
    kept_sha256: str


Body = (
    Genesis
    | PolicySet
    | Import
    | Opened
    | Unmasked
    | Note
    | Vote
    | Withdrawal
    | Resolution
    | Export
    | Recovered
    | Repaired
)


class Record(Struct, frozen=True, omit_defaults=True):
    """One immutable entry of the history.

    `seq` counts from 0 without gaps; `by` is a reviewer id (`store.names`); `key` makes a repeated call harmless:
    a key is recorded once at most. Time is for people: order is `seq`, whatever the clock did.
    """

    seq: int
    at: datetime
    by: str
    key: str
    body: Body
    case: str | None = None

    @property
    def kind(self) -> str:
        """The word for what this records: vote, note, import ..."""
        return str(self.body.__struct_config__.tag)


class Standing(StrEnum):
    """Where a case is now: a pure function of its records and the policy."""

    OPEN = "open"
    SECOND = "second"
    CONFLICT = "conflict"
    DECIDED = "decided"


class Missing(Struct, frozen=True):
    """One thing still missing from a vote: a code for programs, a sentence for people."""

    code: str
    sentence: str


class Refusal(Struct, frozen=True):
    """The rules say no: why, and what is missing where something is."""

    code: str
    sentence: str
    missing: tuple[Missing, ...] = ()


class Reject(Struct, frozen=True):
    """A row that cannot become a case: where (line counts from 1), what is wrong, and the row as it came."""

    source: str
    line: int
    column: str
    reason: str
    row: str


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
