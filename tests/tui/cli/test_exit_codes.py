"""How each command ends: the numbers that other programs lean on."""

import errno
import fcntl
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from store.disk import Disk
from store.local.hash_chain import BEFORE_THE_FIRST, line_of
from store.model import Case
from tests.processes import CEILING, until, waiting_in
from tests.tui.cli.conftest import KEEP, make_docket
from tui.cli import COMMANDS
from tui.commands import review
from tui.output import ExitCode

NEW = ["new", "N", "--policy", "residence_permits"]
ON_A_DOCKET = [
    ["policy", "D"],
    ["review", "D"],
    ["list", "D"],
    ["list", "D", "--json"],
    ["show", "D", "RP-1"],
    ["show", "D", "RP-1", "--json"],
    ["next", "D"],
    ["note", "D", "RP-1", "A note."],
    ["vote", "D", "RP-2", *KEEP],
    ["withdraw", "D", "RP-1"],
    ["adjudicate", "D", "RP-1", "--outcome", "keep"],
    ["evidence", "D", "RP-1", "C", "--kind", "report"],
    ["send-back", "D", "RP-1"],
    ["assign", "D", "RP-1", "--to", "berta"],
    ["hand-over", "D", "anna", "berta"],
    ["hold", "D", "RP-1", "--until", "+1d"],
    ["refer", "D", "RP-1", "--to", "a", "--question", "b", "--until", "+1d"],
    ["resume", "D", "RP-1"],
    ["recuse", "D", "RP-1"],
    ["hear", "D", "RP-1", "waived", "--on", "today"],
    ["serve", "D", "RP-1", "--on", "today", "--manner", "by hand"],
    ["appeal", "D", "RP-1", "--filed", "today", "--body", "a court"],
    ["stay", "D", "RP-1", "--on", "today"],
    ["rule", "D", "RP-1", "upheld", "--on", "today"],
    ["reopen", "D", "RP-1"],
    ["close", "D", "RP-1"],
    ["export", "D", "-"],
    ["notice", "D", "RP-1"],
    ["case-file", "D", "RP-1"],
    ["report", "D"],
    ["import", "D", "C"],
    ["renew", "D"],
    ["verify", "D"],
    ["checkpoint", "D"],
    ["repair", "D"],
    ["doctor", "D"],
    ["demo", "--docket", "D"],
]
ELSEWHERE = {"keys", "propose", "web"}
"""Commands that need no docket, and `web`, which would serve until it is stopped: see `test_web`."""
each = pytest.mark.parametrize("args", ON_A_DOCKET, ids=lambda args: " ".join(args).replace("D ", ""))


@pytest.fixture(autouse=True)
def _screen(monkeypatch, tmp_path):
    """As if at a terminal, so that `review` and `demo` come as far as the docket."""
    monkeypatch.setattr(review, "has_screen", lambda: True)
    (tmp_path / "C").write_text('{"id":"RP-9","title":"x"}\n')


def ended(cli, docket, args):
    places = {"D": docket, "C": docket.with_name("C"), "N": docket.with_name("N")}
    return cli(*[places.get(arg, arg) for arg in args])


def test_every_command_is_here(cli):
    listed = re.findall(r"^  ([a-z-]+) ", cli("-h").out.partition("Commands:")[2], re.MULTILINE)
    assert {args[0] for args in (*ON_A_DOCKET, NEW)} | ELSEWHERE == set(listed)
    assert [*COMMANDS] == listed


@each
def test_a_docket_of_a_newer_format_is_4_and_left_as_it_is(cli, docket, args):
    journal = docket / "journal.jsonl"
    first, *others = journal.read_bytes().splitlines()
    genesis = json.loads(first[65:])
    genesis["format"] += 1
    lines, before = [], BEFORE_THE_FIRST
    for payload in (json.dumps(genesis).encode(), *(line[65:] for line in others)):
        line, before = line_of(before, payload)
        lines.append(line)
    journal.write_bytes(b"".join(lines))
    ran = ended(cli, docket, args)
    assert ran.code == 4
    assert "format" in ran.err + ran.out
    assert journal.read_bytes() == b"".join(lines)


@each
def test_no_docket_at_all_is_1(cli, docket, args):
    if args[0] != "demo":
        assert ended(cli, docket.with_name("nothing"), args).code == 1


@each
def test_ctrl_c_is_130(cli, docket, args, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    for name in ("open_docket", "plan_repair", "examine"):
        monkeypatch.setattr(f"store.opening.{name}", interrupted)
    assert ended(cli, docket, args).code == 130


def test_ctrl_c_while_a_docket_is_made_is_130(cli, docket, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("store.opening.new_docket", interrupted)
    assert ended(cli, docket, NEW).code == 130


def test_ctrl_c_while_the_program_still_loads_is_130():
    code = """
import sys
class Interrupting:
    def find_spec(self, name, *_):
        if name == "typer":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupting())
from foureyes_start import main
main()
"""
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=CEILING)
    assert (ran.returncode, ran.stderr) == (130, "")


def test_ctrl_c_ends_a_command_whose_reader_has_stopped_reading(tmp_path):
    docket = make_docket(tmp_path / "d", tuple(Case(f"RP-{number}", "x" * 500) for number in range(2000)))
    reading, writing = os.pipe()
    size = fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    command = [sys.executable, "-c", "from tui.cli import main; main()", "list", str(docket)]
    with subprocess.Popen(command, stdout=writing, stderr=subprocess.PIPE) as process:
        os.close(writing)
        filled = until(lambda: waiting_in(reading) > size // 2)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=CEILING)
    os.close(reading)
    assert filled
    assert (process.returncode, err) == (130, b"")


def test_the_readme_has_the_numbers():
    readme = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
    (listed,) = re.findall(r"A command ends with .*\.", readme)
    assert [int(code) for code in re.findall(r"([0-9]+) \(", listed)] == list(ExitCode)


@pytest.mark.parametrize(
    "args",
    [["note", "D", "RP-1", "Called back."], ["vote", "D", "RP-1", *KEEP], ["export", "D", "-"]],
    ids=["note", "vote", "export"],
)
def test_a_disk_that_can_only_be_read_is_1_as_a_full_one_is(cli, docket, args, monkeypatch):
    """The docket is as it was recorded, and nothing has to be repaired."""
    by_system = Disk.open

    def read_only(self, path, flags, modes=None):
        if path == docket / "journal.jsonl" and flags & os.O_RDWR:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return by_system(self, path, flags, modes)

    monkeypatch.setattr(Disk, "open", read_only)
    ran = ended(cli, docket, args)
    assert ran.code == 1
    assert "the journal can only be read: nothing was recorded" in ran.err


def test_usage_is_2_and_done_is_0(cli, docket):
    assert cli("list", docket, "--bogus").code == 2
    assert cli("list", docket).code == 0
