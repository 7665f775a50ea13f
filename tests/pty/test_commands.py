"""Every command at a real terminal: hostile data, arguments, names and places on stdout and stderr."""

import json
import os
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import Tell
from tests.pty.corpus import REFUSED, STORABLE, cases, fill, hostile_policy, poisoned, refused_names, write_lines
from tests.pty.terminal import Terminal

pytestmark = pytest.mark.long

MANY = (sys.executable, str(Path(__file__).with_name("many.py")))
DIRECTORY = "d \x1b]0;x\x07\u202e\x9b\n[bold] \u200b漢"
"""The name of a folder, as a file system allows it."""


@pytest.fixture
def place(tmp_path: Path, state: Path) -> Path:
    """A docket under a hostile policy, in a place with a hostile name."""
    (tmp_path / DIRECTORY).mkdir()
    return fill(tmp_path / DIRECTORY / "h.docket", hostile_policy(), cases()[:-1])


def run(tmp_path: Path, commands: list[list[str]]) -> tuple[Terminal, Counter[str]]:
    """Run commands at one terminal; what came out has been checked, and how often each exit code came."""
    listed = tmp_path / "commands.json"
    listed.write_text(json.dumps(commands))
    with Terminal(str(listed), program=MANY, progress=True) as at:
        assert at.ended() == 0
    assert "Traceback" not in at.written
    assert "Something went wrong" not in at.written
    codes = Counter(re.findall(r"^= (-?\d+)\r$", at.written, re.MULTILINE))
    assert codes.total() == len(commands)
    return at, codes


def reading(place: Path, every: int = 1) -> list[list[str]]:
    """The commands that show."""
    docket = str(place)
    shows = [["show", docket, case.id, "--reviewer", "alice"] for case in cases()[:-1:every]]
    return [
        ["list", docket, "--reviewer", "alice"],
        ["list", docket, "--reviewer", "alice", "--json"],
        ["policy", docket],
        ["policy", docket, "--json"],
        ["verify", docket],
        ["checkpoint", docket],
        *[["export", docket, f"{docket}.{what}", "--what", what, "--reviewer", "lead"] for what in ("cases", "notes")],
        *shows,
        *[[*show, "--json"] for show in shows[::5]],
    ]


def misused(place: Path, texts: list[str]) -> list[list[str]]:
    """Hostile arguments; all of these end in a sentence that may quote them."""
    docket, case = str(place), cases()[0].id
    return [
        command
        for text in texts
        for command in (
            ["list", text],
            ["list", docket, "--filter", f"{text}:1"],
            ["list", docket, "--filter", f"standing:{text}"],
            ["show", docket, text],
            ["note", docket, case, "x", "--cite", f"{text}:1-2"],
            ["note", docket, case, f"a {text}"],
            ["vote", docket, case, "--outcome", text, "--ground", text, "--reason", f"@{text}"],
            ["vote", docket, case, "--outcome", "o1", "--ground", text, "--cite", text, "--reason", f"a {text}"],
            ["withdraw", docket, case, "--reason", f"a {text}"],
            ["hold", docket, case, "--until", text, "--reason", "x"],
            ["hold", docket, case, text, "--until", "+1d", "--reason", "x"],
            ["refer", docket, case, "--to", text, "--question", f"a {text}", "--until", "+1d"],
            ["resume", docket, case, "--reason", f"a {text}"],
            ["hear", docket, case, "received", "--on", "today", "--item", text],
            ["rule", docket, case, text, "--on", "today"],
            ["assign", docket, case, "--to", text],
            ["new", f"{docket}.new", "--policy", text],
            ["import", docket, text],
            ["export", docket, "-", "--since", text],
            ["verify", docket, "--against", text],
        )
        if not text.startswith("-")
    ]


def test_what_commands_show(place: Path, tmp_path: Path, tell: Tell) -> None:
    at, codes = run(tmp_path, reading(place, 12))
    assert codes["0"] == codes.total(), codes
    tell(commands=codes.total(), bytes_checked=len(at.written))


def test_what_commands_say_of_hostile_arguments(place: Path, tmp_path: Path, tell: Tell) -> None:
    texts = [text for text in STORABLE.values() if 0 < len(text) < 3000]
    at, codes = run(tmp_path, misused(place, texts[::20]))
    tell(commands=codes.total(), bytes_checked=len(at.written))


@pytest.mark.slow
def test_every_payload_in_every_command(place: Path, tmp_path: Path, tell: Tell) -> None:
    texts = [text for text in STORABLE.values() if 0 < len(text) < 3000]
    at, codes = run(tmp_path, [*reading(place), *misused(place, texts)])
    tell(commands=codes.total(), bytes_checked=len(at.written))


def test_an_import_of_a_file_with_a_hostile_name(place: Path, tmp_path: Path, tell: Tell) -> None:
    bad = [poisoned(900 + number, text) for number, text in enumerate(REFUSED.values())]
    file = write_lines(place.with_name(f"{DIRECTORY}.jsonl"), [*cases()[:3], *bad])
    table = place.with_name("t\x1b[2J.csv")
    table.write_text('id,title,"p\x1b[31m\u202e"\n1,"\x1b]0;x\x07",\u202e\n,"x",y\n')
    rejects = place.with_name("rejected\u202e.jsonl")
    where = [str(place), str(file), "--reviewer", "lead"]
    at, codes = run(
        tmp_path,
        [
            ["import", *where, "--dry-run"],
            ["import", *where, "--rejects", str(rejects)],
            ["import", str(place), str(table), "--reviewer", "lead"],
            ["import", str(place), str(table), "--reviewer", "lead", "--json"],
        ],
    )
    assert f"{len(REFUSED)} rejected" in at.written
    tell(rejected=len(bad), commands=codes.total())


def test_names_that_nobody_may_have(place: Path, tmp_path: Path, tell: Tell) -> None:
    names = refused_names()
    _, codes = run(tmp_path, [["list", str(place), "--reviewer", name] for name in names])
    assert codes == {"2": len(names)}
    tell(names_refused=len(names))


def test_a_place_whose_name_is_no_text(tmp_path: Path, state: Path) -> None:
    place = os.fsencode(tmp_path) + b"/\xff\x1b[2J\x9b.docket"
    for command in ("list", "review"):
        with Terminal(command, place) as at:
            assert at.ended() != 0


def test_the_screen_on_a_docket_with_a_hostile_place(place: Path) -> None:
    with Terminal("review", str(place), "--reviewer", "alice") as at:
        at.until("000 ")
        at.press("q")
        assert at.ended() == 0
