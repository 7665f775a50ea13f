"""The program itself is killed while it records: as a command, and as a screen with a draft."""

import os
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from store.acts import Open
from store.records import Record, Recovered
from tests.conftest import Tell
from tests.faults.steps import STEP, assert_whole, done, fresh, recorded, reopened
from tests.processes import CEILING
from tests.pty.terminal import ENTER, F2, Terminal
from tests.pty.test_crashes import write_a_draft
from tests.sweeps import all_but

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
DYING = (sys.executable, str(Path(__file__).with_name("dying.py")))
PROGRAM = (sys.executable, "-c", "from tui.cli import main; main()")
WORDS = ("vote", "RP-0001", "--outcome", "keep", "--reason", "The register was wrong.", "--reviewer", "ana")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A docket in which somebody has read a case."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    docket = fresh(tmp_path / "permits.docket")
    assert done(STEP["import"], docket) == ""
    assert isinstance(docket.act("ana", "RP-0001", Open(("q1", "r1"))), Record)
    docket.close()
    return tmp_path / "permits.docket"


def votes_on(place: Path, *program: str) -> "subprocess.CompletedProcess[str]":
    """The command, in a process of its own."""
    command = [*program, WORDS[0], str(place), *WORDS[1:]]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=CEILING)


def votes_in(place: Path) -> tuple[int, int]:
    """How many votes there are, and how many torn ends were set aside, on a docket that is whole."""
    assert_whole(place, set())
    docket = reopened(place)
    kinds = [type(record.body) for record in recorded(docket)]
    docket.close()
    return sum(kind.__name__ == "Vote" for kind in kinds), kinds.count(Recovered)


@pytest.mark.parametrize("share", all_but([0.0, 0.01, 0.5, 0.99, 1.0], 0.5, 1.0))
def test_a_command_that_is_killed_within_its_record(place: Path, share: float) -> None:
    killed = votes_on(place, *DYING, "1", str(share))
    assert (killed.returncode, killed.stdout) == (-9, "")  # nothing was acknowledged
    written = share == 1.0
    assert votes_in(place) == (int(written), int(0 < share < 1))
    again = votes_on(place, *PROGRAM)
    assert again.returncode == int(written)
    assert not written or "vote already" in again.stderr or "have voted" in again.stderr, again.stderr
    assert votes_in(place)[0] == 1


@pytest.mark.needs("strace")
@pytest.mark.parametrize(
    "call", [*all_but(["write", "fdatasync", "flock"], "write"), pytest.param("pread64", marks=pytest.mark.slow)]
)
def test_a_command_that_is_killed_at_its_calls(place: Path, call: str, tell: Tell) -> None:
    """Each call that it makes on the journal and the lock; the vote is cast again until it is acknowledged."""
    kills = acknowledged = 0
    for number in count(1):
        paths = [word for name in ("journal.jsonl", "lock") for word in ("-P", str(place / name))]
        inject = [f"trace={call}", "-e", f"inject={call}:signal=KILL:when={number}"]
        ran = votes_on(place, "strace", "-f", "-qq", "-o", os.devnull, *paths, "-e", *inject, *PROGRAM)
        votes, _ = votes_in(place)
        acknowledged += ran.returncode == 0
        assert votes == 1 or ran.returncode in (-9, 137), ran.stderr
        if ran.returncode not in (-9, 137):
            break
        kills += 1
    tell(kills=kills, acknowledged=acknowledged)
    assert kills >= 1
    assert votes_in(place)[0] == 1


@pytest.mark.parametrize("share", all_but([0.0, 0.5, 1.0], 0.5))
def test_a_screen_that_is_killed_while_it_records(place: Path, share: float, tmp_path: Path) -> None:
    """The draft is on the disk before the vote is: whoever comes back finds the one or the other."""
    with Terminal("2", str(share), "review", str(place), "--reviewer", "ana", program=DYING) as at:
        write_a_draft(at)
        at.press("d")
        at.until("F6 Case")
        at.waits()
        at.type(F2)
        assert at.ended() == -9
    written = share == 1.0
    assert votes_in(place) == (int(written), int(0 < share < 1))
    with Terminal("review", str(place), "--reviewer", "ana") as at:
        at.until("RP-0001")
        at.press(ENTER)
        if not written:
            at.press("d")
            at.until("Kept words")
            at.waits()
            at.press(F2)
        at.until("Permit stands")
        at.press("q", every=0.3)
        assert at.ended() == 0
    assert votes_in(place)[0] == 1
