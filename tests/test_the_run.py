"""The run of the tests itself: what it leaves out, and that it ends wherever it is started."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
INTERRUPTED = "tests/tui/cli/test_processes.py::test_an_interrupted_command_ends_with_130"
NEEDS_FLOCK = "tests/faults/test_backup_drill.py::test_an_unfinished_end_stays_out_of_the_backup"


def pytest_run(
    test: str, environment: dict[str, str] | None = None, before: Callable[[], object] | None = None
) -> "subprocess.CompletedProcess[str]":
    """One test in a run of its own; the environment holds no CI unless it is given."""
    command = [sys.executable, "-m", "pytest", "-n0", "-p", "no:cacheprovider", "-m", "not slow", test]
    surroundings = {name: value for name, value in os.environ.items() if name != "CI"} | (environment or {})
    return subprocess.run(
        command, cwd=ROOT, env=surroundings, preexec_fn=before, capture_output=True, text=True, timeout=600
    )


def test_a_run_that_ignores_ctrl_c_starts_programs_that_do_not() -> None:
    """As under `nohup`, or in the background of a shell that has no job control."""
    ran = pytest_run(INTERRUPTED, before=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
    assert ran.returncode == 0, ran.stdout
    assert "1 passed" in ran.stdout


def test_what_the_machine_lacks_is_left_out_and_said() -> None:
    ran = pytest_run(NEEDS_FLOCK, {"PATH": ""})
    assert ran.returncode == 5, ran.stdout
    assert "1 tests: no flock" in ran.stdout
    assert "1 deselected" in ran.stdout


def test_in_ci_nothing_is_left_out() -> None:
    ran = pytest_run(NEEDS_FLOCK, {"PATH": "", "CI": "true"})
    assert ran.returncode == 1, ran.stdout
    assert "this machine has no flock, and with CI set nothing is left out" in ran.stdout


def test_the_tests_that_must_notice_a_mutant_are_there() -> None:
    named = re.findall(r"tests/[\w/]+(?:\.py)?", (ROOT / ".ci" / "mutate").read_text())
    modules = re.findall(r"\[(store/[\w/]+\.py)\]=", (ROOT / ".ci" / "mutate").read_text())
    assert len(named) > 10
    assert len(modules) > 5
    assert [path for path in (*named, *modules) if path != "tests/MUTANTS" and not (ROOT / path).exists()] == []
