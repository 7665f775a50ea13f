"""The state of the program and of a docket, one line each, and nothing of what cases hold."""

import json
import os
import pty
import subprocess
import sys

from tests.processes import CEILING
from tests.tui.cli.conftest import foureyes
from tests.tui.cli.test_processes import LOADED


def test_the_doctor_has_one_line_for_each_thing_and_nothing_of_the_cases(cli, docket):
    cli("note", docket, "RP-1", "Ask the employer.")
    ran = cli("doctor", docket)
    assert ran.code == 0
    assert {line[:6] for line in ran.out.splitlines()} <= {"ok    ", "look  "}
    whats = [line[6:].split(":")[0] for line in ran.out.splitlines()]
    assert whats == [
        *("program", "state directory", "store", "modes", "links", "way"),
        *("file system", "space", "lock", "import lock", "sync"),
        *("journal", "cases", "index", "leftovers", "clock"),
    ]
    for secret in ("RP-1", "attaché", "A. B.", "employer", "anna", "BLR"):
        assert secret not in ran.out + ran.err
    assert not list(docket.glob(".doctor-*"))


def test_the_doctor_ends_with_4_where_the_record_is_damaged(cli, damaged):
    ran = cli("doctor", damaged)
    assert ran.code == 4
    assert "bad   journal: Line 4 of the journal is not what was recorded" in ran.out
    assert "RP-" not in ran.out


def test_the_doctor_says_as_json_what_is_open_to_others(cli, docket):
    (docket / "journal.jsonl").chmod(0o644)
    ran = cli("doctor", docket, "--json")
    assert ran.code == 1
    (modes,) = [one for one in json.loads(ran.out) if one["what"] == "modes"]
    assert modes["state"] == "bad"
    assert "permits.docket/journal.jsonl (0644)" in modes["sentence"]


def test_the_doctor_looks_at_drafts_and_reports_as_well(cli, tmp_path):
    (tmp_path / "state" / "foureyes").mkdir(parents=True)
    (tmp_path / "state" / "foureyes").chmod(0o755)
    ran = cli("doctor")
    assert ran.code == 1
    assert "bad   state directory:" in ran.out
    (tmp_path / "state" / "foureyes").chmod(0o700)
    assert cli("doctor").code == 0
    assert cli("doctor", tmp_path / "nowhere").code == 1


def test_the_doctor_tells_of_the_terminal_where_there_is_one(docket):
    inner, outer = pty.openpty()
    env = {**os.environ, "TERM": "dumb"}
    ran = foureyes("doctor", stdout=outer, capture_output=False, stderr=-1, env=env)
    os.close(outer)
    seen = os.read(inner, 65536)
    os.close(inner)
    assert ran.returncode == 0
    assert b"look  terminal: TERM=dumb" in seen


def test_no_screen_is_loaded(docket):
    ran = subprocess.run([sys.executable, "-c", LOADED, "doctor", str(docket)], capture_output=True, timeout=CEILING)
    assert ran.stderr.decode().splitlines()[-1] == "0 ['tinydb']"
