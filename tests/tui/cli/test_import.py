"""Cases coming in: the plan is said, every rejected row is named, and a program gets a number for each."""

import json
import os
import pty
import subprocess
import sys

import pytest

from tests.tui.cli.conftest import POLICY, foureyes

GOOD = '{"id":"RP-1","title":"Permit","fields":{"permit":"temporary"}}\n{"id":"RP-2","title":"Permit"}\n'
BAD = '{"id":"RP-3","title":"x","colour":"red"}\n'


@pytest.fixture
def empty(cli, tmp_path):
    """A docket without cases, made by the command line."""
    (tmp_path / "p.toml").write_text(POLICY)
    assert cli("new", tmp_path / "d", "--policy", tmp_path / "p.toml").code == 0
    return tmp_path / "d"


@pytest.fixture
def cases(tmp_path):
    """A file of two cases."""
    file = tmp_path / "cases.jsonl"
    file.write_text(GOOD)
    return file


def test_cases_are_taken_in_and_it_is_said_how_they_were_read(cli, empty, cases):
    ran = cli("import", empty, cases)
    assert (ran.code, ran.out) == (0, "")
    assert "JSON lines" in ran.err
    assert "utf-8" in ran.err
    assert ran.err.splitlines()[-1] == "Took in 2 new and 0 revised cases; 0 were there already, 0 rejected."
    again = cli("import", empty, cases, "--json")
    assert again.code == 0
    assert json.loads(again.out) == {
        "dry_run": False,
        "batch": "",
        "cases": 0,
        "revisions": 0,
        "skipped": 2,
        "rejected": 0,
    }


def test_a_dry_run_says_all_of_it_and_changes_nothing(cli, empty, cases):
    before = cli("checkpoint", empty).out
    ran = cli("import", empty, cases, "--dry-run")
    assert ran.code == 0
    assert "Would take in 2 new" in ran.err
    assert cli("checkpoint", empty).out == before


def test_good_rows_are_kept_and_bad_ones_go_to_a_file(cli, empty, cases, tmp_path):
    cases.write_text(GOOD + BAD)
    ran = cli("import", empty, cases, "--rejects", tmp_path / "rejects.csv")
    assert ran.code == 1
    assert "line 3" in ran.err
    assert "Took in 2 new" in ran.err
    assert (tmp_path / "rejects.csv").read_text().count("cases.jsonl") == 1
    assert len(cli("list", empty, "--json").out.splitlines()) == 2


def test_strict_is_all_or_nothing(cli, empty, cases):
    cases.write_text(GOOD + BAD)
    ran = cli("import", empty, cases, "--strict")
    assert ran.code == 1
    assert "Nothing was taken in" in ran.err
    assert cli("list", empty, "--json").out == ""


def test_a_thousand_rejects_do_not_fill_the_screen(cli, empty, cases):
    cases.write_text(BAD * 1000)
    ran = cli("import", empty, cases)
    assert ran.code == 1
    assert len(ran.err.splitlines()) < 30
    assert "... and 980 more." in ran.err


def test_cases_come_through_a_pipe_or_by_a_mapping(cli, empty, tmp_path):
    assert cli("import", empty, "-", stdin=GOOD).code == 0
    (tmp_path / "map.toml").write_text('[case]\nid = "REF"\n[fields]\npermit = "KIND"\n')
    (tmp_path / "old.csv").write_text("REF,KIND\nRP-7,temporary\n")
    assert cli("import", empty, tmp_path / "old.csv", "--map", tmp_path / "map.toml").code == 0
    assert len(cli("list", empty, "--json").out.splitlines()) == 3


def test_what_is_no_file_of_cases_is_bad_data(cli, empty, tmp_path):
    (tmp_path / "x.docx").write_bytes(b"PK\x03\x04")
    for file in (tmp_path / "nowhere.csv", tmp_path, tmp_path / "x.docx"):
        ran = cli("import", empty, file)
        assert ran.code == 1
        assert ran.err
    assert cli("import", empty, "-", "-", stdin=GOOD).code == 2


def test_nobody_but_a_lead_imports(cli, tmp_path, cases):
    (tmp_path / "p.toml").write_text(POLICY + '[roles]\nlead = ["lena"]\n')
    cli("new", tmp_path / "d", "--policy", tmp_path / "p.toml")
    ran = cli("import", tmp_path / "d", cases)
    assert ran.code == 1
    assert "does not name anna as lead" in ran.err
    assert cli("import", tmp_path / "d", cases, by="lena").code == 0


def test_a_person_at_a_terminal_sees_progress_and_a_program_does_not(empty, cases):
    cases.write_text("".join(f'{{"id":"RP-{number}","title":"{"x" * 200}"}}\n' for number in range(5000)))
    inner, outer = pty.openpty()
    command = [sys.executable, "-c", "from tui.cli import main; main()", "import", str(empty), str(cases)]
    with subprocess.Popen(
        [*command, "--dry-run"], stdout=-1, stderr=outer, env={**os.environ, "TERM": "xterm"}
    ) as process:
        os.close(outer)
        seen = b""
        try:
            while more := os.read(inner, 4096):
                seen += more
        except OSError:
            pass
    os.close(inner)
    assert process.returncode == 0
    assert b"MB" in seen
    assert b"MB" not in foureyes("import", empty, cases).stderr
