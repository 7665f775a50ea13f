"""stdout is data, stderr is narration, and neither depends on the locale, the width of a terminal or who is reading."""

import os
import subprocess
import sys

import pytest

from store.model import Case
from tests.processes import CEILING
from tests.tui.cli.conftest import foureyes, make_docket
from tui.output import json_line

pytestmark = pytest.mark.long

C_LOCALE = {**os.environ, "LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def test_stdout_is_utf8_in_the_c_locale(docket):
    ran = foureyes("list", docket, "--reviewer", "anna", env=C_LOCALE)
    assert "許可証" in ran.stdout.decode("utf-8")


def test_nothing_is_cut_where_nobody_looks(docket, tmp_path):
    long = make_docket(tmp_path / "long", (Case("RP-1", "word " * 400),))
    ran = foureyes("list", long, env={**os.environ, "COLUMNS": "20"})
    assert ran.stdout.decode().count("word") == 400


def test_json_escapes_what_could_drive_a_terminal_and_keeps_the_rest():
    assert json_line("š\u202e\x7f\x9b\U000e0041漢") == '"š\\u202e\\u007f\\u009b\\udb40\\udc41漢"'


def test_a_slow_reader_gets_everything_even_unbuffered(tmp_path):
    docket = make_docket(tmp_path / "d", tuple(Case(f"RP-{number}", "x" * 500) for number in range(2000)))
    for unbuffered in ("", "1"):
        ran = foureyes(*("export", docket, "-", "--what", "cases"), env={**os.environ, "PYTHONUNBUFFERED": unbuffered})
        assert ran.stdout.count(b"x" * 500) == 2000


def without_a_reader(*args: object, unbuffered: str = "") -> tuple[int, str]:
    """A command whose output nobody reads any more: its exit code, and what it says."""
    command = [sys.executable, "-c", "from tui.cli import main; main()", *map(str, args)]
    reading, writing = os.pipe()
    os.close(reading)
    try:
        env = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
        ran = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, env=env, timeout=CEILING)
    finally:
        os.close(writing)
    return ran.returncode, ran.stderr.decode()


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("list", "D"), "2 cases.\n"),
        (("list", "D", "--json"), ""),
        (("show", "D", "RP-1"), ""),
        (("--version",), ""),
    ],
)
def test_a_reader_that_goes_away_changes_no_exit_code(docket, args, said, unbuffered):
    args = [docket if arg == "D" else arg for arg in args]
    assert without_a_reader(*args, unbuffered=unbuffered) == (0, said)


def test_a_reader_that_goes_away_in_the_middle_ends_a_list(tmp_path):
    docket = make_docket(tmp_path / "d", tuple(Case(f"RP-{number}", "x" * 500) for number in range(2000)))
    command = [sys.executable, "-c", "from tui.cli import main; main()", "list", str(docket)]
    with subprocess.Popen(command, stdout=-1, stderr=-1) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b"2,000 cases.\n"
    assert process.returncode == 0


def test_an_export_says_that_its_reader_went_away(docket):
    code, said = without_a_reader("export", docket, "-", "--what", "cases")
    left, exported, *_ = said.splitlines()
    assert (code, said.count("Whoever"), left) == (0, 1, "Whoever read the output went away before its end.")
    assert exported.startswith("Exported 2 rows of cases")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_act_is_what_it_is_whoever_reads_of_it(docket, unbuffered):
    note = ("note", docket, "RP-1", "A note.", "--json")
    code, said = without_a_reader(*note, unbuffered=unbuffered)
    assert (code, said[:16]) == (0, "Recorded: note, ")
    code, said = without_a_reader("withdraw", docket, "RP-1", "--json", unbuffered=unbuffered)
    assert (code, said.count("\n")) == (1, 1)
    hold = ("hold", docket, "RP-1", "RP-2", "--until", "+1d", "--reason", "Later.", "--yes", "--json")
    code, said = without_a_reader(*hold, unbuffered=unbuffered)
    assert (code, said.splitlines()[-1]) == (0, "Recorded on 2 of 2 cases.")


def test_a_full_disk_behind_stdout_is_an_error(docket):
    with open("/dev/full", "wb") as full:
        ran = foureyes("list", docket, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert ran.returncode == 5
    assert ran.stderr.decode().splitlines()[-1] == "The output cannot be written: No space left on device."


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_act_whose_words_cannot_be_written_is_not_refused(docket, unbuffered):
    env = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with open("/dev/full", "wb") as full:
        ran = foureyes(
            *("note", docket, "RP-1", "A note.", "--json"),
            capture_output=False,
            stdout=full,
            stderr=subprocess.PIPE,
            env=env,
        )
    recorded, unwritten = ran.stderr.decode().splitlines()
    assert (ran.returncode, recorded[:16]) == (5, "Recorded: note, ")
    assert unwritten == "The output cannot be written: No space left on device."


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_streams_are_no_reason_for_a_traceback(docket, closed):
    command = f'exec "{sys.executable}" -c "from tui.cli import main; main()" checkpoint "{docket}" {closed}'
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, timeout=CEILING)
    assert b"Traceback" not in ran.stderr
    assert ran.returncode == (5 if ">&-" in closed.split("2>&-")[0] and closed != "2>&-" else 0)
