"""TinyDB's interface over the journal and the batches: any TinyDB program can query a docket.

    db = TinyDB("permits.docket", storage=JournalStorage)
    db.table("votes").search(where("outcome") == "revoke")

Tables are named after the kinds of record (`votes`, `notes`, `imports` ...), and `cases`. Records are final: TinyDB's
`update`, `remove` and `truncate` are refused, and so is `insert`, but for the engine of `store.docket`, where the
rules are asked first. `DocketDB` is the same with lazy tables, and with string ids for cases.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from store.errors import BadInput, RecordsAreFinal
from store.local.batches import Batches, decode_line
from store.local.disk import Disk
from store.local.journal import Journal
from store.local.layout import CASES, JOURNAL
from store.local.ledger import Ledger, decode_record
from store.model import Record

TABLES = {
    "genesis": "genesis",
    "policy": "policies",
    "import": "imports",
    "opened": "openings",
    "unmasked": "unmaskings",
    "note": "notes",
    "vote": "votes",
    "withdrawal": "withdrawals",
    "resolution": "resolutions",
    "export": "exports",
    "recovered": "recoveries",
    "repaired": "repairs",
}
"""The table of each kind of record."""
_KIND = {table: kind for kind, table in TABLES.items()}
_RECORD_KEYS = ("seq", "at", "by", "key", "case")
_FINAL = "Records are final: a mistake is corrected by a further record, made through store.docket."

Documents = Mapping[str, dict[str, Any]]


class JournalStorage(Storage):
    """A docket's directory as a TinyDB storage. Read-only unless the engine opens it."""

    def __init__(self, path: str | Path, disk: Disk | None = None, *, for_engine: bool = False) -> None:
        self.folder = Path(path)
        self._for_engine = for_engine
        self.journal = Journal(self.folder / JOURNAL, disk or Disk(), read_only=not for_engine)
        self.ledger = Ledger()
        self.batches = Batches(self.folder / CASES, disk or Disk())
        self.last: Record | None = None
        try:
            (self.folder / JOURNAL).stat()
        except (FileNotFoundError, NotADirectoryError):
            raise BadInput(f"{self.folder}: there is no docket here.") from None
        except OSError as error:
            raise BadInput(f"{self.folder}: the docket cannot be opened: {error.strerror}.") from None
        if not for_engine:
            self.catch_up()

    def catch_up(self) -> bool:
        """Take in what was added to the journal; True if anything was."""
        before = self.journal.count
        for line in self.journal.catch_up():
            self.ledger.take(line)
        return self.journal.count > before

    def read(self) -> dict[str, dict[str, Any]]:
        """All tables. Cases are numbered, as TinyDB's own tables want it; the case's own id is its field `id`."""
        tables: dict[str, dict[str, Any]] = {TABLES[kind]: dict(self.records(kind)) for kind in self.ledger.of_kind}
        tables[CASES] = {str(number): doc for number, doc in enumerate(self.cases().values(), 1)}
        return tables

    def write(self, data: dict[str, dict[str, Any]]) -> NoReturn:
        """Refused: raises `RecordsAreFinal`."""
        raise RecordsAreFinal(_FINAL)

    def append(self, document: Mapping[str, Any]) -> None:
        """Record one document durably; raises `RecordsAreFinal`, `NotSaved`, `Unsure`, `Damaged`."""
        if not self._for_engine:
            raise RecordsAreFinal(_FINAL)
        record = from_document(document)
        line = self.journal.append(msgspec.json.encode(record))
        self.last = self.ledger.take(line)

    def record(self, seq: int) -> Record:
        """The record with this sequence number."""
        return decode_record(self.journal.line_at(*self.ledger.place(seq)))

    def records(self, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The documents of a kind, by sequence number."""
        for seq in list(self.ledger.of_kind.get(kind, ())):
            yield str(seq), as_document(self.record(seq))

    def cases(self) -> dict[str, dict[str, Any]]:
        """The newest revision of every case, by the case's own id. Reads all batches: the docket has an index."""
        found: dict[str, dict[str, Any]] = {}
        for batch in self.ledger.imports:
            for _, line in self.batches.lines(batch.batch):
                case = decode_line(line)
                if case is not None:
                    found[case.id] = msgspec.to_builtins(case)
        return found

    def close(self) -> None:
        """Let go of the files."""
        self.journal.close()
        self.batches.close()


class RecordTable(Table):
    """A table of final documents: reading is lazy, inserting appends, nothing else is possible."""

    default_query_cache_capacity = 0

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, *, persist_empty: bool = False) -> None:
        super().__init__(storage, name, 0, persist_empty)
        if name == CASES:
            self.document_id_class = str  # type: ignore[assignment]

    @property
    def _docket(self) -> JournalStorage:
        assert isinstance(self._storage, JournalStorage)  # noqa: S101
        return self._storage

    def _read_table(self) -> Documents:  # type: ignore[override]
        if self.name == CASES:
            return self._docket.cases()
        return _Records(self._docket, _KIND.get(self.name, self.name))

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        fresh = _Fresh(self._read_table())
        updater(fresh)
        for document in fresh.added.values():
            self._docket.append(document)

    def update(self, *_: Any, **__: Any) -> NoReturn:
        """Refused: raises `RecordsAreFinal`."""
        raise RecordsAreFinal(_FINAL)

    update_multiple = remove = truncate = upsert = update


