"""A file is wholly there or not at all, whichever call to the disk fails on the way."""

import errno
import os
import stat
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from store.atomic_file import AtomicFile, left_aside, write_whole
from store.disk import PRIVATE, Disk, Modes
from tests.disks import LateDisk, NamingDisk, NthDisk, fails

NEW, OLD = b"new " * 1_000_000, b"old"


def written(path: Path, disk: Disk, replace: bool) -> tuple[str, bool]:
    """What the disk said, and whether the file has its name for all that."""
    with AtomicFile(path, disk, replace=replace) as file:
        try:
            for start in range(0, len(NEW), 1 << 18):
                file.write(NEW[start : start + (1 << 18)])
            file.sync()
            file.place()
        except OSError as error:
            return str(error.strerror), file.placed
    return "", file.placed


@pytest.mark.parametrize("replace", [False, True])
@pytest.mark.parametrize("for_good", [False, True])
@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("call", ["write", "sync", "link", "rename", "remove", "sync_folder"])
def test_whichever_call_fails_the_whole_file_is_there_or_the_old_one(
    tmp_path: Path, call: str, late: bool, for_good: bool, replace: bool
) -> None:
    faults = 0
    for number in count(1):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = folder / "file"
        if replace:
            path.write_bytes(OLD)
        disk = (LateDisk if late else NthDisk)(call, number, fails(errno.EIO), for_good=for_good)
        said, placed = written(path, disk, replace)
        if placed:
            assert path.read_bytes() == NEW
        else:
            assert said
            assert (path.read_bytes() if path.exists() else b"") == (OLD if replace else b"")
        if call != "remove":
            assert [one.name for one in folder.iterdir()] == ["file"] * path.exists()
        if not disk.struck:
            assert (said, placed) == ("", True)
            break
        faults += 1
    assert faults >= ((call, replace) not in (("link", True), ("rename", False)))


def test_a_file_that_cannot_be_begun_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        AtomicFile(tmp_path / "file", NthDisk("open", 1, fails(errno.ENOSPC)))
    assert list(tmp_path.iterdir()) == []


def test_its_name_is_on_the_disk_before_anybody_relies_on_it(tmp_path: Path) -> None:
    disk = NamingDisk()
    for replace in (False, True):
        write_whole(tmp_path / "file", NEW, disk, replace=replace)
        assert disk.owed == []
    assert disk.named == [tmp_path / "file"] * 2


def test_what_is_there_is_never_opened_and_replaced_only_on_purpose(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_bytes(OLD)
    for name, make in (("link", lambda path: path.symlink_to(theirs)), ("pipe", os.mkfifo), ("file", Path.touch)):
        path = tmp_path / name
        make(path)
        before = path.lstat()
        with pytest.raises(FileExistsError):
            write_whole(path, NEW)
        assert os.path.samestat(path.lstat(), before)
        write_whole(path, NEW, replace=True)
        assert stat.S_ISREG(path.lstat().st_mode)
        assert path.read_bytes() == NEW
    assert theirs.read_bytes() == OLD


def test_where_a_file_cannot_have_two_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on the memory sticks that exports are put on."""

    def link(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", link)
    disk = NamingDisk()
    write_whole(tmp_path / "file", OLD, disk)
    assert disk.owed == []
    with pytest.raises(OSError, match="Operation not permitted"):
        write_whole(tmp_path / "file", NEW)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [OLD]


def test_it_is_its_owner_s_alone_whoever_shares_the_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    write_whole(tmp_path / "mine", OLD)
    write_whole(tmp_path / "ours", OLD, modes=None)
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("mine", "ours")] == [0o600, 0o660]
    assert Modes.of(tmp_path) == Modes.shared(tmp_path.stat().st_gid)
    tmp_path.chmod(0o770)
    assert Modes.of(tmp_path) == PRIVATE


def test_what_a_killed_process_left_is_found_by_the_name_it_was_to_have(tmp_path: Path) -> None:
    with suppress(KeyboardInterrupt), AtomicFile(tmp_path / "journal.jsonl") as file:
        (tmp_path / "journal.jsonl").touch()
        (tmp_path / ".journal.jsonl.mine").touch()
        assert (left_aside(tmp_path, "journal")) == [file.aside]
        assert (left_aside(tmp_path, "torn-")) == []
        raise KeyboardInterrupt
    assert (left_aside(tmp_path, "journal")) == []
