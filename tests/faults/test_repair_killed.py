"""A repair is killed, or fails, at each call to the disk: the damaged journal is never lost, and can be repaired."""

import errno
import hashlib
import shutil
from itertools import count
from pathlib import Path

import pytest

from store.disk import Disk
from store.docket import Docket
from store.errors import NotSaved, StoreError, Unsure
from store.local.repair import plan, repair
from tests.conftest import Tell
from tests.disks import NthDisk, dies, fails
from tests.processes import Child
from tests.store.local.harm import assert_works, harmed, kept, repaired, work_on
from tests.sweeps import all_but

pytestmark = pytest.mark.long


@pytest.fixture
def worked(docket: Docket, place: Path) -> Path:
    """Four votes, in the journal's lines 4 to 7."""
    work_on(docket)
    return place


def assert_nothing_lost(place: Path, journal: bytes) -> bool:
    """The damaged journal is there, in its place or kept; returns whether it was replaced."""
    now = (place / "journal.jsonl").read_bytes()
    if now != journal:
        assert [path.read_bytes() for path in kept(place)] == [journal]
        assert plan(place).damage == ""
        return True
    for path in kept(place):
        assert path.read_bytes() == journal
    return False


LEAST = {"open": 5, "read": 3, "write": 2, "sync": 2, "rename": 1, "remove": 1, "sync_folder": 3, "link": 1, "names": 2}
"""How many calls of a kind a repair makes at least; all others it makes none of."""


@pytest.mark.parametrize("call", all_but(LEAST, "rename"))
def test_killed_at_each_call_to_the_disk(worked: Path, tmp_path: Path, call: str, tell: Tell) -> None:
    journal, kills, done = harmed(worked, 5), 0, []
    for number in count(1):
        place = tmp_path / f"killed-{number}"
        shutil.copytree(worked, place)
        confirmed = plan(place)
        code = Child(lambda: repair(place, "lead", confirmed, NthDisk(call, number, dies))).wait()  # noqa: B023
        assert code in (0, 9)
        done.append(assert_nothing_lost(place, journal))
        if not done[-1]:
            repaired(place)
        assert [path.read_bytes() for path in kept(place)] == [journal]
        assert not list(place.glob(".*"))
        assert_works(place, 5)
        kills += code == 9
        if code == 0:
            break
    tell(kills=kills, after_it_was_replaced=sum(done) - 1)
    assert kills >= LEAST[call]


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC])
@pytest.mark.parametrize("for_good", [False, True])
@pytest.mark.parametrize("call", all_but(LEAST, "rename"))
def test_a_call_that_fails(worked: Path, tmp_path: Path, call: str, for_good: bool, code: int, tell: Tell) -> None:
    journal, errors = harmed(worked, 5), 0
    for number in count(1):
        place = tmp_path / f"failed-{number}"
        shutil.copytree(worked, place)
        disk, said = NthDisk(call, number, fails(code), for_good=for_good), None
        confirmed = plan(place)
        try:
            repair(place, "lead", confirmed, disk)
        except StoreError as error:
            said = error
        assert isinstance(said, NotSaved | Unsure | None)
        errors += said is not None
        done = assert_nothing_lost(place, journal)
        assert done == (said is None or isinstance(said, Unsure)), said
        if not done:
            repaired(place)
        assert_works(place, 5)
        if not disk.struck:
            break
    tell(faults=number - 1, errors_shown=errors)
    assert number - 1 >= LEAST[call]


class NotingDisk(Disk):
    """Notes in which order things reach the disk."""

    def __init__(self) -> None:
        self.order: list[str] = []

    def sync(self, fd: int) -> None:
        self.order.append("sync")
        super().sync(fd)

    def rename(self, old: Path, new: Path) -> None:
        self.order.append(f"rename to {new.name}")
        super().rename(old, new)

    def link(self, old: Path, new: Path) -> None:
        self.order.append(f"link to {new.name}")
        super().link(old, new)

    def sync_folder(self, path: Path) -> None:
        self.order.append("sync folder")
        super().sync_folder(path)


def test_the_damaged_journal_is_on_the_disk_before_it_is_replaced(worked: Path) -> None:
    """So that a power cut loses neither of them."""
    harmed(worked, 5)
    disk = NotingDisk()
    repaired(worked, disk=disk)
    (original,) = kept(worked)
    assert disk.order == [
        *("sync", f"link to {original.name}", "sync folder"),
        "sync folder",  # the projection of the damaged one is gone
        *("sync", "rename to journal.jsonl", "sync folder"),
    ]


def test_a_journal_that_a_killed_repair_kept_is_on_the_disk_before_it_is_replaced(worked: Path) -> None:
    journal = harmed(worked, 5)
    mark = hashlib.sha256(journal).hexdigest()[:8]
    (worked / f"journal.damaged-20231101-{mark}.jsonl").write_bytes(journal)
    disk = NotingDisk()
    repaired(worked, disk=disk)
    assert disk.order == ["sync folder", "sync folder", "sync", "rename to journal.jsonl", "sync folder"]


@pytest.mark.parametrize("number", [1, 2])
def test_a_disk_that_writes_something_else_replaces_nothing(worked: Path, number: int) -> None:
    """The first write is of the journal that is kept, the second of the one that takes its place."""

    class Garbling(NthDisk):
        def write(self, fd: int, data: bytes) -> int:
            self.calls["written"] += 1
            return Disk.write(self, fd, b"x" + data[1:] if self.calls["written"] == number else data)

    journal = harmed(worked, 5)
    with pytest.raises(NotSaved, match=r"Nothing was repaired: .* what was written (is not what was|cannot be) read\."):
        repaired(worked, disk=Garbling("", 0, dies))
    assert (worked / "journal.jsonl").read_bytes() == journal
    assert [path.read_bytes() for path in kept(worked)] == [journal] * (number - 1)
    repaired(worked)
    assert_works(worked, 5)
