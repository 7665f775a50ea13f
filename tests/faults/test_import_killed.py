"""An import is killed at any moment: the docket has the whole batch or none of it, and the same import finishes it."""

import os
import random
import shutil
import time
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from store.disk import Disk, Modes
from store.docket import Docket
from store.model import Imported
from store.records import Import
from tests.conftest import Tell
from tests.disks import LateDisk, NamingDisk, NthDisk, dies
from tests.dockets import make_case
from tests.faults.steps import STEP, assert_shown_as_stored, assert_tidy, done, fresh, queued, recorded, reopened
from tests.processes import Child
from tests.sweeps import all_but

pytestmark = pytest.mark.long

BATCH = [make_case(1, title="Second permit"), *(make_case(number) for number in range(200, 260))]


def imports(place: Path, disk: Disk | None = None) -> Imported:
    """Import the batch as another process does."""
    docket = reopened(place, disk)
    result = docket.import_cases("lead", iter(BATCH), ("batch.jsonl",))
    assert isinstance(result, Imported)
    docket.close()
    return result


def one_batch_before(place: Path) -> None:
    docket = fresh(place)
    assert done(STEP["import"], docket) == ""
    docket.close()


def whole_or_none(docket: Docket) -> bool:
    """Whether the batch is there; it is there whole or not at all."""
    held = {row.id for row in queued(docket)} & {case.id for case in BATCH[1:]}
    batches = sum(isinstance(record.body, Import) for record in recorded(docket))
    revision = docket.view("ana", "RP-0001").revision
    assert (len(held), batches, revision) in ((0, 1, 1), (60, 2, 2))
    assert_shown_as_stored(docket)
    assert docket.warnings("lead") == []
    assert list(docket.verify("lead")) == []
    return batches == 2


def is_whole_or_none_and_can_be_finished(place: Path, watching: Docket) -> bool:
    """What others see who had the docket open all the time, what those see who open it now, and the import again."""
    watching.refresh()
    there = whole_or_none(watching)
    for _ in range(2):
        docket = reopened(place)
        assert whole_or_none(docket) == there
        docket.close()
    again = imports(place)
    assert (again.cases + again.revisions, again.skipped) == ((0, 61) if there else (61, 0))
    watching.refresh()
    assert whole_or_none(watching)
    assert_tidy(place)
    return there


LEAST = {"open": 5, "read": 2, "write": 2, "sync": 2, "rename": 1, "sync_folder": 1}
"""How many calls of a kind an import makes at least; all others it makes none of."""


@pytest.mark.parametrize("call", all_but(LEAST, "rename"))
def test_killed_at_each_call_to_the_disk(call: str, quick_path: Path, tell: Tell) -> None:
    whole = 0
    for number in count(1):
        place = quick_path / str(number) / "permits.docket"
        place.parent.mkdir()
        one_batch_before(place)
        watching = reopened(place)
        disk = NthDisk(call, number, dies)
        code = Child(partial(imports, place, disk)).wait()
        assert code in (0, 9)
        whole += is_whole_or_none_and_can_be_finished(place, watching)
        watching.close()
        shutil.rmtree(place.parent)
        if code == 0:
            break
    tell(kills=number - 1, whole=whole)
    assert number - 1 >= LEAST[call]


class Recording(NamingDisk):
    """Notes, whenever the journal is written, which folders still owe their names to the disk."""

    def __init__(self) -> None:
        super().__init__()
        self.journals: set[int] = set()
        self.owed_at_records: list[list[Path]] = []

    def open(self, path: Path, flags: int, modes: Modes | None = None) -> int:
        fd = super().open(path, flags, modes)
        if path.name == "journal.jsonl":
            self.journals.add(fd)
        return fd

    def write(self, fd: int, data: bytes) -> int:
        if fd in self.journals:
            self.owed_at_records.append(list(self.owed))
        return super().write(fd, data)


def test_the_name_of_a_batch_is_on_the_disk_before_a_record_speaks_of_it(quick_path: Path) -> None:
    place, disk = quick_path / "permits.docket", Recording()
    one_batch_before(place)
    imports(place, disk)
    assert [path.parent.name for path in disk.named] == ["cases"]
    assert disk.owed_at_records == [[]]


@pytest.mark.parametrize("call", all_but(["write", "sync", "rename"], "rename"))
def test_killed_after_each_call_to_the_disk(call: str, quick_path: Path, tell: Tell) -> None:
    """Also between the record and the projection: the record is the moment at which the batch is there for all."""
    kills = whole = 0
    for number in count(1):
        place = quick_path / str(number) / "permits.docket"
        place.parent.mkdir()
        one_batch_before(place)
        watching, importing = reopened(place), reopened(place)
        code = Child(partial(imports, place, LateDisk(call, number, dies))).wait()
        again = importing.import_cases("lead", iter(BATCH), ("batch.jsonl",))
        assert isinstance(again, Imported)
        assert again.skipped in (0, 61)
        whole += again.skipped == 61
        importing.close()
        assert is_whole_or_none_and_can_be_finished(place, watching)
        watching.close()
        shutil.rmtree(place.parent)
        if code == 0:
            break
        kills += 1
    tell(kills=kills, whole=whole)
    assert kills >= LEAST[call]
    assert whole > 1 or call == "rename"


@pytest.mark.parametrize(
    "kills", [3, pytest.param(30, marks=pytest.mark.sweep), pytest.param(400, marks=pytest.mark.slow)]
)
def test_killed_at_any_moment(kills: int, quick_path: Path, tell: Tell) -> None:
    chance, whole, killed = random.Random(kills), 0, 0
    for number in range(kills):
        place = quick_path / str(number) / "permits.docket"
        place.parent.mkdir()
        one_batch_before(place)
        watching = reopened(place)
        child = Child(partial(imports, place))
        time.sleep(chance.random() * 0.035)  # no matter how long: where it dies is to be left to chance
        killed += child.kill() == -9
        whole += is_whole_or_none_and_can_be_finished(place, watching)
        watching.close()
        shutil.rmtree(place.parent)
    tell(kills=killed, whole=whole, none=kills - whole)
    assert killed >= kills // 3


def test_a_writer_that_dies_holds_nobody_up(quick_path: Path) -> None:
    place = quick_path / "permits.docket"
    one_batch_before(place)

    def dies_inside() -> None:
        reopened(place)._engine.transact((), lambda _: os._exit(9))

    assert Child(dies_inside).wait() == 9
    docket = reopened(place, patience=0)
    assert done(STEP["note"], docket) == ""
    docket.close()
