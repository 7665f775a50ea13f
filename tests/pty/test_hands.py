"""Quick hands at the real program: keys in one packet of the line, the wheel, clicks, vote after vote, Ctrl-Z."""

import shlex
from pathlib import Path

import pytest

from store.acts import Vote, WriteNote
from store.opening import new_docket, open_docket
from store.records import Record
from tests.dockets import POLICY, make_case
from tests.pty.terminal import ENTER, F2, NARROW, PROGRAM, WIDE, Terminal

SHELL = ("bash", "--norc", "--noprofile", "--noediting", "-i")


@pytest.fixture
def place(tmp_path: Path, state: Path) -> Path:
    """A docket of a hundred cases."""
    where = tmp_path / "permits.docket"
    docket = new_docket(where, POLICY, "lead")
    docket.import_cases("lead", (make_case(number) for number in range(1, 101)), ("x",))
    docket.close()
    return where


def test_a_word_typed_right_after_tab_is_whole(place: Path) -> None:
    with Terminal("review", place, "--reviewer", "alice", size=NARROW) as at:
        at.until("RP-0001")
        at.press(ENTER, "c", "d")
        at.until("F6 Case")
        at.waits()
        at.type("2\t\tThey differ, says the register.")
        at.until("They differ, says the register.")


def test_keys_in_one_packet_go_into_the_case_and_cite_in_it(place: Path) -> None:
    with Terminal("review", place, "--reviewer", "alice", size=NARROW) as at:
        at.until("RP-0001")
        at.type("\rjc")
        at.until("Cited q1: 1")
        assert "❝ I moved in 2019. I work at a bakery." in at.grid.text


def test_the_wheel_scrolls_and_a_click_does_what_the_key_does(place: Path) -> None:
    with Terminal("review", place, "--reviewer", "alice", size=NARROW) as at:
        at.until("RP-0001")
        for _ in range(4):
            at.type("\x1b[<65;10;10M" * 5)  # the wheel, turned down over the queue
            at.settle()
        at.until("RP-0070")
        at.click(next(n for n, line in enumerate(at.grid.text.splitlines()) if "RP-0070" in line), 20)
        at.until("70 of 100")
        at.click(NARROW[1] - 1, at.grid.text.splitlines()[-1].index("n Next"))
        at.until("71 of 100")


@pytest.mark.long
def test_vote_after_vote_passes_no_case_over(place: Path) -> None:
    with Terminal("review", place, "--reviewer", "alice", "--filter", "standing:open", size=WIDE) as at:
        at.until("RP-0001")
        for number in range(1, 5):
            at.waits()
            at.press("1", F2, every=0.08)
            at.until(f"RP-{number:04}: vote recorded")
            at.press("n")
            at.until(f"1 of {100 - number}")
        at.press("q")
        assert at.ended() == 0
    assert [case for case, _ in votes(place)] == ["RP-0001", "RP-0002", "RP-0003", "RP-0004"]


def test_a_hand_ahead_of_the_eye_votes_on_no_case_that_it_has_just_come_to(place: Path) -> None:
    with Terminal("review", place, "--reviewer", "alice", size=WIDE) as at:
        at.until("RP-0001")
        at.waits()
        at.hurry("n", "1", F2, every=0.03)
        at.until("came to the screen just now")
        assert votes(place) == []
        at.waits()
        at.press(F2)
        at.until("RP-0002: vote recorded")
    assert votes(place) == [("RP-0002", "keep")]


def at_once(at: Terminal, *keys: str) -> None:
    """Keys that waited in the terminal, or in the line, and come to the program in one go."""
    at.type("".join(keys))
    at.settle(0.3)


def test_what_is_typed_before_there_is_a_screen_is_for_nobody(place: Path) -> None:
    with Terminal("review", place, "--reviewer", "alice", size=WIDE) as at:
        at.type("1")
        at.until("RP-0001")
        at.settle(0.5)
        assert "Vote · RP-0001" not in at.grid.text
        at.press("1")
        at.until("Vote · RP-0001")


def test_keys_that_waited_in_the_terminal_vote_for_nothing(place: Path) -> None:
    with Terminal("review", place, "--reviewer", "alice", size=WIDE) as at:
        at.until("RP-0001")
        at_once(at, "1", F2)
        at.until("in one go with the key before")
        assert votes(place) == []
        at.waits()
        at.press(F2)
        at.until("vote recorded")
    assert votes(place) == [("RP-0001", "keep")]


def test_keys_that_waited_never_hurt_anybody(place: Path) -> None:
    with Terminal("review", place, "--reviewer", "alice", size=WIDE) as at:
        at.until("RP-0001")
        at.press(ENTER, "j", "j", "c", "2", "b", F2)
        at.type("They differ.")
        at.settle(0.3)
        at_once(at, F2, *"RP-0001", F2)
        at.paste("RP-0001")
        at_once(at, F2)
        assert "The reason ends with RP-0001" in at.grid.text, "where it came in one go, which confirms nothing"
        at.waits(1.1)
        at.press(F2)
        at.press(*"RP-0001")
        at_once(at, "1", F2)
        assert votes(place) == []


def test_a_pasted_vote_is_none(place: Path) -> None:
    with Terminal("review", place, "--reviewer", "alice", size=WIDE) as at:
        at.until("RP-0001")
        at.paste(f"1{F2}")
        at.type(f"d1{F2}")
        at.settle(0.3)
        assert votes(place) == []


def votes(place: Path) -> list[tuple[str, str]]:
    """What was voted for, on which case."""
    docket = open_docket(place)
    found = [(one.case or "", one.body.outcome) for one in docket.history("alice") if isinstance(one.body, Vote)]
    docket.close()
    return found


def test_ctrl_z_stops_the_program_and_fg_brings_it_back_as_it_was(place: Path) -> None:
    with Terminal(program=SHELL, size=NARROW, env={"PS1": "ready$ ", "TERM": "xterm-256color"}) as at:
        at.until("ready$")
        at.type(f"{shlex.join(PROGRAM)} review {place} --reviewer alice\r")
        at.until("1 of 100")
        at.press("n", ENTER, "m")
        at.until("Write note")
        at.type("A word")
        at.until("A word")
        at.press("\x1a")
        at.until("Stopped")
        assert not any(at.grid.modes.get(mode) for mode in ("1049", "1000", "1003", "1006"))
        at.check()
        at.written = ""
        docket = open_docket(place)  # a program that is stopped holds no lock
        assert isinstance(docket.act("bob", "RP-0009", WriteNote("Mine.")), Record)
        docket.close()
        at.type("fg\r")
        at.until("A word")
        at.press("\x03", "\x03")
        at.until("ready$")
        at.type("exit\r")
        assert at.ended() == 0


def test_a_program_that_is_stopped_can_be_ended_from_the_shell(place: Path) -> None:
    with Terminal(program=SHELL, size=NARROW, env={"PS1": "ready$ ", "TERM": "xterm-256color"}) as at:
        at.until("ready$")
        at.type(f"{shlex.join(PROGRAM)} review {place} --reviewer alice\r")
        at.until("1 of 100")
        at.press("\x1a")
        at.until("Stopped")
        at.type("set -b; kill %1\r")
        at.until("Exit 130")
        at.written = ""  # the rest is the shell's
        at.type("exit\r")
        assert at.ended() == 0
