"""Filling a database with all that a journal says: for the projection, and for `verify`, which makes one to compare."""

import os
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from store.disk import Disk
from store.errors import Damaged, StoreError
from store.local import schema
from store.local.fold import Fold, Reached, put_reached
from store.local.journal import Journal, Line, Stamp
from store.local.schema import set_meta
from store.policy import Policy
from store.policy_file import parse
from store.records import PolicySet, decode_record


def begin(connection: sqlite3.Connection, fold: Fold, journal: Path, disk: Disk) -> None:
    """Make the tables, in a transaction that is left open."""
    connection.executescript(f"BEGIN; {schema.SCHEMA}")
    _begin(connection, fold, _last_policy(journal, disk))


def take(connection: sqlite3.Connection, fold: Fold, journal: Journal, lines: Iterable[Line]) -> None:
    """Take in lines of a journal and stamp the database; what cannot be taken in is told as damage of the journal."""
    last: Line | None = None
    try:
        for line in lines:
            fold.take(connection, line)
            last = line
            if fold.batches.on_read:
                fold.batches.on_read(line.size)
    except Damaged as error:
        journal.damage = str(error)
    if last is not None:
        put_stamp(connection, fold, journal, last)


def make(connection: sqlite3.Connection, another: Callable[[], Fold], journal: Path, disk: Disk) -> Fold:
    """Fill an empty database with all that a journal says, by a fresh fold, and give it back.

    Raises `Damaged` where there is nothing, `NewerFormat`.
    """
    connection.executescript(f"BEGIN; {schema.SCHEMA}")
    masking = _last_policy(journal, disk)
    while True:
        fold, reading = another(), Journal(journal, disk, read_only=True)
        try:
            _begin(connection, fold, masking)
            take(connection, fold, reading, reading.catch_up())
        finally:
            reading.close()
        if not fold.count:
            said = reading.damage or "the journal does not hold a record."
            raise Damaged(f"{journal}: {said.removeprefix(f'{journal}: ')}")
        masking = fold.policies.current if fold.policies else None
        if masks(masking) == masks(fold.masking):
            connection.execute("COMMIT")
            return fold
        for kind, name, *_ in schema.tables(connection):  # it is damaged before the policy that was read ahead
            if kind == "table":
                connection.execute(f"DELETE FROM {name}")  # noqa: S608 - of our own schema


def put_stamp(connection: sqlite3.Connection, fold: Fold, journal: Journal, last: Line) -> None:
    """Say how far the journal was read, `last` being the last line."""
    stamp = Stamp(journal.count, journal.size, journal.head, last.offset, journal.before)
    put_reached(connection, Reached(stamp, fold.day))


def masks(policy: Policy | None) -> str:
    """What of a policy rows of cases depend on, in one form: what is masked, and which fields link cases."""
    if policy is None:
        return ""
    parts = (policy.case.masked, policy.masking.words, policy.related.fields)
    return msgspec.json.encode([sorted(one) for one in parts]).decode()


def _begin(connection: sqlite3.Connection, fold: Fold, masking: Policy | None) -> None:
    fold.masking = masking
    for name, value in (("format", schema.FORMAT), ("masked", masks(masking))):
        set_meta(connection, name, value)


def _last_policy(journal: Path, disk: Disk) -> Policy | None:
    """The policy that a journal ends under, read ahead: rows of cases are made with its masks from the first."""
    last: Policy | None = None
    with suppress(OSError), open(disk.open(journal, os.O_RDONLY), "rb") as file:
        for line in file:
            if b'"kind":"policy"' in line:
                with suppress(StoreError, UnicodeDecodeError):
                    body = decode_record(line[65:]).body
                    last = (
                        parse(body.source, "the docket's policy", in_force=True)
                        if isinstance(body, PolicySet)
                        else last
                    )
    return last