class DocketDB(TinyDB):
    """A docket as a TinyDB database with lazy tables: `DocketDB("permits.docket").table("votes")`."""

    default_storage_class = JournalStorage  # type: ignore[assignment]
    table_class = RecordTable  # type: ignore[assignment]

    def drop_table(self, name: str) -> NoReturn:
        """Refused: raises `RecordsAreFinal`."""
        raise RecordsAreFinal(_FINAL)

    def drop_tables(self) -> NoReturn:
        """Refused: raises `RecordsAreFinal`."""
        raise RecordsAreFinal(_FINAL)


class _Records(Mapping[str, dict[str, Any]]):
    """The documents of one kind, read from the journal when asked for."""

    def __init__(self, storage: JournalStorage, kind: str) -> None:
        self._storage = storage
        self._kind = kind

    def __getitem__(self, doc_id: str) -> dict[str, Any]:
        seq, seqs = int(doc_id), self._storage.ledger.of_kind.get(self._kind, ())
        place = bisect_left(seqs, seq)
        if place == len(seqs) or seqs[place] != seq:
            raise KeyError(doc_id)
        return as_document(self._storage.record(seq))

    def __iter__(self) -> Iterator[str]:
        return (str(seq) for seq in self._storage.ledger.of_kind.get(self._kind, ()))

    def __len__(self) -> int:
        return len(self._storage.ledger.of_kind.get(self._kind, ()))


class _Fresh:
    """What TinyDB's `insert` needs of a table: to ask for an id, and to set a new one."""

    def __init__(self, known: Documents) -> None:
        self._known = known
        self.added: dict[Any, Mapping[str, Any]] = {}

    def __contains__(self, doc_id: object) -> bool:
        return doc_id in self.added or str(doc_id) in self._known

    def __setitem__(self, doc_id: Any, document: Mapping[str, Any]) -> None:
        if doc_id in self:
            raise RecordsAreFinal(_FINAL)
        self.added[doc_id] = document


def as_document(record: Record) -> dict[str, Any]:
    """A record as one flat TinyDB document: `seq, at, by, key, case, kind` and what its body holds."""
    document: dict[str, Any] = msgspec.to_builtins(record)
    body: dict[str, Any] = document.pop("body")
    return {"case": None} | document | body


def from_document(document: Mapping[str, Any]) -> Record:
    """The record of a flat document; raises `msgspec.ValidationError`."""
    record: dict[str, Any] = {key: document[key] for key in _RECORD_KEYS}
    record["body"] = {key: value for key, value in document.items() if key not in _RECORD_KEYS}
    return msgspec.convert(record, Record)


def to_insert(record: Record) -> Document:
    """A record as a TinyDB document with its sequence number as its id."""
    return Document(as_document(record), record.seq)
