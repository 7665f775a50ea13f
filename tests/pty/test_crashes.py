"""A fault anywhere prints no case data, leaves a report that only its owner can read, and gives the terminal back.

What became of the docket is no fault of the program: it is told as a command tells it.
"""

import shutil
import sys
from pathlib import Path

import pytest

from store.docket import Docket
from tests.conftest import Tell
from tests.pty.faulty import SECRET
from tests.pty.terminal import ENTER, ESC, F2, NARROW, WIDE, Terminal
from tui.output import ExitCode

pytestmark = pytest.mark.long

FAULTY = (sys.executable, str(Path(__file__).with_name("faulty.py")))
CASE_DATA = (SECRET, "123-45", "Darya")
WITH_A_KEY = ["in_a_key", "on_the_line", "in_drawing", "in_a_thread", "in_a_timer", "in_a_task"]
BY_ITSELF = ["at_the_start", "in_opening"]


@pytest.fixture
def program(docket: Docket, place: Path, state: Path) -> Path:
    """A docket that is closed, for a process of its own."""
    docket.close()
    return place


def assert_discreet(at: Terminal, state: Path, *, reports: int = 1) -> None:
    """No case data was printed after the screen was left, or is in a report; only its owner can read that."""
    said = at.farewell
    assert not [word for word in CASE_DATA if word in said], said
    assert "Traceback" not in said
    assert "locals" not in said
    kept = list(state.glob("crash-*"))
    assert len(kept) >= reports, f"no report; it said {said!r}"
    for one in kept:
        assert one.stat().st_mode & 0o777 == 0o600
        assert not [word for word in CASE_DATA if word in one.read_text()]
    assert at.restored


def write_a_draft(at: Terminal) -> None:
    """Cite a sentence and write a reason."""
    at.until("RP-0001")
    at.press(ENTER, "c", "d")
    at.until("F6 Case")
    at.waits()
    at.press("1", "\t", "\t", "\t", *"Kept words", every=0.03)
    at.until("Kept words")
    at.waits()
    at.press(ESC)
    at.until("F6 Case", gone=True)


def drafts(state: Path) -> str:
    return "".join(one.read_text() for one in (state / "drafts").glob("*.json"))


@pytest.mark.parametrize(
    "fault",
    [pytest.param(one, marks=[pytest.mark.slow] if one in WITH_A_KEY[2:] else []) for one in WITH_A_KEY],
)
def test_a_fault_while_working(program: Path, state: Path, tell: Tell, fault: str) -> None:
    with Terminal(fault, "review", str(program), "--reviewer", "alice", program=FAULTY, size=WIDE) as at:
        write_a_draft(at)
        at.type("n")
        at.waits(0.3)
        if at.process.poll() is None:
            at.type("x")
        assert at.ended() == 1
        assert_discreet(at, state)
        assert "fault in the program" in at.farewell
    assert "Kept words" in drafts(state)
    tell(faults=1)


def test_a_fault_in_the_thread_that_reads_the_keys(program: Path, state: Path, tell: Tell) -> None:
    with Terminal("in_a_parser", "review", str(program), "--reviewer", "alice", program=FAULTY) as at:
        write_a_draft(at)
        at.type("n")
        at.waits(0.3)
        at.type("x")
        assert at.ended() == 1
        assert_discreet(at, state)
        assert "fault in the program (InputFailed)" in at.farewell
    assert "Kept words" in drafts(state)
    tell(faults=1)


@pytest.mark.parametrize(
    "fault", ["in_composing", *(pytest.param(one, marks=pytest.mark.slow) for one in (*BY_ITSELF, "in_a_message"))]
)
def test_a_fault_on_the_way_in(program: Path, state: Path, tell: Tell, fault: str) -> None:
    with Terminal(fault, "review", str(program), "--reviewer", "alice", program=FAULTY, size=NARROW) as at:
        assert at.ended() == 1
        assert_discreet(at, state)
    tell(faults=1)


@pytest.mark.slow
def test_a_fault_on_the_way_out(program: Path, state: Path, tell: Tell) -> None:
    with Terminal("at_the_end", "review", str(program), "--reviewer", "alice", program=FAULTY, size=NARROW) as at:
        at.until("RP-0001")
        at.press("q")
        assert at.ended() == 1
        assert_discreet(at, state)
    tell(faults=1)


def test_a_docket_that_is_emptied_meanwhile(program: Path, state: Path) -> None:
    with Terminal("review", str(program), "--reviewer", "alice", size=NARROW) as at:
        write_a_draft(at)
        shutil.rmtree(program / "index")
        (program / "journal.jsonl").write_bytes(b"")
        assert at.ended() == ExitCode.DAMAGED
        assert "the journal does not hold a record" in at.farewell
        assert_discreet(at, state, reports=0)
        assert not list(state.glob("crash-*"))
    assert "Kept words" in drafts(state)


def send_a_vote(at: Terminal) -> None:
    """Write a draft and send it."""
    write_a_draft(at)
    at.press("d")
    at.until("F6 Case")
    at.waits()
    at.press(F2)


def test_a_fault_while_recording_is_told_and_the_draft_kept(program: Path, state: Path, tell: Tell) -> None:
    with Terminal("in_a_job", "review", str(program), "--reviewer", "alice", program=FAULTY) as at:
        send_a_vote(at)
        at.until("fault of the program (Fault)")
        below_the_title = " ".join(line[48:].strip() for line in at.grid.lines()[2:6])
        assert "Your draft is kept" in below_the_title
        assert SECRET not in at.written
        at.press("q", every=0.5)
        at.ended()
        assert_discreet(at, state)
    assert "Kept words" in drafts(state)
    tell(faults=1)


def test_a_fault_of_the_writer_itself(program: Path, state: Path, tell: Tell) -> None:
    with Terminal("in_the_writer", "review", str(program), "--reviewer", "alice", program=FAULTY) as at:
        at.until("RP-0001")
        at.press(ENTER, "c", "d")
        assert at.ended() == 1
        assert SECRET not in at.written
        assert_discreet(at, state)
    assert "cites" in drafts(state)
    tell(faults=1)


@pytest.mark.slow
def test_a_fault_while_a_draft_is_kept(program: Path, state: Path, tell: Tell) -> None:
    with Terminal("in_the_drafts", "review", str(program), "--reviewer", "alice", program=FAULTY) as at:
        at.until("RP-0001")
        at.press("n", ENTER, "c")
        at.until("not on disk")
        assert SECRET not in at.written
        at.press("q", every=0.5)
        at.until("quit once more")
        at.press("q", every=0.5)
        at.ended()
        assert_discreet(at, state, reports=0)
    tell(faults=1)
