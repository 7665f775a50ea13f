"""The local engine: TinyDB over the journal, the batches and the index of one directory, for several processes."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock

from store.engine import DocketWarning, Found
from store.errors import Damaged, NotSaved, Unsure
from store.filters import Filter
from store.local import importing, verifying
from store.local.cases import Cases
from store.local.creating import create
from store.local.disk import Disk
from store.local.filter_sql import live_test, to_sql
from store.local.journal import TornTail
from store.local.layout import JOURNAL, LOCK
from store.local.lock import PATIENCE, Lock
from store.local.storage import TABLES, DocketDB, JournalStorage, to_insert
from store.model import Body, Case, Checkpoint, Import, Imported, Record, Recovered, Reject, Standing
from store.names import skeleton
from store.policy import Policy
from store.standing import State


class LocalEngine:
    """A docket in a directory; see `store.engine.Engine`."""

    def __init__(self, where: Path, disk: Disk | None = None, *, patience: float = PATIENCE) -> None:
        """Open a docket; raises `BadInput` if there is none, `Damaged`, `NewerFormat`, `Busy`, `NotSaved`."""
        self.folder = where
        self.disk = disk or Disk()
        self.db = DocketDB(where, disk=self.disk, for_engine=True)
        assert isinstance(self.db.storage, JournalStorage)  # noqa: S101
        self.storage = self.db.storage
        self.cases = Cases(where, self.disk, self.storage.batches, self.storage.ledger, patience)
        self._writing = RLock()
        self._lock = Lock(where / LOCK, self.disk)
        self._patience = patience
        self._recovered: list[Recovered] = []
        with ExitStack() as on_failure:
            on_failure.callback(self.close)
            with self._writing, self._lock.held(patience):
                self._catch_up()
            if "policy" not in self.storage.ledger.of_kind:
                raise Damaged(f"{where}: {self.storage.journal.damage or 'The journal does not hold a policy.'}")
            self.cases.take_in()
            on_failure.pop_all()

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

    def troubles(self) -> list[DocketWarning]:
        """What people must be told of the state of the docket."""
        found = []
        damage = self.damage()
        if damage:
            found.append(DocketWarning("damaged", f"{damage} Nothing can be recorded.", True))
        if self.storage.journal.stuck:
            found.append(DocketWarning("stuck", self.storage.journal.stuck, True))
        if not self.storage.journal.writable:
            found.append(DocketWarning("read_only", "The docket cannot be written to: nothing can be recorded.", True))
        found += [
            DocketWarning(
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
        self.cases.take_in()
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
        return " ".join([*filter(None, [self.storage.journal.damage]), *self.cases.damage])

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
        return self.cases.revisions(case)

    def records(self, case: str | None = None) -> Iterator[Record]:
        """The records of a case, or all of them, oldest first."""
        ledger = self.storage.ledger
        seqs = range(len(ledger.offsets)) if case is None else list(ledger.of_case.get(case, ()))
        return (self.storage.record(seq) for seq in seqs)

    def find(self, chosen: Filter, reviewer: str) -> list[int]:
        """The numbers of the cases that match, in the order of the queue."""
        sql, values = to_sql(chosen, self.cases.index.masked, datetime.now().astimezone().date())
        holds = live_test(chosen, reviewer)
        rows = self.cases.find(sql, values)
        if holds is None:
            return [number for number, _ in rows]
        return [number for number, case in rows if holds(self.state(case))]

    def found(self, numbers: list[int]) -> list[Found]:
        """The lines of these cases, in this order."""
        return self.cases.found(numbers)

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

        def record(batch: Import) -> None:
            with self.change():
                self.append(by, None, secrets.token_hex(8), batch)

        with self.cases.importing():
            with self._writing, self._lock.held(self._patience):
                self._catch_up()
            self.cases.bring_index()
            number = len(self.storage.ledger.imports) + 1
            done = importing.add_batch(
                self.cases, number, arrivals, sources, record, dry_run=dry_run, strict=strict, on_reject=on_reject
            )
            self.cases.bring_index()
            return done

    def checkpoint(self) -> Checkpoint:
        """Store id, number of records, head hash."""
        return Checkpoint(self.store, self.storage.journal.count, self.storage.journal.head)

    def verify(self, against: Checkpoint | None = None) -> Iterator[str]:
        """Check every byte, and that the history of `against` leads to this one; yields what is wrong."""
        self.refresh()
        path = self.folder / JOURNAL
        yield from verifying.verify(path, self.disk, self.storage.batches, self.checkpoint(), against)
        self.cases.check_index()

    def close(self) -> None:
        """Let go of files."""
        self.cases.index.close()
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
