"""Records: the immutable entries of a docket's history, and how one is written and read.

A record stands on its line as one flat JSON object: `seq, at, day, by, key, case, kind`, and what its body holds. That
is the document which TinyDB shows. Records of a case hold an act (`store.acts`); the others are of the whole docket.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar

import msgspec
from msgspec import Struct

from store.acts import ACTS, AnyAct
from store.errors import NewerFormat
from store.model import Body
from store.plural import plural
from store.policy import Policy, Role

DOCUMENTS = ("notice", "disclosable case file", "internal case file")
"""What leaves as one document of one case."""
ATTACHING: tuple[Role, ...] = ("reviewer", "lead")
"""Whose role it takes to add an item of evidence to a case."""


class DocketBody(Body, frozen=True):
    """Something that happened to the docket as a whole."""

    roles: ClassVar[tuple[Role, ...]] = ("lead",)
    """Whose role it takes; one of these is enough."""

    def words(self, policy: Policy) -> str:
        """What happened, in a few words, for the history."""
        return self.kind


class Genesis(DocketBody, frozen=True, tag="genesis"):
    """The first record: names the store and its format.

    `draw_key` is random and decides which cases the audit draws (`store.case.state.Moment`): it leaves in no export and
    no command prints it.
    """

    table = "genesis"
    store: str
    format: int
    program: str
    draw_key: str = ""

    def words(self, policy: Policy) -> str:
        """What happened."""
        return "made the docket"


class PolicySet(DocketBody, frozen=True, tag="policy"):
    """The policy in force from here on, as the text of its file (TOML), and why it was put in force."""

    table = "policies"
    source: str
    name: str
    version: str
    reason: str = ""

    def words(self, policy: Policy) -> str:
        """What happened."""
        return f"put the policy {self.name}, version {self.version}, in force"


class Import(DocketBody, frozen=True, tag="import"):
    """A batch of cases was added: `batch` is its file name, `sha256` the hash of that file.

    `item` is the id of the item of evidence by which the one case of the batch differs from its revision before, where
    it was added to a case here (`Docket.attach`): then whoever reviews may do that. `renewals`: its cases are decided
    ones that come up again (`store.renewing`).
    """

    table = "imports"
    batch: str
    sha256: str
    size: int
    cases: int
    revisions: int
    skipped: int
    rejected: int
    sources: tuple[str, ...]
    item: str = ""
    renewals: bool = False

    def words(self, policy: Policy) -> str:
        """What happened."""
        if self.item:
            return f"added evidence: {self.item}"
        parts = ((self.cases, "new case"), (self.revisions, "revision"))
        said = [plural(count, what) for count, what in parts if count]
        return f"imported {' and '.join(said)}"


class Disclosed(DocketBody, frozen=True, tag="disclosed"):
    """Cases were opened to somebody at once, before any was read: which ones, as a filter, and what for.

    `others`: with what others recorded on rounds that are decided, so this person has seen that. `unmasked`: without
    masks, and with what is withheld.
    """

    roles = ("lead", "auditor")
    table = "disclosures"
    chosen: str
    purpose: str
    others: bool
    unmasked: bool

    def words(self, policy: Policy) -> str:
        """What happened."""
        return f"asked for {self.purpose}{' without masks' if self.unmasked else ''}"


class Export(DocketBody, frozen=True, tag="export"):
    """Something left the docket: what, how many rows, and the hash of the bytes written.

    `chosen` is the filter by which cases were chosen, `recipient` whom it was said to be for.
    """

    roles = ("lead", "auditor")
    table = "exports"
    what: str
    format: str
    rows: int
    sha256: str
    restricted: bool = False
    raw: bool = False
    chosen: str = ""
    recipient: str = ""

    def words(self, policy: Policy) -> str:
        """What happened."""
        what = self.what if self.what in DOCUMENTS else f"{plural(self.rows, 'row')} of {self.what}"
        of = f" of {self.chosen}" if self.chosen else ""
        return f"exported {what}{of}{f', for {self.recipient}' if self.recipient else ''}"


class Recovered(DocketBody, frozen=True, tag="recovered"):
    """A torn, never acknowledged tail of the journal was set aside: how many bytes, their hash, and where."""

    table = "recoveries"
    size: int
    sha256: str
    kept_in: str

    def words(self, policy: Policy) -> str:
        """What happened."""
        return f"set an unfinished record of {plural(self.size, 'byte')} aside"


class Repaired(DocketBody, frozen=True, tag="repaired"):
    """Somebody repaired a damaged journal: all before this record is as it was, what came after was left out.

    So many `lines` and bytes (`size`) were left out, with this SHA-256; `kept_in` is the file that keeps the damaged
    journal whole, and `kept_sha256` the hash of that file.
    """

    table = "repairs"
    lines: int
    size: int
    sha256: str
    kept_in: str
    kept_sha256: str

    def words(self, policy: Policy) -> str:
        """What happened."""
        return f"repaired the journal: {plural(self.lines, 'line was', 'lines were')} left out"


AnyBody = Genesis | PolicySet | Import | Disclosed | Export | Recovered | Repaired | AnyAct
"""What a record can hold."""
BODIES: tuple[type[Body], ...] = (Genesis, PolicySet, Import, Disclosed, Export, Recovered, Repaired, *ACTS)
TABLES = {str(body.__struct_config__.tag): body.table for body in BODIES}
"""The table of each kind of record."""


class Record(Struct, frozen=True):
    """One immutable entry of the history.

    `seq` counts from 0 without gaps; `by` is a reviewer id (`store.names`); `key` makes a repeated call harmless:
    a key is recorded once at most. Time is for people: order is `seq`, whatever the clock did. `at` is in UTC; `day` is
    the calendar day where it was made: holds and deadlines go by that, wherever the docket is read later.
    """

    seq: int
    at: datetime
    day: date
    by: str
    key: str
    body: AnyBody
    case: str | None = None

    @property
    def kind(self) -> str:
        """The word for what this records: vote, note, import ..."""
        return self.body.kind


class _Head(Struct, frozen=True):
    """The part of a record that all kinds share."""

    seq: int
    at: datetime
    day: date
    by: str
    key: str
    case: str | None = None


_head_decoder = msgspec.json.Decoder(_Head)
_body_decoder: msgspec.json.Decoder[AnyBody] = msgspec.json.Decoder(AnyBody)


def as_document(record: Record) -> dict[str, Any]:
    """A record as one flat document."""
    head = {name: getattr(record, name) for name in ("seq", "at", "day", "by", "key", "case")}
    document: dict[str, Any] = msgspec.to_builtins({**head, **msgspec.to_builtins(record.body)})
    return document


def shown_document(document: dict[str, Any]) -> dict[str, Any]:
    """A document without what decides whom the audit draws: nobody is shown that."""
    return {name: value for name, value in document.items() if name != "draw_key"}


def decode_record(payload: bytes) -> Record:
    """The record in the JSON of a line; raises `NewerFormat`: its hash was right, so it is what was written."""
    try:
        head, body = _head_decoder.decode(payload), _body_decoder.decode(payload)
    except msgspec.MsgspecError:
        raise NewerFormat("The docket holds a kind of record that only a newer version of the program knows.") from None
    return Record(head.seq, head.at, head.day, head.by, head.key, body, head.case)


def import_of(batch: str, records: Iterable[Record]) -> Record:
    """The record of the import that brought a batch."""
    return next(one for one in records if isinstance(one.body, Import) and one.body.batch == batch)
