"""The projection: what the journal and the batches say, folded once into an SQLite file and stamped with the head.

It is derived and disposable. It is written after a record is acknowledged, without a sync of its own, so it may end
before the journal does: opening reads only what came after the stamp. Where it does not fit the journal, or a row of
it is not what was put there, it is made anew. It is SQLite, not memory, so that a million cases open like a thousand;
where no file can be made it is in memory all the same.
"""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from threading import RLock

from store.disk import NO_RIGHT, Disk
from store.errors import BadInput, NotSaved, StoreError
from store.local import making, schema
from store.local.batches import Batches
from store.local.fold import Fold, reached_in
from store.local.headway import Read
from store.local.journal import Journal, Line, Stamp
from store.local.layout import PROJECTION
from store.local.schema import meta, rows, unsound

PATIENCE = 10.0
"""Seconds to wait for another process that writes to the projection: an import does, for milliseconds at a time."""
SHORT = 0.1
"""Seconds that a record which is acknowledged already waits to be taken in; the next to catch up takes it in else."""
MUCH = 4 << 20
"""Bytes beside the file that are put into it: a hundred records, or a moment of an import."""
ASIDE = ".new-"
"""What the name of one begins with that is on its way."""


class Projection:
    """The file, and the fold that goes on where it ends.

    Any thread may read. `open`, `replace`, `catch_up` and `append` are for who holds the docket.
    """

    def __init__(self, folder: Path, disk: Disk, cases: Path, day: date) -> None:
        self.fold = Fold(Batches(cases, disk), day)
        self.generation = 0
        """Another one whenever another file is used; what is known of the one before means nothing then."""
        self._path = folder / PROJECTION
        self._disk = disk
        self._cases = cases
        self._guard = RLock()
        self._write_guard = RLock()
        self._uri = ""
        self._file: tuple[int, int] | None = None
        self._tried: tuple[int, int] | None = None
        self._masked = ""
        self._stale = False
        self._inside = False
        self._patience = 0.0
        self._reader: sqlite3.Connection | None = None
        self._writer: sqlite3.Connection | None = None

    # Opening

    def open(self) -> Stamp | None:
        """Open what is there and give its stamp; None if it is of no use, or there is none."""
        uri, self._tried = self._path.absolute().as_uri(), self._identity()
        try:
            self._disk.close(self._disk.open(self._path, os.O_RDWR))
        except OSError as error:
            if error.errno not in NO_RIGHT:
                return None
            # What waits beside the file belongs to it; where nothing does, SQLite need not write to read it.
            return self._use(f"{uri}?{'mode=ro' if self._waiting() else 'immutable=1'}")
        return self._use(f"{uri}?mode=rw")

    def build(self, journal: Path, read: Read | None = None) -> Path | None:
        """Make another one of the journal as it is now, aside, while nobody is held up; None if the disk will not.

        One process at a time may. Raises `Damaged` where the journal holds nothing, `NewerFormat`, `NotSaved`.
        """
        aside = self._path.with_name(f"{ASIDE}{secrets.token_hex(4)}")
        with ExitStack() as unless_made:
            unless_made.callback(self._remove, aside)
            try:
                for left in aside.parent.glob(f"{ASIDE}*"):  # by who was killed
                    self._disk.remove(left)
                fd = self._disk.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL)
                try:
                    with closing(schema.connect(f"{aside.absolute().as_uri()}?mode=rw")) as connection:
                        connection.execute("PRAGMA journal_mode = OFF")
                        connection.execute("PRAGMA synchronous = OFF")
                        making.make(connection, partial(self._another, read), journal, self._disk)
                    self._disk.sync(fd)
                finally:
                    self._disk.close(fd)
            except (OSError, sqlite3.DatabaseError):  # a read that fails can look like damage to SQLite
                return None
            unless_made.pop_all()
        return aside

    def replace(self, aside: Path) -> Stamp | None:
        """Put what was built in its place, and open it."""
        self.close()
        try:
            self._remove_beside()
            self._disk.rename(aside, self._path)
            self._remove_beside()  # of who opened the one before in between: it is not to be shared
        except OSError:
            self._remove(aside)
            return None
        return self.open()

    def build_in_memory(self, journal: Path, read: Read | None = None) -> tuple[sqlite3.Connection, Fold]:
        """Make one in memory, for what is derived needs no disk. Raises as `build` does."""
        reader = schema.connect("file::memory:")
        return reader, making.make(reader, partial(self._another, read), journal, self._disk)

    def use(self, reader: sqlite3.Connection, fold: Fold) -> Stamp:
        """Use one that was made in memory."""
        self._swap("", reader, fold, None)
        return reached_in(reader).stamp

    def may_serve(self) -> bool:
        """Whether it is worth opening what is there: another file than before, or one that others write to."""
        there = self._identity()
        return there is not None and (there != self._tried or not self.writable)

    @property
    def writable(self) -> bool:
        """Whether this process may write to it."""
        return self.alone or "mode=rw" in self._uri

    def make_folder(self) -> None:
        """Make the folder that it is in; raises `NotSaved`."""
        try:
            if not self._path.parent.exists():
                self._disk.make_folder(self._path.parent)
        except OSError as error:
            raise NotSaved(f"{self._path.parent}: it cannot be made: {error.strerror}.") from None

    def close(self) -> None:
        """Let go of the file."""
        with self._write_guard, self._guard:
            for connection in (self._reader, self._writer):
                if connection is not None:
                    connection.close()
            self._reader = self._writer = None

    # Reading

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The shared connection, for questions that take microseconds: all that are asked inside see one state."""
        with self._guard:
            if self._reader is None:
                raise unsound()
            if self._inside:
                yield self._reader
                return
            with self.steady(self._reader):
                self._learn(self._reader)
                self._inside = True
                try:
                    yield self._reader
                finally:
                    self._inside = False

    @contextmanager
    def searching(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own, for questions that may take a while."""
        if self.alone:
            with self.reading() as connection:
                yield connection
            return
        with closing(self.connect()) as connection, self.steady(connection):
            yield connection

    @property
    def alone(self) -> bool:
        """Whether there is one connection only, for all: in memory."""
        return self._file is None

    def connect(self) -> sqlite3.Connection:
        """Another connection to the file, for one thread at a time; each question is asked inside `steady`."""
        return schema.connect(self._uri)

    @contextmanager
    def steady(self, connection: sqlite3.Connection) -> Iterator[None]:
        """All that is asked inside sees one state of the file that is in use; raises where it is that no more."""
        connection.execute("BEGIN")
        try:
            yield
            if self.moved():
                raise unsound()
        finally:
            try:
                connection.commit()
            except sqlite3.Error:
                connection.rollback()
                raise

    def moved(self) -> bool:
        """Whether somebody has put another one in the place of the file that is in use."""
        return self._file is not None and self._file != self._identity()

    # Taking in

    def catch_up(self, journal: Journal) -> None:
        """Take in what came after the stamp, wherever this process or another one has put it.

        Raises `sqlite3.Error` where this projection is of no use any more, or cannot be written.
        """
        with self.reading() as connection:
            stamp = reached_in(connection).stamp
        if journal.count != stamp.count and not journal.resume(stamp):
            raise unsound()
        lines = journal.catch_up()
        first = next(lines, None)
        if first is not None:
            with self.writing() as connection:
                if reached_in(connection).stamp != stamp:
                    raise unsound()
                making.take(connection, self.fold, journal, chain([first], lines))
        if self.fold.policies and making.masks(self.fold.policies.current) != self._masked:
            raise unsound()

    def is_late(self, journal: Journal) -> bool:
        """Whether a line that this process knows may not be in the file yet, as where the disk had no room for it."""
        return self._stale or self.fold.count < journal.count

    def append(self, line: Line, journal: Journal) -> None:
        """Take in a line that this process has just added to the journal; one that is late is taken in later."""
        with suppress(sqlite3.Error, StoreError), self.writing(SHORT) as connection:
            if self.fold.count == journal.count - 1:  # else the one before it is late already
                self.fold.take(connection, line)
                making.put_stamp(connection, self.fold, journal, line)

    @contextmanager
    def writing(self, patience: float = PATIENCE) -> Iterator[sqlite3.Connection]:
        """A write transaction; nothing of it stays where it ends in an error. Readers wait for it only once it began.

        Raises `sqlite3.OperationalError` where another process is writing for longer than `patience` seconds.
        """
        with self._write_guard:
            writer = self._writes(patience)
            with ExitStack() as held:
                if self.alone:
                    held.enter_context(self._guard)
                writer.execute("BEGIN IMMEDIATE")
                held.enter_context(self._guard)
                kept = False
                try:
                    if self.moved():
                        raise unsound()
                    self._learn(writer)
                    yield writer
                    writer.execute("COMMIT")
                    kept = True
                finally:
                    if not kept:
                        self._stale = True  # what is in memory may be ahead of what is in the file
                        writer.rollback()
            self._tidy(writer)

    def _tidy(self, writer: sqlite3.Connection) -> None:
        """Put into the file what waits beside it, once that is much: it syncs, and no reader need wait for that."""
        if self._waiting() > MUCH:
            with suppress(sqlite3.Error):  # it waits on, and is read from there
                writer.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def turn_to(self, day: date) -> None:
        """Another day: some cases stand elsewhere on it."""
        with self.reading():
            turned = day == self.fold.day
        if not turned:
            with self.writing() as connection:
                self.fold.turn_to(connection, day)

    def _writes(self, patience: float) -> sqlite3.Connection:
        if self._reader is None:
            raise unsound()
        if self.alone:
            return self._reader
        if self._writer is None:
            self._writer, self._patience = self.connect(), 0.0
            self._writer.execute("PRAGMA wal_autocheckpoint = 0")  # see `_tidy`
            self._writer.execute(f"PRAGMA journal_size_limit = {MUCH}")
        if self._patience != patience:
            self._writer.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
            self._patience = patience
        return self._writer

    def _learn(self, connection: sqlite3.Connection) -> None:
        """Know what is in the file: this process may have taken in less than others, or more than it could keep."""
        if self._stale or reached_in(connection).stamp.count < self.fold.count:
            fold = self._another()
            fold.follow(connection)
            fold.masking = self.fold.masking
            self.fold, self._stale = fold, False
        else:
            self.fold.follow(connection)

    # Files

    def _use(self, uri: str) -> Stamp | None:
        file, fold = self._identity(), self._another()
        with ExitStack() as unless_used:
            try:
                reader = unless_used.enter_context(closing(schema.connect(uri)))
                fits = meta(reader, "format") == schema.FORMAT and schema.tables(reader) == schema.made_tables()
                if not fits or rows(reader, "SELECT 1 FROM damage LIMIT 1"):
                    return None
                fold.follow(reader)
                stamp, masked = reached_in(reader).stamp, meta(reader, "masked")
            except (sqlite3.Error, BadInput):
                return None
            fold.masking = fold.policies.current if fold.policies else None
            if masked != making.masks(fold.masking) or file != self._identity():
                return None
            unless_used.pop_all()
        self._swap(uri, reader, fold, file)
        return stamp

    def _swap(self, uri: str, reader: sqlite3.Connection, fold: Fold, file: tuple[int, int] | None) -> None:
        """Threads that read meanwhile find the old one or the new one."""
        with self._write_guard, self._guard:
            self.close()
            self._uri, self._reader, self.fold, self._file = uri, reader, fold, file
            self._masked, self._stale = making.masks(fold.masking), False
            self.generation += 1
            with suppress(sqlite3.OperationalError):  # where nothing can be written nothing has to be
                reader.execute("PRAGMA journal_mode = WAL")

    def _another(self, read: Read | None = None) -> Fold:
        return Fold(Batches(self._cases, self._disk, read), self.fold.day)

    def _identity(self) -> tuple[int, int] | None:
        try:
            facts = self._path.stat()
        except OSError:
            return None
        return facts.st_dev, facts.st_ino

    def _waiting(self) -> int:
        """Bytes that wait beside the file to be put into it, or waited there last."""
        try:
            return self._path.with_name(f"{self._path.name}-wal").stat().st_size
        except OSError:
            return 0

    def _remove_beside(self) -> None:
        for suffix in ("-wal", "-shm"):
            self._disk.remove(self._path.with_name(self._path.name + suffix))

    def _remove(self, aside: Path) -> None:
        with suppress(OSError):
            self._disk.remove(aside)
