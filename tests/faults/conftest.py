"""The counts of each test at the end of the run."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

pytest.register_assert_rewrite("tests.faults.life")

_said = pytest.StashKey[dict[str, Counter[str]]]()

Tell = Callable[..., None]


@pytest.fixture
def quick_path(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: for tests of what is true after a fault, not of what a disk keeps."""
    memory = Path("/dev/shm")
    if not memory.is_dir():
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(prefix="foureyes-", dir=memory))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """Note counts for the summary of the run: `tell(kills=25, acknowledged=4711, lost=0)`."""

    def note(**counts: int) -> None:
        said = request.config.stash.setdefault(_said, {})
        said.setdefault(request.node.originalname, Counter()).update(counts)
        print(_line(counts))

    return note


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what the tests noted, added up for each test, and loudly what was not tested."""
    said = config.stash.get(_said, {})
    skipped = [one for one in terminalreporter.stats.get("skipped", []) if "tests/faults/" in one.nodeid]
    if said or skipped:
        terminalreporter.section("faults")
        for one in skipped:
            terminalreporter.write_line(f"NOT TESTED: {one.nodeid}: {one.longrepr[2]}", red=True, bold=True)
        for name, counts in said.items():
            terminalreporter.write_line(f"{name}: {_line(counts)}")


def _line(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
