"""The journal at its edges: pieces of a file, rights that come and go, a newline that others restore."""

import errno
import hashlib
import os
from pathlib import Path

import pytest

from store.disk import Disk, Modes
from store.errors import Damaged, NotSaved
from store.local.hash_chain import BEFORE_THE_FIRST, line_of
from store.local.journal import Journal
from tests.disks import FailingDisk, MemoryDisk

PATH = Path("/docket/journal.jsonl")
BROKEN = OSError(errno.EIO, "Input/output error")


def lines(number: int = 4) -> list[bytes]:
    head, made = BEFORE_THE_FIRST, []
    for n in range(number):
        line, head = line_of(head, b'{"seq":%d,"text":"%s"}' % (n, b"x" * n))
        made.append(line)
    return made


WHOLE = b"".join(lines())


def caught_up(content: bytes, disk: MemoryDisk | None = None, *, read_only: bool = False) -> tuple[Journal, MemoryDisk]:
    disk = disk or MemoryDisk()
    disk.files[PATH] = bytearray(content)
    journal = Journal(PATH, disk, read_only=read_only)
    list(journal.catch_up())
    return journal, disk


class Watched(MemoryDisk):
    """A disk that remembers what was asked of it, and can refuse the right to write."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: list[tuple[int, int]] = []
        self.changes: list[str] = []
        self.refusal: OSError | None = None

    def open(self, path: Path, flags: int, modes: Modes | None = None) -> int:
        if self.refusal is not None and flags & os.O_RDWR:
            raise self.refusal
        return super().open(path, flags, modes)

    def read(self, fd: int, size: int, offset: int) -> bytes:
        self.reads.append((size, offset))
        return super().read(fd, size, offset)

    def write(self, fd: int, data: bytes) -> int:
        self.changes.append("write")
        return super().write(fd, data)

    def truncate(self, fd: int, size: int) -> None:
        self.changes.append("truncate")
        super().truncate(fd, size)


def test_the_first_line_spelled_out() -> None:
    """A journal of version 1 must be readable for ever: nothing in this line may come from the program."""
    digest = hashlib.sha256(b"foureyes journal 1\n" + b"0000000000" * 6 + b"0000\n{}").hexdigest().encode()
    journal, disk = caught_up(b"")
    journal.append(b"{}")
    assert disk.files[PATH] == digest + b" {}\n"


# Reading in pieces


@pytest.mark.parametrize("piece", [1, 7, 64, len(lines()[0]), 100, len(WHOLE) - 1])
def test_a_journal_is_read_in_pieces_and_not_beyond_its_end(piece: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.local.journal._CHUNK", piece)
    disk = Watched()
    journal, _ = caught_up(WHOLE, disk)
    assert (journal.count, journal.size, journal.damage) == (4, len(WHOLE), None)
    assert all(size <= piece and offset + size <= len(WHOLE) for size, offset in disk.reads)
    assert sum(size for size, _ in disk.reads) == len(WHOLE)


def zeros_in(at: int, more: bytes = b"") -> bytes:
    """The journal with zero bytes in one of its lines."""
    harmed = lines()
    harmed[at] = harmed[at][:-10] + b"\0" * 9 + b"\n"
    return b"".join(harmed) + more


def test_only_zero_bytes_in_the_very_last_line_are_blamed_on_the_power() -> None:
    power, edited = "Line 4 of the journal, the last, holds zero bytes", "is not what was recorded"
    assert power in (caught_up(zeros_in(3))[0].damage or "")
    for content in (zeros_in(0), zeros_in(2), zeros_in(3, b"begun"), WHOLE[:-9] + b"y" + WHOLE[-8:]):
        assert edited in (caught_up(content)[0].damage or "")


def test_a_line_at_the_end_of_a_piece_is_not_the_last_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.local.journal._CHUNK", len(b"".join(lines()[:2])))
    assert "Line 2 of the journal is not what was recorded" in (caught_up(zeros_in(1))[0].damage or "")


# What was read


def test_what_was_verified_cannot_be_changed_afterwards() -> None:
    journal, _ = caught_up(WHOLE + b"begun")
    line = journal.append(b"{}")
    assert journal.torn is not None
    for verified in (line, journal.torn):
        with pytest.raises(AttributeError):
            verified.size = 0  # type: ignore[misc]


def test_a_line_is_read_again_from_where_it_was(tmp_path: Path) -> None:
    class Worn(Disk):
        broken = False

        def read(self, fd: int, size: int, offset: int) -> bytes:
            if self.broken:
                raise BROKEN
            return super().read(fd, size, offset)

    path, disk = tmp_path / "journal.jsonl", Worn()
    path.write_bytes(WHOLE)
    journal = Journal(path, disk)
    first, second, *_ = journal.catch_up()
    assert journal.line_at(first.offset, first.size, None) == first.payload
    assert journal.line_at(second.offset, second.size, first.offset) == second.payload
    with pytest.raises(Damaged, match="a record is not what was recorded"):
        journal.line_at(second.offset, second.size, None)
    disk.broken = True
    with pytest.raises(NotSaved, match="a record cannot be read: Input/output error"):
        journal.line_at(first.offset, first.size, None)


def test_every_descriptor_is_given_back(tmp_path: Path) -> None:
    class Counting(Disk):
        def __init__(self) -> None:
            self.held: set[int] = set()

        def open(self, path: Path, flags: int, modes: Modes | None = None) -> int:
            fd = super().open(path, flags, modes)
            self.held.add(fd)
            return fd

        def close(self, fd: int) -> None:
            self.held.remove(fd)
            super().close(fd)

    path, disk = tmp_path / "journal.jsonl", Counting()
    path.write_bytes(WHOLE + b"begun")
    journal = Journal(path, disk)
    journal.close()
    list(journal.catch_up())
    assert len(disk.held) == 2
    journal.append(b"{}")
    list(journal.catch_up())
    assert len(disk.held) == 2
    journal.close()
    assert disk.held == set()
    list(journal.catch_up())
    journal.append(b"{}")
    journal.close()
    assert disk.held == set()


# Being behind


def test_a_file_of_another_length_is_looked_into(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_bytes(WHOLE)
    journal = Journal(path, Disk())
    list(journal.catch_up())
    assert not journal.behind()
    for content in (WHOLE + b"0", WHOLE[:-1], WHOLE[:-50], b""):
        path.write_bytes(content)
        assert journal.behind()
    path.unlink()
    assert journal.behind()


def test_a_newline_that_others_restore_is_nothing_new(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_bytes(WHOLE[:-1])
    reader = Journal(path, Disk(), read_only=True)
    assert len(list(reader.catch_up())) == 4
    assert not reader.behind()
    path.write_bytes(WHOLE)
    assert not reader.behind()
    path.write_bytes(WHOLE[:-2])
    assert reader.behind()


# The right to write


@pytest.mark.parametrize("harmed", [WHOLE, WHOLE + b"begun", WHOLE[:-1], WHOLE[:-1] + b"_"])
def test_who_only_reads_changes_nothing(harmed: bytes) -> None:
    journal, disk = caught_up(harmed, read_only=True)
    assert (journal.count, journal.writable, journal.stuck) == (4, False, None)
    with pytest.raises(NotSaved, match="the journal can only be read"):
        journal.append(b"{}")
    assert disk.files == {PATH: bytearray(harmed)}


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES, errno.EPERM])
@pytest.mark.parametrize("harmed", [WHOLE, WHOLE + b"begun", WHOLE[:-1], WHOLE[:-1] + b"_"])
def test_the_right_to_write_may_come_back(code: int, harmed: bytes) -> None:
    disk = Watched()
    disk.refusal = OSError(code, os.strerror(code))
    journal, _ = caught_up(harmed, disk)
    assert (journal.count, journal.writable) == (4, False)
    with pytest.raises(NotSaved, match="the journal can only be read"):
        journal.append(b"{}")
    assert disk.changes == []
    disk.refusal = None
    assert list(journal.catch_up()) == []
    assert journal.writable
    assert disk.files[PATH] == WHOLE
    journal.append(b"{}")
    assert caught_up(bytes(disk.files[PATH]))[0].count == 5


def test_another_trouble_at_opening_is_no_lack_of_rights() -> None:
    disk = Watched()
    disk.refusal = OSError(errno.EMFILE, "Too many open files")
    with pytest.raises(NotSaved, match="the disk said: Too many open files"):
        caught_up(WHOLE, disk)


# Mending the end


def test_a_newline_that_others_restored_is_left_as_it_is() -> None:
    disk = Watched()
    disk.refusal = OSError(errno.EACCES, "Permission denied")
    journal, _ = caught_up(WHOLE[:-1], disk)
    disk.files[PATH] += b"\n"
    disk.refusal = None
    assert list(journal.catch_up()) == []
    assert journal.writable
    assert disk.changes == []


@pytest.mark.parametrize("harmed", [WHOLE[:-1], WHOLE[:-1] + b"_"])
def test_a_newline_that_was_restored_and_goes_again_is_missed(harmed: bytes) -> None:
    journal, disk = caught_up(harmed)
    assert disk.files[PATH] == WHOLE
    del disk.files[PATH][-1:]
    assert list(journal.catch_up()) == []
    assert journal.damage == "The journal is shorter than it was: 1 bytes are gone."


def test_an_unfinished_record_is_kept_under_the_name_that_is_told() -> None:
    journal, disk = caught_up(WHOLE + b"begun")
    digest = hashlib.sha256(b"begun").hexdigest()
    name = f"torn-{len(WHOLE)}-{digest[:8]}.bin"
    assert journal.torn is not None
    assert (journal.torn.size, journal.torn.sha256, journal.torn.kept_in) == (5, digest, name)
    assert disk.files == {PATH: bytearray(WHOLE), PATH.with_name(name): bytearray(b"begun")}


@pytest.mark.parametrize("other", [b"begum", b"beguo", b"begu", b"begun!"])
def test_what_has_its_name_and_is_something_else_stays(other: bytes) -> None:
    name, disk = f"torn-{len(WHOLE)}-{hashlib.sha256(b'begun').hexdigest()[:8]}", MemoryDisk()
    disk.files[PATH.with_name(f"{name}.bin")] = bytearray(other)
    journal, _ = caught_up(WHOLE + b"begun", disk)
    assert journal.torn is not None
    assert journal.torn.kept_in == f"{name}-2.bin"
    assert (disk.files[PATH.with_name(f"{name}.bin")], disk.files[PATH.with_name(f"{name}-2.bin")]) == (other, b"begun")


def test_an_end_that_was_cut_off_and_perhaps_not_synced_is_synced_before_it_is_believed(tmp_path: Path) -> None:
    path, disk = tmp_path / "journal.jsonl", FailingDisk()
    path.write_bytes(WHOLE + b"begun")
    journal = Journal(path, disk)
    disk.plan = {"sync": [None, BROKEN]}  # what was set aside is on the disk; the cut may not be
    assert len(list(journal.catch_up())) == 4
    assert "the disk said: Input/output error" in (journal.stuck or "")
    disk.plan = {"sync": [BROKEN]}
    with pytest.raises(NotSaved):
        list(journal.catch_up())
    assert list(journal.catch_up()) == []
    assert journal.stuck is None
    disk.plan = {"sync": [BROKEN]}
    assert list(journal.catch_up()) == []  # once is enough
    disk.plan = {}
    assert journal.append(b"{}").offset == len(WHOLE)


def test_a_write_that_left_nothing_needs_no_taking_back(tmp_path: Path) -> None:
    path, disk = tmp_path / "journal.jsonl", FailingDisk()
    path.write_bytes(WHOLE)
    journal = Journal(path, disk)
    list(journal.catch_up())
    disk.plan = {"write": [OSError(errno.ENOSPC, "No space left on device")], "truncate": [BROKEN]}
    with pytest.raises(NotSaved, match=r"No space left on device\. Nothing was recorded"):
        journal.append(b"{}")
    assert path.read_bytes() == WHOLE


def test_a_journal_cut_by_a_stranger_while_a_write_fails_is_told_and_not_filled_up(tmp_path: Path) -> None:
    path, disk = tmp_path / "journal.jsonl", FailingDisk()
    path.write_bytes(WHOLE)
    journal = Journal(path, disk)
    list(journal.catch_up())
    path.write_bytes(WHOLE[:-50])
    disk.plan = {"write": [OSError(errno.ENOSPC, "No space left on device")]}
    with pytest.raises(NotSaved):
        journal.append(b"{}")
    assert path.read_bytes() == WHOLE[:-50]
    assert list(journal.catch_up()) == []
    assert "50 bytes are gone" in (journal.damage or "")
