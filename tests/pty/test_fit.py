"""The review screen in terminals of all kinds: few colours, none, no mouse, other sizes while it runs."""

import re
from base64 import b64encode
from pathlib import Path

import pytest

from tests.dockets import POLICY, make_case
from tests.pty.corpus import fill
from tests.pty.looks import assert_whole
from tests.pty.terminal import ENTER, ESC, NARROW, Terminal
from tests.sweeps import all_but

pytestmark = pytest.mark.long

COLOUR = re.compile(r"\x1b\[(?:[0-9]*;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9]*)*m")
REVERSE = re.compile(r"\x1b\[(?:[0-9]+;)*7(?:;[0-9]+)*m([^\x1b]*)")
TERMS = ("xterm", "xterm-256color", "screen", "screen-256color", "tmux-256color", "linux", "vt100")


@pytest.fixture
def place(tmp_path: Path, state: Path) -> Path:
    """A docket of a few cases."""
    return fill(tmp_path / "permits.docket", POLICY, [make_case(number) for number in range(1, 4)], notes=False)


def opened(place: Path, *options: str, env: dict[str, str] | None = None) -> Terminal:
    """The review screen of a reviewer."""
    return Terminal("review", place, "--reviewer", "alice", *options, env=env)


@pytest.mark.parametrize("term", all_but(TERMS, "linux", "vt100"))
def test_it_is_drawn_whole_by_every_kind_of_terminal(place: Path, term: str) -> None:
    with opened(place, env={"TERM": term, "COLORTERM": ""}) as at:
        at.until("RP-0001")
        at.press(ENTER, "c")
        at.until("❝")
        assert_whole(at)
        at.press("q")
        assert at.ended() == 0
        assert at.restored


def test_no_color_means_none_and_what_is_chosen_can_still_be_told(place: Path) -> None:
    with opened(place, env={"NO_COLOR": "1"}) as at:
        at.until("RP-0001")
        at.press(ENTER, "v", "v", "l")
        marked = REVERSE.findall(at.written)
        assert any(marked)
        assert "▌" in at.grid.text
        at.press("q")
        assert at.ended() == 0
        assert not COLOUR.search(at.written)


def test_a_no_color_that_is_empty_says_nothing(place: Path) -> None:
    with opened(place, env={"NO_COLOR": ""}) as at:
        at.until("RP-0001")
        at.press("q")
        assert at.ended() == 0
        assert COLOUR.search(at.written)


def test_a_terminal_that_cannot_draw_gets_a_sentence(place: Path) -> None:
    with opened(place, env={"TERM": "dumb"}) as at:
        assert at.ended() == 2
        assert "needs a terminal that can draw (this one says TERM=dumb)" in at.written
        assert "foureyes list" in at.written


@pytest.mark.parametrize("how", ["--no-mouse", "FOUREYES_NO_MOUSE"])
def test_the_mouse_can_be_left_to_the_terminal(place: Path, how: str) -> None:
    options, env = ((how,), {}) if how.startswith("-") else ((), {how: "1"})
    with opened(place, *options, env=env) as at:
        at.until("RP-0001")
        assert not [mode for mode in ("1000", "1003", "1006", "1015") if at.grid.modes.get(mode)]
        at.press("j", "q")
        assert at.ended() == 0
        assert at.restored


def test_without_that_the_mouse_is_the_programs(place: Path) -> None:
    with opened(place) as at:
        at.until("RP-0001")
        assert at.grid.modes.get("1000")
        at.press("q")
        assert at.ended() == 0


def test_the_terminal_takes_other_sizes_while_a_case_is_read(place: Path) -> None:
    with opened(place) as at:
        at.until("RP-0001")
        at.press(ENTER, "j")
        for size in (NARROW, (60, 19), (60, 20), (300, 100), (100, 30), (99, 30)):
            at.resize(size)
            at.until("needs 60x20" if size == (60, 19) else "RP-0001")
            assert_whole(at)
        at.press("q")
        assert at.ended() == 0
        assert at.restored


def test_a_copy_goes_to_the_clipboard_of_the_terminal_and_nothing_else_does(place: Path) -> None:
    env = {"FOUREYES_CLIPBOARD": "terminal"}
    with Terminal("review", place, "--reviewer", "alice", env=env, copies=1) as at:
        at.until("RP-0001")
        at.press("y")
        at.until("Copied the id RP-0001")
        assert f"\x1b]52;c;{b64encode(b'RP-0001').decode()}\x07" in at.written
        at.press("q")
        assert at.ended() == 0


def test_an_editor_has_the_terminal_to_itself_and_gives_it_back(place: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "Editing. "; read line; printf "%s" "$line" > "$1"\n')
    editor.chmod(0o700)
    with opened(place, env={"EDITOR": str(editor)}) as at:
        at.until("RP-0001")
        at.press("M")
        at.until("Write note")
        at.type("\x1bOS")
        at.until("Editing.")
        assert not any(at.grid.modes.get(mode) for mode in ("1049", "1000", "1003", "1006"))
        at.check()
        at.written = ""
        at.type("As long as you like.\r")
        at.comes_to(lambda: "Write note" in at.grid.text and "As long as you like." in at.grid.text, "it is not back")
        assert_whole(at)
        at.press(ESC, "q")
        assert at.ended() == 0
        assert at.restored
