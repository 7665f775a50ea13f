"""Whether the record is what was recorded: here, and against a checkpoint kept elsewhere."""

import json
import shutil

import pytest

from tests.tui.cli.conftest import CASES, KEEP, make_docket


def checkpoint(cli, docket, file):
    file.write_text(cli("checkpoint", docket).out)
    return file


def test_a_checkpoint_is_three_lines(cli, docket):
    store, count, head = cli("checkpoint", docket).out.splitlines()
    assert (len(store), int(count), len(head)) == (32, 3, 64)
    assert json.loads(cli("checkpoint", docket, "--json").out) == {"store": store, "count": 3, "head": head}


def test_a_sound_docket_verifies_and_says_what_that_does_not_mean(cli, docket):
    ran = cli("verify", docket)
    assert ran.code == 0
    assert ran.out == cli("checkpoint", docket).out
    assert "3 records verified." in ran.err
    assert "newest records were dropped" in ran.err


def test_a_docket_that_has_grown_still_agrees_with_an_old_checkpoint(cli, docket, tmp_path):
    kept = checkpoint(cli, docket, tmp_path / "kept")
    cli("vote", docket, "RP-2", *KEEP)
    ran = cli("verify", docket, "--against", kept)
    assert ran.code == 0
    assert "The first 3 are those of the checkpoint." in ran.err


def test_a_history_rewritten_from_its_start_and_grown_again_is_found(cli, docket, tmp_path):
    cli("note", docket, "RP-1", "A note that somebody wants gone.")
    kept = checkpoint(cli, docket, tmp_path / "kept")
    journal = docket / "journal.jsonl"
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    assert "bytes are gone" in cli("note", docket, "RP-1", "Another note.").err
    shutil.rmtree(docket / "index")  # what remembered it
    for _ in range(3):
        assert cli("note", docket, "RP-1", "Another note.").code == 0
    assert cli("verify", docket).code == 0
    ran = cli("verify", docket, "--against", kept)
    assert ran.code == 4
    assert "not those of the checkpoint" in ran.err


def test_a_sound_docket_agrees_with_its_checkpoint(cli, docket, tmp_path):
    ran = cli("verify", docket, "--against", checkpoint(cli, docket, tmp_path / "kept"))
    assert ran.code == 0
    assert "The first 3 are those of the checkpoint." in ran.err


@pytest.mark.parametrize("change", ["flip", "cut", "other"])
def test_what_is_not_what_was_recorded_ends_with_4(cli, docket, tmp_path, change):
    cli("vote", docket, "RP-2", *KEEP)
    kept = checkpoint(cli, docket, tmp_path / "kept")
    journal = docket / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    if change == "flip":
        journal.write_bytes(b"".join(lines).replace(b'"keep"', b'"kept"'))
    elif change == "cut":
        journal.write_bytes(b"".join(lines[:-1]))
    else:
        docket = make_docket(tmp_path / "other", CASES)
    ran = cli("verify", docket, "--against", kept)
    assert ran.code == 4
    assert "not what was recorded" in ran.err


def test_an_edited_case_is_found(cli, docket):
    (batch,) = (docket / "cases").glob("*.jsonl")
    batch.chmod(0o600)
    batch.write_bytes(batch.read_bytes().replace(b"He met", b"He saw"))
    ran = cli("verify", docket, "--json")
    assert ran.code == 4
    found = json.loads(ran.out)
    assert found["ok"] is False
    assert found["wrong"]


def test_a_file_that_is_no_checkpoint_is_bad_data(cli, docket, tmp_path):
    for content in (b"", b"a b", b"a b c", b"\xff\xfe", b"1\n2\n3\n4\n"):
        (tmp_path / "kept").write_bytes(content)
        assert cli("verify", docket, "--against", tmp_path / "kept").code == 1
    assert cli("verify", docket, "--against", tmp_path / "nowhere").code == 1


def test_a_damaged_docket_can_be_read_but_not_written(cli, docket):
    cli("vote", docket, "RP-2", *KEEP)
    cli("note", docket, "RP-2", "A note.")
    journal = docket / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"keep"', b'"kept"'))
    assert cli("show", docket, "RP-2").code == 4  # the record itself is shown to nobody
    assert cli("verify", docket).code == 4
    shutil.rmtree(docket / "index")
    ran = cli("vote", docket, "RP-1", *KEEP)
    assert ran.code == 4
    shown = cli("show", docket, "RP-1")
    assert shown.code == 0
    assert "He met the attaché" in shown.out
    assert "not recorded that you opened this case" in shown.err
