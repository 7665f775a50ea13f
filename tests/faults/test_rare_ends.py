"""What happens once in the life of a disk: each rare end of the journal, the lock and the index, one story each."""

import errno
import shutil
import sqlite3
from pathlib import Path
from typing import NoReturn

import pytest

from store.acts import Note
from store.disk import Disk
from store.errors import BadInput, Damaged, NotSaved, Unsure
from store.filters import parse as parse_filter
from store.local import schema
from store.local.hash_chain import chain_hash, payload_of
from store.local.journal import Journal
from store.local.lock import Lock
from store.model import Imported
from store.records import Genesis, Import, PolicySet, Record, Recovered
from tests.disks import FailingDisk, MemoryDisk
from tests.dockets import make_case
from tests.faults.steps import STEP, STEPS, assert_shown_as_stored, assert_whole, done, fresh, recorded, reopened

PATH = Path("/docket/journal.jsonl")
BROKEN = OSError(errno.EIO, "Input/output error")


def fails(*_: object) -> NoReturn:
    """What SQLite says of a disk that does not answer."""
    raise sqlite3.OperationalError("disk I/O error")


def three_lines() -> bytes:
    disk = MemoryDisk({PATH: b""})
    journal = Journal(PATH, disk)
    assert list(journal.catch_up()) == []
    for number in range(3):
        journal.append(b'{"n":%d}' % number)
    return bytes(disk.files[PATH])


def test_a_line_with_something_else_in_place_of_its_space_is_no_line() -> None:
    payload = b"{}"
    digest = chain_hash("0" * 64, payload).encode()
    assert payload_of(digest + b" " + payload, "0" * 64) == payload
    assert payload_of(digest + b"_" + payload, "0" * 64) is None


def test_a_journal_that_gets_shorter_while_it_is_read_is_not_taken_for_a_torn_one() -> None:
    class Shrinking(MemoryDisk):
        def read(self, fd: int, size: int, offset: int) -> bytes:
            return super().read(fd, size, offset)[:100] if offset == 0 else b""

    disk = Shrinking({PATH: three_lines()})
    with pytest.raises(NotSaved, match="became shorter while it was read"):
        list(Journal(PATH, disk).catch_up())
    assert disk.files[PATH] == three_lines()


@pytest.mark.parametrize("harmed", [three_lines()[:-1], three_lines() + b"torn"], ids=["no newline", "torn"])
def test_an_end_that_cannot_be_mended_waits_until_it_can(harmed: bytes) -> None:
    class Full(MemoryDisk):
        room = False

        def write(self, fd: int, data: bytes) -> int:
            return super().write(fd, data) if self.room else 0

    disk = Full({PATH: harmed})
    journal = Journal(PATH, disk)
    assert len(list(journal.catch_up())) == 3
    with pytest.raises(NotSaved, match=r"cannot be mended: .* could not be|not all bytes could be written"):
        journal.append(b"{}")
    disk.room = True
    assert list(journal.catch_up()) == []
    journal.append(b"{}")
    assert disk.files[PATH].startswith(three_lines())
    assert len(list(Journal(PATH, MemoryDisk({PATH: bytes(disk.files[PATH])})).catch_up())) == 4


def test_a_newline_that_somebody_else_restores(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_bytes(three_lines()[:-1])
    reader = Journal(path, Disk(), read_only=True)
    assert len(list(reader.catch_up())) == 3
    writer = Journal(path, Disk())
    assert len(list(writer.catch_up())) == 3
    writer.append(b"{}")
    assert reader.behind()
    assert [line.payload for line in reader.catch_up()] == [b"{}"]
    assert not reader.behind()
    path.write_bytes(path.read_bytes()[:-1])  # a byte less is a byte less again
    assert list(reader.catch_up()) == []
    assert "1 bytes are gone" in (reader.damage or "")


def test_a_descriptor_that_cannot_be_closed_is_not_relied_on(tmp_path: Path) -> None:
    class Clinging(FailingDisk):
        clings = True

        def close(self, fd: int) -> None:
            super().close(fd)
            if self.clings:
                raise BROKEN

    path = tmp_path / "journal.jsonl"
    path.write_bytes(three_lines())
    disk = Clinging()
    journal = Journal(path, disk)
    assert len(list(journal.catch_up())) == 3
    disk.plan = {"sync": [BROKEN]}
    with pytest.raises(NotSaved, match="Nothing was recorded"):
        journal.append(b"{}")
    disk.plan = {"sync": [BROKEN]}
    with pytest.raises(NotSaved):  # what the failed one left is synced before anything else
        list(journal.catch_up())
    assert list(journal.catch_up()) == []
    disk.clings = False
    journal.close()
    assert path.read_bytes() == three_lines()


def test_a_journal_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="the journal is gone"):
        list(Journal(tmp_path / "journal.jsonl", Disk()).catch_up())


