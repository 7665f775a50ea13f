"""Whoever types what the README says, in its order, gets what it says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import CEILING
from tests.pty.terminal import Terminal

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text("utf-8")
STEPS = re.findall(r"^foureyes .*", "\n".join(re.findall(r"^```sh\n(.*?)^```", README, re.M | re.S)), re.MULTILINE)


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A folder with the sample data, and `foureyes` on the path."""
    (tmp_path / "sample_data").symlink_to(ROOT / "sample_data")
    (tmp_path / "bin").mkdir()
    script = tmp_path / "bin" / "foureyes"
    script.write_text(f"#!{sys.executable}\nfrom foureyes_start import main\nmain()\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{script.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_steps_of_the_readme_work_as_they_are_typed(checkout):
    assert len(STEPS) > 10
    assert sum(step.startswith("foureyes demo.docket") for step in STEPS) == 1
    for step in STEPS:
        if step.startswith("foureyes demo.docket"):
            opens_and_is_left(step)
            continue
        ran = subprocess.run(step, shell=True, stdin=subprocess.DEVNULL, capture_output=True, timeout=CEILING)
        assert ran.returncode == 0, (step, ran.stderr.decode())
    assert {"demo.docket", "decisions.csv", "permits.csv", "alerts.docket"} <= {one.name for one in checkout.iterdir()}


def opens_and_is_left(review):
    """The screen that a step opens."""
    with Terminal("-c", review, program=("/bin/sh",)) as at:
        at.until("standing:second")
        at.press("q")
        assert at.ended() == 0


def test_commands_in_the_text_are_commands(cli):
    for name in set(re.findall(r"`foureyes ([a-z-]+)", README)):
        assert cli(name, "-h").code == 0, name


def test_how_to_go_on_is_said_in_the_words_that_work_here(checkout):
    for way, said in ((["foureyes"], "  foureyes review d"), ([sys.executable, "-m", "tui"], f"  {sys.executable} -m")):
        path = os.environ["PATH"] if way[0] == "foureyes" else "/usr/bin:/bin"
        ran = subprocess.run(
            [*way, "demo", "--docket", "d", "--policy", "card_fraud"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env={**os.environ, "PATH": path},
        )
        assert ran.stdout.splitlines()[-1].startswith(said)
