"""What surrounds the docket fails: full disks, read-only ones, limits, clocks, folders that go, newer programs.

Each time people are told what is the matter, what was recorded can be read, and work goes on when the cause is gone.
"""

import os
import resource
import shutil
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from store.acts import WriteNote
from store.days import now
from store.docket import Docket
from store.errors import BadInput, Damaged, NewerFormat, NotSaved, StoreError, Unsure
from store.local.hash_chain import line_of
from store.opening import open_docket
from store.records import Record
from tests.conftest import Tell
from tests.disks import NthDisk, fails
from tests.dockets import make_case, see
from tests.faults.steps import (
    KEYS,
    STEP,
    STEPS,
    assert_a_sentence,
    assert_shown_as_stored,
    assert_whole,
    done,
    fresh,
    queued,
    recorded,
    reopened,
)
from tests.machine import image_of_a_disk, mounted, run
from tests.processes import Child, as_nobody

FULL = "No space left on device"


def begun(place: Path) -> Docket:
    """A docket after its first import and vote."""
    docket = fresh(place)
    assert [done(step, docket) for step in STEPS[:4]] == [""] * 4
    return docket


def notes_until_it_fails(docket: Docket, prefix: str = "note") -> tuple[list[str], StoreError]:
    """Write notes until the disk takes no more."""
    kept: list[str] = []
    while True:
        key = f"{prefix}-{len(kept)}"
        try:
            assert isinstance(docket.act("ana", "RP-0001", WriteNote("x" * 3000), key), Record)
        except StoreError as error:
            return kept, error
        kept.append(key)


@pytest.mark.long
@pytest.mark.needs("loop devices")
@pytest.mark.parametrize("kind", ["tmpfs", "ext4"])
def test_a_full_disk(kind: str, tmp_path: Path, tell: Tell) -> None:
    image = image_of_a_disk(tmp_path / "image", 4)
    what = ["-t", "tmpfs", "-o", "size=1m", "tmpfs"] if kind == "tmpfs" else ["-o", "loop", str(image)]
    with mounted(*what, tmp_path / "disk"):
        place = tmp_path / "disk" / "permits.docket"
        docket = begun(place)
        room = tmp_path / "disk" / "room"
        room.write_bytes(b"x" * 100_000)
        kept, error = notes_until_it_fails(docket)
        assert isinstance(error, NotSaved)
        assert FULL in str(error) or "bytes could be written" in str(error)
        assert_a_sentence(str(error))
        fill(tmp_path / "disk" / "filling")

        for reading in (docket, reopened(place)):  # all of it can be read, also by whoever opens it now
            assert {record.key for record in recorded(reading)} >= set(kept)
            assert_shown_as_stored(reading)
            assert list(reading.verify("lead")) == []
        with pytest.raises(NotSaved, match="Nothing was imported"):
            docket.import_cases("lead", iter([make_case(n) for n in range(100, 400)]), ())
        with pytest.raises(NotSaved, match="the docket cannot be made"):
            fresh(tmp_path / "disk" / "another.docket")

        (tmp_path / "disk" / "filling").unlink()
        room.unlink()
        assert isinstance(docket.act("ana", "RP-0001", WriteNote("x" * 3000), f"note-{len(kept)}"), Record)
        assert docket.import_cases("lead", iter([make_case(100)]), ()).cases == 1  # type: ignore[union-attr]
        docket.close()
        assert_whole(place, {*kept, f"note-{len(kept)}"})
    tell(acknowledged=len(kept))
    assert len(kept) > 10