def test_a_record_that_changes_on_the_disk_while_the_docket_is_open_is_not_shown(tmp_path: Path) -> None:
    place = tmp_path / "permits.docket"
    docket = fresh(place)
    assert [done(step, docket) for step in STEPS[:4]] == [""] * 4
    journal = place / "journal.jsonl"
    content = journal.read_bytes()
    for edited in (b"Ask the employee.", b"Ask the employer."):
        with journal.open("r+b") as file:
            file.write(content.replace(b"Ask the employer.", edited))
        if edited == b"Ask the employer.":
            assert docket.view("ana", "RP-0001").of(Note)[0].body.text == "Ask the employer."  # type: ignore[union-attr]
            continue
        assert not docket.refresh()  # it is as long as it was
        with pytest.raises(Damaged, match="a record is not what was recorded"):
            docket.view("ana", "RP-0001")
        assert "Line 4 of the journal" in next(docket.verify("lead"))
    docket.close()


def test_a_lock_that_cannot_be_let_go_is_let_go_with_its_file(tmp_path: Path) -> None:
    class Sticky(Disk):
        def unlock(self, fd: int) -> None:
            raise BROKEN

    with Lock(tmp_path / "lock", Sticky()).held():
        pass
    with Lock(tmp_path / "lock", Disk()).held(patience=0):
        pass


def test_a_lock_that_the_system_cannot_give(tmp_path: Path) -> None:
    class NoLocks(Disk):
        def try_lock(self, fd: int) -> bool:
            raise OSError(errno.ENOLCK, "No locks available")

    with (
        pytest.raises(NotSaved, match="the lock cannot be opened: No locks available"),
        Lock(tmp_path / "lock", NoLocks()).held(),
    ):
        pass


def test_a_torn_end_is_reported_once_though_the_report_was_not_confirmed(tmp_path: Path) -> None:
    place = tmp_path / "permits.docket"
    fresh(place).close()
    with (place / "journal.jsonl").open("ab") as file:
        file.write(b"0123 {half")
    disk = FailingDisk()
    disk.plan = {"sync": [None, None, BROKEN], "truncate": [None, BROKEN]}
    docket = reopened(place, disk)  # the report is on the disk, and the disk says that it may not be
    assert disk.plan == {"sync": [], "truncate": []}
    assert isinstance(docket.import_cases("lead", iter([make_case(1)]), ()), Imported)
    assert [type(record.body) for record in recorded(docket)] == [Genesis, PolicySet, Recovered, Import]
    assert [trouble.code for trouble in docket.warnings("lead")] == ["recovered"]
    docket.close()
    assert_whole(place, set())


def test_an_import_whose_index_fails_after_its_record_is_an_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "permits.docket"
    docket = fresh(place)
    with monkeypatch.context() as patch:
        patch.setattr("store.local.making.put_stamp", fails)
        result = docket.import_cases("lead", iter([make_case(1)]), ())
    assert isinstance(result, Imported)
    assert result.cases == 1
    assert_shown_as_stored(docket)
    docket.close()
    assert_whole(place, set())


def test_an_index_that_is_found_damaged_by_an_import_is_made_anew(tmp_path: Path) -> None:
    place = tmp_path / "permits.docket"
    docket = fresh(place)
    assert done(STEP["import"], docket) == ""
    index = sqlite3.connect(place / "index" / "docket.db")
    index.execute("UPDATE revisions SET offset = offset + 1")
    index.commit()
    index.close()
    assert "The same import can be made again" in done(STEP["import again"], docket)
    assert done(STEP["import again"], docket) == ""
    docket.close()
    assert_whole(place, set())


def test_an_index_that_no_disk_takes_is_kept_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "permits.docket"
    docket = fresh(place)
    assert done(STEP["import"], docket) == ""
    docket.close()
    shutil.rmtree(place / "index")
    connect = schema.connect
    with monkeypatch.context() as patch:
        patch.setattr(schema, "connect", lambda uri: connect(uri) if "memory" in uri else fails())
        docket = reopened(place)
        assert_shown_as_stored(docket)
        assert done(STEP["note"], docket) == ""
        docket.close()
    assert_whole(place, {"note"})


def test_a_filter_with_a_number_that_no_index_holds(tmp_path: Path) -> None:
    docket = fresh(tmp_path / "permits.docket")
    with pytest.raises(BadInput, match="takes a number"):
        docket.count("ana", parse_filter("priority:<99999999999999999999"))
    docket.close()


def test_an_unsure_answer_is_settled_by_asking_again_with_the_same_key(tmp_path: Path) -> None:
    place, disk = tmp_path / "permits.docket", FailingDisk()
    docket = fresh(place, disk)
    assert done(STEP["import"], docket) == ""
    disk.plan = {"sync": [BROKEN], "truncate": [BROKEN]}
    with pytest.raises(Unsure, match="Trying again is safe"):
        STEP["note"].act(docket)
    assert isinstance(STEP["note"].act(docket), Record)
    assert sum(record.key == STEP["note"].key for record in recorded(docket)) == 1
    docket.close()
    assert_whole(place, {STEP["note"].key})
