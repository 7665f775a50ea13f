"""Somebody lays links, pipes and devices where the program opens or makes files: nothing is followed or waited for."""

import hashlib
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tinydb import TinyDB

from store.acts import WriteNote
from store.docket import Docket
from store.errors import BadInput, Damaged, NotSaved, StoreError
from store.local.layout import in_a_docket, must_be_a_docket
from store.local.storage import JournalStorage
from store.opening import new_docket, open_docket
from tests.dockets import POLICY, make_case
from tests.store.local.harm import harmed, repaired

FRAGMENT = b"0123 {half"


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A file of somebody who trusts nobody in the docket's folder."""
    path = tmp_path / "profile"
    path.write_text("precious")
    return path


@pytest.fixture
def torn(docket: Docket, place: Path) -> Path:
    """A docket with an unfinished record at its end; returns where it is to be set aside."""
    docket.close()
    size = (place / "journal.jsonl").stat().st_size
    with (place / "journal.jsonl").open("ab") as file:
        file.write(FRAGMENT)
    return place / f"torn-{size}-{hashlib.sha256(FRAGMENT).hexdigest()[:8]}.bin"


def opened_and_closed(place: Path) -> list[str]:
    """What is said when it is opened."""
    docket = open_docket(place)
    said = [trouble.code for trouble in docket.warnings("lead")]
    assert list(docket.verify("lead")) == []
    docket.close()
    return said


