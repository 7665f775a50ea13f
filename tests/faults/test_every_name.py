"""A file that was given its name has it after a power cut too: the folder is synced before anybody relies on it.

Everything that the program writes whole is made here on a disk that knows which folders are still to be synced, and
again on one that cannot sync a folder: then it is said.
"""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from store import atomic_file
from store.acts import CastVote, Draft, WriteNote
from store.disk import Disk, Modes
from store.docket import Docket
from store.errors import NotSaved, Unsure
from store.exporting import export
from store.importing.rejects import RejectsFile
from store.local.creating import create
from store.local.local_engine import LocalEngine
from store.local.repair import plan, repair
from store.records import Record
from tests.disks import NamingDisk, NthDisk, fails
from tests.dockets import POLICY, make_case
from tests.store.local.harm import harmed
from tui import crash
from tui.acting.drafts import Drafts, SavedDraft

Doing = Callable[[Path, Disk], object]


class OrderedDisk(NamingDisk):
    """Notes what came too early: a write while a name is not on the disk, a name for what is not there itself."""

    def __init__(self) -> None:
        super().__init__()
        self.too_early: list[Path] = []
        self._unsynced: set[int] = set()
        self._created_in: set[Path] = set()

    def open(self, path: Path, flags: int, modes: Modes | None = None) -> int:
        fd = super().open(path, flags, modes)
        if flags & os.O_CREAT:
            self._created_in.add(path.parent)
        return fd

    def write(self, fd: int, data: bytes) -> int:
        self.too_early += self.owed
        self._unsynced.add(fd)
        return super().write(fd, data)

    def sync(self, fd: int) -> None:
        super().sync(fd)
        self._unsynced.discard(fd)

    def sync_folder(self, path: Path) -> None:
        super().sync_folder(path)
        self._created_in.discard(path)

    def rename(self, old: Path, new: Path) -> None:
        self._must_be_there(old)
        super().rename(old, new)

    def link(self, old: Path, new: Path) -> None:
        self._must_be_there(old)
        super().link(old, new)

    def _must_be_there(self, old: Path) -> None:
        self.too_early += [old] * bool(self._unsynced)
        self.too_early += [folder for folder in self._created_in if folder.is_relative_to(old)]


def makes_a_docket(place: Path, disk: Disk) -> None:
    create(place.parent / "new.docket", POLICY, "lead", disk)


def imports(place: Path, disk: Disk) -> None:
    docket = Docket(LocalEngine(place, disk))
    try:
        docket.import_cases("lead", iter([make_case(20)]), ())
    finally:
        docket.close()


def exports(place: Path, _: Disk) -> None:
    docket = Docket(LocalEngine(place))
    try:
        export(docket, "lead", place.parent / "out.csv")
    finally:
        docket.close()


def writes_rejects(place: Path, disk: Disk) -> None:
    with RejectsFile(place.parent / "rejects.csv", disk):
        pass


def keeps_a_draft(place: Path, disk: Disk) -> None:
    said = Drafts(place.parent / "drafts", disk).save("store", "ana", "RP-0001", SavedDraft(Draft("keep"), "k"))
    if said:
        raise NotSaved(said)


def reports_a_crash(_: Path, __: Disk) -> None:
    crash.report(ValueError())


def sets_aside(place: Path, disk: Disk) -> None:
    with (place / "journal.jsonl").open("ab") as file:
        file.write(b"0123 {half")
    docket = Docket(LocalEngine(place, disk))
    try:
        docket.act("ana", "RP-0001", WriteNote("A note."))
    finally:
        docket.close()


def repairs(place: Path, disk: Disk) -> None:
    harmed(place, 4)
    assert isinstance(repair(place, "lead", plan(place), disk), Record)


ALL: dict[Doing, int] = {
    makes_a_docket: 1,
    imports: 1,
    exports: 1,
    writes_rejects: 1,
    keeps_a_draft: 1,
    reports_a_crash: 1,
    sets_aside: 1,
    repairs: 2,
}
"""Each thing that is written whole, and how many names it gives."""


@pytest.fixture
def worked(docket: Docket, place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A docket with a vote, in line 4 of its journal."""
    monkeypatch.setenv("XDG_STATE_HOME", str(place.parent / "state"))
    docket.act("ana", "RP-0001", CastVote(Draft("keep", revision=1)))
    docket.close()
    return place


def with_disk(doing: Doing, place: Path, disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some take no disk: these make their own."""
    monkeypatch.setattr(atomic_file, "Disk", lambda: disk)
    doing(place, disk)


@pytest.mark.parametrize("doing", ALL)
def test_what_has_a_name_is_on_the_disk_and_so_is_the_name_before_anything_else_is_written(
    doing: Doing, worked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = OrderedDisk()
    with_disk(doing, worked, disk, monkeypatch)
    assert len(disk.named) == ALL[doing]
    assert (disk.owed, disk.too_early) == ([], [])


@pytest.mark.parametrize("doing", ALL)
def test_a_folder_that_cannot_be_synced_is_said(doing: Doing, worked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = NthDisk("sync_folder", 1, fails(errno.EIO), for_good=True)
    with pytest.raises((NotSaved, Unsure, OSError), match="Input/output error"):
        with_disk(doing, worked, disk, monkeypatch)
    assert disk.struck
