"""The program as a process: what it loads, what it leaves behind, and how it ends when it is interrupted."""

import fcntl
import grp
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time

import pytest

from store.exporting import xlsx_out
from tests.processes import CEILING, Child, until, waiting_in
from tests.tui.cli.conftest import KEEP, POLICY, foureyes
from tui.cli import COMMANDS, app

pytestmark = pytest.mark.long

LOADED = """
import sys
from tui.cli import app
try:
    app(sys.argv[1:])
except SystemExit as end:
    code = end.code
roots = {name.partition(".")[0] for name in sys.modules}
print(code, sorted(roots & {"textual", "tinydb", "pygments", "asyncio", "pydantic"}), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("args", "loaded"),
    [
        (["--version"], "0 []"),
        (["-h"], "0 []"),
        (["vote", "-h"], "0 []"),
        (["list", "D"], "0 ['tinydb']"),
        (["show", "D", "RP-1"], "0 ['tinydb']"),
        (["vote", "D", "RP-1", *KEEP], "0 ['tinydb']"),
        (["export", "D", "-"], "0 ['tinydb']"),
        (["verify", "D"], "0 ['tinydb']"),
        (["policy", "D", "--json"], "0 ['tinydb']"),
    ],
)
def test_no_command_loads_a_screen(docket, args, loaded):
    words = [str(docket) if word == "D" else word for word in args]
    ran = subprocess.run([sys.executable, "-c", LOADED, *words], capture_output=True, timeout=CEILING)
    assert ran.stderr.decode().splitlines()[-1] == loaded


def test_who_asks_for_the_version_waits_for_no_docket():
    code = LOADED.replace("print(code", "print('store.docket' in sys.modules, code")
    ran = subprocess.run([sys.executable, "-c", code, "--version"], capture_output=True, timeout=CEILING)
    assert ran.stderr == b"False 0 []\n"


@pytest.mark.parametrize("word", ["review", "show"])
def test_no_command_loads_the_others(word):
    code = (
        "import sys; from typer.main import get_command; from tui.cli import app;"
        f"get_command(app).get_command(None, {word!r});"
        "print(*(name for name in sys.modules if name.startswith(('tui.commands.i', 'store.importing'))))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=CEILING, check=True)
    assert ran.stdout == b"\n"


FIRST_FRAME = """
import asyncio, gc, sys
import foureyes_start
gc.set_threshold(foureyes_start.STARTING)
looked = []
gc.callbacks.append(lambda phase, found: looked.append(f"{phase}-{found['generation']}"))
from pathlib import Path
import tui.commands.review
from store.opening import open_docket
from tui import keymap
from tui.app import FoureyesApp
from tui.screens.registry import SCREENS, chains
from tui.widgets.case_pane import CasePane
async def show():
    app = FoureyesApp(open_docket(Path(sys.argv[1])), "ana", keymap=keymap.load(chains))
    async with app.run_test() as pilot:
        while not app.first.query_one(CasePane).head:
            await pilot.pause()
        print(app.first.query_one(CasePane).head.runs[0].text)
        while not looked:
            await pilot.pause()
