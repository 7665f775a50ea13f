"""Somebody has just been sent a file, and wants to read its cases without reading a manual first."""

import json
import os
import re
import shlex
import socket
import tomllib

import pytest

from tests.store.proposing.foreign_files import workbook
from tests.tui.cli.conftest import foureyes

ALERTS = (
    "id;rule;said\n7;r1;I did not open that door, and I was not in the building on that day: ask whoever was there.\n"
)


@pytest.fixture
def file(tmp_path, monkeypatch):
    """The file, in the folder in which somebody works."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "alerts of May.csv"
    path.write_text(ALERTS)
    return path


def test_the_mapping_is_data_and_what_to_do_next_is_told_as_it_can_be_typed(cli, file, tmp_path):
    ran = cli("propose", file.name)
    assert ran.code == 0
    assert tomllib.loads(ran.out)["case"]["id"] == "id"
    (tmp_path / "mapping.toml").write_text(ran.out)
    commands = [shlex.split(line)[1:] for line in ran.err.splitlines() if re.match(r"  \S*foureyes ", line)]
    assert [words[0] for words in commands] == ["new", "import"]
    assert [cli(*words).code for words in commands] == [0, 0]
    assert cli(*commands[1][:-1]).code == 0, "without --dry-run"
    assert "I did not open that door" in cli("show", "cases.docket", "7").out


def test_with_a_policy_that_is_checked_and_has_the_kinds_of_the_mapping(cli, file, tmp_path):
    ran = cli("propose", file.name, "--policy", "policy.toml")
    (tmp_path / "mapping.toml").write_text(ran.out)
    assert cli("policy", "check", "policy.toml").code == 0
    for words in [shlex.split(line)[1:] for line in ran.err.splitlines() if re.match(r"  \S*foureyes ", line)]:
        assert cli(*words).code == 0
    assert "--policy policy.toml" in ran.err
    assert 'kind = "said"' in ran.out


def test_nothing_is_put_in_the_place_of_a_policy_that_is_there(cli, file, tmp_path):
    (tmp_path / "policy.toml").write_text("mine")
    (tmp_path / "link.toml").symlink_to(tmp_path / "elsewhere.toml")
    for name in ("policy.toml", "link.toml", "no folder/policy.toml"):
        ran = cli("propose", file.name, "--policy", name)
        assert (ran.code, ran.out) == (1, "")
    assert (tmp_path / "policy.toml").read_text() == "mine"
    assert not (tmp_path / "elsewhere.toml").exists()


def test_a_name_that_begins_with_a_hyphen_is_a_file_and_a_hyphen_is_none(cli, file, tmp_path):
    (tmp_path / "-x.csv").write_text(ALERTS)
    ran = cli("propose", "./-x.csv", "--policy", "./-p.toml")
    (tmp_path / "mapping.toml").write_text(ran.out)
    for words in [shlex.split(line)[1:] for line in ran.err.splitlines() if re.match(r"  \S*foureyes ", line)]:
        assert cli(*words).code == 0
    refused = cli("propose", file.name, "--policy", "-")
    assert (refused.code, refused.out) == (2, "")
    assert "name a file for the policy" in refused.err
    assert not (tmp_path / "-").exists()


def test_a_mapping_that_cannot_be_written_leaves_no_policy(file, tmp_path):
    with open("/dev/full", "wb") as full:
        ran = foureyes("propose", file.name, "--policy", "p.toml", capture_output=False, stdout=full, stderr=-1)
    assert ran.returncode == 5
    assert "The output cannot be written" in ran.stderr.decode()
    assert [one.name for one in tmp_path.iterdir() if "p.toml" in one.name] == []


def test_what_is_no_ordinary_file_is_not_waited_for(cli, file, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket.csv")
        for name, what in [("pipe.csv", "pipe"), ("/dev/zero", "device"), ("socket.csv", "socket"), (".", "folder")]:
            ran = cli("propose", name, "--policy", "p.toml")
            assert (ran.code, ran.out) == (1, "")
            assert ran.err.startswith(f"{name}: is a {what}, ")
            assert ran.err.count("\n") == 1
    assert not (tmp_path / "p.toml").exists()


def test_what_is_guessed_is_said_on_stderr(cli, file):
    file.write_bytes("Nr;Name\n1;Müller\n2;Jäger\n3;Größer\n".encode("cp1252"))
    ran = cli("propose", file.name)
    assert "The encoding is a guess: with cp1252 a line reads" in ran.err
    assert "guess" not in ran.out


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("f.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "f.xls: is an old Excel workbook: save it as .xlsx"),
        ("f.csv", b"", "f.csv: the file is empty."),
        ("none.csv", None, "none.csv: there is no such file."),
    ],
)
def test_what_cannot_be_read_is_one_sentence(cli, file, name, content, said):
    if content is not None:
        file.with_name(name).write_bytes(content)
    ran = cli("propose", name, "--policy", "policy.toml")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(said)
    assert not file.with_name("policy.toml").exists()


def test_a_policy_is_written_anew_where_somebody_says_so(cli, file):
    assert cli("propose", file.name, "--policy", "p.toml").code == 0
    assert "--force" in cli("propose", file.name, "--policy", "p.toml").err
    assert cli("propose", file.name, "--policy", "p.toml", "--force").code == 0


def test_the_sheet_that_is_read_is_said_and_can_be_chosen(cli, file):
    def more(book):
        for name in ("May", "June"):
            book.create_sheet(name).append(["id", "a"])
            book[name].append([f"{name}-1", "x"])

    file.with_name("b.xlsx").write_bytes(workbook([], more))
    ran = cli("propose", "b.xlsx")
    assert 'Read: the sheet "May".' in ran.err
    assert tomllib.loads(cli("propose", "b.xlsx", "--sheet", "June").out)["sheet"] == "June"
    assert cli("propose", "b.xlsx", "--sheet", "Juni").code == 1
    assert "no workbook" in cli("propose", file.name, "--sheet", "June").err


def test_standard_input_cannot_be_looked_through_twice(cli, file):
    assert cli("propose", "-", stdin=ALERTS).code == 2


def test_the_file_itself_is_never_replaced_by_the_policy(cli, file, tmp_path):
    (tmp_path / "link.toml").hardlink_to(file)
    for policy in (file.name, f"./{file.name}", "link.toml"):
        ran = cli("propose", file.name, "--policy", policy, "--force")
        assert (ran.code, ran.out) == (1, "")
        assert "is read by this command: name another file to write." in ran.err
    assert file.read_text() == ALERTS


def test_a_mapping_that_ships_for_such_files_is_named_and_no_more_than_named(cli, tmp_path, monkeypatch):
    """SARIF, for which one would else mend what is proposed; what only has a title of its own is nobody's."""
    monkeypatch.chdir(tmp_path)
    place = {"artifactLocation": {"uri": "a.py"}, "region": {"startLine": 9}}
    found = {"ruleId": "no-eval", "message": {"text": "Do not."}, "locations": [{"physicalLocation": place}]}
    log = {"version": "2.1.0", "runs": [{"tool": {}, "results": [found, found | {"ruleId": "no-exec"}]}]}
    (tmp_path / "scan.sarif").write_text(json.dumps(log))
    ran = cli("propose", "scan.sarif")
    assert ran.out.startswith("# This looks like what --map sarif reads.\n# A mapping for scan.sarif: ")
    assert ran.err.splitlines()[0] == "This looks like what --map sarif reads."
    assert tomllib.loads(ran.out)["rest"] == "fields", "what is proposed is no other than it was"
    assert "--map mapping.toml" in ran.err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("texts.jsonl", '{"id": 1, "text": "One.", "label": "a"}\n{"id": 2, "text": "Two.", "label": "b"}\n'),
        ("issues.json", '[{"number": 1, "title": "It ends", "body": "At once."}, {"number": 2, "title": "It hangs"}]'),
        ("runs.json", '{"runs": [{"id": 1, "results": [{"a": 1, "b": 2}, {"a": 3, "b": 4}]}]}'),
        ("runs.jsonl", '{"runs": 3, "id": "a"}\n{"runs": 4, "id": "b"}\n'),
        ("some.json", '[{"id": 1, "data": {"text": "One."}}, {"id": 2, "data": "Two."}, 7]'),
        ("hole.json", '[{"rule": {"id": null}, "number": 3}, {"rule": [], "number": []}]'),
        ("people.csv", "id,title,type\n1,Dr,a\n2,Ms,b\n"),
    ],
)
def test_of_a_file_of_another_shape_no_mapping_that_ships_is_named(cli, tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content)
    ran = cli("propose", path)
    assert ran.code == 0, ran.err
    assert "looks like" not in ran.out + ran.err
