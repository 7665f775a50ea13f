"""The local engine: a journal, batches of cases and a projection of both in one directory, for several processes."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

from store.case.dossier import Dossier, Found, Key
from store.case.policies import Policies
from store.case.state import State
from store.disk import Disk
from store.engine import Decide, DocketWarning, New, Present, Progress, Query
from store.errors import BadInput, Damaged, NotSaved
from store.fields import SUBJECT
from store.local.batches import CasePlace, content_hash, decode_line
from store.local.case_rows import case_row, must_be_unknown, numbered, revision_rows
from store.local.fold import Place, alike, importers, imports, people, reached_in, read_state, record_rows
from store.local.holding import Holding
from store.local.layout import CASES, LOCK, must_be_a_docket
from store.local.links import is_renewed, linked
from store.local.lock import PATIENCE, Lock
from store.local.mine import lapsed
from store.local.queue import Queue, other_fields, standings
from store.local.schema import one, rows, unsound
from store.model import Arrival, Case, Checkpoint, Imported, Refusal, Reject, Standing
from store.records import Import, Record


class LocalEngine:
    """A docket in a directory; see `store.engine.Engine`."""

    def __init__(
        self,
        where: Path,
        disk: Disk | None = None,
        *,
        patience: float = PATIENCE,
        remaking: Callable[[], None] = lambda: None,
        progress: Progress | None = None,
    ) -> None:
        """Open a docket; raises `BadInput` if there is none, `Damaged`, `NewerFormat`, `Busy`, `NotSaved`."""
        self.folder = where
        self.disk = disk or Disk()
        must_be_a_docket(where)
        self.holding = Holding(where, self.disk, patience)
        self.projection = self.holding.projection
        self.journal = self.holding.journal
        self._queue = Queue(self.projection)
        self._gate = Lock(where / CASES / LOCK, self.disk)
        self._patience = patience
        self._told = 0
        with ExitStack() as on_failure:
            on_failure.callback(self.close)
            self.holding.open(remaking, progress)
            if not self.policies:
                raise Damaged(f"{where}: {self.journal.damage or 'The journal does not hold a policy.'}")
            self._told = self.projection.fold.count
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
        if self.holding.rewritten and not self.journal.damage:
            said = "The journal is not the one that was worked on here last: it was replaced or rewritten. Verify it "
            found.append(DocketWarning("rewritten", f"{said}against a checkpoint that was kept elsewhere.", False))
        for torn in self.holding.recovered:
            said = f"An unfinished record of {torn.size} bytes, never acknowledged, was set aside in {torn.kept_in}."
            found.append(DocketWarning("recovered", said, False))
        return found

    def damage(self) -> str:
        """What is not as it was recorded, in a sentence; empty where nothing is known to be."""
        found = self.holding.ask(lambda connection: rows(connection, "SELECT sentence FROM damage LIMIT 3"))
        return " ".join([*filter(None, [self.journal.damage]), *(sentence for (sentence,) in found)])

    def refresh(self) -> bool:
        """Take in what others recorded; True if there was anything new since this process last looked.

        What it recorded itself is new too where the projection was late with it: nobody can have read it there.
        """
        late = self.projection.is_late(self.journal)
        if late or self.journal.behind():
            with self.holding.held():
                pass
        before, self._told = self._told, self.projection.fold.count
        return late or self._told > before

    def lapsed(self, since: datetime, until: datetime) -> bool:
        """Whether somebody ceased to count as reading a case after `since`, and by `until`."""
        return self.holding.ask(lambda connection: lapsed(connection, since, until))

    # Changing

    def transact(self, cases: tuple[str, ...], decide: Decide) -> Record | Refusal:
        """Let `decide` see the docket under its lock, and record what it says."""

        def decided() -> Record | Refusal:
            with self.holding.held():
                with self.projection.reading():  # all that is asked is asked of one state
                    damage = self.damage()
                    if damage:
                        raise Damaged(f"{damage} Nothing can be recorded.")
                    answer = decide(self)
                if not isinstance(answer, New):
                    return answer
                record = self.holding.append(answer)
                self._told += self._told == record.seq  # what this process recorded is no news to it
                return record

        return self.holding.again(decided)

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
        from store.local.batch_import import BatchImport  # no other command, and no screen, has to wait for it

        with self._gate.held(self._patience):
            with self.holding.held():
                pass
            taking = BatchImport(self.folder / CASES, self.disk, self.projection, on_reject)

            def record(batch: Import) -> Record | Refusal:
                return self.transact((), lambda present: decide(present, batch))

            generation = self.projection.generation
            try:
                return taking.run(arrivals, sources, record, dry_run=dry_run, strict=strict)
            except sqlite3.Error as error:
                said = f"the disk said: {error}"
                if not isinstance(error, sqlite3.OperationalError) or not self.projection.writable:
                    self.holding.renew(generation, to_write=True)
                    said = "the index had to be made anew"
                raise NotSaved(f"Nothing was imported: {said}. The same import can be made again.") from None

    # What a decision rests on

    def made_with(self, key: str) -> Record | None:
        """The record that was made with this key."""
        return self.holding.made_with(key)

    def alike(self, reviewer: str) -> str | None:
        """The first reviewer recorded here whose name looks the same as this one."""
        return self.holding.ask(lambda connection: alike(connection, reviewer))

    def people(self) -> frozenset[str]:
        """Everybody who has recorded anything."""
        return frozenset(self.holding.ask(people).values())

    def linked(self, case: str) -> list[str]:
        """The ids of the cases that are linked with this one, those that share most with it first."""

        def ask(connection: sqlite3.Connection) -> list[str]:
            found = linked(connection, self._number(connection, case))
            return [str(case_row(connection, number)[2]) for number in found]

        return self.holding.ask(ask)

    def is_renewed(self, case: str) -> bool:
        """Whether an import of renewals brought a case that renews this one."""
        key = self.projection.fold.draw_key
        return self.holding.ask(lambda connection: is_renewed(connection, case, key))

    def renewal_day(self, case: str) -> date | None:
        """The day on which this case came up again: the due date of its first revision."""

        def ask(connection: sqlite3.Connection) -> bool:
            batch = case_row(connection, self._number(connection, case))[1]
            return any(number == batch and renewals for number, *_, renewals in imports(connection, batch - 1))

        return self.dossier(case).revisions[0].due if self.holding.ask(ask) else None

    def has_recused(self, reviewer: str) -> bool:
        """Whether this reviewer has stepped off any case."""
        sql = "SELECT 1 FROM recused WHERE name = ? LIMIT 1"
        return self.holding.ask(lambda connection: one(connection, sql, (reviewer,))) is not None

    def state(self, case: str) -> State:
        """Where the case is."""
        return self.holding.ask(lambda connection: read_state(connection, self._number(connection, case))[0])

    def dossier(self, case: str) -> Dossier:
        """The case; raises `BadInput` for an unknown one, `Damaged`."""

        def ask(connection: sqlite3.Connection) -> tuple[State, list[tuple[Any, ...]], dict[int, str], int, date]:
            number, fold = self._number(connection, case), self.projection.fold
            state, _ = read_state(connection, number)
            lines = revision_rows(connection, number, last_batch=fold.imports)
            if state.revision != len(lines):
                raise unsound()
            return state, lines, importers(connection), fold.count, fold.import_days[lines[0][2]]

        state, lines, brought, count, day = self.holding.ask(ask)
        revisions = tuple(
            self._case(case, CasePlace(batch, at, size), digest) for _, _, batch, at, size, digest in lines
        )
        return Dossier(state, revisions, frozenset(brought[line[2]] for line in lines), count, day)

    # Reading

    def records(self, after: int, limit: int) -> list[Record]:
        """Up to `limit` records after number `after`, oldest first, each verified again."""
        return self.holding.records(after, limit)

    def records_of(self, case: str) -> list[Record]:
        """The records of a case and the imports that brought its revisions, oldest first."""

        def ask(connection: sqlite3.Connection) -> tuple[list[int], list[Place]]:
            number = self._number(connection, case)
            own = rows(connection, "SELECT seq FROM records WHERE number = ?", (number,))
            if len(own) != read_state(connection, number)[1]:
                raise unsound()
            brought, seqs = {batch for _, _, batch, *_ in revision_rows(connection, number)}, imports(connection)
            found = sorted([*(seq for (seq,) in own), *(seq for batch, seq, *_ in seqs if batch in brought)])
            return found, [place for seq in found for place in record_rows(connection, seq - 1, 1)]

        def asked() -> list[Record]:
            seqs, places = self.holding.ask(ask)
            found = self.holding.records_at(places)
            if [one.seq for one in found if one.case == case or isinstance(one.body, Import)] != seqs:
                raise unsound()
            return found

        return self.holding.again(asked)

    def page(self, query: Query, after: Key | None, limit: int, *, back: bool = False) -> list[Found]:
        """Up to `limit` cases that match, by key."""
        self._turn_to(query.day)
        return self.holding.again(lambda: self._queue.page(query, after, limit, back=back))

    def count(self, query: Query, before: Key | None = None) -> int:
        """How many match; with `before`, how many of them come before that key."""
        self._turn_to(query.day)
        return self.holding.again(lambda: self._queue.count(query, before))

    def counts(self, day: date, hides_from: str | None = None) -> dict[Standing, int]:
        """How many cases stand where on a day."""
        self._turn_to(day)
        found = self.holding.ask(lambda connection: standings(connection, hides_from))
        return {standing: found.get(str(standing), 0) for standing in Standing}

    def checkpoint(self) -> Checkpoint:
        """Store id, number of records, head hash."""
        stamp = self.holding.ask(reached_in).stamp
        return Checkpoint(self.store, stamp.count, stamp.head)

    def verify(self, against: Checkpoint | None = None, progress: Progress | None = None) -> Iterator[str]:
        """Check every byte and every rule; yields what is wrong, and changes nothing."""
        from store.local import verify

        with suppress(NotSaved):
            self.refresh()
        return verify.verify(self.folder, self.disk, self.projection, self.checkpoint(), against, progress)

    def other_fields(self, name: str) -> list[str] | None:
        """None if a case has a field of this name that is not masked; else the names that there are."""
        return self.holding.ask(lambda connection: other_fields(connection, name))

    def spelt(self) -> tuple[set[str], set[str]]:
        """The fields and the kinds of evidence of all cases, as they are spelt there. Reads every case."""
        fields, kinds, batches = set[str](), set[str](), self.projection.fold.batches
        for number, batch in list(batches.names.items()):
            for _, line in batches.lines(number, batch):
                if (case := decode_line(line)) is not None:
                    fields.update(case.fields, [SUBJECT] if case.subject else [])
                    kinds.update(item.kind for item in case.evidence)
        return fields, kinds

    def close(self) -> None:
        """Let go of files."""
        self._queue.close()
        self.holding.close()
        self._gate.close()

    def _turn_to(self, day: date) -> None:
        def turn() -> None:
            with suppress(sqlite3.OperationalError):  # where nothing can be written the filter asks for the day before
                self.projection.turn_to(day)

        self.holding.again(turn)

    def _number(self, connection: sqlite3.Connection, case: str) -> int:
        found = numbered(connection, case)
        if found is not None and found[1] <= self.projection.fold.imports:
            return found[0]
        if found is None:
            must_be_unknown(connection, case)
        if said := rows(connection, "SELECT sentence FROM damage LIMIT 3"):
            raise Damaged(" ".join([f'Case "{case}" is not found.', *(sentence for (sentence,) in said)]))
        raise BadInput(f'There is no case "{case}" in this docket.')

    def _case(self, case_id: str, place: CasePlace, digest: bytes) -> Case:
        batches = self.projection.fold.batches
        case = batches.case(place)
        if case is None or case.id != case_id or content_hash(case) != digest:
            batch = batches.names[place.batch]
            raise Damaged(f'Case "{case_id}" in cases/{batch} is not what was imported: damaged or edited.')
        return case
