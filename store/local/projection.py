"""The projection: what the journal and the batches say, folded once into an SQLite file and stamped with the head.

It is derived and disposable. It is written after a record is acknowledged, without a sync of its own, so it may end
before the journal does: opening reads only what came after the stamp. Where it does not fit the journal, or a row of
it is not what was put there, it is made anew. It is SQLite, not memory, so that a million cases open like a thousand.
"""

import errno
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import date
from itertools import chain
from pathlib import Path
from threading import RLock

from store.disk import NO_RIGHT, Disk
from store.errors import Damaged, StoreError
from store.local import schema
from store.local.batches import Batches
from store.local.fold import Fold
from store.local.journal import Journal, Line, Stamp
from store.local.layout import PROJECTION
from store.local.schema import one, rows, unsound
from store.policy import Policy, parse
from store.records import PolicySet, decode_record

PATIENCE = 10.0
"""Seconds to wait for another process that writes to the projection: an import does, for milliseconds at a time."""
SHORT = 0.1
"""Seconds that a record which is acknowledged already waits to be taken in; the next to catch up takes it in else."""
ASIDE = ".new-"
"""What the name of one begins with that is on its way."""


class Projection:
    """The file, and the fold that goes on where it ends. Any thread may read; all else is for who holds the docket."""

    def __init__(self, folder: Path, disk: Disk, batches: Batches, day: date) -> None:
        self.folder = folder
        self.fold = Fold(batches, day)
        self.count = 0
        """Records taken in."""
        self._path = folder / PROJECTION
        self._disk = disk
        self._guard = RLock()
        self._write_guard = RLock()
        self.uri = ""
        """Where it is, for another connection; another one once it was made anew."""
        self._masked = ""
        self._stale = False
        self._reader: sqlite3.Connection | None = None
        self._writer: sqlite3.Connection | None = None

    # Opening

    def open(self) -> Stamp | None:
        """Open what is there and give its stamp; None if it is of no use, or there is none."""
        uri = self._path.absolute().as_uri()
        try:
            self._disk.close(self._disk.open(self._path, os.O_RDWR))
        except OSError as error:
            if error.errno not in NO_RIGHT:
                return None
            return self._use(f"{uri}?{'immutable=1' if error.errno == errno.EROFS else 'mode=ro'}")
        return self._use(f"{uri}?mode=rw")

    def build(self, journal: Path) -> Path | None:
        """Make another one of the journal as it is now, aside, while nobody is held up; None if the disk will not.

        Raises as `Journal.catch_up` does.
        """
        aside = self.folder / f"{ASIDE}{secrets.token_hex(4)}"
        try:
            if not self.folder.exists():
                self._disk.make_folder(self.folder)
            self._disk.close(self._disk.open(aside, os.O_RDWR | os.O_CREAT | os.O_EXCL))
            with closing(schema.connect(f"{aside.absolute().as_uri()}?mode=rw")) as connection:
                connection.execute("PRAGMA journal_mode = OFF")
                connection.execute("PRAGMA synchronous = OFF")
                self.make(connection, journal)
            return aside
        except (OSError, sqlite3.OperationalError):
            self._remove(aside)
            return None

    def replace(self, aside: Path) -> Stamp | None:
        """Put what was built in its place, and open it; the caller holds the docket."""
        self.close()
        try:
            for suffix in ("-wal", "-shm"):
                self._disk.remove(self._path.with_name(self._path.name + suffix))
            self._disk.rename(aside, self._path)
        except OSError:
            self._remove(aside)
            return None
        return self.open()

    def in_memory(self, journal: Path) -> Stamp:
        """Make it in memory: what is derived needs no disk. Raises `Damaged` where the journal holds nothing."""
        uri = f"file:foureyes-{os.getpid()}-{secrets.token_hex(4)}?mode=memory&cache=shared"
        reader = schema.connect(uri)
        damage = self.make(reader, journal)
        self._swap(uri, reader)
        stamp = _stamp_in(reader)
        if stamp is None:
            raise Damaged(f"{journal}: {damage or 'the journal does not hold a record.'}")
        return stamp

    def make(self, connection: sqlite3.Connection, journal: Path) -> str | None:
        """Fill an empty database with all that a journal says; what is wrong with the journal, if anything is."""
        reading = Journal(journal, self._disk, read_only=True)
        try:
            connection.executescript(schema.SCHEMA)
            self._forget()
            self.fold.masking = _last_policy(journal)
            connection.execute("BEGIN")
            self._take(connection, reading, reading.catch_up())
            masked = _masks(self.fold.masking) if self.fold.masking else ""
            for name, value in (("format", schema.FORMAT), ("masked", masked), ("day", self.fold.day.isoformat())):
                self._set(connection, name, value)
            connection.execute("COMMIT")
        finally:
            reading.close()
        return reading.damage

    def close(self) -> None:
        """Let go of the file."""
        with self._guard:
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
            self._reader.execute("BEGIN")
            try:
                self._learn(self._reader)
                yield self._reader
            finally:
                self._reader.execute("COMMIT")

    @contextmanager
    def searching(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own, for questions that may take a while."""
        with closing(schema.connect(self.uri)) as connection:
            connection.execute("BEGIN")
            yield connection

    # Taking in

    def catch_up(self, journal: Journal) -> None:
        """Take in what came after the stamp, and what other processes have taken in since.

        Raises `sqlite3.Error` where this projection is of no use any more, or cannot be written.
        """
        with self.reading() as connection:
            self._follow(connection, journal)
        lines = journal.catch_up()
        first = next(lines, None)
        if first is not None:
            with self.writing() as connection:
                self._take(connection, journal, chain([first], lines))
        if self.fold.policies and _masks(self.fold.policies.current) != self._masked:
            raise unsound()

    def append(self, line: Line, journal: Journal) -> None:
        """Take in a line that this process has just added to the journal; one that is late is taken in later."""
        if self.count != journal.count - 1:  # the one before it is late already
            return
        with suppress(sqlite3.Error), self.writing(SHORT) as connection:
            self.fold.take(connection, line, self.count)
            self.count += 1
            self._stamp(connection, journal, line)

    @contextmanager
    def writing(self, patience: float = PATIENCE) -> Iterator[sqlite3.Connection]:
        """A write transaction; nothing of it stays where it ends in an error. Readers wait for it only once it began.

        Raises `sqlite3.OperationalError` where another process is writing for longer than `patience` seconds.
        """
        with self._write_guard:
            if self._writer is None:
                self._writer = schema.connect(self.uri)
            writer = self._writer
            writer.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
            writer.execute("BEGIN IMMEDIATE")
            with self._guard:
                try:
                    yield writer
                    writer.execute("COMMIT")
                except BaseException:
                    self._stale = True  # what is in memory may be ahead of what is in the file
                    if writer.in_transaction:
                        writer.execute("ROLLBACK")
                    raise

    def turn_to(self, day: date) -> None:
        """Another day: some cases stand elsewhere on it."""
        if day != self.fold.day:
            with self.writing() as connection:
                self.fold.turn_to(connection, day)
                self._set(connection, "day", day.isoformat())

    def _take(self, connection: sqlite3.Connection, journal: Journal, lines: Iterator[Line]) -> None:
        last: Line | None = None
        try:
            for line in lines:
                self.fold.take(connection, line, self.count)
                self.count, last = self.count + 1, line
        except Damaged as error:
            journal.damage = str(error)
        if last is not None:
            self._stamp(connection, journal, last)

    def _follow(self, connection: sqlite3.Connection, journal: Journal) -> None:
        """Let the journal go on from the stamp, wherever this or another process has put it."""
        stamp = _stamp_in(connection)
        if stamp is None or (journal.count != stamp.count and not journal.resume(stamp)):
            raise unsound()

    def _learn(self, connection: sqlite3.Connection) -> None:
        """Know what is in the file: this process may have taken in less than others, or more than it could keep."""
        found = one(connection, "SELECT value FROM meta WHERE name = 'count'")
        if found is None:
            raise unsound()
        count = int(found[0])
        if self._stale or count < self.count:
            self._forget()
            self._stale = False
        if count > self.count:
            self.fold.load(connection)
            self.count = count

    def _stamp(self, connection: sqlite3.Connection, journal: Journal, line: Line) -> None:
        stamp = Stamp(journal.count, journal.size, journal.head, line.offset, journal.before)
        for name in Stamp.__struct_fields__:
            self._set(connection, name, str(getattr(stamp, name)))

    @staticmethod
    def _set(connection: sqlite3.Connection, name: str, value: str) -> None:
        connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def _use(self, uri: str) -> Stamp | None:
        try:
            reader = schema.connect(uri)
        except sqlite3.Error:
            return None
        stamp = self._loaded(reader)
        if stamp is None:
            reader.close()
            return None
        self.count = stamp.count
        self._swap(uri, reader)
        return stamp

    def _loaded(self, reader: sqlite3.Connection) -> Stamp | None:
        """Let the fold begin where the file ends; None for one that is not what this program put there."""
        try:
            known = dict(rows(reader, "SELECT name, value FROM meta"))
            sound = schema.tables(reader) == schema.made_tables() and known.get("format") == schema.FORMAT
            stamp = _stamp_in(reader) if sound else None
            if stamp is None or rows(reader, "SELECT 1 FROM damage LIMIT 1"):
                return None
            self._forget()
            self.fold.load(reader)
            self.fold.day = date.fromisoformat(known["day"])
            self.fold.masking = self.fold.policies.current
        except (sqlite3.Error, StoreError, ValueError, KeyError):
            return None
        return stamp if known.get("masked") == _masks(self.fold.masking) else None

    def _swap(self, uri: str, reader: sqlite3.Connection) -> None:
        """Threads that read meanwhile find the old one or the new one."""
        with self._guard:
            self.close()
            self.uri, self._reader = uri, reader
            masked = rows(reader, "SELECT value FROM meta WHERE name = 'masked'")
            self._masked = masked[0][0] if masked else ""
            with suppress(sqlite3.OperationalError):  # where nothing can be written nothing has to be
                reader.execute("PRAGMA journal_mode = WAL")

    def _forget(self) -> None:
        self.fold.forget()
        self.count = 0

    def _remove(self, aside: Path) -> None:
        with suppress(OSError):
            self._disk.remove(aside)


def _stamp_in(connection: sqlite3.Connection) -> Stamp | None:
    known = dict(rows(connection, "SELECT name, value FROM meta"))
    try:
        return Stamp(int(known["count"]), int(known["size"]), known["head"], int(known["tail"]), known["before"])
    except (KeyError, ValueError):
        return None


def _masks(policy: Policy) -> str:
    return " ".join(sorted(policy.case.masked))


def _last_policy(journal: Path) -> Policy | None:
    """The policy that a journal ends under, read ahead: rows of cases are made with its masks from the first."""
    last: Policy | None = None
    with suppress(OSError), journal.open("rb") as file:
        for line in file:
            if b'"kind":"policy"' in line:
                with suppress(StoreError, UnicodeDecodeError):
                    body = decode_record(line[65:]).body
                    last = parse(body.source, "the docket's policy") if isinstance(body, PolicySet) else last
    return last
