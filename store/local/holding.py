"""Holding a docket: its journal and its projection, caught up and under its lock, and asked when nobody holds it.

A projection that is of no use is made anew while nobody is held up, and put in its place under the lock.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Lock as ThreadLock
from threading import Timer, get_ident
from typing import Any, TypeVar

import msgspec

from store.days import now, today
from store.disk import Disk
from store.engine import New, Progress
from store.errors import NotSaved, Unsure
from store.local.fold import Place, record_rows
from store.local.headway import headway
from store.local.journal import Journal, Line, TornTail
from store.local.layout import CASES, INDEX, JOURNAL, LOCK
from store.local.lock import Lock
from store.local.projection import Projection
from store.local.schema import one, unsound
from store.local.storage import DocketDB, JournalStorage
from store.records import Record, Recovered, as_document, decode_record

MAKING = 3600.0
"""Seconds to wait for another process that makes the projection: seconds for thousands of cases, minutes for more."""
RENEWALS = 3
"""How often one question or one act has the projection made anew, where others harm it meanwhile."""
LONG = 2.0
"""Seconds after which whoever opens a docket is told that its projection is made anew."""
T = TypeVar("T")


class Holding:
    """The journal and the projection of the docket in `folder`; any thread may use it."""

    def __init__(self, folder: Path, disk: Disk, patience: float) -> None:
        self.folder = folder
        self.journal = Journal(folder / JOURNAL, disk)
        self.projection = Projection(folder / INDEX, disk, folder / CASES, today())
        self.recovered: list[Recovered] = []
        """What was set aside since it was opened."""
        self.rewritten = False
        """Whether the journal was not the one that the projection had been made of."""
        self._db = DocketDB(self.journal, storage=_Recording)
        self._lock = Lock(folder / LOCK, disk)
        self._patience = patience
        self._holder: int | None = None
        self._making = Lock(folder / INDEX / LOCK, disk)
        self._renewing = ThreadLock()

    def open(self, remaking: Callable[[], None], progress: Progress | None) -> None:
        """Take in what the journal says; `remaking` is called where the projection is made anew and that takes long.

        `progress` hears then how far that has come.
        """
        with self._locked():
            stamp = self.projection.open()
            self.rewritten = stamp is not None and not self.journal.resume(stamp)
            if stamp is not None and not self.rewritten and self._is_caught_up():
                return
        with _if_long(remaking):
            self.renew(self.projection.generation, progress=progress)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._lock.held(self._patience):
            self._holder = get_ident()
            try:
                yield
            finally:
                self._holder = None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the docket, caught up; a projection that is of no use is made anew first."""
        made = 0
        while True:
            generation = self.projection.generation
            with self._locked():
                if self._is_caught_up(last=made == RENEWALS):
                    yield
                    return
            made += self.renew(generation)

    def renew(self, generation: int, *, to_write: bool = False, progress: Progress | None = None) -> bool:
        """Use another projection than the one of this generation; False where another thread did so meanwhile.

        Only the last step holds the docket.
        """
        journal, projection = self.folder / JOURNAL, self.projection
        with self._one_makes_it():
            if projection.generation != generation:
                return False
            if projection.may_serve():
                with self._locked():
                    stamp = projection.open()
                    serves = stamp is not None and self.journal.resume(stamp) and self._is_caught_up()
                    if serves and (projection.writable or not to_write):
                        return True
            read = headway(self.folder, progress)
            if aside := projection.build(journal, read):
                with self._locked():
                    if (stamp := projection.replace(aside)) and self.journal.resume(stamp):
                        self._is_caught_up()
                        return True
            try:
                made = projection.build_in_memory(journal, read)
            except sqlite3.Error as error:
                said = f"{self.folder}: the index can be made neither on the disk nor in memory: {error}."
                raise NotSaved(said) from None
            with self._locked():
                self.journal.resume(projection.use(*made))
                self._is_caught_up()
        return True

    @contextmanager
    def _one_makes_it(self) -> Iterator[None]:
        """One thread of one process at a time; where nothing can be made on the disk each makes their own."""
        with self._renewing, ExitStack() as held:
            with suppress(NotSaved):
                self.projection.make_folder()
                held.enter_context(self._making.held(MAKING))
            yield

    def _is_caught_up(self, *, last: bool = False) -> bool:
        try:
            self._catch_up()
        except sqlite3.Error as error:
            if last:
                raise NotSaved(f"{self.folder}: the index cannot be written: {error}.") from None
            return False
        return True

    def _catch_up(self) -> None:
        self.projection.catch_up(self.journal)
        torn = self.journal.torn
        if torn is not None:
            try:
                self._report(torn)
            except (NotSaved, Unsure) as error:  # reading goes on; the next to catch up reports it
                self.journal.stuck = str(error)

    def _report(self, torn: TornTail) -> None:
        body = Recovered(torn.size, torn.sha256, torn.kept_in)
        if self.made_with(torn.kept_in) is None:
            self.append(New("", None, torn.kept_in, body, today()))
        self.journal.torn = None
        self.recovered.append(body)

    def append(self, new: New) -> Record:
        """Record durably, through TinyDB; then the projection follows."""
        record = Record(self.journal.count, now(), new.day, new.by, new.key, new.body, new.case)
        table = self._db.table(record.body.table)
        table.insert(as_document(record))
        assert isinstance(self._db.storage, _Recording)  # noqa: S101
        self.projection.append(self._db.storage.last, self.journal)
        return record

    def records(self, after: int, limit: int) -> list[Record]:
        """Up to `limit` records after number `after`, oldest first, each verified again."""
        return self.records_at(self.ask(lambda connection: record_rows(connection, after, limit)))

    def records_at(self, places: list[Place]) -> list[Record]:
        """The records whose lines are at these places, each verified again."""
        return [decode_record(self.journal.line_at(*place)) for place in places]

    def made_with(self, key: str) -> Record | None:
        """The record that was made with this key."""

        def asked() -> Record | None:
            found = self.ask(lambda connection: one(connection, "SELECT seq FROM keys WHERE key = ?", (key,)))
            made = self.records(found[0] - 1, 1) if found else []
            if any(record.key != key for record in made):
                raise unsound()
            return made[0] if made else None

        return self.again(asked)

    def ask(self, ask: Callable[[sqlite3.Connection], T]) -> T:
        """An answer of the projection in one state of it. Where it is not what was put there it is made anew."""

        def asked() -> T:
            with self.projection.reading() as connection:
                return ask(connection)

        return self.again(asked)

    def again(self, ask: Callable[[], T]) -> T:
        """Ask, and again of a projection made anew; whoever holds the docket lets it go first."""
        made = 0
        while True:
            generation = self.projection.generation
            try:
                return ask()
            except sqlite3.Error as error:
                if self._holder == get_ident():
                    raise
                if made == RENEWALS:
                    raise NotSaved(f"{self.folder}: the index cannot be read: {error}.") from None
            made += self.renew(generation)

    def close(self) -> None:
        """Let go of the files."""
        self.projection.close()
        self._db.close()
        self._lock.close()
        self._making.close()


@contextmanager
def _if_long(tell: Callable[[], None]) -> Iterator[None]:
    """Tell, from another thread, that this takes long, while it does."""
    timer = Timer(LONG, tell)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


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
