"""The drill: a backup is taken while people work, the docket is damaged, restored, verified, and compared.

The commands are those of docs/backup.md, word for word, run by `sh`.
"""

import os
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from store.acts import WriteNote
from tests.conftest import Tell
from tests.dockets import make_case
from tests.faults.children import Acknowledged, works
from tests.faults.steps import STEP, STEPS, assert_shown_as_stored, done, fresh, lost_and_doubled, recorded, reopened
from tests.faults.test_power_cut import imports_on_and_on
from tests.processes import Child, until
from tests.sweeps import all_but

PAGE = Path(__file__).parents[2] / "docs" / "backup.md"
TAKE, CHECK, PUT_BACK, COMPARE, JOIN = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)


def sh(folder: Path, commands: str) -> int:
    """Run commands of the page in a folder; returns the exit code of the first that failed."""
    ran = subprocess.run(["sh", "-eu", "-c", commands], cwd=folder, capture_output=True, timeout=120)
    print(ran.stdout.decode(), ran.stderr.decode())
    return ran.returncode


pytestmark = [pytest.mark.long, pytest.mark.needs("flock")]


@pytest.fixture(autouse=True)
def _program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)


def docket_at(place: Path) -> None:
    docket = fresh(place)
    assert [done(step, docket) for step in STEPS] == [""] * len(STEPS)
    docket.close()


def note(place: Path, key: str) -> None:
    docket = reopened(place)
    docket.act("ana", "RP-0001", WriteNote("After the backup."), key)
    docket.close()


def keys_of(place: Path) -> list[str]:
    docket = reopened(place)
    assert not any(trouble.read_only for trouble in docket.warnings("lead"))
    assert list(docket.verify("lead")) == []
    assert_shown_as_stored(docket)
    keys = [record.key for record in recorded(docket)]
    docket.close()
    return keys


def flipped(path: Path, at: float) -> None:
    content = bytearray(path.read_bytes())
    content[int(len(content) * at)] ^= 4
    path.write_bytes(content)


def zeroed(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2] + bytes(len(content) - len(content) // 2))


def batch_of(place: Path) -> Path:
    return min((place / "cases").glob("*.jsonl"))


def rewritten(place: Path) -> None:
    """Somebody who can write the files makes another history out of the same beginning."""
    journal = place / "journal.jsonl"
    shutil.rmtree(place / "index")
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:3]))
    for number in range(20):
        note(place, f"forged-{number}")


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a bit in the middle of the journal": lambda place: flipped(place / "journal.jsonl", 0.5),
    "a bit at the beginning of the journal": lambda place: flipped(place / "journal.jsonl", 0.01),
    "half of the journal is zeros": lambda place: zeroed(place / "journal.jsonl"),
    "the newest records are dropped": lambda place: os.truncate(
        place / "journal.jsonl", (place / "journal.jsonl").stat().st_size * 2 // 3
    ),
    "the history is rewritten": rewritten,
    "the journal is gone": lambda place: (place / "journal.jsonl").unlink(),
    "a bit in a batch": lambda place: flipped(batch_of(place), 0.5),
    "a batch is gone": lambda place: batch_of(place).unlink(),
    "the whole docket is gone": shutil.rmtree,
}


QUICK = (
    "a bit in the middle of the journal",
    "the history is rewritten",
    "a batch is gone",
    "the whole docket is gone",
)


@pytest.mark.parametrize(
    "harm",
    [*all_but(QUICK, QUICK[0]), *(pytest.param(harm, marks=pytest.mark.slow) for harm in DAMAGE if harm not in QUICK)],
)
def test_damaged_restored_verified_and_compared(harm: str, tmp_path: Path) -> None:
    place = tmp_path / "permits.docket"
    docket_at(place)
    before = keys_of(place)
    assert sh(tmp_path, TAKE + CHECK) == 0
    assert {path.name for path in (tmp_path / "backup" / "cases").glob("*.jsonl")} == {
        path.name for path in (place / "cases").glob("*.jsonl")
    }
    DAMAGE[harm](place)
    assert sh(tmp_path, "foureyes verify permits.docket --against permits.checkpoint") in (1, 4)
    assert sh(tmp_path, PUT_BACK + COMPARE) == 0
    assert keys_of(place) == before
    note(place, "work goes on")
    assert keys_of(place) == [*before, "work goes on"]


