"""stdout is data, stderr is narration, and neither depends on the locale, the width of a terminal or who is reading."""

import os
import subprocess
import sys

import pytest

from store.model import Case
from tests.processes import CEILING
from tests.tui.cli.conftest import foureyes, make_docket
from tui.output import json_line

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


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["list", "export"])
def test_a_reader_that_goes_away_is_no_news(tmp_path, command, unbuffered):
    docket = make_docket(tmp_path / "d", tuple(Case(f"RP-{number}", "x" * 500) for number in range(2000)))
    args = [command, str(docket), *(["-", "--what", "cases"] if command == "export" else [])]
    code = "from tui.cli import main; main()"
    env = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with subprocess.Popen([sys.executable, "-c", code, *args], stdout=-1, stderr=-1, env=env) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        err = process.stderr.read().decode()
    assert "Traceback" not in err
    assert "Exception" not in err
    assert "roken pipe" not in err
    assert process.returncode == 1


def test_a_full_disk_behind_stdout_is_an_error(docket):
    with open("/dev/full", "wb") as full:
        ran = foureyes("list", docket, capture_output=False, stdout=full, stderr=subprocess.PIPE)
    assert ran.returncode == 1
    assert ran.stderr.decode().splitlines()[-1] == "The output cannot be written: No space left on device."


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_streams_are_no_reason_for_a_traceback(docket, closed):
    command = f'exec "{sys.executable}" -c "from tui.cli import main; main()" checkpoint "{docket}" {closed}'
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, timeout=CEILING)
    assert b"Traceback" not in ran.stderr
    assert ran.returncode == (1 if ">&-" in closed.split("2>&-")[0] and closed != "2>&-" else 0)
