"""Decisions going out, to a file or a pipe, and the export recorded."""

import csv
import io
import json

import pytest

from tests.tui.cli.conftest import CASES, KEEP, POLICY, foureyes, make_docket, revoke


@pytest.fixture
def decided(cli, docket):
    """The docket with one permit revoked by two people and one kept."""
    revoke(cli, docket)
    revoke(cli, docket, by="berta")
    cli("vote", docket, "RP-2", *KEEP)
    return docket


def test_decisions_go_to_a_file_and_the_same_bytes_to_a_pipe(cli, decided, tmp_path):
    ran = cli("export", decided, tmp_path / "out.csv", "--filter", "id:RP-1")
    assert (ran.code, ran.out) == (0, "")
    assert "Exported 1 row of decisions, SHA-256" in ran.err
    (row,) = csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8-sig")))
    assert (row["case_id"], row["outcome"], row["first_reviewer"], row["second_reviewer"]) == (
        *("RP-1", "revoke", "anna", "berta"),
    )
    piped = foureyes("export", decided, "-").stdout
    assert piped.count(b"\r\n") == 3


def test_masked_fields_stay_unless_asked_for(cli, decided):
    ran = cli("export", decided, "-", "--what", "cases", "--format", "jsonl")
    assert "BLR" not in ran.out
    assert "Left out: Masked fields: citizenship." in ran.err
    assert "BLR" in cli("export", decided, "-", "--what", "cases", "--restricted").out


def test_an_export_is_recorded_before_it_is_read_and_when_it_leaves(cli, decided):
    count = int(cli("checkpoint", decided).out.splitlines()[1])
    cli("export", decided, "-")
    assert int(cli("checkpoint", decided).out.splitlines()[1]) == count + 2


def test_the_ending_of_the_file_names_the_format(cli, decided, tmp_path):
    assert cli("export", decided, tmp_path / "out.jsonl").code == 0
    assert json.loads((tmp_path / "out.jsonl").read_text().splitlines()[0])["case_id"] == "RP-1"


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("out.parquet", [], "out.parquet: .parquet is no format that is written here"),
        ("out.json", [], "JSON is written in several shapes: name one, --format tinydb or --format label_studio."),
        ("out.csv", ["--format", "prodigy"], ".csv says another format than prodigy"),
        ("out.jsonl", ["--format", "doccano", "--what", "votes"], "This format holds no votes, but decisions."),
    ],
)
def test_a_name_that_says_another_format_is_refused_and_nothing_is_made(cli, decided, tmp_path, name, more, said):
    before = cli("checkpoint", decided).out
    ran = cli("export", decided, tmp_path / name, *more)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert not (tmp_path / name).exists()
    assert cli("checkpoint", decided).out == before


def test_what_was_exported_is_said(cli, decided, tmp_path):
    assert "Exported 2 rows of decisions," in cli("export", decided, tmp_path / "out.csv").err
    assert "rows of all," in cli("export", decided, tmp_path / "out.json", "--format", "tinydb").err


def test_a_file_that_is_there_is_replaced_only_by_force(cli, decided, tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("mine")
    assert cli("export", decided, out).code == 1
    assert out.read_text() == "mine"
    assert cli("export", decided, out, "--force").code == 0


@pytest.mark.parametrize(
    "args", [["--since", "yesterday"], ["--what", "everything"], ["--format", "pdf"], ["--filter", "nope:1"]]
)
def test_what_cannot_be_exported_is_a_usage_error(cli, decided, args):
    ran = cli("export", decided, "-", *args)
    assert (ran.code, ran.out) == (2, "")


def test_nobody_but_a_lead_exports(cli, tmp_path):
    docket = make_docket(tmp_path / "d", CASES, POLICY + '[roles]\nlead = ["lena"]\n')
    ran = cli("export", docket, "-")
    assert (ran.code, ran.out) == (1, "")
    assert "does not name anna as lead" in ran.err
