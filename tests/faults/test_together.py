"""Threads and processes at work on one docket while its index is made anew, damaged, or another's import runs."""

import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from msgspec.structs import replace

from store.acts import CastVote, Open, WriteNote
from store.case.parts import Pause
from store.days import today
from store.disk import Disk, Modes
from store.docket import Docket
from store.errors import Busy, NotSaved, StoreError, Unsure
from store.filters import parse
from store.local.fold import read_state
from store.local.layout import JOURNAL, PROJECTION
from store.local.local_engine import LocalEngine
from store.model import Case, Imported, Standing
from store.records import Record
from tests.conftest import Tell
from tests.disks import FailingDisk
from tests.dockets import make_case
from tests.faults.steps import KEEP, assert_whole, fresh, queued, recorded, reopened
from tests.processes import CEILING

pytestmark = pytest.mark.long

BROKEN = OSError(5, "Input/output error")
QUESTIONS = ["", "standing:open", "flag:Q3", "bakery", "voted:me", "id:RP-0007", "priority:3", "due:none"]


@pytest.fixture
def place(quick_path: Path) -> Path:
    """A docket of two hundred cases."""
    place = quick_path / "permits.docket"
    docket = fresh(place)
    docket.import_cases("lead", map(make_case, range(1, 201)), ())
    docket.close()
    return place


def engine_of(docket: Docket) -> LocalEngine:
    assert isinstance(docket._engine, LocalEngine)
    return docket._engine


def made_anew(docket: Docket) -> None:
    """Put another index in the place of the one that is used."""
    engine = engine_of(docket)
    engine.holding.renew(engine.projection.generation)


def harm(place: Path, sql: str) -> None:
    """Change the index behind everybody's back."""
    connection = sqlite3.connect(place / "index" / PROJECTION)
    connection.execute(sql)
    connection.commit()
    connection.close()


def test_readers_meet_the_old_index_or_the_new_one(place: Path, tell: Tell) -> None:
    """While one thread makes it anew, again and again, the others are shown all cases, one policy, and no error."""
    docket, stop, counts = reopened(place, patience=CEILING), Event(), Counter[str]()
    faults: list[BaseException] = []

    def until_stopped(act: Callable[[int], object]) -> Thread:
        def run() -> None:
            turn = 0
            try:
                while not stop.is_set():
                    act(turn)
                    turn += 1
                    counts[act.__name__] += 1
            except BaseException as error:  # noqa: BLE001 - told by the thread that looks
                faults.append(error)

        return Thread(target=run)

    def views(turn: int) -> None:
        assert docket.view("ana", f"RP-{turn % 200 + 1:04}").standing is Standing.OPEN
        assert docket.policy("lead").name == "Permits"

    def pages(turn: int) -> None:
        found = docket.page("ana", parse(QUESTIONS[turn % len(QUESTIONS)]))
        assert len(docket.page("ana")) == 64
        assert docket.counts("ana")[Standing.OPEN] == 200
        assert docket.count("ana", parse("flag:Q3"), found[-1].key if found else None) <= 200

    def notes(turn: int) -> None:
        assert isinstance(docket.act("ben", f"RP-{turn % 200 + 1:04}", WriteNote("A note.")), Record)

    def renewals(turn: int) -> None:
        match turn % 3:
            case 0:
                (place / "index" / PROJECTION).unlink()
                docket.view("ana", "RP-0001")
            case 1:
                harm(place, "UPDATE cases SET acts = acts + 1 WHERE number = 1")
                docket.view("ana", "RP-0001")
            case _:
                other = reopened(place, patience=CEILING)
                made_anew(other)
                other.close()

    threads = [until_stopped(act) for act in (views, views, pages, pages, notes, renewals)]
    for thread in threads:
        thread.start()
    while (counts["renewals"] < 9 or len(counts) < 4) and not faults:
        stop.wait(0.01)
    stop.set()
    for thread in threads:
        thread.join()
    assert faults == []
    docket.close()
    assert_whole(place, set())
    tell(**counts)


