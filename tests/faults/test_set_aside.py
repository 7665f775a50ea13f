"""An unfinished record is set aside on a disk that fails, lies, or goes away at any call: nothing of it is lost."""

import errno
import hashlib
from itertools import count
from pathlib import Path
from typing import ClassVar

import pytest

from store.errors import NotSaved
from store.local.journal import Journal
from tests.conftest import Tell
from tests.disks import LateDisk, NamingDisk, NthDisk, dies, fails
from tests.processes import Child
from tests.sweeps import all_but

FRAGMENT = b"0123 {half of a record that was never acknowledged"
MAKES = ["open", "read", "write", "sync", "link", "remove", "names", "truncate", "sync_folder"]
MUST_STRIKE = {"open": 3, "sync": 2}


def torn(folder: Path, lines: bytes) -> Path:
    """A journal with an unfinished record at its end."""
    folder.mkdir()
    (folder / "journal.jsonl").write_bytes(lines + FRAGMENT)
    return folder / "journal.jsonl"


@pytest.fixture
def lines(tmp_path: Path) -> bytes:
    """Three records."""
    (tmp_path / "journal.jsonl").touch()
    journal = Journal(tmp_path / "journal.jsonl", NthDisk("", 0, dies))
    list(journal.catch_up())
    for _ in range(3):
        journal.append(b"{}")
    journal.close()
    return (tmp_path / "journal.jsonl").read_bytes()


def assert_set_aside(path: Path, lines: bytes) -> None:
    """Whatever happened before: the next to open it has the whole records, and one file with the unfinished one."""
    journal = Journal(path, NamingDisk())
    assert len(list(journal.catch_up())) == 3
    assert (journal.damage, journal.stuck) == (None, None)
    assert path.read_bytes() == lines
    journal.append(b"{}")
    journal.close()
    name = f"torn-{len(lines)}-{hashlib.sha256(FRAGMENT).hexdigest()[:8]}.bin"
    assert sorted(one.name for one in path.parent.iterdir()) == ["journal.jsonl", name]
    assert (path.parent / name).read_bytes() == FRAGMENT


@pytest.mark.parametrize("for_good", [False, True])
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("call", all_but(MAKES, "sync", "truncate"))
def test_a_call_fails(call: str, late: bool, for_good: bool, lines: bytes, tmp_path: Path, tell: Tell) -> None:
    faults = 0
    for number in count(1):
        path = torn(tmp_path / str(number), lines)
        disk = (LateDisk if late else NthDisk)(call, number, fails(errno.EIO), for_good=for_good)
        journal, said = Journal(path, disk), "Input/output error"
        try:
            assert len(list(journal.catch_up())) == 3
        except NotSaved as error:
            said = str(error)
        assert "Input/output error" in said
        assert journal.damage is None
        journal.close()
        assert FRAGMENT in b"".join(one.read_bytes() for one in path.parent.iterdir())
        assert_set_aside(path, lines)
        if not disk.struck:
            break
        faults += 1
    assert faults >= MUST_STRIKE.get(call, 1)
    tell(faults=faults)


@pytest.mark.parametrize("call", all_but(MAKES, "sync", "truncate"))
def test_killed_at_a_call(call: str, lines: bytes, tmp_path: Path, tell: Tell) -> None:
    kills = 0
    for number in count(1):
        path = torn(tmp_path / str(number), lines)
        code = Child(lambda: list(Journal(path, NthDisk(call, number, dies)).catch_up())).wait()  # noqa: B023
        assert code in (0, 9)
        assert FRAGMENT in b"".join(one.read_bytes() for one in path.parent.iterdir())
        if code == 0:
            break
        assert_set_aside(path, lines)
        kills += 1
    assert kills >= MUST_STRIKE.get(call, 1)
    tell(kills=kills)


def test_it_is_on_the_disk_under_its_name_before_it_is_cut_off(lines: bytes, tmp_path: Path) -> None:
    class Noting(NamingDisk):
        owed_at_the_cut: list[Path] | None = None

        def truncate(self, fd: int, size: int) -> None:
            self.owed_at_the_cut = list(self.owed)
            super().truncate(fd, size)

    disk = Noting()
    list(Journal(torn(tmp_path / "d", lines), disk).catch_up())
    assert disk.owed_at_the_cut == []
    assert len(disk.named) == 1


def test_what_a_killed_process_set_aside_is_brought_to_the_disk_as_well(lines: bytes, tmp_path: Path) -> None:
    class Noting(NamingDisk):
        order: ClassVar[list[str]] = []

        def sync(self, fd: int) -> None:
            self.order.append("sync")
            super().sync(fd)

        def sync_folder(self, path: Path) -> None:
            self.order.append("sync folder")
            super().sync_folder(path)

        def truncate(self, fd: int, size: int) -> None:
            self.order.append("cut")
            super().truncate(fd, size)

    path = torn(tmp_path / "d", lines)
    name = f"torn-{len(lines)}-{hashlib.sha256(FRAGMENT).hexdigest()[:8]}.bin"
    (path.parent / name).write_bytes(FRAGMENT)
    list(Journal(path, Noting()).catch_up())
    assert Noting.order == ["sync", "sync folder", "cut", "sync"]
    assert_set_aside(path, lines)
