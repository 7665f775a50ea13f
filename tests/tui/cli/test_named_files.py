"""A pipe that nobody writes to, a device or a folder is named where a file is read: a sentence, and no waiting."""

import os
from pathlib import Path

import pytest

from tests.tui.cli.conftest import KEEP, POLICY

PLACES = {
    "a pipe": lambda folder: folder / "pipe",
    "a device": lambda _: "/dev/zero",
    "a folder": lambda folder: folder,
}
READ = {
    "policy check": ("policy", "check", "FILE"),
    "policy --set": ("policy", "DOCKET", "--set", "FILE", "--reason", "Other."),
    "new": ("new", "OTHER", "--policy", "FILE"),
    "import --map": ("import", "DOCKET", "cases.csv", "--map", "FILE"),
    "verify --against": ("verify", "DOCKET", "--against", "FILE"),
    "keys": ("keys",),
    "evidence": ("evidence", "DOCKET", "RP-1", "FILE", "--kind", "report"),
    "--reason": ("vote", "DOCKET", "RP-1", *KEEP, "--reason", "@FILE"),
}


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize("command", READ)
def test_what_is_no_file_is_not_read(cli, docket, tmp_path, monkeypatch, command, kind):
    named = tmp_path / "named"
    named.mkdir()
    os.mkfifo(named / "pipe")
    file = PLACES[kind](named)
    keys = Path(os.environ["XDG_CONFIG_HOME"]) / "foureyes" / "keys.toml"
    if command == "keys":
        keys.parent.mkdir(parents=True)
        keys.symlink_to(file)
    words = {"FILE": str(file), "@FILE": f"@{file}", "DOCKET": str(docket), "OTHER": str(tmp_path / "other")}
    ran = cli(*(words.get(one, one) for one in READ[command]))
    assert (ran.code in (1, 2), ran.out) == (True, "")
    assert ran.err == f"{keys if command == 'keys' else file}: cannot be read: {kind} is in its place.\n"


def test_a_file_is_read_through_the_links_of_whoever_names_it(cli, docket, tmp_path):
    (tmp_path / "policy.toml").write_text(POLICY)
    (tmp_path / "link.toml").symlink_to("policy.toml")
    assert cli("policy", "check", tmp_path / "link.toml").code == 0


@pytest.mark.parametrize(
    ("command", "which"),
    [
        (("list", ""), "DOCKET"),
        (("import", "DOCKET", "cases.csv", ""), "FILE"),
        (("import", "DOCKET", "cases.csv", "--map", ""), "--map"),
        (("import", "DOCKET", "cases.csv", "--rejects="), "--rejects"),
        (("propose", ""), "FILE"),
        (("propose", "cases.csv", "--policy", ""), "--policy"),
        (("new", "", "--policy", "plain"), "DOCKET"),
        (("new", "OTHER", "--policy", ""), "--policy"),
        (("export", "DOCKET", ""), "OUT"),
        (("demo", "--docket", ""), "--docket"),
        (("--docket", ""), "--docket"),
    ],
)
def test_an_empty_name_is_not_the_folder_that_one_is_in(cli, docket, tmp_path, monkeypatch, command, which):
    """A shell gives an empty text for a variable that was never set; the folder here is somebody's docket."""
    monkeypatch.chdir(docket)
    before = cli("checkpoint", docket).out
    words = {"DOCKET": str(docket), "OTHER": str(tmp_path / "other")}
    ran = cli(*(words.get(one, one) for one in command))
    assert (ran.code, ran.out, ran.err) == (2, "", f"{which} is empty: name a file or a folder there.\n")
    assert cli("checkpoint", docket).out == before
    assert cli("list", docket, "--filter", "").code == 0