asyncio.run(show())
print(*(one.where.partition(":")[0] for one in SCREENS))
print(*sys.modules)
print(*looked[:2], gc.get_threshold()[0], gc.get_freeze_count() > 0)
"""


def test_the_first_case_loads_nothing_that_is_not_shown(docket, tmp_path):
    surroundings = os.environ | {"XDG_STATE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, "-c", FIRST_FRAME, str(docket)]
    ran = subprocess.run(command, capture_output=True, timeout=CEILING, check=True, env=surroundings)
    case, screens, loaded, collected = (line.split() for line in ran.stdout.decode().splitlines())
    assert case == ["RP-1"]
    assert collected == ["start-2", "stop-2", "200000", "True"], "once the case stands, all of it is put aside"
    assert {*screens} & {*loaded} == {"tui.screens.review_screen"}
    assert "zoneinfo" not in loaded, "the policy names no time zone"
    assert [name for name in loaded if name.startswith("tui.dialogs.")] == ["tui.dialogs.guard"]
    assert not {"tui.vote.vote_form", "tui.widgets.entry_list", "textual.widgets._text_area"} & {*loaded}
    assert not {f"store.local.{name}" for name in ("batch_import", "creating", "doctor", "repair", "verify")} & {
        *loaded
    }
    assert "importlib.metadata" not in loaded, "it brings the parsers of mail and of archives along"
    later = ("store.reports", "store.importing", "store.exporting", "store.proposing")
    assert [name for name in loaded if name.startswith(later)] == []


def test_a_docket_for_a_group_and_what_leaves_it_for_its_owner(tmp_path):
    (tmp_path / "p.toml").write_text(POLICY)
    docket, group = tmp_path / "d", grp.getgrgid(os.getegid()).gr_name
    made = foureyes("new", docket, "--policy", tmp_path / "p.toml", "--group", group)
    assert (made.returncode, made.stderr.decode().splitlines()[-1]) == (
        0,
        f'Every login in the group "{group}" shares it.',
    )
    assert foureyes("export", docket, tmp_path / "out.csv").returncode == 0
    assert {stat.S_IMODE(path.stat().st_mode) for path in [docket, *docket.rglob("*")]} == {0o2770, 0o660}
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o600
    none = foureyes("new", tmp_path / "e", "--policy", tmp_path / "p.toml", "--group", "nobody-is-in-it")
    assert (none.returncode, none.stderr.decode()) == (1, 'There is no group "nobody-is-in-it" on this machine.\n')


def test_what_is_made_belongs_to_its_owner_alone(tmp_path):
    (tmp_path / "p.toml").write_text(POLICY)
    docket, out = tmp_path / "d", tmp_path / "out.csv"
    old = os.umask(0)
    try:
        assert foureyes("new", docket, "--policy", tmp_path / "p.toml").returncode == 0
        assert foureyes("export", docket, out).returncode == 0
    finally:
        os.umask(old)
    made = [out, docket, *docket.rglob("*")]
    assert {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in made if path.stat().st_mode & 0o077} == {}


def test_an_interrupted_command_ends_with_130(docket):
    code = "from tui.cli import main; main()"
    command = [sys.executable, "-c", code, "note", str(docket), "RP-1", "-"]
    reading, writing = os.pipe()
    with subprocess.Popen(command, stdin=reading, stderr=-1, stdout=-1) as process:
        os.write(writing, b"Half a note")
        assert until(lambda: waiting_in(reading) == 0)  # it was read, and the command waits for the rest
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=CEILING)
    os.close(reading)
    os.close(writing)
    assert process.returncode == 130
    assert b"Traceback" not in err


@pytest.mark.parametrize(
    ("number", "code", "left"), [(signal.SIGTERM, 130, 0), (signal.SIGHUP, 130, 0), (signal.SIGKILL, -9, 1)]
)
def test_an_export_that_is_killed_leaves_no_case_elsewhere(docket, quick_path, number, code, left):
    """Only beside its target, and there only if it can do nothing any more."""
    elsewhere, target = quick_path / "tmp", quick_path / "target"
    elsewhere.mkdir()
    target.mkdir()
    reading, writing = os.pipe()
    write = xlsx_out._Out.write

    def export() -> None:
        def stop(*_: object) -> None:
            xlsx_out._Out.write = write
            os.write(writing, b".")
            while True:  # no `pause`: a signal that comes right before it is not answered until the next one
                time.sleep(0.02)

        tempfile.tempdir = str(elsewhere)
        xlsx_out._Out.write = stop  # type: ignore[method-assign]  # the rows are written by then
        try:
            app(["export", str(docket), str(target / "x.xlsx"), "--what", "cases"])
        except SystemExit as end:
            os._exit(int(end.code or 0))

    child = Child(export)
    assert os.read(reading, 1) == b"."
    os.kill(child.pid, number)
    assert child.wait() == code
    assert not list(elsewhere.iterdir())
    assert len(list(target.iterdir())) == left
    os.close(reading)
    os.close(writing)


def test_a_docket_that_somebody_holds_is_busy(cli, docket, monkeypatch):
    monkeypatch.setattr("store.local.lock.PATIENCE", 0.05)
    monkeypatch.setattr("store.local.local_engine.LocalEngine.__init__.__kwdefaults__", {"patience": 0.05})
    with (docket / "lock").open("r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        ran = cli("vote", docket, "RP-2", *KEEP)
    assert ran.code == 3
    assert "try again" in ran.err
    assert cli("vote", docket, "RP-2", *KEEP).code == 0


def test_the_help_fits_80_columns_in_whole_sentences_and_names_each_variable_alike(cli, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    said = cli("--help").out
    commands = said.split("Commands:\n")[1].splitlines()
    assert len(commands) == len(COMMANDS), "a line each"
    assert all(line.endswith(".") and not line.endswith("..") and len(line) <= 80 for line in commands), commands
    assert "[env:" not in said
    for named in ("--filter EXPR", "FOUREYES_TOUR=off", "FOUREYES_DOCKET"):
        assert named in " ".join(said.split())


def test_without_a_command_or_a_docket_there_is_help(cli):
    ran = cli()
    assert ran.code == 0
    assert all(name in ran.out for name in ("demo", "import", "adjudicate", "checkpoint"))
    assert cli("-h").out == ran.out


def test_the_review_screen_needs_a_terminal_and_says_what_does_not(cli, docket):
    for args in (["--docket", docket], ["review", docket], [docket], [docket, "--filter", "flag:Q3"]):
        ran = cli(*args)
        assert ran.code == 2
        assert "foureyes list" in ran.err


def test_what_is_neither_a_command_nor_a_docket_is_no_command(cli, tmp_path):
    for word in ("reviw", "a\0b", "x" * 5000):
        ran = cli(word)
        assert ran.code == 2
        assert "No such command" in ran.err


def test_a_docket_that_is_not_there_is_told_to_be_one(cli, tmp_path):
    for word in ("nope.docket", str(tmp_path / "gone.docket"), "no/where", "a\x1b[2J.docket"):
        ran = cli(word)
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith("There is no docket ")
        assert ran.err.endswith(": foureyes new makes one.\n")
        assert "\x1b" not in ran.err


def test_the_variable_names_the_docket_to_review(cli, docket, monkeypatch):
    monkeypatch.setenv("FOUREYES_DOCKET", str(docket))
    for args in ([], ["review"]):
        assert "needs a terminal" in cli(*args).err


def test_an_unexpected_error_leaves_a_report_without_case_data(cli, docket, tmp_path, monkeypatch):
    def broken(*_: object) -> None:
        secret = "Darya Example"
        raise RuntimeError(f"cannot handle {secret}")

    monkeypatch.setattr("store.docket.Docket.view", broken)
    ran = cli("show", docket, "RP-1")
    assert (ran.code, ran.out) == (1, "")
    assert "Darya" not in ran.err
    (report,) = (tmp_path / "state" / "foureyes").iterdir()
    assert str(report) in ran.err
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    text = report.read_text()
    assert "RuntimeError" in text
    assert "tui.commands.show:" in text
    assert "Darya" not in text
    assert "RP-1" not in text


def test_an_unexpected_error_is_told_even_where_no_report_can_be_written(cli, docket, tmp_path, monkeypatch):
    (tmp_path / "state").write_text("in the way")
    monkeypatch.setattr("store.docket.Docket.view", None)
    ran = cli("show", docket, "RP-1")
    assert ran.code == 1
    assert "no report could be written" in ran.err