TRAPS: dict[str, Callable[[Path, Path], object]] = {
    "a link": lambda path, profile: path.symlink_to(profile),
    "a link to nothing": lambda path, _: path.symlink_to("nothing"),
    "a pipe": lambda path, _: os.mkfifo(path),
    "a folder": lambda path, _: path.mkdir(),
    "a file of somebody": lambda path, _: path.write_bytes(b"something else"),
    "a file that goes on": lambda path, _: path.write_bytes(FRAGMENT + b"}"),
    "a file cut short": lambda path, _: path.write_bytes(FRAGMENT[:-1]),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_an_unfinished_record_is_never_set_aside_into_what_is_there(
    torn: Path, place: Path, profile: Path, trap: str
) -> None:
    TRAPS[trap](torn, profile)
    before = torn.lstat()
    assert opened_and_closed(place) == ["recovered"]
    aside = torn.with_name(f"{torn.stem}-2.bin")
    assert aside.read_bytes() == FRAGMENT
    assert os.path.samestat(torn.lstat(), before)
    assert profile.read_text() == "precious"
    assert not (place / "nothing").exists()
    assert opened_and_closed(place) == []


def test_one_that_was_set_aside_before_a_kill_is_taken_as_it_is(torn: Path, place: Path) -> None:
    torn.write_bytes(FRAGMENT)
    left = place / f".{torn.name}.0011aabb"
    left.write_bytes(FRAGMENT[:3])
    assert opened_and_closed(place) == ["recovered"]
    assert [path.name for path in place.iterdir() if "torn" in path.name] == [torn.name]


def test_where_all_its_names_are_taken_it_waits_and_everything_can_be_read(torn: Path, place: Path) -> None:
    for more in ("", *(f"-{number}" for number in range(2, 100))):
        torn.with_name(f"{torn.stem}{more}.bin").mkdir()
    docket = open_docket(place)
    assert [trouble.code for trouble in docket.warnings("lead")] == ["stuck"]
    assert docket.count("ana") == 10
    with pytest.raises(NotSaved, match=f"all names for {torn.name} are taken"):
        docket.act("ana", "RP-0001", WriteNote("A note."))
    torn.rmdir()
    docket.act("ana", "RP-0001", WriteNote("A note."))
    docket.close()


@pytest.mark.parametrize(
    ("name", "trap"),
    [
        *(
            (name, trap)
            for name in ("journal.jsonl", "lock", "cases/lock")
            for trap in ("a link", "a pipe", "a folder")
        ),
        *((name, "a link to nothing") for name in ("journal.jsonl", "lock", "cases/lock", "cases", "index")),
        *((name, "a link") for name in ("cases", "index")),
        ("cases", "a pipe"),
    ],
)
def test_a_trap_in_the_place_of_what_is_a_docket_s_own(
    docket: Docket, place: Path, profile: Path, name: str, trap: str
) -> None:
    docket.close()
    own, away = place / name, place.parent / "away"
    own.rename(away)
    TRAPS[trap](own, away)
    before = content(place)
    with pytest.raises(StoreError) as raised:
        open_docket(place).import_cases("lead", iter([make_case(20)]), ())
    assert str(raised.value).startswith(str(own))
    assert " is in its place" in str(raised.value) or (name, trap) == ("cases", "a pipe")
    assert content(place) == before


def content(place: Path) -> dict[Path, bytes]:
    """Everything around a docket, but for what SQLite keeps while it is open."""
    files = (path for path in place.parent.rglob("*") if path.is_file())
    return {path: path.read_bytes() for path in files if not path.name.startswith("docket.db")}


def test_a_docket_that_is_reached_through_a_link_is_a_docket(docket: Docket, place: Path, tmp_path: Path) -> None:
    docket.close()
    (tmp_path / "link").symlink_to(place)
    assert opened_and_closed(tmp_path / "link") == []


def test_what_is_left_of_an_import_is_removed_and_never_what_it_points_to(
    docket: Docket, place: Path, profile: Path
) -> None:
    (place / "cases" / ".incoming.0011aabb").symlink_to(profile)
    docket.import_cases("lead", iter([make_case(20)]), ())
    assert profile.read_text() == "precious"
    assert not list((place / "cases").glob(".*"))
    docket.close()


@pytest.mark.parametrize("trap", TRAPS)
def test_a_damaged_journal_is_never_kept_in_what_is_there(
    docket: Docket, place: Path, profile: Path, trap: str
) -> None:
    docket.close()
    journal = harmed(place, 3, "zeros")
    name = f"journal.damaged-{datetime.now(UTC):%Y%m%d}-{hashlib.sha256(journal).hexdigest()[:8]}"
    there = place / f"{name}.jsonl"
    TRAPS[trap](there, profile)
    before = there.lstat()
    record = repaired(place)
    assert (place / f"{name}-2.jsonl").read_bytes() == journal
    assert record.key == f"{name}-2.jsonl"
    assert os.path.samestat(there.lstat(), before)
    assert profile.read_text() == "precious"
    assert opened_and_closed(place) == []


@pytest.mark.parametrize("name", ["docket.db", "docket.db-wal", "docket.db-shm"])
def test_the_index_is_written_through_no_link(docket: Docket, place: Path, profile: Path, name: str) -> None:
    docket.close()
    path = place / "index" / name
    path.unlink(missing_ok=True)
    path.symlink_to(profile)
    docket = open_docket(place)
    docket.import_cases("lead", iter([make_case(20)]), ())
    assert docket.count("ana") == 11
    docket.close()
    assert profile.read_text() == "precious"


def test_a_path_is_in_a_docket_by_what_it_is_and_by_where_it_stands(
    docket: Docket, place: Path, tmp_path: Path
) -> None:
    docket.close()
    (tmp_path / "out").symlink_to(place / "cases" / "new.csv")
    (place / "out").symlink_to(tmp_path / "new.csv")
    for path in (place, place / "cases" / "deep" / "out", tmp_path / "out", place / "out"):
        assert in_a_docket(path) == place
    for path in (tmp_path, tmp_path / "new.csv", place.parent / "cases"):
        assert in_a_docket(path) is None


def test_a_docket_is_not_made_in_another(docket: Docket, place: Path) -> None:
    for where in (place / "another", place / "cases" / "another"):
        with pytest.raises(BadInput, match=r"is in the docket .*permits\.docket; choose a place outside of it\."):
            new_docket(where, POLICY, "lead")
        assert not where.exists()
    docket.close()


def test_a_place_where_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for name in ("nowhere", "file", "", "a\0b"):
        with pytest.raises(BadInput, match="there is no docket here"):
            must_be_a_docket(tmp_path / name)
    with pytest.raises(BadInput, match="cannot be opened: File name too long"):
        must_be_a_docket(tmp_path / ("x" * 300))
    (tmp_path / "journal.jsonl").touch()
    (tmp_path / "cases").symlink_to("elsewhere")
    with pytest.raises(Damaged, match="cases: a link is in its place"):
        must_be_a_docket(tmp_path)


@pytest.mark.parametrize("trap", ["a link", "a pipe"])
def test_a_program_of_tinydb_is_refused_a_trap_too(docket: Docket, place: Path, trap: str) -> None:
    docket.close()
    (place / "journal.jsonl").rename(place.parent / "away")
    TRAPS[trap](place / "journal.jsonl", place.parent / "away")
    with pytest.raises(Damaged, match=f"{trap} is in its place"):
        TinyDB(place, storage=JournalStorage)


def test_an_imported_batch_that_became_a_pipe_is_told_and_not_waited_for(docket: Docket, place: Path) -> None:
    docket.close()
    batch = next((place / "cases").glob("*.jsonl"))
    batch.unlink()
    os.mkfifo(batch)
    docket = open_docket(place)
    assert f"cases/{batch.name}: the batch of imported cases cannot be read: a pipe is in its place." in docket.verify(
        "lead"
    )
    with pytest.raises(StoreError, match="a pipe is in its place"):
        docket.view("ana", "RP-0001")
    docket.close()
    shutil.rmtree(place / "index")
    docket = open_docket(place)
    assert any("a pipe is in its place" in warning.sentence for warning in docket.warnings("lead"))
    docket.close()
