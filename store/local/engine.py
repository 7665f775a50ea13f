"""The local engine: a journal, batches of cases and a projection of both in one directory, for several processes."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

import msgspec

from store.case.dossier import Dossier, Found, Key
from store.case.policies import Policies
from store.case.state import State
from store.days import today
from store.disk import Disk
from store.engine import Decide, DocketWarning, New, Present, Query
from store.errors import BadInput, Damaged, NotSaved, Unsure
from store.local import verify
from store.local.batch_import import BatchImport
from store.local.batches import Batches, Place, content_hash
from store.local.case_rows import revision_rows
from store.local.fold import read_state
from store.local.journal import Journal, Line, TornTail
from store.local.layout import CASES, INDEX, JOURNAL, LOCK
from store.local.lock import PATIENCE, Lock
from store.local.projection import Projection
from store.local.queue import Queue
from store.local.schema import one, rows, unsound
from store.local.storage import DocketDB, JournalStorage
from store.model import Arrival, Case, Checkpoint, Imported, Refusal, Reject, Standing
from store.names import skeleton
from store.records import Import, Record, Recovered, as_document, decode_record

T = TypeVar("T")


class LocalEngine:
    """A docket in a directory; see `store.engine.Engine`."""

    def __init__(self, where: Path, disk: Disk | None = None, *, patience: float = PATIENCE) -> None:
        """Open a docket; raises `BadInput` if there is none, `Damaged`, `NewerFormat`, `Busy`, `NotSaved`."""
        self.folder = where
        self.disk = disk or Disk()
        _check_place(where)
        self.journal = Journal(where / JOURNAL, self.disk)
        self.batches = Batches(where / CASES, self.disk)
        self.projection = Projection(where / INDEX, self.disk, self.batches, today())
        self._queue = Queue(self.projection)
        self._db = DocketDB(self.journal, storage=_Recording)
        self._writing = RLock()
        self._lock = Lock(where / LOCK, self.disk)
        self._gate = Lock(where / CASES / LOCK, self.disk)
        self._patience = patience
        self._recovered: list[Recovered] = []
        self._rewritten = False
        self._told = 0
        with ExitStack() as on_failure:
            on_failure.callback(self.close)
            self._open()
            if not self.policies:
                raise Damaged(f"{where}: {self.journal.damage or 'The journal does not hold a policy.'}")
            self._told = self.projection.count
            on_failure.pop_all()

    @property
    def store(self) -> str:
        """The random id of the docket."""
        return self.projection.fold.store

    @property
    def policies(self) -> Policies:
        """The policies, as far as has been taken in."""
        return self.projection.fold.policies

    def warnings(self) -> list[DocketWarning]:
        """What people must be told of the state of the docket."""
        found = []
        if damage := self.damage():
            found.append(DocketWarning("damaged", f"{damage} Nothing can be recorded.", True))
        if self.journal.stuck:
            found.append(DocketWarning("stuck", self.journal.stuck, True))
        if not self.journal.writable:
            said = "The docket cannot be written to: nothing can be recorded."
            found.append(DocketWarning("read_only", said, True))
        if self._rewritten:
            said = "The journal is not the one that was worked on here last: it was replaced or rewritten. Verify it "
            found.append(DocketWarning("rewritten", f"{said}against a checkpoint that was kept elsewhere.", False))
        for torn in self._recovered:
            said = f"An unfinished record of {torn.size} bytes, never acknowledged, was set aside in {torn.kept_in}."
            found.append(DocketWarning("recovered", said, False))
        return found

    def damage(self) -> str:
        """What is not as it was recorded, in a sentence; empty where nothing is known to be."""
        with self.projection.reading() as connection:
            cases = [sentence for (sentence,) in rows(connection, "SELECT sentence FROM damage LIMIT 3")]
        return " ".join([*filter(None, [self.journal.damage]), *cases])

    def refresh(self) -> bool:
        """Take in what others recorded; True if there was anything new since this process last looked."""
        if self.journal.behind() or self.projection.count < self.journal.count:
            with self._held():
                pass
        before, self._told = self._told, self.projection.count
        return self._told > before

    # Changing

    def transact(self, cases: tuple[str, ...], decide: Decide) -> Record | Refusal:
        """Let `decide` see the docket under its lock, and record what it says."""
        with self._held():
            damage = self.damage()
            if damage:
                raise Damaged(f"{damage} Nothing can be recorded.")
            answer = decide(self)
            return self._append(answer) if isinstance(answer, New) else answer

    def add_batch(
        self,
        arrivals: Iterator[Arrival | Reject],
        sources: tuple[str, ...],
        decide: Callable[[Present, Import], New | Refusal],
        *,
        dry_run: bool,
        strict: bool,
        on_reject: Callable[[Reject], None],
    ) -> Imported | Refusal:
        """Take in cases as one batch: one import at a time, without holding up those who decide meanwhile."""
        with self._gate.held(self._patience):
            with self._held():
                pass
            taking = BatchImport(self.folder / CASES, self.disk, self.projection, on_reject)

            def record(batch: Import) -> Record | Refusal:
                return self.transact((), lambda present: decide(present, batch))

            return taking.run(arrivals, sources, record, dry_run=dry_run, strict=strict)

    # What a decision rests on

    def made_with(self, key: str) -> Record | None:
        """The record that was made with this key."""
        with self.projection.reading() as connection:
            found = one(connection, "SELECT seq FROM keys WHERE key = ?", (key,))
        return self.record(found[0]) if found else None

    def alike(self, reviewer: str) -> str | None:
        """The first reviewer recorded here whose name looks the same as this one."""
        with self.projection.reading() as connection:
            found = one(connection, "SELECT name FROM people WHERE skeleton = ?", (skeleton(reviewer),))
        return found[0] if found else None

    def disclosed(self, reviewer: str) -> int:
        """The newest record that opened others' work to this reviewer at once; -1 if there is none."""
        with self.projection.reading() as connection:
            found = one(connection, "SELECT seq FROM disclosures WHERE name = ?", (reviewer,))
        return found[0] if found else -1

    def state(self, case: str) -> State:
        """Where the case is."""
        return self._ask(lambda connection: read_state(connection, self._number(connection, case)))

    def dossier(self, case: str) -> Dossier:
        """The case; raises `BadInput` for an unknown one, `Damaged`."""

        def ask(connection: sqlite3.Connection) -> tuple[State, list[tuple[Any, ...]], dict[int, str], int]:
            number = self._number(connection, case)
            lines = revision_rows(connection, number, last_batch=self.projection.fold.imports)
            importers = dict(rows(connection, "SELECT number, by FROM imports"))
            return read_state(connection, number), lines, importers, self.projection.count

        state, lines, importers, count = self._ask(ask)
        revisions = tuple(self._case(case, Place(batch, at, size), digest) for _, _, batch, at, size, digest in lines)
        return Dossier(state, revisions, frozenset(importers[line[2]] for line in lines), count)

    # Reading

    def record(self, seq: int) -> Record:
        """One record."""
        return self.records(seq - 1, 1)[0]

    def records(self, after: int, limit: int) -> list[Record]:
        """Up to `limit` records after number `after`, oldest first, each verified again."""
        sql = "SELECT seq, offset, size FROM records WHERE seq >= ? ORDER BY seq LIMIT ?"
        found = self._ask(lambda connection: rows(connection, sql, (max(after, 0), limit + 1)))
        before = next((offset for seq, offset, _ in found if seq == after), None)
        made: list[Record] = []
        for seq, offset, size in found:
            if seq > after and len(made) < limit:
                made.append(decode_record(self.journal.line_at(offset, size, before)))
                before = offset
        return made

    def records_of(self, case: str) -> list[Record]:
        """The records of a case and the imports that brought its revisions, oldest first."""

        def ask(connection: sqlite3.Connection) -> list[int]:
            number = self._number(connection, case)
            own = rows(connection, "SELECT seq FROM records WHERE number = ?", (number,))
            sql = "SELECT i.seq FROM revisions r JOIN imports i ON i.number = r.batch WHERE r.number = ?"
            return sorted(seq for (seq,) in (*own, *rows(connection, sql, (number,))))

        return [self.record(seq) for seq in self._ask(ask)]

    def page(self, query: Query, after: Key | None, limit: int, *, back: bool = False) -> list[Found]:
        """Up to `limit` cases that match, by key."""
        self._turn_to(query.day)
        return self._again(lambda: self._queue.page(query, after, limit, back=back))

    def count(self, query: Query, before: Key | None = None) -> int:
        """How many match; with `before`, how many of them come before that key."""
        self._turn_to(query.day)
        return self._again(lambda: self._queue.count(query, before))

    def counts(self, day: date) -> dict[Standing, int]:
        """How many cases stand where on a day."""
        self._turn_to(day)
        found = dict(self._ask(lambda connection: rows(connection, "SELECT standing, cases FROM standings")))
        return {standing: found.get(str(standing), 0) for standing in Standing}

    def checkpoint(self) -> Checkpoint:
        """Store id, number of records, head hash."""
        return Checkpoint(self.store, self.journal.count, self.journal.head)

    def verify(self, against: Checkpoint | None = None) -> Iterator[str]:
        """Check every byte and every rule; yields what is wrong, and changes nothing."""
        with suppress(NotSaved):
            self.refresh()
        return verify.verify(self.folder, self.disk, self.projection, self.checkpoint(), against)

    def close(self) -> None:
        """Let go of files."""
        self._queue.close()
        self.projection.close()
        self._db.close()
        self._lock.close()
        self._gate.close()

    # Opening and catching up

    def _open(self) -> None:
        with self._writing, self._lock.held(self._patience):
            stamp = self.projection.open()
            self._rewritten = stamp is not None and not self.journal.resume(stamp)
            if stamp is not None and not self._rewritten:
                with suppress(sqlite3.Error):
                    self._catch_up()
                    return
        self._renew()

    def _renew(self) -> None:
        """Make the projection anew. Only the last step holds the docket."""
        aside = self.projection.build(self.folder / JOURNAL)
        with self._writing, self._lock.held(self._patience):
            stamp = self.projection.replace(aside) if aside is not None else None
            if stamp is None:
                stamp = self.projection.in_memory(self.folder / JOURNAL)
            self.journal.resume(stamp)
            self._catch_up()

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Hold the docket, caught up; a projection that is of no use is made anew first."""
        for useless in (False, True):
            if useless:
                self._renew()
            with self._writing, self._lock.held(self._patience):
                try:
                    self._catch_up()
                except sqlite3.Error as error:
                    if useless:
                        raise NotSaved(f"{self.folder}: the index cannot be written: {error}.") from None
                    continue
                yield
                return

    def _catch_up(self) -> None:
        self.projection.catch_up(self.journal)
        torn = self.journal.torn
        if torn is not None:
            with suppress(NotSaved, Unsure):  # reading goes on; the next to catch up reports it
                self._report(torn)

    def _report(self, torn: TornTail) -> None:
        body = Recovered(torn.size, torn.sha256, torn.kept_in)
        if self.made_with(torn.kept_in) is None:
            self._append(New("", None, torn.kept_in, body))
        self.journal.torn = None
        self._recovered.append(body)

    def _append(self, new: New) -> Record:
        """Record durably, through TinyDB; then the projection follows."""
        record = Record(self.journal.count, datetime.now(UTC), new.by, new.key, new.body, new.case)
        table = self._db.table(record.body.table)
        table.insert(as_document(record))
        assert isinstance(self._db.storage, _Recording)  # noqa: S101
        self.projection.append(self._db.storage.last, self.journal)
        self._told += self._told == record.seq
        return record

    # Asking the projection

    def _ask(self, ask: Callable[[sqlite3.Connection], T]) -> T:
        """An answer of the projection in one state of it. Where it is not what was put there it is made anew."""

        def asked() -> T:
            with self.projection.reading() as connection:
                return ask(connection)

        return self._again(asked)

    def _again(self, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except sqlite3.Error:
            self._renew()
        try:
            return ask()
        except sqlite3.Error as error:
            raise NotSaved(f"{self.folder}: the index cannot be read: {error}.") from None

    def _turn_to(self, day: date) -> None:
        with suppress(sqlite3.OperationalError):  # where nothing can be written the filter asks for the day before
            self.projection.turn_to(day)

    def _number(self, connection: sqlite3.Connection, case: str) -> int:
        found = one(connection, "SELECT number, batch FROM cases WHERE id = ?", (case,))
        if found is None and one(connection, "SELECT 1 FROM cases NOT INDEXED WHERE id = ?", (case,)):
            raise unsound()
        if found is None or found[1] > self.projection.fold.imports:
            raise BadInput(f'There is no case "{case}" in this docket.')
        number: int = found[0]
        return number

    def _case(self, case_id: str, place: Place, digest: bytes) -> Case:
        case = self.batches.case(place)
        if case is None or case.id != case_id or content_hash(case) != digest:
            batch = self.batches.names[place.batch]
            raise Damaged(f'Case "{case_id}" in cases/{batch} is not what was imported: damaged or edited.')
        return case


class _Recording(JournalStorage):
    """The storage of the engine alone: a document that is inserted becomes a line of the journal."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self.last: Line

    def append(self, document: Mapping[str, Any]) -> int:
        """Record one document durably; raises `NotSaved`, `Unsure`, `Damaged`."""
        self.last = self._journal.append(msgspec.json.encode(document))
        seq: int = document["seq"]
        return seq


def _check_place(where: Path) -> None:
    try:
        (where / JOURNAL).lstat()
    except (FileNotFoundError, NotADirectoryError):
        raise BadInput(f"{where}: there is no docket here.") from None
    except OSError as error:
        raise BadInput(f"{where}: the docket cannot be opened: {error.strerror}.") from None
