"""The projection: folded once, stamped, the same whoever folds it, and never in the way of a decision."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from store.acts import CastVote, Draft, Withdraw, WriteNote
from store.docket import Docket
from store.errors import Damaged
from store.local import making, projection
from store.local.fold import Fold
from store.local.local_engine import LocalEngine
from store.model import Standing
from store.opening import open_docket
from store.records import Record
from tests.dockets import make_case
from tests.processes import CEILING

READ = """
import sys
from store.acts import Open
from store.opening import open_docket
docket = open_docket(sys.argv[1])
for who in ("ana", "ben", "cleo", "dora", "emil"):
    docket.act(who, "RP-0001", Open(("q1", "r1", "s1", "s2")))
docket.close()
"""


def test_whoever_folds_the_journal_comes_to_the_same_bytes(docket: Docket, place: Path) -> None:
    """Sets have another order in another process; the rows that verify compares have not."""
    for seed in ("1", "2", "3"):
        subprocess.run(
            [sys.executable, "-c", READ.replace("sys.argv[1]", "__import__('pathlib').Path(sys.argv[1])"), str(place)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
        )
    docket.refresh()
    assert list(docket.verify("lead")) == []


def test_an_acknowledged_record_that_could_not_be_taken_in_is_taken_in_later(docket: Docket, place: Path) -> None:
    """Somebody else is writing to the projection: the vote is recorded all the same, and seen a moment later."""
    engine = LocalEngine(place)
    with engine.projection.writing():
        answer = docket.act("ana", "RP-0001", CastVote(Draft("keep", revision=1)))
        assert isinstance(answer, Record)
        assert docket.view("ana", "RP-0001").standing is Standing.OPEN
    engine.close()
    docket.refresh()
    assert docket.view("ana", "RP-0001").standing is Standing.DECIDED
    assert docket.counts("ana")[Standing.DECIDED] == 1
    assert isinstance(docket.act("ben", "RP-0002", WriteNote("Work goes on.")), Record)
    assert list(docket.verify("lead")) == []


def test_a_record_that_the_index_had_no_room_for_is_shown_at_the_next_look(
    docket: Docket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The vote is on the disk and acknowledged; the index alone is full. A screen looks each second, and is told."""

    def no_room(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as full:
        full.setattr(making, "put_stamp", no_room)
        assert isinstance(docket.act("ana", "RP-0001", CastVote(Draft("keep", revision=1))), Record)
    assert docket.view("ana", "RP-0001").standing is Standing.OPEN
    assert docket.refresh(), "what is shown is read again"
    assert docket.view("ana", "RP-0001").standing is Standing.DECIDED
    assert not docket.refresh()
    assert list(docket.verify("lead")) == []


def test_who_reads_does_not_wait_while_records_are_put_into_the_file(
    docket: Docket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits beside it is, once that is much, and not by SQLite while it ends a transaction."""
    engine = docket._engine
    assert isinstance(engine, LocalEngine)
    read = list[Standing]()

    def heard(statement: str) -> None:
        if "wal_checkpoint" in statement:
            reader = Thread(target=lambda: read.append(docket.view("ben", "RP-0002").standing))
            reader.start()
            reader.join(CEILING)

    with engine.projection.writing() as connection:
        assert connection.execute("PRAGMA wal_autocheckpoint").fetchone() == (0,)
        connection.set_trace_callback(heard)
    assert isinstance(docket.act("ana", "RP-0001", WriteNote("Little waits.")), Record)
    assert read == []
    monkeypatch.setattr(projection, "MUCH", 0)
    assert isinstance(docket.act("ana", "RP-0001", WriteNote("Much waits.")), Record)
    assert read == [Standing.OPEN]
    assert list(docket.verify("lead")) == []


@pytest.mark.long
def test_who_decides_does_not_wait_for_an_import(docket: Docket, place: Path) -> None:
    other = open_docket(place)
    decided = []

    def arrivals():
        for number in range(11, 2011):
            if number % 400 == 0:
                case = f"RP-{number // 400:04}"
                decided.append(other.act("ana", case, CastVote(Draft("keep", revision=1))))
            yield make_case(number)

    docket.import_cases("lead", arrivals(), ("cases.jsonl",))
    assert len(decided) == 5
    assert all(isinstance(one, Record) for one in decided)
    other.refresh()
    docket.refresh()
    assert docket.counts("ana") == other.counts("ana")
    assert docket.counts("ana")[Standing.DECIDED] == 5
    assert docket.count("ana") == other.count("ana") == 2010
    assert list(docket.verify("lead")) == []
    other.close()


def test_no_file_stays_open_for_each_import(docket: Docket) -> None:
    """A docket that is fed every day has hundreds of batches."""

    def open_files() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    opened = []
    for number in range(20, 50):
        docket.import_cases("lead", iter([make_case(number)]), (f"{number}.jsonl",))
        assert docket.view("ana", f"RP-{number:04}").case.id == f"RP-{number:04}"
        opened.append(open_files())
    assert set(opened) == {opened[0]}


def test_a_reader_sees_the_state_before_a_record_or_after_it_never_between(docket: Docket) -> None:
    """What a view says of where a case stands and the votes that it shows are of one moment."""
    over, wrong, looked = Event(), list[str](), 0

    def looks() -> None:
        nonlocal looked
        while not over.is_set():
            for number in range(1, 11):
                view = docket.view("ana", f"RP-{number:04}")
                looked += 1
                voted = len(view.votes) == 1 and view.decision is not None
                if voted != (view.standing is Standing.DECIDED):
                    wrong.append(f"{view.case.id}: {view.standing}, {len(view.votes)} votes")

    reader = Thread(target=looks)
    reader.start()
    for number in range(1, 11):
        docket.act("ana", f"RP-{number:04}", CastVote(Draft("keep", revision=1)))
        docket.act("ana", f"RP-{number:04}", Withdraw("Not yet."))
        docket.act("ana", f"RP-{number:04}", CastVote(Draft("keep", revision=1)))
    over.set()
    reader.join()
    assert wrong == []
    assert looked > 10


def test_a_read_that_fails_while_the_index_is_made_is_no_damage(
    docket: Docket, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite calls a page that it could not read malformed: then what is derived is made in memory."""
    shutil.rmtree(place / "index")
    make = making.make

    def fails(connection: sqlite3.Connection, *rest: Any) -> Fold:
        if connection.execute("PRAGMA database_list").fetchone()[2]:
            raise sqlite3.DatabaseError("database disk image is malformed")
        return make(connection, *rest)

    monkeypatch.setattr(making, "make", fails)
    again = open_docket(place)
    assert [row.id for row in again.page("ana")] == [row.id for row in docket.page("ana")]
    again.close()


def test_a_journal_that_went_with_the_index_is_named_once(docket: Docket, place: Path) -> None:
    (place / "journal.jsonl").unlink()
    shutil.rmtree(place / "index")
    with pytest.raises(Damaged) as told:
        docket.page("ana")
    assert str(told.value) == f"{place / 'journal.jsonl'}: the journal is gone."
