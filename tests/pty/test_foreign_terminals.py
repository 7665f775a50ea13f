"""Terminals that send what nobody asked for, that paste Returns, that are somewhere else than they say, or go away."""

import os
import signal
import termios
from pathlib import Path

import pytest

from store.docket import Docket
from store.opening import open_docket
from tests.pty.terminal import ESC, F2, NARROW, PROGRAM, Terminal
from tests.pty.test_crashes import FAULTY
from tui.output import ExitCode

pytestmark = pytest.mark.long


@pytest.fixture
def program(docket: Docket, place: Path, state: Path) -> Path:
    """A docket that is closed, for a process of its own."""
    docket.close()
    return place


def reviewing(place: Path, *, env: dict[str, str] | None = None, by: tuple[str, ...] = PROGRAM) -> Terminal:
    return Terminal("review", place, "--reviewer", "alice", size=NARROW, env=env, program=by)


def test_what_nobody_asked_for_is_no_key_and_keys_go_on(program: Path) -> None:
    with reviewing(program) as at:
        at.until("RP-0001")
        at.press("\x1b]11;rgb:0000/0000/0000\x1b\\", "\x1b]52;c;AAAA\x07", "\x1b[?62;4c", "\x1b[<0;1", every=0.2)
        at.press("\x1b[106;1:3u", "\x1b[1114112u", "\x1b[106;2;99999999u", every=0.05)
        assert "1 of " in at.grid.text.splitlines()[0]
        at.press("\x1b[106;1:1u")
        at.until("2 of ")
        at.type(b"\xff\xfe\xe9\x9b5~")
        at.settle()
        at.press("/")
        at.type(b"caf\xe9 ")
        at.until("caf\ufffd")
        at.press(ESC, "q", every=0.3)
        assert at.ended() == 0
        assert at.restored


def test_returns_of_a_paste_are_the_ends_of_its_lines(program: Path) -> None:
    with reviewing(program) as at:
        at.until("RP-0001")
        at.press("m")
        at.until("Write note")
        at.waits()
        at.paste("one\rtwo\r\nthree\nfour\x1b[31m\x1bOQ\r\r")
        assert not [line for line in at.grid.lines() if "one" in line and "two" in line]
        at.waits(1.1)
        at.press(F2)
        at.until("note recorded")
        at.press("q")
        assert at.ended() == 0
    docket = open_docket(program)
    [note] = [one for one in docket.view("alice", "RP-0001").history if one.kind == "note"]
    docket.close()
    assert note.body.text == "one\ntwo\nthree\nfour␛[31m␛OQ\n\n"


def written_half(at: Terminal) -> None:
    """Write something and leave it standing there."""
    at.until("RP-0001")
    at.press("m")
    at.until("Write note")
    at.waits()
    at.type("Half a note")
    at.until("Half a note")


def drafts(state: Path) -> str:
    return "".join(one.read_text() for one in (state / "drafts").glob("*.json"))


def kitty_keys(at: Terminal) -> list[int]:
    """How often the program asked for the keys of the kitty protocol, and for those before them."""
    return [at.written.count(asked) for asked in ("\x1b[>25u", "\x1b[<u")]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_whoever_ends_it_leaves_the_terminal_as_it_was(program: Path, state: Path, number: signal.Signals) -> None:
    with reviewing(program) as at:
        written_half(at)
        at.check()
        at.process.send_signal(number)
        at.process.send_signal(number)
        at.process.send_signal(signal.SIGCONT)  # as shells and service managers do: it may have been stopped
        assert at.ended() == ExitCode.INTERRUPTED
        assert at.restored
        asked, let_go = kitty_keys(at)
        assert asked == let_go
        assert "fault" not in at.farewell
        at.written = ""  # the last signal may have come first: then it left the full screen twice
    assert "Half a note" in drafts(state)


def test_whoever_stops_it_unasked_and_lets_it_go_on_finds_it_as_it_was(program: Path) -> None:
    with reviewing(program) as at:
        written_half(at)
        at.check()
        at.process.send_signal(signal.SIGSTOP)
        termios.tcsetattr(at.slave, termios.TCSANOW, at.settings)  # as a shell does before it asks for a command
        for _ in range(2):
            at.grid.clear()
            at.process.send_signal(signal.SIGCONT)
            at.until("Half a note")
        at.type(" and more")
        at.until("Half a note and more")
        at.press(ESC, "q", every=0.3)
        assert at.ended() == 0
        assert at.restored
        assert kitty_keys(at) == [3, 3]
        at.written = ""


def hung_up(at: Terminal) -> None:
    """Take the terminal away, as whoever closes its window does."""
    os.close(at.slave)
    os.close(at.master)
    at.master, at.slave = os.openpty()  # for what the test closes


@pytest.mark.parametrize("told", [True, False], ids=["HUP", "nohup"])
def test_a_terminal_that_is_closed_ends_it(program: Path, state: Path, told: bool) -> None:
    nohup = ("/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "sh")
    with reviewing(program, by=PROGRAM if told else (*nohup, *PROGRAM)) as at:
        written_half(at)
        hung_up(at)
        assert at.process.wait(30) == ExitCode.INTERRUPTED
    assert "Half a note" in drafts(state)
    assert not list(state.glob("crash-*"))


def test_the_terminal_knows_its_size_better_than_the_environment(program: Path) -> None:
    with reviewing(program, env={"COLUMNS": "40", "LINES": "10"}) as at:
        at.until("RP-0001")
        assert len(at.grid.text.splitlines()[0]) > 40
        at.press("q")
        assert at.ended() == 0


@pytest.mark.parametrize("elsewhere", ["2>&-", "2>/dev/null", "2>log", "</dev/null", ">log"])
def test_a_screen_of_which_a_part_goes_elsewhere_is_not_opened(program: Path, tmp_path: Path, elsewhere: str) -> None:
    shell = ("/bin/sh", "-c", f'cd "$0" && exec "$@" {elsewhere}', str(tmp_path))
    with reviewing(program, by=(*shell, *PROGRAM)) as at:
        assert at.ended() == ExitCode.USAGE
        assert "\x1b" not in at.written
        log = (tmp_path / "log").read_text() if elsewhere.endswith("log") else ""
        assert ("needs a terminal" in at.written + log) == (elsewhere not in ("2>&-", "2>/dev/null"))


def test_a_terminal_that_another_program_left_impatient_is_drawn_to_the_end(program: Path) -> None:
    with Terminal("review", program, "--reviewer", "alice", size=(300, 100), env={}) as at:
        os.set_blocking(at.slave, False)
        for _ in range(4):
            at.until("RP-0001")
            at.press("?", ESC)
        at.press("q")
        assert at.ended() == 0
        assert at.restored


def test_what_another_program_read_first_is_no_fault(program: Path) -> None:
    with Terminal("read_by_others", "review", program, "--reviewer", "alice", program=FAULTY) as at:
        at.until("1 of ")
        at.press("j")
        at.until("2 of ")
        at.press("q")
        assert at.ended() == 0
        assert at.restored
