"""A lead repairs a damaged docket at a command line."""

import json
import os
import pty
import subprocess
import sys

import pytest

from tests.processes import CEILING
from tests.tui.cli.conftest import CASES, KEEP, POLICY, make_docket
from tests.tui.cli.test_processes import LOADED


def kept(docket):
    return list(docket.glob("journal.damaged-*"))


def test_a_dry_run_lists_what_would_be_left_out_and_changes_nothing(cli, damaged):
    before = (damaged / "journal.jsonl").read_bytes()
    ran = cli("repair", damaged, "--dry-run")
    assert ran.code == 0
    header, *lines = [line.split() for line in ran.out.splitlines()]
    assert header == ["line", "state", "kind", "case", "reviewer", "time"]
    assert [line[:5] for line in lines] == [
        ["4", "readable", "vote", "RP-2", "anna"],
        ["5", "whole", "note", "RP-1", "boris"],
        ["6", "whole", "note", "RP-2", "anna"],
    ]
    assert "Left out would be 3 lines" in ran.err
    assert "2 look whole, 1 can be read" in ran.err
    assert "nobody else" not in ran.out + ran.err
    assert (damaged / "journal.jsonl").read_bytes() == before
    assert kept(damaged) == []


def test_a_repair_says_what_it_did_and_work_goes_on(cli, damaged):
    before = (damaged / "journal.jsonl").read_bytes()
    ran = cli("repair", damaged, "--yes", by="lena")
    assert ran.code == 0
    (original,) = kept(damaged)
    assert original.read_bytes() == before
    assert str(original) in ran.err
    assert "Repaired: 3 records are kept, and number 3 says in your name what was left out." in ran.err
    assert cli("verify", damaged).code == 0
    assert cli("vote", damaged, "RP-2", *KEEP).code == 0
    history = cli("export", damaged, "-", "--what", "history").out
    assert 'repaired,,"{""kind"":""repaired"",""lines"":3' in history
    assert original.name in history
    again = cli("repair", damaged)
    assert again.code == 0
    assert "The journal is sound" in again.err


def test_without_a_terminal_nothing_is_done_unless_it_is_confirmed(cli, damaged):
    ran = cli("repair", damaged, stdin="yes\n")
    assert ran.code == 2
    assert "--yes" in ran.err
    assert kept(damaged) == []


@pytest.mark.parametrize(("typed", "code"), [("yes", 0), ("y", 1), ("", 1), ("\x03", 130)])
def test_at_a_terminal_it_asks(damaged, typed, code):
    inner, outer = pty.openpty()
    command = [sys.executable, "-c", "from tui.cli import main; main()", "repair", str(damaged)]
    env = {**os.environ, "FOUREYES_REVIEWER": "lena"}
    with subprocess.Popen(
        command, stdin=outer, stdout=-1, stderr=-1, env=env, start_new_session=True, preexec_fn=_take_terminal
    ) as process:
        os.close(outer)
        said = b""
        while b"Type" not in said and (line := process.stderr.readline()):
            said += line
        os.write(inner, (typed if typed == "\x03" else typed + "\n").encode())
        out, err = process.communicate(timeout=CEILING)
    os.close(inner)
    assert process.returncode == code, err
    assert b"RP-1" in out
    assert bool(kept(damaged)) == (code == 0)


def _take_terminal():
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def test_a_program_gets_all_of_it_as_json(cli, damaged):
    planned = json.loads(cli("repair", damaged, "--dry-run", "--json").out)
    assert planned["repaired"] is None
    assert [one["state"] for one in planned["left"]] == ["readable", "whole", "whole"]
    done = json.loads(cli("repair", damaged, "--yes", "--json").out)
    assert done["repaired"]["body"]["kept_in"] == kept(damaged)[0].name
    sound = json.loads(cli("repair", damaged, "--json").out)
    assert (sound["repaired"], sound["damage"], sound["left"]) == (None, "", [])


def test_only_a_lead_sees_what_would_be_left_out(cli, tmp_path):
    docket = make_docket(tmp_path / "d", CASES, POLICY + '[roles]\nlead = ["lena"]\n')
    cli("vote", docket, "RP-2", *KEEP)
    journal = docket / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"keep"', b'"kept"'))
    ran = cli("repair", docket, "--yes", by="boris")
    assert (ran.code, ran.out) == (1, "")
    assert "does not name boris as lead" in ran.err
    assert kept(docket) == []


def test_a_line_that_somebody_wrote_to_drive_the_terminal_is_shown_as_what_it_is(cli, damaged):
    journal = damaged / "journal.jsonl"
    when = b' {"seq":9,"at":"2023-01-01T00:00:00Z","day":"2023-01-01",'
    line = b"0" * 64 + when + b'"by":"\\u001b[2J","key":"k","case":"\\u202eRP",'
    journal.write_bytes(journal.read_bytes() + line + b'"kind":"note","text":"x"}\n')
    ran = cli("repair", damaged, "--dry-run")  # `cli` looks at every byte
    assert "⟪U+202E⟫RP" in ran.out


def test_a_damaged_batch_is_for_a_backup(cli, docket):
    (batch,) = (docket / "cases").glob("*.jsonl")
    sound = batch.read_bytes()
    batch.write_bytes(sound.replace(b"He met", b"He saw"))
    ran = cli("repair", docket, "--yes")
    assert ran.code == 4
    assert f"cases/{batch.name} is not what was imported, and cannot be repaired here" in ran.err
    batch.write_bytes(sound)
    assert cli("repair", docket, "--yes").code == 0


def test_an_unfinished_record_is_set_aside_and_said(cli, docket):
    with (docket / "journal.jsonl").open("ab") as file:
        file.write(b"0123 {half")
    dry = cli("repair", docket, "--dry-run")
    assert "An unfinished record of 10 bytes, never acknowledged" in dry.err
    assert not list(docket.glob("torn-*"))
    assert cli("repair", docket).code == 0
    (torn,) = docket.glob("torn-*")
    assert torn.name in cli("export", docket, "-", "--what", "history").out


def test_the_end_of_a_repair_is_told_where_nothing_can_be_built_on(cli, docket, tmp_path):
    (docket / "journal.jsonl").write_bytes(b"\xff\n")
    ran = cli("repair", docket, "--yes")
    assert ran.code == 4
    assert "from a backup" in ran.err
    assert cli("repair", tmp_path / "nowhere").code == 1


def test_no_screen_is_loaded(docket):
    ran = subprocess.run([sys.executable, "-c", LOADED, "repair", str(docket)], capture_output=True, timeout=CEILING)
    assert ran.stderr.decode().splitlines()[-1] == "0 ['tinydb']"