def fill(path: Path) -> None:
    """Leave not a byte."""
    with path.open("ab", buffering=0) as file:
        for size in (4096, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue


@pytest.mark.needs("mounting")
def test_a_full_disk_with_a_torn_end_can_be_read(tmp_path: Path) -> None:
    """A process was killed within the write that filled the disk: nothing can be set aside until there is room."""
    with mounted("-t", "tmpfs", "-o", "size=1m", "tmpfs", tmp_path / "disk"):
        place = tmp_path / "disk" / "permits.docket"
        begun(place).close()
        with (place / "journal.jsonl").open("ab") as file:
            file.write(b"0123 {half")
        (place / "index" / "docket.db").unlink()
        fill(tmp_path / "disk" / "filling")
        docket = reopened(place)
        assert "cannot be mended: the disk said: No space left on device" in docket.warnings("lead")[0].sentence
        assert_shown_as_stored(docket)
        with pytest.raises(NotSaved, match="cannot be mended"):
            docket.act("ana", "RP-0001", WriteNote("More."), "more")
        (tmp_path / "disk" / "filling").unlink()
        assert isinstance(docket.act("ana", "RP-0001", WriteNote("More."), "more"), Record)
        assert [trouble.code for trouble in docket.warnings("lead")] == ["recovered"]
        docket.close()
        assert_whole(place, {"more", "note", "first vote"})


@pytest.mark.needs("mounting")
def test_a_file_system_that_turns_read_only_and_back(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    begun(tmp_path / "real" / "permits.docket").close()
    with mounted("--bind", tmp_path / "real", tmp_path / "view"):
        place = tmp_path / "view" / "permits.docket"
        run("mount", "-o", "remount,bind,ro", tmp_path / "view")
        reader = reopened(place)
        assert [trouble.code for trouble in reader.warnings("lead")] == ["read_only"]
        assert_shown_as_stored(reader)
        assert list(reader.verify("lead")) == []
        for step in (STEP["opened"], STEP["import"]):
            assert done(step, reader) != ""
        run("mount", "-o", "remount,bind,rw", tmp_path / "view")
        assert done(STEP["opened"], reader) == ""
        assert reader.warnings("lead") == []
        assert done(STEP["import again"], reader) == ""
        assert_shown_as_stored(reader)
        reader.close()
        assert_whole(place, {"note", "first vote", "opened"})


def test_a_limit_on_the_size_of_files(tmp_path: Path) -> None:
    place = tmp_path / "permits.docket"
    docket = begun(place)
    limit = (place / "journal.jsonl").stat().st_size + 10_000

    def writes() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
        limited = reopened(place)
        kept, error = notes_until_it_fails(limited)
        assert isinstance(error, NotSaved)
        assert_a_sentence(str(error))
        assert len(kept) == 3
        assert_shown_as_stored(limited)
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert isinstance(limited.act("ana", "RP-0001", WriteNote("x" * 3000), "note-3"), Record)

    assert Child(writes).wait() == 0
    docket.refresh()
    assert isinstance(docket.act("ana", "RP-0001", WriteNote("The same."), "note-3"), Record)
    docket.close()
    assert_whole(place, {"note-0", "note-1", "note-2", "note-3"})


def test_a_directory_that_disappears_and_comes_back(tmp_path: Path) -> None:
    place = tmp_path / "permits.docket"
    docket = begun(place)
    place.rename(tmp_path / "elsewhere")
    for step in (STEP["opened"], STEP["import again"]):
        assert "No such file or directory" in done(step, docket)
    with pytest.raises(NotSaved, match="the lock cannot be opened: No such file or directory"):
        docket.refresh()
    with pytest.raises(BadInput, match=r"there is no docket here"):
        open_docket(place)
    assert not place.exists()
    (tmp_path / "elsewhere").rename(place)
    assert done(STEP["opened"], docket) == ""
    assert done(STEP["import again"], docket) == ""
    docket.close()
    assert_whole(place, {"note", "first vote", "opened"})


def test_a_file_in_place_of_the_directory(tmp_path: Path) -> None:
    place = tmp_path / "permits.docket"
    docket = begun(place)
    shutil.rmtree(place)
    place.write_text("not a docket")
    for step in (STEP["opened"], STEP["import again"]):
        assert "Not a directory" in done(step, docket)
    with pytest.raises(BadInput, match=r"there is no docket here"):
        open_docket(place)
    docket.close()


def test_a_docket_put_in_the_place_of_another(tmp_path: Path) -> None:
    """A backup that is copied over a docket in use: nothing of the one is taken for the other's."""
    place = tmp_path / "permits.docket"
    docket = begun(place)
    shutil.rmtree(place)
    begun(place).close()
    with pytest.raises(Damaged, match="removed or replaced"):
        docket.act("ana", "RP-0001", WriteNote("To whom?"))
    docket.close()
    assert_whole(place, {"note", "first vote"})


def test_a_clock_that_jumps_back_a_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time is for people: the order of records is their number."""
    place = tmp_path / "permits.docket"
    docket = begun(place)
    with monkeypatch.context() as patch:
        patch.setattr("store.local.holding.now", lambda: now() - timedelta(365))
        assert [done(step, docket) for step in STEPS[4:10]] == [""] * 6
    assert [done(step, docket) for step in STEPS[10:]] == [""] * len(STEPS[10:])
    docket.close()
    assert_whole(place, KEYS)
    docket = reopened(place)
    times = [record.at for record in recorded(docket)]
    assert times != sorted(times)
    assert docket.view("ana", "RP-0001").standing == "decided"
    assert [vote.by for vote in see(docket, "cleo", "RP-0001").votes] == ["ana", "ben"]
    docket.close()


def strangers_line(docket: Docket, body: bytes) -> bytes:
    """The next line of the journal, whole and in its chain, that this program would not have written."""
    made = '"at":"2030-01-01T00:00:00Z","day":"2030-01-01","by":"ana","key":"k"'
    at = f'{{"seq":{docket.checkpoint("lead").count},{made},'.encode()
    return line_of(docket.checkpoint("lead").head, at + body)[0]


def test_a_newer_program_writes_while_an_older_one_is_at_work(tmp_path: Path) -> None:
    """The older one stops at the first record it does not understand, each time it is asked, and records nothing."""
    place = tmp_path / "permits.docket"
    docket = begun(place)
    with (place / "journal.jsonl").open("ab") as file:
        file.write(strangers_line(docket, b'"kind":"hologram"}'))
    content = (place / "journal.jsonl").read_bytes()
    for _ in range(3):
        with pytest.raises(NewerFormat):
            docket.refresh()
        with pytest.raises(NewerFormat):
            docket.act("ana", "RP-0001", WriteNote("More."))
    assert [record.seq for record in recorded(docket)] == [0, 1, 2, 3, 4, 5]
    assert docket.view("ana", "RP-0001").standing == "second"
    with pytest.raises(NewerFormat) as raised:
        open_docket(place)
    assert_a_sentence(str(raised.value))
    assert (place / "journal.jsonl").read_bytes() == content
    docket.close()


@pytest.mark.parametrize(
    "body",
    [
        b'"kind":"genesis","store":"x","format":3,"program":"foureyes 9","draw_key":"k"}',
        b'"kind":"policy","source":"later = 1","name":"Permits","version":"2"}',
    ],
    ids=["a second genesis", "a policy with an unknown key"],
)
def test_what_cannot_have_been_recorded_makes_a_docket_that_can_only_be_read(body: bytes, tmp_path: Path) -> None:
    place = tmp_path / "permits.docket"
    docket = begun(place)
    with (place / "journal.jsonl").open("ab") as file:
        file.write(strangers_line(docket, body))
    content = (place / "journal.jsonl").read_bytes()
    assert not docket.refresh()
    for reading in (docket, reopened(place)):
        assert "Line 7 of the journal" in reading.warnings("lead")[0].sentence
        assert reading.warnings("lead")[0].read_only
        with pytest.raises(Damaged, match="Line 7 of the journal"):
            reading.act("ana", "RP-0001", WriteNote("More."))
        assert [record.seq for record in recorded(reading)] == [0, 1, 2, 3, 4, 5]
        assert list(reading.verify("lead")) != []
        reading.close()
    assert (place / "journal.jsonl").read_bytes() == content


@pytest.mark.parametrize("name", ["journal.jsonl", "lock", "cases/lock", "index/docket.db", "batch"])
@pytest.mark.parametrize("harm", ["empty", "gone"])
def test_files_without_a_byte_and_files_that_are_gone(name: str, harm: str, tmp_path: Path) -> None:
    place = tmp_path / "permits.docket"
    begun(place).close()
    path = next((place / "cases").glob("0*")) if name == "batch" else place / name
    if harm == "empty":
        path.write_bytes(b"")
    else:
        path.unlink()
    if name == "journal.jsonl" and harm == "gone":
        with pytest.raises((BadInput, Damaged), match=r"there is no docket here|the journal is gone"):
            reopened(place)
        return
    docket = reopened(place)
    if name == "journal.jsonl":
        assert "The journal is shorter than it was" in docket.warnings("lead")[0].sentence
        assert docket.warnings("lead")[0].read_only
        docket.close()
        shutil.rmtree(place / "index")  # which knew that there was more
        with pytest.raises(Damaged, match="does not hold a record"):
            reopened(place)
    elif name == "batch":
        with pytest.raises(Damaged, match=r"is not what was imported|is gone"):
            docket.view("ana", "RP-0001")
        assert list(docket.verify("lead")) != []
        docket.close()
        shutil.rmtree(place / "index")
        docket = reopened(place)
        assert docket.warnings("lead")[0].read_only
        assert queued(docket) == []
    else:
        assert done(STEP["opened"], docket) == ""
        docket.close()
        assert_whole(place, {"note", "first vote", "opened"})
    docket.close()


@pytest.mark.needs("root")
def test_a_docket_that_is_somebody_elses(tmp_path: Path) -> None:
    place = tmp_path / "permits.docket"
    begun(place).close()

    def opens() -> None:
        with pytest.raises(BadInput, match="it belongs to root alone, and you are another login"):
            reopened(Path("permits.docket"))

    back = Path.cwd()
    os.chdir(tmp_path)
    tmp_path.chmod(0o755)
    try:
        as_nobody(opens)
    finally:
        os.chdir(back)


def test_a_docket_whose_making_cannot_be_confirmed_is_said_to_be_there(tmp_path: Path) -> None:
    place = tmp_path / "permits.docket"
    with pytest.raises(Unsure, match="Check that it is still there"):
        fresh(place, NthDisk("sync_folder", 3, fails(5)))
    assert_whole(place, set())