def test_an_index_that_is_taken_away_again_while_an_act_waits_for_it(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who comes back to the docket with an index made anew, by itself or by another thread, may find it gone again."""
    docket = reopened(place)
    holding, gone = engine_of(docket).holding, iter(range(4))
    renew = holding.renew

    def overtaken(generation: int) -> bool:
        """Another thread makes it, as often as this one does, and then it is taken away."""
        turn = next(gone, None)
        made = renew(generation)
        if turn is not None:
            (place / "index" / PROJECTION).unlink()
        return made and turn is not None and turn % 2 == 0

    (place / "index" / PROJECTION).unlink()
    monkeypatch.setattr(holding, "renew", overtaken)
    assert isinstance(docket.act("ben", "RP-0001", WriteNote("A note.")), Record)
    assert next(gone, None) is None
    docket.close()
    assert_whole(place, set())


def test_a_filter_that_others_push_out_or_an_import_overtakes(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a filter chose is kept for a few filters only, and for the cases of a moment: then it is found again."""
    docket, importing = reopened(place), reopened(place)
    queue = engine_of(docket)._queue
    choose, turns = queue._choose, [0]

    def slowly(fixed: object) -> object:
        chosen = choose(fixed)  # type: ignore[arg-type]
        turns[0] += 1
        if turns[0] == 1:
            for word in ("bakery", "office", "moved", "source", "seen"):
                docket.count("ana", parse(word))
            importing.import_cases("lead", iter([make_case(300)]), ())
            docket.refresh()
        return chosen

    monkeypatch.setattr(queue, "_choose", slowly)
    assert len(docket.page("ana", parse("flag:Q3"), limit=1000)) == 200
    assert len(docket.page("ana", parse("flag:Q3"), limit=1000)) == 201
    for one in (docket, importing):
        one.close()


def test_a_page_after_the_index_was_made_anew_is_of_the_new_one(place: Path) -> None:
    docket = reopened(place)
    assert docket.count("ana", parse("flag:Q3 standing:open")) == 200
    made_anew(docket)
    docket.act("ana", "RP-0001", CastVote(KEEP))
    assert len(docket.page("ana", parse("flag:Q3 standing:open"), limit=1000)) == 199
    assert docket.page("ana", parse("standing:decided"))[0].id == "RP-0001"
    docket.close()


class Watching(Disk):
    """Tells whether the lock of the docket is held when the journal is written to."""

    def __init__(self, place: Path) -> None:
        self.place, self.journals, self.held = place, set[int](), list[bool]()

    def open(self, path: Path, flags: int, modes: Modes | None = None) -> int:
        fd = super().open(path, flags, modes)
        self.journals.discard(fd)
        if path.name == JOURNAL:
            self.journals.add(fd)
        return fd

    def write(self, fd: int, data: bytes) -> int:
        if fd in self.journals:
            other = Disk()
            lock = other.open(self.place / "lock", os.O_RDWR)
            self.held.append(not other.try_lock(lock))
            other.close(lock)
        return super().write(fd, data)


def test_a_decision_that_meets_a_damaged_row_is_made_again_and_never_without_the_lock(place: Path) -> None:
    disk = Watching(place)
    docket = reopened(place, disk)
    damage = [
        "UPDATE cases SET state = x'00', acts = 7 WHERE id = 'RP-0001'",
        "UPDATE revisions SET hash = x'00' WHERE number = 1",
        "UPDATE people SET name = 'somebody.else'",
    ]
    keys = {f"note-{number}" for number in range(len(damage))}
    for key, sql in zip(sorted(keys), damage, strict=True):
        harm(place, sql)
        assert isinstance(docket.act("ana", "RP-0001", WriteNote("A note."), key), Record)
    assert disk.held == [True] * len(damage)
    docket.close()
    assert_whole(place, keys)


def test_who_holds_the_docket_cannot_take_it_again(place: Path) -> None:
    """Nobody lets go by accident of what was taken further out."""
    docket = reopened(place, patience=0.05)
    with engine_of(docket).holding.held(), pytest.raises(Busy), engine_of(docket).holding.held():
        pass
    docket.close()


def test_an_index_that_another_process_puts_in_its_place_is_taken_over(place: Path) -> None:
    """Nobody makes it a second time, and nobody goes on with a file that is no longer the docket's."""
    ours, theirs = reopened(place), reopened(place)
    made_anew(theirs)
    made = (place / "index" / PROJECTION).stat().st_ino
    theirs.act("ben", "RP-0001", CastVote(KEEP))
    assert ours.view("ana", "RP-0001").standing is Standing.DECIDED
    ours.act("ana", "RP-0002", CastVote(KEEP))
    assert [row.id for row in ours.page("ana", parse("standing:decided"))] == ["RP-0001", "RP-0002"]
    theirs.refresh()
    assert theirs.view("ben", "RP-0002").standing is Standing.DECIDED
    for docket in (ours, theirs):  # whoever leaves last takes nothing of the other's away
        docket.close()
    assert (place / "index" / PROJECTION).stat().st_ino == made
    assert_whole(place, set())


def test_a_day_that_turns_for_one_process_before_it_does_for_the_other(place: Path) -> None:
    """Where a case stands on a day is a matter of that day, whichever process put which day into the index."""
    day = today()
    early = Docket(LocalEngine(place), lambda: day)
    late = Docket(LocalEngine(place), lambda: day + timedelta(1))
    projection = engine_of(early).projection
    with projection.writing() as connection:
        state, acts = read_state(connection, 1)
        paused = replace(state, pause=Pause(Standing.CONFLICT, day + timedelta(1), 1))
        projection.fold._store(connection, 1, paused, acts)
    for _ in range(2):
        assert early.counts("ana")[Standing.CONFLICT] == 1
        assert [row.id for row in early.page("ana", parse("standing:conflict"))] == ["RP-0001"]
        assert late.counts("ana")[Standing.CONFLICT] == 0
        assert late.page("ana", parse("standing:conflict")) == []
        assert late.count("ana", parse("standing:open")) == 200
    for docket in (early, late):
        docket.close()


def test_the_docket_is_verified_while_others_decide_and_import(place: Path) -> None:
    """Rows on their way and records of a moment later are no contradiction."""
    auditor, others, said = reopened(place), reopened(place), list[str]()

    def arrivals() -> Iterator[Case]:
        for number in range(201, 1401):
            if number % 400 == 0:
                others.act("ben", f"RP-{number // 10:04}", CastVote(KEEP))
                said.extend(auditor.verify("lead"))
            yield make_case(number, title=f"Permit {number}")
        yield make_case(1, title="Another title")

    assert isinstance(others.import_cases("lead", arrivals(), ()), Imported)
    said.extend(auditor.verify("lead"))
    assert said == []
    for docket in (auditor, others):
        docket.close()


def test_an_import_whose_index_is_made_anew_meanwhile_is_no_half_of_one(place: Path) -> None:
    docket, other = reopened(place), reopened(place)
    cases = [make_case(number) for number in range(201, 1401)]

    def arrivals() -> Iterator[Case]:
        for number, case in enumerate(cases):
            if number == 700:
                made_anew(other)
            yield case

    with pytest.raises(NotSaved, match="The same import can be made again"):
        docket.import_cases("lead", arrivals(), ())
    assert len(queued(docket)) == 200
    again = docket.import_cases("lead", iter(cases), ())
    assert isinstance(again, Imported)
    assert again.cases == 1200
    for one in (docket, other):
        one.close()
    assert_whole(place, set())


@pytest.mark.parametrize("end", ["unsure", "broken off"])
def test_a_batch_that_a_record_may_name_is_never_removed(
    end: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk says that it does not know, or somebody presses Ctrl-C when the record is just written."""
    disk = FailingDisk()
    docket = reopened(place, disk)
    batch = [make_case(201), make_case(1, title="Another title")]
    journal = engine_of(docket).journal
    append = journal.append

    def broken_off(payload: bytes) -> None:
        append(payload)
        raise KeyboardInterrupt

    if end == "unsure":
        disk.plan = {"sync": [None, BROKEN], "truncate": [BROKEN]}
    else:
        monkeypatch.setattr(journal, "append", broken_off)
    with pytest.raises((Unsure, KeyboardInterrupt)):
        docket.import_cases("lead", iter(batch), ())
    monkeypatch.undo()
    again = docket.import_cases("lead", iter(batch), ())
    assert isinstance(again, Imported)
    assert (again.cases, again.revisions, again.skipped) == (0, 0, 2)
    assert sum(record.kind == "import" for record in recorded(docket)) == 2
    docket.close()
    assert_whole(place, set())


def test_a_case_that_cannot_be_read_is_not_revised_in_the_dark(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a vote still rests on it hangs on what it said: so the import waits until that can be read."""
    docket = reopened(place)
    docket.act("ana", "RP-0001", Open(("r1",)))
    batches = engine_of(docket).projection.fold.batches
    with monkeypatch.context() as patch:
        patch.setattr(batches, "case", lambda _: None)
        with pytest.raises(StoreError, match=r'Case "RP-0001" in cases/000001-.* is not what was imported'):
            docket.import_cases("lead", iter([make_case(1, title="Another title")]), ())
    again = docket.import_cases("lead", iter([make_case(1, title="Another title")]), ())
    assert isinstance(again, Imported)
    assert again.revisions == 1
    assert docket.view("ana", "RP-0001").opened == {"r1"}
    docket.close()
    assert_whole(place, set())


def test_two_threads_import_one_after_the_other(place: Path) -> None:
    docket, done = reopened(place, patience=CEILING), list[object]()

    def imports(first: int) -> None:
        done.append(docket.import_cases("lead", map(make_case, range(first, first + 900)), ()))

    threads = [Thread(target=imports, args=(first,)) for first in (1000, 2000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(one) for one in done] == [Imported, Imported]
    assert docket.count("ana") == 2000
    docket.close()
    assert_whole(place, set())
