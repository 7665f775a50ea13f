"""The program starts as `foureyes` or `python -m tui`, and runs no stranger's package of the same name."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import CEILING
from tui.cli import COMMANDS

ROOT = Path(__file__).parents[3]
SCRIPT = ["-c", "from foureyes_start import main; main()"]
STRANGER = "from pathlib import Path\nPath({ran!r}).touch()\n"


def started(*words, cwd=None, path=()):
    """Start the program as `python ...` does, with `path` before our own packages."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, [*path, ROOT]))}
    return subprocess.run([sys.executable, *words], cwd=cwd, env=env, capture_output=True, text=True, timeout=CEILING)


@pytest.fixture
def ran(tmp_path):
    """A file that is there once a stranger's package has been run."""
    return tmp_path / "ran"


@pytest.fixture(params=["tui", "store", "sample_data"])
def planted(request, tmp_path, ran):
    """A package that has the name of one of ours, in a folder with a hostile name."""
    package = tmp_path / "src \x1b[2J" / request.param
    package.mkdir(parents=True)
    for name in ("__init__", "cli", "errors"):
        (package / f"{name}.py").write_text(STRANGER.format(ran=str(ran)))
    return package / "__init__.py"


def test_a_module_of_python_is_a_way_to_start(tmp_path):
    for way in (["-m", "tui"], SCRIPT):
        assert started(*way, "--version", cwd=tmp_path).stdout.startswith("foureyes ")
    assert started("-m", "tui", "list", "nowhere", cwd=tmp_path).returncode == 1


def test_a_stranger_on_the_path_is_named_and_not_run(planted, ran):
    it = started(*SCRIPT, "--version", cwd=planted.parents[2], path=[planted.parents[1]])
    assert (it.returncode, it.stdout) == (1, "")
    assert repr(str(planted)) in it.stderr
    assert it.stderr.count("\n") == 1
    assert "\x1b" not in it.stderr
    assert not ran.exists()


def test_a_stranger_in_the_folder_where_somebody_works_is_named_and_not_run(planted, ran):
    it = started(*SCRIPT, "--version", cwd=planted.parents[1])
    assert (it.returncode, repr(str(planted)) in it.stderr) == (1, True)
    assert not ran.exists()


@pytest.mark.parametrize("planted", ["store", "sample_data"], indirect=True)
def test_python_runs_no_stranger_beside_our_screens(planted, ran):
    it = started("-m", "tui", "--version", cwd=planted.parents[1])
    assert (it.returncode, repr(str(planted)) in it.stderr) == (1, True)
    assert not ran.exists()


def test_what_may_be_left_out_is_bracketed_once(cli):
    for one in COMMANDS:
        usage = cli(one, "-h").out.partition("\n\n")[0]
        assert "[OPTIONS]" in usage
        assert not re.search(r"\[\[|\]\]|\.\.\.[\]}]", usage), usage