def test_a_backup_that_is_taken_while_people_work(tmp_path: Path, tell: Tell) -> None:
    place, chance = tmp_path / "permits.docket", random.Random(5)
    docket = fresh(place)
    assert done(STEP["import"], docket) == ""
    docket.close()
    told, imported = Acknowledged(tmp_path / "told"), Acknowledged(tmp_path / "imported")

    def begun(who: str) -> Child:
        seed = chance.getrandbits(32)
        return Child(lambda: works(place, who, told, tmp_path / f"begun-{who}", seed=seed))

    running = [*map(begun, ["ana", "ben"]), Child(lambda: imports_on_and_on(place, imported, 0.2))]
    held = lost = 0
    try:
        for number in range(2):
            assert until(lambda: told.path.stat().st_size > 2000 * (number + 1) and imported.keys())  # noqa: B023
            said, batches = told.keys(), imported.keys()
            assert sh(tmp_path, TAKE + CHECK) == 0
            copy = tmp_path / f"copy-{number}"
            (tmp_path / "backup").rename(copy)
            docket = reopened(copy)
            missed, doubled = lost_and_doubled(docket, said)
            held, lost = held + len(said), lost + missed + doubled
            docket.close()
            assert set(batches) <= {path.name for path in (copy / "cases").iterdir()}
            keys_of(copy)
    finally:
        assert [child.kill() for child in running] == [-9, -9, -9]
    docket = reopened(place)  # the original has grown out of what was copied
    docket.close()
    assert sh(tmp_path, "foureyes verify permits.docket --against permits.checkpoint") == 0
    tell(backups=2, acknowledged_before=held, lost=lost)
    assert lost == 0
    assert held > 40


def test_what_was_recorded_after_the_backup_is_put_behind_it(tmp_path: Path) -> None:
    place = tmp_path / "permits.docket"
    docket_at(place)
    assert sh(tmp_path, TAKE + CHECK) == 0
    note(place, "after 1")
    docket = reopened(place)
    docket.import_cases("lead", iter([make_case(40), make_case(41)]), ("later.jsonl",))
    docket.close()
    note(place, "after 2")
    before, whole = keys_of(place), (place / "journal.jsonl").read_bytes()
    flipped(place / "journal.jsonl", 0.4)
    assert sh(tmp_path, PUT_BACK + COMPARE) == 0
    assert "after 1" not in keys_of(place)
    assert sh(tmp_path, JOIN) == 0
    assert keys_of(place) == before
    assert (place / "journal.jsonl").read_bytes() == whole


def test_damage_in_what_is_newer_is_not_joined_unnoticed(tmp_path: Path) -> None:
    place = tmp_path / "permits.docket"
    docket_at(place)
    assert sh(tmp_path, TAKE + CHECK) == 0
    before = keys_of(place)
    for number in range(3):
        note(place, f"after {number}")
    flipped(place / "journal.jsonl", 0.98)
    assert sh(tmp_path, PUT_BACK + JOIN) == 4
    assert sh(tmp_path, "cp backup/journal.jsonl permits.docket/journal.jsonl; rm -r permits.docket/index") == 0
    assert sh(tmp_path, COMPARE) == 0
    assert keys_of(place) == before


def test_an_unfinished_end_stays_out_of_the_backup(tmp_path: Path) -> None:
    place = tmp_path / "permits.docket"
    docket_at(place)
    before = keys_of(place)
    with (place / "journal.jsonl").open("ab") as file:
        file.write(b"0123 {half")
    assert sh(tmp_path, TAKE + CHECK) == 0
    assert keys_of(tmp_path / "backup") == before


def test_a_damaged_docket_makes_a_backup_that_says_so_and_takes_no_good_ones_place(tmp_path: Path) -> None:
    place = tmp_path / "permits.docket"
    docket_at(place)
    before = keys_of(place)
    assert sh(tmp_path, TAKE + CHECK) == 0
    flipped(place / "journal.jsonl", 0.5)
    assert sh(tmp_path, TAKE) != 0
    assert keys_of(tmp_path / "backup") == before
    (tmp_path / "backup").rename(tmp_path / "older")
    assert sh(tmp_path, TAKE + CHECK) == 4


def test_a_repair_and_a_restored_batch_end_in_a_docket_that_verifies(tmp_path: Path) -> None:
    """No backup of the journal is newer, but the batches are there."""
    place = tmp_path / "permits.docket"
    docket_at(place)
    assert sh(tmp_path, TAKE + CHECK) == 0
    for number in range(3):
        note(place, f"after {number}")
    before = keys_of(place)
    lines = (place / "journal.jsonl").read_bytes().splitlines(keepends=True)
    lines[-2] = lines[-2].replace(b"After the", b"Before the")
    (place / "journal.jsonl").write_bytes(b"".join(lines))
    flipped(batch_of(place), 0.5)
    assert sh(tmp_path, "foureyes repair permits.docket --yes --reviewer lead") == 4
    assert sh(tmp_path, "cp backup/cases/000001-* permits.docket/cases/") == 0
    assert sh(tmp_path, "foureyes verify permits.docket --against permits.checkpoint") == 0
    (kept,) = place.glob("journal.damaged-*")
    assert keys_of(place) == [*before[:-2], kept.name]
    assert Counter(keys_of(place)).most_common(1)[0][1] == 1
