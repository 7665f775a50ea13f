"""The local engine: TinyDB over the journal, the batches and the index of one directory, for several processes."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import TypeVar

from store.engine import Found, Trouble
from store.errors import BadInput, Damaged, NotSaved, Unsure
from store.filters import Filter
from store.local import importing, verifying
from store.local.batches import Place, content_hash
from store.local.creating import create
from store.local.disk import Disk
from store.local.index import Index
from store.local.journal import TornTail
from store.local.lock import PATIENCE, Lock
from store.local.select import live_test, to_sql
from store.local.storage import CASES, INDEX, LOCK, TABLES, DocketDB, JournalStorage, to_insert
from store.model import Body, Case, Checkpoint, Imported, Record, Recovered, Reject, Standing
from store.names import skeleton
from store.policy import Policy
from store.standing import State

T = TypeVar("T")


class LocalEngine:
    """A docket in a directory; see `store.engine.Engine`."""

    def __init__(self, where: Path, disk: Disk | None = None, *, patience: float = PATIENCE) -> None:
        """Open a docket; raises `BadInput` if there is none, `Damaged`, `NewerFormat`, `Busy`, `NotSaved`."""
        self.folder = where
        self.disk = disk or Disk()
        self.db = DocketDB(where, disk=self.disk, for_engine=True)
        assert isinstance(self.db.storage, JournalStorage)  # noqa: S101
        self.storage = self.db.storage
        self.index = Index(where / INDEX, self.disk)
        self._writing = RLock()
        self._lock = Lock(where / LOCK, self.disk)
        self._patience = patience
        self._recovered: list[Recovered] = []
        self._damage: list[str] = []
        try:
            with self._writing, self._lock.held(patience):
                self._catch_up()
            if "policy" not in self.storage.ledger.of_kind:
                raise Damaged(f"{where}: {self.storage.journal.damage or 'The journal does not hold a policy.'}")
            self._index_batches()
        except BaseException:
            self.close()
            raise

    @classmethod
    def create(cls, where: Path, policy_source: str, reviewer: str, disk: Disk | None = None) -> "LocalEngine":
        """Make an empty docket; raises `BadInput` if something is there already, `NotSaved`."""
        create(where, policy_source, reviewer, disk or Disk())
        return cls(where, disk)

    @property
    def store(self) -> str:
        """The random id of the docket."""
        return self.storage.ledger.store

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self.storage.ledger.policy

    def troubles(self) -> list[Trouble]:
        """What people must be told of the state of the docket."""
        found = []
        damage = self.damage()
        if damage:
            found.append(Trouble("damaged", f"{damage} Nothing can be recorded.", True))
        if self.storage.journal.stuck:
            found.append(Trouble("stuck", self.storage.journal.stuck, True))
        if not self.storage.journal.writable:
            found.append(Trouble("read_only", "The docket cannot be written to: nothing can be recorded.", True))
        found += [
            Trouble(
                "recovered",
                f"An unfinished record of {one.size} bytes, never acknowledged, was set aside in {one.kept_in}.",
                False,
            )
            for one in self._recovered
        ]
        return found

    def refresh(self) -> bool:
        """Take in what other processes recorded; True if there was anything."""
        news = False
        if self.storage.journal.behind():
            with self._writing, self._lock.held(self._patience):
                news = self._catch_up()
        self._index_batches()
        return news

    @contextmanager
    def change(self) -> Iterator[None]:
        """Hold the docket, caught up: appends are allowed inside."""
        with self._writing, self._lock.held(self._patience):
            self._catch_up()
            damage = self.damage()
            if damage:
                raise Damaged(f"{damage} Nothing can be recorded.")
            yield

    def damage(self) -> str:
        """What is not as it was recorded, in a sentence; empty where nothing is known to be."""
        return " ".join([*filter(None, [self.storage.journal.damage]), *self._damage])

    def append(self, by: str, case: str | None, key: str, body: Body) -> Record:
        """Record durably, through TinyDB; only inside `change`."""
        record = Record(self.storage.journal.count, datetime.now(UTC), by, key, body, case)
        self.db.table(TABLES[record.kind]).insert(to_insert(record))
        return record

    def by_key(self, key: str) -> Record | None:
        """The record that was made with this key."""
        seq = self.storage.ledger.keys.get(key)
        return None if seq is None else self.storage.record(seq)

    def reviewer_like(self, reviewer: str) -> str | None:
        """The reviewer of this docket whose name looks the same as this one."""
        return self.storage.ledger.people.get(skeleton(reviewer))

    def state(self, case: str) -> State:
        """Where the case is."""
        return self.storage.ledger.state(case)

    def revisions(self, case: str) -> list[Case]:
        """All revisions of a case, oldest first; raises `BadInput` for an unknown case, `Damaged`."""
        places = self._ask_index(lambda: self.index.places(case))
        if not places:
            raise BadInput(f'There is no case "{case}" in this docket.')
        return [self._case(case, place, digest) for place, digest in places]

    def records(self, case: str | None = None) -> Iterator[Record]:
        """The records of a case, or all of them, oldest first."""
        ledger = self.storage.ledger
        seqs = range(len(ledger.offsets)) if case is None else list(ledger.of_case.get(case, ()))
        return (self.storage.record(seq) for seq in seqs)

    def find(self, chosen: Filter, reviewer: str) -> list[int]:
        """The numbers of the cases that match, in the order of the queue."""
        sql, values = to_sql(chosen, self.index.masked, datetime.now().astimezone().date())
        holds = live_test(chosen, reviewer)
        rows = self._ask_index(lambda: self.index.find(sql, values))
        if holds is None:
            return [number for number, _ in rows]
        return [number for number, case in rows if holds(self.state(case))]

    def found(self, numbers: list[int]) -> list[Found]:
        """The lines of these cases, in this order."""
        return self._ask_index(lambda: self.index.found(numbers, self.policy.case.columns))

    def counts(self) -> dict[Standing, int]:
        """How many cases stand where."""
        counts = {standing: self.storage.ledger.moved[standing] for standing in Standing}
        counts[Standing.OPEN] += sum(batch.cases for batch in self.storage.ledger.imports)
        return counts

    def add_batch(
        self,
        by: str,
        arrivals: Iterator[Case | Reject],
        sources: tuple[str, ...],
        *,
        dry_run: bool,
        strict: bool,
        on_reject: Callable[[Reject], None],
    ) -> Imported:
        """Take in cases as one batch, in one record: see `Docket.import_cases`."""
        with self._importing():
            with self._writing, self._lock.held(self._patience):
                self._catch_up()
            self._bring_index()
            done = importing.add_batch(self, by, arrivals, sources, dry_run=dry_run, strict=strict, on_reject=on_reject)
            self._bring_index()
            return done

    def checkpoint(self) -> Checkpoint:
        """Store id, number of records, head hash."""
        return Checkpoint(self.store, self.storage.journal.count, self.storage.journal.head)

    def verify(self, against: Checkpoint | None = None) -> Iterator[str]:
        """Check every byte, and that the history of `against` leads to this one; yields what is wrong."""
        return verifying.verify(self, against)

    def close(self) -> None:
        """Let go of files."""
        self.index.close()
        self.db.close()
        self._lock.close()

    def _catch_up(self) -> bool:
        news = self.storage.catch_up()
        torn = self.storage.journal.torn
        if torn is not None:
            try:
                self._report(torn)
            except (NotSaved, Unsure):  # reading goes on; the next to catch up reports it
                self.storage.catch_up()
        return news

    def _report(self, torn: TornTail) -> None:
        body = Recovered(torn.size, torn.sha256, torn.kept_in)
        if self.by_key(torn.kept_in) is None:
            self.append("", None, torn.kept_in, body)
        self.storage.journal.torn = None
        self._recovered.append(body)

    def renew_index(self) -> None:
        """Make the index anew from the batches; for whoever holds the import lock."""
        self._bring_index(anew=True)

    def check_index(self) -> None:
        """Look at all of the index, and make it anew if it is not what was put there: it is only derived."""
        self._ask_index(self.index.check)

    def _ask_index(self, ask: Callable[[], T]) -> T:
        """An answer of the index. Where it is not what was put there it is made anew, and asked again."""
        try:
            return ask()
        except sqlite3.Error:
            self._index_batches(anew=True)
        try:
            return ask()
        except sqlite3.Error as error:
            raise NotSaved(f"{self.folder}: the index of cases cannot be read: {error}.") from None

    def _index_batches(self, *, anew: bool = False) -> None:
        """Put into the index what the journal names and the index lacks."""
        if anew or self.index.held != self._named():
            with self._importing():
                self._bring_index(anew=anew)

    def _bring_index(self, *, anew: bool = False) -> None:
        """The same, for whoever holds the import lock: with the index there is, else a new one, else in memory."""
        named, self.index.masked = self._named(), frozenset(self.policy.case.masked)
        ways = (self.index.open, self.index.renew, self.index.renew_in_memory)
        for way in ways[anew:]:
            try:
                if way(named):
                    importing.index_batches(self)
                    self._damage, self.index.held = self.index.damage(), named
                    return
            except sqlite3.Error:
                continue
        raise NotSaved(f"{self.folder}: the index of cases can be made neither on the disk nor in memory.")

    def _named(self) -> list[str]:
        return [batch.batch for batch in self.storage.ledger.imports]

    @contextmanager
    def _importing(self) -> Iterator[None]:
        """One import at a time, without holding up those who decide meanwhile."""
        gate = Lock(self.folder / CASES / LOCK, self.disk)
        try:
            with gate.held(self._patience):
                yield
        finally:
            gate.close()

    def _case(self, case_id: str, place: Place, digest: bytes) -> Case:
        case = self.storage.batches.case(place)
        if case is None or case.id != case_id or content_hash(case) != digest:
            raise Damaged(f'Case "{case_id}" in cases/{place.batch} is not what was imported: damaged or edited.')
        return case
