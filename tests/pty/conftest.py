"""A home of its own for each test, and the counts of each test at the end."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.register_assert_rewrite("tests.pty.terminal", "tests.pty.looks")

_said = pytest.StashKey[dict[str, Counter[str]]]()

Tell = Callable[..., None]


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program keeps drafts and reports of crashes."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "foureyes"


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """Note counts for the summary of the run."""

    def note(**counts: int) -> None:
        said = request.config.stash.setdefault(_said, {})
        said.setdefault(request.node.originalname, Counter()).update(counts)

    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what the tests noted, and loudly what was not tested."""
    said = config.stash.get(_said, {})
    skipped = [one for one in terminalreporter.stats.get("skipped", []) if "tests/pty/" in one.nodeid]
    if said or skipped:
        terminalreporter.section("pty")
        for one in skipped:
            terminalreporter.write_line(f"NOT TESTED: {one.nodeid}: {one.longrepr[2]}", red=True, bold=True)
        for name, counts in said.items():
            line = ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in counts.items())
            terminalreporter.write_line(f"{name}: {line}")
