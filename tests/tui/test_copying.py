"""A reviewer takes something out of the screen with a key."""

import os
import stat
from pathlib import Path

import pytest

from store.case.view import MASK
from store.docket import Docket
from store.model import Evidence
from store.opening import new_docket
from tests.dockets import POLICY, make_case
from tests.tui.desk import Desk, desk
from tui.terminal import clipboard
from tui.terminal.clipboard import why_no_clipboard

HIDDEN = "He wrote \u202etxt.exe\u202c\tand left.\x1b]0;x\x07 A second sentence."


@pytest.fixture(autouse=True)
def _taking(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A terminal that takes what is copied."""
    monkeypatch.setenv("FOUREYES_CLIPBOARD", "terminal")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


async def copied(at: Desk, *keys: str) -> str:
    """What is in the clipboard after some keys."""
    await at.press(*keys)
    await at.settle()
    return at.app.clipboard


async def test_the_id_the_sentence_the_words_and_the_item(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        assert await copied(at, "y") == "RP-0001"
        assert "Copied the id RP-0001 to the terminal's clipboard." in at.told
        assert await copied(at, "enter", "y") == "I moved in 2019."
        assert "Copied 16 characters of q1" in at.told
        assert await copied(at, "v", "v", "right", "y") == "I moved"
        assert await copied(at, "escape", "Y") == "I moved in 2019. I work at a bakery."
        assert await copied(at, "I") == "RP-0001"


async def test_what_hides_is_copied_as_what_is_seen(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "d.docket", POLICY, "lead")
    hostile = make_case(evidence=(Evidence("q1", "questionnaire", "Question 1", HIDDEN),))
    docket.import_cases("lead", iter([hostile]), ("x",))
    async with desk(docket, tmp_path) as at:
        text = await copied(at, "enter", "Y")
        assert "⟪U+202E⟫txt.exe" in text
        assert "␛]0;x" in text
        assert text.isprintable()


async def test_what_a_mask_hides_is_not_copied(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "d.docket", POLICY, "lead")
    told = make_case(evidence=(Evidence("q1", "questionnaire", "Question 1", "I hold a BLR passport."),))
    docket.import_cases("lead", iter([told]), ("x",))
    async with desk(docket, tmp_path) as at:
        assert await copied(at, "enter", "y") == f"I hold a {MASK} passport."


async def test_restricted_evidence_is_not_copied(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "right_square_bracket", "right_square_bracket")
        assert at.session.pointer.passage.item == "s1"
        assert await copied(at, "y") == ""
        assert await copied(at, "Y") == ""
        assert "s1 is restricted: it leaves the docket by an export alone." in at.told


async def test_where_the_terminal_takes_nothing_it_goes_to_a_private_file(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOUREYES_CLIPBOARD", "file")
    file = tmp_path / "state" / "foureyes" / "copied.txt"
    async with desk(docket, tmp_path) as at:
        assert await copied(at, "enter", "y") == ""
        assert f"Copied 16 characters of q1 to {file}: as FOUREYES_CLIPBOARD says." in at.told
        assert file.read_text() == "I moved in 2019.\n"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        await copied(at, "I")
        assert file.read_text() == "RP-0001\n"


async def test_a_disk_that_takes_nothing_either_is_told(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOUREYES_CLIPBOARD", "file")
    (tmp_path / "state").write_text("no folder")
    async with desk(docket, tmp_path) as at:
        await copied(at, "y")
        assert "Not copied: as FOUREYES_CLIPBOARD says, and no file can be written: " in at.told


async def test_without_a_case_there_is_nothing_to_copy(tmp_path: Path) -> None:
    async with desk(new_docket(tmp_path / "d.docket", POLICY, "lead"), tmp_path) as at:
        assert await copied(at, "y") == ""
        assert "There are no cases in this docket yet" in at.told
        await copied(at, "Y")
        assert "There are no cases in this docket yet" in at.told


@pytest.mark.parametrize(
    ("env", "why"),
    [
        ({"TERM": "xterm-kitty"}, None),
        ({"TERM": "xterm-256color"}, None),
        ({"TERM": "linux"}, "this terminal has no clipboard"),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7803"}, "this terminal lets no program copy"),
        ({"TERM_PROGRAM": "Apple_Terminal"}, "this terminal lets no program copy"),
        ({"TERM": "screen", "STY": "1.pts-0"}, "screen passes nothing on"),
        ({"TEXTUAL_DRIVER": "x:WebDriver"}, "a browser takes nothing from a terminal"),
        ({"TERM": "linux", "FOUREYES_CLIPBOARD": "terminal"}, None),
        ({"TERM": "xterm", "FOUREYES_CLIPBOARD": "file"}, "as FOUREYES_CLIPBOARD says"),
    ],
)
def test_terminals_that_take_nothing_are_known(env: dict[str, str], why: str | None) -> None:
    assert why_no_clipboard(env) == why


@pytest.mark.parametrize(("option", "taken"), [("on", True), ("external", False), ("off", False)])
def test_tmux_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str, taken: bool) -> None:
    stand_in = tmp_path / "tmux"
    stand_in.write_text(f"#!/bin/sh\n[ \"$*\" = 'show-options -sv set-clipboard' ] && echo {option}\n")
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert (why_no_clipboard({"TMUX": "/tmp/tmux,1,0"}) is None) == taken


def test_a_tmux_that_is_not_there_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert not clipboard.tmux_lets_through()
