"""Nothing is opened through a link, waited for at a pipe, or created where something is already."""

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from store.disk import Disk, Modes, NotAFile, write_all
from tests.disks import FailingDisk


def make_socket(path: Path) -> None:
    back = Path.cwd()
    os.chdir(path.parent)  # names of sockets are short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)
    os.chdir(back)


TRAPS: dict[str, Callable[[Path], object]] = {
    "a link": lambda path: path.symlink_to(path.with_name("profile")),
    "a link to nothing": lambda path: path.symlink_to(path.with_name("nothing")),
    "a pipe": os.mkfifo,
    "a folder": Path.mkdir,
    "a socket": make_socket,
    "a link to a device": lambda path: path.symlink_to("/dev/full"),
}


@pytest.mark.parametrize("flags", [os.O_RDONLY, os.O_RDWR, os.O_WRONLY | os.O_APPEND, os.O_RDWR | os.O_CREAT])
@pytest.mark.parametrize("trap", TRAPS)
def test_what_is_no_file_is_not_opened(tmp_path: Path, trap: str, flags: int) -> None:
    (tmp_path / "profile").write_text("precious")
    TRAPS[trap](tmp_path / "lock")
    with pytest.raises(NotAFile) as raised:
        Disk().open(tmp_path / "lock", flags)
    assert str(raised.value.strerror) == f"{' '.join(trap.split()[:2])} is in its place"
    assert (tmp_path / "profile").read_text() == "precious"
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("trap", TRAPS)
def test_nothing_is_created_where_something_is(tmp_path: Path, trap: str) -> None:
    (tmp_path / "profile").write_text("precious")
    TRAPS[trap](tmp_path / "torn.bin")
    for path in (tmp_path / "torn.bin", tmp_path / "profile"):
        with pytest.raises(FileExistsError):
            Disk().open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_TRUNC)
    assert (tmp_path / "profile").read_text() == "precious"
    assert not (tmp_path / "nothing").exists()


def test_a_trap_that_is_laid_between_the_look_and_the_opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe that comes after the look is not waited for, and a link that comes then is not followed."""
    (tmp_path / "profile").write_text("precious")
    plain = (tmp_path / "profile").lstat()
    for number, trap in enumerate(TRAPS):
        path = tmp_path / str(number)
        TRAPS[trap](path)
        with monkeypatch.context() as patch:
            patch.setattr(os, "lstat", lambda _: plain)
            with pytest.raises(OSError, match=r"in its place|symbolic links|No such device"):
                Disk().open(path, os.O_RDONLY)


def test_a_file_is_opened_or_else_created(tmp_path: Path) -> None:
    disk, path = Disk(), tmp_path / "lock"
    with pytest.raises(FileNotFoundError):
        disk.open(path, os.O_RDWR)
    for content in (b"", b"one"):
        fd = disk.open(path, os.O_RDWR | os.O_CREAT)
        assert disk.read(fd, 10, 0) == content
        write_all(disk, fd, b"one")
        disk.close(fd)
    with pytest.raises(FileNotFoundError):
        disk.open(tmp_path / "nowhere" / "lock", os.O_RDWR | os.O_CREAT)


def test_two_who_create_a_file_at_once_open_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, opens, mine = tmp_path / "lock", os.open, list[int]()

    def just_behind(where: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT and not mine:
            mine.append(opens(where, os.O_RDWR | os.O_CREAT, 0o600))
        return opens(where, flags, mode)

    monkeypatch.setattr(os, "open", just_behind)
    fd = Disk().open(path, os.O_RDWR | os.O_CREAT)
    assert os.path.samestat(os.fstat(fd), os.fstat(mine[0]))


def test_what_is_laid_just_before_a_file_is_created_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, opens = tmp_path / "lock", os.open

    def just_behind(where: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_CREAT and not os.path.lexists(where):
            os.mkfifo(where)
        return opens(where, flags, mode)

    monkeypatch.setattr(os, "open", just_behind)
    with pytest.raises(NotAFile, match="a pipe is in its place"):
        Disk().open(path, os.O_RDWR | os.O_CREAT)


def test_a_link_to_a_file_is_not_the_file(tmp_path: Path) -> None:
    (tmp_path / "journal").touch()
    fd = Disk().open(tmp_path / "journal", os.O_RDONLY)
    assert Disk().same_file(fd, tmp_path / "journal")
    (tmp_path / "journal").rename(tmp_path / "away")
    assert not Disk().same_file(fd, tmp_path / "journal")
    (tmp_path / "journal").symlink_to("away")
    assert not Disk().same_file(fd, tmp_path / "journal")
    Disk().close(fd)


@pytest.mark.parametrize("umask", [0, 0o022, 0o077])
def test_a_file_is_for_whom_its_folder_is_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    disk, before = Disk(), os.umask(umask)
    try:
        disk.make_folder(tmp_path / "mine")
        disk.make_folder(tmp_path / "ours", Modes.shared(os.getegid()))
        disk.make_folder(tmp_path / "ours" / "cases")
        disk.make_folder(tmp_path / "ours" / "mine", Modes(0o600, 0o700))
        for folder in ("mine", "ours", "ours/cases", "ours/mine"):
            disk.close(disk.open(tmp_path / folder / "file", os.O_WRONLY | os.O_CREAT))
    finally:
        os.umask(before)
    modes = {str(path.relative_to(tmp_path)): stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    inherited = modes.pop("ours/mine") & ~stat.S_ISGID
    assert inherited == 0o700
    assert modes == {
        "mine": 0o700,
        "mine/file": 0o600,
        "ours/mine/file": 0o600,
        "ours": 0o2770,
        "ours/file": 0o660,
        "ours/cases": 0o2770,
        "ours/cases/file": 0o660,
    }


def test_a_file_system_that_keeps_no_groups_is_said_and_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o2770)
    monkeypatch.setattr(os, "fchmod", lambda *_: None)
    with pytest.raises(OSError, match="does not keep who shares a file"):
        Disk().open(tmp_path / "file", os.O_WRONLY | os.O_CREAT)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_takes_less_than_it_was_given_is_asked_again(tmp_path: Path) -> None:
    disk = FailingDisk()
    fd = disk.open(tmp_path / "file", os.O_RDWR | os.O_CREAT)
    disk.plan = {"write": [3, 1]}
    write_all(disk, fd, b"0123456789")
    assert disk.read(fd, 20, 0) == b"0123456789"
    disk.plan = {"write": [0]}
    with pytest.raises(OSError, match="not all bytes"):
        write_all(disk, fd, b"more")
    disk.close(fd)
