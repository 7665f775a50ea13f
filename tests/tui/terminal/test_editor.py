"""A long reason is written in the reviewer's own editor."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.widgets import TextArea

from store.acts import Note, Withdrawal
from store.docket import Docket
from tests.dockets import KEEP, vote
from tests.tui.desk import Desk, desk
from tui.terminal.editor import EditorFailed, edited, sweep


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program keeps what it writes."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "foureyes"


@pytest.fixture
def editor(tmp_path: Path) -> Path:
    """An editor to be written: `$1` is the file."""
    return tmp_path / "an editor"


def does(editor: Path, script: str) -> dict[str, str]:
    """The surroundings in which the editor does this."""
    editor.write_text(f"#!/bin/sh\n{script}\n")
    editor.chmod(0o700)
    return {"EDITOR": f"'{editor}'"}


def test_what_is_written_comes_back_and_nothing_is_left(editor: Path, state: Path, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    script = f"""cat "$1" > '{seen}'; stat -c %a "$1" "$(dirname "$1")" >> '{seen}'
        echo more >> "$1"; echo old > "$1~"; echo swap > "$(dirname "$1")/.text.txt.swp" """
    assert edited("So far.", does(editor, script)) == "So far.\nmore"
    assert seen.read_text() == "So far.\n600\n700\n"
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert list(state.iterdir()) == []


def test_an_editor_may_put_another_file_in_the_place_of_ours(editor: Path) -> None:
    assert edited("", does(editor, 'printf new > "$1.new"; mv "$1.new" "$1"')) == "new"


def test_visual_comes_before_editor_and_may_have_options(editor: Path) -> None:
    env = does(editor, 'printf "%s" "$1" > "$2"')
    assert edited("", {"EDITOR": "false", "VISUAL": f"{env['EDITOR']} --wait"}) == "--wait"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"one\r\ntwo\r\n", "one\ntwo"),
        (r"one\rtwo\r", "one\ntwo"),
        (r"\357\273\277one\n", "one"),
    ],
)
def test_a_file_of_another_system_is_the_same_text(editor: Path, written: str, text: str) -> None:
    assert edited("", does(editor, f"printf '{written}' > \"$1\"")) == text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (r"caf\351", "What the editor wrote: not UTF-8 at byte 3."),
        (r"\377\376h\000i\000", "What the editor wrote: not UTF-8 at byte 0."),
        (r"h\000i\000", "What the editor wrote: a NUL at byte 1, which no text holds."),
        ("%04500000d", "What the editor wrote: longer than 1,048,576 characters."),
    ],
)
def test_what_is_no_text_is_not_taken_over_and_not_lost(editor: Path, state: Path, written: str, said: str) -> None:
    with pytest.raises(EditorFailed) as failed:
        edited("So far.", does(editor, f'umask 0; printf \'{written}\' > "$1.new"; mv "$1.new" "$1"'))
    [kept] = state.iterdir()
    assert str(failed.value) == f"{said} The text is as it was. What you wrote is kept in {kept}, until you remove it."
    assert (kept.stat().st_size, stat.S_IMODE(kept.stat().st_mode)) == (len(made(written)), 0o600)
    sweep()
    assert kept.exists()


def made(written: str) -> bytes:
    """What `printf` makes of it."""
    return subprocess.run(["printf", written], capture_output=True, check=True).stdout


@pytest.mark.parametrize("script", [': > "$1"', 'printf "\\n \\n" > "$1"', 'printf "\\357\\273\\277" > "$1"'])
def test_an_editor_that_leaves_no_text_takes_none_away(editor: Path, state: Path, script: str) -> None:
    with pytest.raises(EditorFailed, match=r"^The editor left no text\. The text is as it was\.$"):
        edited("So far.", does(editor, script))
    assert list(state.iterdir()) == []


@pytest.mark.parametrize("text", ["So far.", ""])
def test_an_editor_that_returns_at_once_is_said_to_have_changed_nothing(editor: Path, text: str) -> None:
    with pytest.raises(EditorFailed, match=r"^Nothing was changed\. .* EDITOR=\"code --wait\""):
        edited(text, does(editor, "exit 0"))


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 1", "ended with code 1. The text is as it was."),
        ("kill -9 $$", "was ended by signal 9. The text is as it was."),
        ('rm "$1"', "What the editor wrote cannot be read: No such file or directory."),
        ('rm "$1"; mkfifo "$1"', "cannot be read: it is no file any more."),
        ('ln -sf /etc/passwd "$1"', "What the editor wrote cannot be read: Too many levels of symbolic links."),
    ],
)
def test_what_goes_wrong_is_said_and_leaves_nothing(editor: Path, state: Path, script: str, said: str) -> None:
    with pytest.raises(EditorFailed) as failed:
        edited("So far.", does(editor, script))
    assert said in str(failed.value)
    assert list(state.iterdir()) == []


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({}, "No editor is named: set EDITOR (such as EDITOR=nano) before you start foureyes."),
        ({"EDITOR": "/nowhere/vi"}, "The editor /nowhere/vi cannot be started: No such file or directory."),
        ({"EDITOR": "vi 'x"}, "EDITOR is no command: a quotation mark in it is not closed."),
    ],
)
def test_an_editor_that_is_not_there_is_said(env: dict[str, str], said: str) -> None:
    with pytest.raises(EditorFailed) as failed:
        edited("So far.", env)
    assert said in str(failed.value)


def test_without_a_folder_of_ones_own_no_editor_is_started(editor: Path, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no folder")
    with pytest.raises(EditorFailed, match=r"^No file can be written for the editor: .*\.$"):
        edited("", does(editor, f"touch '{tmp_path}/started'"))
    assert not (tmp_path / "started").exists()


def test_ctrl_c_in_the_editor_is_for_the_editor_alone(editor: Path) -> None:
    before = signal.getsignal(signal.SIGINT)
    assert edited("", does(editor, f'trap "" INT; kill -INT {os.getpid()}; printf whole > "$1"')) == "whole"
    assert signal.getsignal(signal.SIGINT) is before


async def writes(at: Desk, monkeypatch: pytest.MonkeyPatch, env: dict[str, str]) -> str:
    """Open the editor where a reason is written; gives what stands there then."""

    @contextmanager
    def suspended() -> Iterator[None]:
        yield

    monkeypatch.setattr(at.app, "suspend", suspended)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    await at.press("f4")
    return at.app.focused.text if isinstance(at.app.focused, TextArea) else ""


async def test_the_text_of_a_note_is_what_the_editor_left(
    docket: Docket, tmp_path: Path, editor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("M", "S", "o")
        text = await writes(at, monkeypatch, does(editor, "printf ' it \\342\\200\\256is.\\n\\nTwo.' >> \"$1\""))
        assert text == "So\n it ⟪U+202E⟫is.\n\nTwo."
        await at.press("ctrl+underscore")
        assert at.app.focused.text == "So"


async def test_why_a_vote_is_taken_back_is_written_in_the_editor_too(
    docket: Docket, tmp_path: Path, editor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote(docket, "alice", "RP-0001", KEEP)
    async with desk(docket, tmp_path, case="RP-0001") as at:
        await at.press("w")
        assert (
            await writes(at, monkeypatch, does(editor, "printf 'Too quick:\nsee r1.' > \"$1\""))
            == "Too quick:\nsee r1."
        )
        at.person.waits(2)
        await at.press("f2")
        await at.settle()
        (taken_back,) = docket.view("alice", "RP-0001").of(Withdrawal)
        assert taken_back.body.reason == "Too quick:\nsee r1."


async def test_no_key_that_was_meant_for_the_editor_records_anything(
    docket: Docket, tmp_path: Path, editor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("M", "S")
        at.person.waits(3)
        await writes(at, monkeypatch, does(editor, 'echo more >> "$1"'))
        await at.press("f2")
        assert "came before" in await at.drawn()
        assert not docket.view("alice", "RP-0001").of(Note)


async def test_the_form_says_why_an_editor_failed(
    docket: Docket, tmp_path: Path, editor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("M", "S", "o")
        assert await writes(at, monkeypatch, does(editor, "exit 3")) == "So"
        assert "ended with code 3. The text is as it was." in " ".join(at.screen.replace("│", " ").split())


async def test_where_no_program_can_be_started_it_says_so(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("M", "S", "f4")
        assert "No other program can be started here." in await at.drawn()


def test_what_a_killed_program_left_goes_and_what_is_being_written_stays(editor: Path, state: Path) -> None:
    script = f"""PYTHONPATH='{Path.cwd()}' XDG_STATE_HOME='{state.parent}' '{sys.executable}' -c \
        'from tui.terminal.editor import sweep; sweep()'; printf '%s' "$(ls '{state}' | wc -l)" > "$1" """
    left = state / "writing-of-the-dead"
    left.mkdir(parents=True)
    (left / "text.txt").write_text("A reason.")
    (state / "writing-is-no-folder").write_text("")
    assert edited("", does(editor, script)) == "2", "what is being written, and what is no folder"
    assert [one.name for one in state.iterdir()] == ["writing-is-no-folder"]


async def test_the_form_keeps_its_text_where_the_editor_left_none(
    docket: Docket, tmp_path: Path, editor: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("M", "S", "o")
        assert await writes(at, monkeypatch, does(editor, ': > "$1"')) == "So"
        assert "The editor left no text. The text is as it was." in " ".join(at.screen.replace("│", " ").split())
        assert await writes(at, monkeypatch, does(editor, "printf 'caf\\351' > \"$1\"")) == "So"
        assert "not UTF-8 at byte 3." in " ".join(at.screen.replace("│", " ").split())
        assert await writes(at, monkeypatch, does(editor, "exit 0")) == "So"
        assert "Nothing was changed." in " ".join(at.screen.replace("│", " ").split())
