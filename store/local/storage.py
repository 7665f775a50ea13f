"""TinyDB's interface over the journal and the batches: any TinyDB program can query a docket.

    db = TinyDB("permits.docket", storage=JournalStorage)
    db.table("votes").search(where("outcome") == "revoke")

Tables are named after the kinds of record (`votes`, `notes`, `imports` ...), and `cases`; a document is the JSON of a
line of the journal. Records are final: TinyDB's `insert`, `update`, `remove` and `truncate` are refused, for a record
is made by `store.docket`, where the rules are asked first. `DocketDB` is the same with lazy tables, and with string ids
for cases. A storage shows the docket as it was when it was opened.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn

import msgspec
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from store.disk import Disk
from store.errors import RecordsAreFinal
from store.local.batches import Batches, decode_line
from store.local.journal import Journal, Line
from store.local.layout import CASES, JOURNAL, must_be_a_docket
from store.records import TABLES, Import, decode_record, shown_document

_KIND = {table: kind for kind, table in TABLES.items()}
_FINAL = "Records are final: a mistake is corrected by a further record, made through store.docket."
_decoder = msgspec.json.Decoder(dict[str, Any])
_encode = msgspec.json.Encoder().encode

Documents = Mapping[str, dict[str, Any]]


class JournalStorage(Storage):
    """A docket's directory as a read-only TinyDB storage; raises `BadInput` where there is none."""

    def __init__(self, path: str | Path, disk: Disk | None = None) -> None:
        self.folder = Path(path)
        disk = disk or Disk()
        must_be_a_docket(self.folder)
        self._journal = Journal(self.folder / JOURNAL, disk, read_only=True)
        self._batches = Batches(self.folder / CASES, disk)
        self._lines: dict[str, list[tuple[int, Line, int | None]]] = {kind: [] for kind in TABLES}
        before: int | None = None
        for seq, line in enumerate(self._journal.catch_up()):
            record = decode_record(line.payload)
            if isinstance(record.body, Import):
                self._batches.names[len(self._batches.names) + 1] = record.body.batch
            self._lines[record.kind].append((seq, msgspec.structs.replace(line, payload=b""), before))
            before = line.offset

    def read(self) -> dict[str, dict[str, Any]]:
        """All tables. Cases are numbered, as TinyDB's own tables want it; the case's own id is its field `id`."""
        tables: dict[str, dict[str, Any]] = {TABLES[kind]: dict(Records(self, kind)) for kind in TABLES}
        tables[CASES] = {str(number): doc for number, doc in enumerate(self.cases().values(), 1)}
        return tables

    def write(self, data: dict[str, dict[str, Any]]) -> NoReturn:
        """Refused: raises `RecordsAreFinal`."""
        raise RecordsAreFinal(_FINAL)

    def append(self, document: Mapping[str, Any]) -> int:
        """Refused: raises `RecordsAreFinal`."""
        raise RecordsAreFinal(_FINAL)

    def seqs(self, kind: str) -> list[int]:
        """The numbers of the records of a kind."""
        return [seq for seq, _, _ in self._lines.get(kind, [])]

    def document(self, kind: str, position: int) -> dict[str, Any]:
        """A record of a kind, by its place among them; raises `Damaged` if it is not what was recorded."""
        _, line, before = self._lines[kind][position]
        return shown_document(_decoder.decode(self._journal.line_at(line.offset, line.size, before)))

    def cases(self) -> dict[str, dict[str, Any]]:
        """The newest revision of every case, by the case's own id. Reads all batches: the docket has an index."""
        found: dict[str, dict[str, Any]] = {}
        for number, batch in self._batches.names.items():
            for _, line in self._batches.lines(number, batch):
                case = decode_line(line)
                if case is not None:
                    found[case.id] = _decoder.decode(_encode(case))  # by way of JSON: lists are lists
        return found

    def close(self) -> None:
        """Let go of the files."""
        self._journal.close()


class RecordTable(Table):
    """A table of final documents: reading is lazy, and nothing else is possible."""

    default_query_cache_capacity = 0

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, *, persist_empty: bool = False) -> None:
        super().__init__(storage, name, 0, persist_empty)
        if name == CASES:
            self.document_id_class = str  # type: ignore[assignment]

    def _read_table(self) -> Documents:  # type: ignore[override]
        assert isinstance(self._storage, JournalStorage)  # noqa: S101
        return self._storage.cases() if self.name == CASES else Records(self._storage, _KIND.get(self.name, self.name))

    def insert(self, document: Mapping[str, Any]) -> int:
        """Append a record and return its number; raises `RecordsAreFinal`, but for the engine of `store.docket`."""
        assert isinstance(self._storage, JournalStorage)  # noqa: S101
        return self._storage.append(document)

    def update(self, *_: Any, **__: Any) -> NoReturn:
        """Refused: raises `RecordsAreFinal`."""
        raise RecordsAreFinal(_FINAL)

    insert_multiple = update_multiple = remove = truncate = upsert = update


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


class Records(Mapping[str, dict[str, Any]]):
    """The documents of one kind by their sequence number, read from the journal when asked for."""

    def __init__(self, storage: JournalStorage, kind: str) -> None:
        self._storage = storage
        self._kind = kind
        self._seqs = storage.seqs(kind)

    def __getitem__(self, doc_id: str) -> dict[str, Any]:
        seq = int(doc_id)
        place = bisect_left(self._seqs, seq)
        if place == len(self._seqs) or self._seqs[place] != seq:
            raise KeyError(doc_id)
        return self._storage.document(self._kind, place)

    def __iter__(self) -> Iterator[str]:
        return map(str, self._seqs)

    def __len__(self) -> int:
        return len(self._seqs)
