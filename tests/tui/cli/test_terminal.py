"""A person who sends data for programs to their terminal: it arrives as visible text, and in a pipe as it is."""

import os
import subprocess
import sys

import pytest

from store.model import Case
from tests.pty.stream import foreign
from tests.sweeps import every_nth
from tests.tui.cli.conftest import KEEP, foureyes, make_docket
from tests.tui.cli.test_hostile import poisoned

TEXT = "\x1b]0;APPROVED\x07 \x9b2J \u202etxt.exe\u202c a\u200bb \U000e0041 \rCLEARED e" + "\u0301" * 200
EXPORTS = [
    ["export", "D", "-", "--what", what, "--format", form, "--restricted"]
    for what in ("decisions", "notes", "cases", "history")
    for form in ("csv", "jsonl")
]


@pytest.fixture
def hostile(tmp_path, cli):
    """A docket of one case that is hostile wherever a text can stand, decided and noted in the same words."""
    docket = make_docket(tmp_path / "d", (poisoned(TEXT),))
    cli("note", docket, "RP-1", "-", stdin=TEXT)
    cli("vote", docket, "RP-1", *KEEP, "--reason", "-", stdin=TEXT)
    return docket


def at_terminal(docket, args):
    """What a command writes to a terminal, which is stdout alone; every character of it has been looked at."""
    inner, outer = os.openpty()
    words = [str(docket) if arg == "D" else arg for arg in args]
    command = [sys.executable, "-c", "from tui.cli import main; main()", *words, "--reviewer", "anna"]
    if args[0] in ("policy", "verify", "checkpoint", "doctor"):
        command = command[:-2]
    with subprocess.Popen(command, stdout=outer, stderr=subprocess.DEVNULL) as process:
        os.close(outer)
        written = b"".join(iter(lambda: read(inner), b""))
    os.close(inner)
    assert process.returncode == 0
    assert not foreign(written.decode())
    return written.decode()


def read(inner):
    try:
        return os.read(inner, 1 << 16)
    except OSError:  # how Linux says that nobody has the other end any more
        return b""


@pytest.mark.parametrize("args", every_nth(3, EXPORTS), ids=lambda args: f"{args[4]}-{args[6]}")
def test_an_export_to_a_terminal_drives_nothing_and_a_pipe_gets_it_as_it_is(hostile, args):
    piped = foureyes(*[hostile if arg == "D" else arg for arg in args], "--reviewer", "anna").stdout.decode()
    assert "\u202etxt.exe\u202c" in piped
    assert "⟪U+202E⟫txt.exe⟪U+202C⟫" in at_terminal(hostile, args)


@pytest.mark.parametrize(
    "args",
    [
        ["list", "D", "--json"],
        ["show", "D", "RP-1", "--json"],
        ["show", "D", "RP-1", "--unmask", "citizenship", "--purpose", "A check", "--json"],
        ["policy", "D", "--json"],
        ["verify", "D", "--json"],
        ["checkpoint", "D", "--json"],
        ["note", "D", "RP-1", TEXT.replace("\r", ""), "--json"],
        ["repair", "D", "--json"],
        ["doctor", "D", "--json"],
    ],
    ids=lambda args: args[0],
)
def test_json_at_a_terminal_drives_nothing(hostile, args):
    assert "{" in at_terminal(hostile, args)


def test_all_of_a_long_line_comes_and_in_order(tmp_path):
    title = "漢字 " * 200_000
    docket = make_docket(tmp_path / "d", (Case("RP-1", title), Case("RP-2", "last")))
    written = at_terminal(docket, ["export", "D", "-", "--what", "cases", "--format", "jsonl"])
    assert title in written
    assert written.index('"RP-1"') < written.index('"RP-2"')
