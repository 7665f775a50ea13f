"""A small docket to work on; which tests are left out; and what they counted, at the end of the run."""

import gc
import os
import shutil
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from zlib import crc32

import hypothesis
import pytest

from store.docket import Docket
from store.opening import new_docket, open_docket
from tests.dockets import POLICY, make_case
from tests.machine import has

Tell = Callable[..., None]

pytest.register_assert_rewrite("tests.faults.steps", "tests.pty.looks", "tests.pty.terminal")

ROOM = 4 << 30
"""Bytes of free memory for the folders of the tests: many times what they need."""

LONG = ("sweep", "long", "slow")
"""The marks of what README's command leaves out; the gate all but the last of them."""

_slow = [hypothesis.HealthCheck.too_slow]  # as a busy machine is, and no test asserts a time
hypothesis.settings.register_profile("foureyes", deadline=None, suppress_health_check=_slow)
hypothesis.settings.load_profile("foureyes")

_left_out = pytest.StashKey[Counter[str]]()


def pytest_configure(config: pytest.Config) -> None:
    """Let nothing that the tests start inherit what depends on where they were started: the colours of a terminal, too.

    `COLUMNS` and `LINES`, which the workers of a parallel run have, overrule the size of any terminal. A SIGINT that is
    ignored, as a shell does for what runs in its background, stays so in whatever is started, and a program that waits
    for Ctrl-C would wait for ever; with a handler it is as usual there, and this run goes on ignoring it. In a parallel
    run bytecode is kept, whatever is asked: else each of the processes would compile the whole program again. Their
    folders are in memory where there is room: a run syncs some 50,000 times, and a test that needs a disk mounts one.
    """
    gc.disable()  # until all tests are collected: little of what that makes is ever let go
    config.stash[_left_out] = Counter()
    os.environ["FOUREYES_TOUR"] = "off"
    for name in ("COLUMNS", "LINES", *(["PYTHONDONTWRITEBYTECODE"] if config.getoption("numprocesses", None) else [])):
        os.environ.pop(name, None)
    os.environ["TERM"] = "xterm-256color"
    if (memory := Path("/dev/shm")).is_dir() and shutil.disk_usage(memory).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))
        os.environ["TMPDIR"], tempfile.tempdir = str(memory), None  # where `verify` folds a docket anew
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda *_: None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two workers a core: tests of screens and of terminals wait for half of their time."""
    return 2 * (os.cpu_count() or 1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out sweeps and what takes long, unless `-m` says what is wanted; and what the machine cannot do."""
    refuse_unnamed(items)
    wanted = in_turn if config.option.markexpr else is_quick
    left_out = [item for item in items if not wanted(item)]
    for item in items:
        if item not in left_out and (missing := lacks(item)) and not os.environ.get("CI"):
            config.stash[_left_out][missing] += 1
            left_out.append(item)
    gone = set(left_out)
    kept = [item for item in items if item not in gone]
    items[:] = sorted(kept, key=lambda item: "pty" not in item.path.parts)  # they wait: beside what computes, not last
    if left_out:
        config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish() -> None:
    """Spare the collector all that is there before the first test: it would go through it again and again."""
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)  # a sixth of a run went into looking for what is let go
    gc.enable()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Where nothing may be left out, fail instead."""
    if missing := lacks(item):
        pytest.fail(f"this machine has no {missing}, and with CI set nothing is left out", pytrace=False)


def is_quick(item: pytest.Item) -> bool:
    """Whether a test is of README's command."""
    return not any(map(item.get_closest_marker, LONG))


def in_turn(item: pytest.Item) -> bool:
    """Whether a test is no sweep, or one of those to be tried: with `FOUREYES_SWEEPS=2/16` the second sixteenth."""
    part, parts = map(int, os.environ.get("FOUREYES_SWEEPS", "1/1").split("/"))
    return not item.get_closest_marker("sweep") or crc32(item.nodeid.encode()) % parts == part % parts


def refuse_unnamed(items: list[pytest.Item]) -> None:
    """The gate looks for these marks in files that name them, so as not to collect all others once more."""
    for path, marked in {(item.path, mark) for item in items for mark in LONG[:2] if item.get_closest_marker(mark)}:
        if marked not in path.read_text("utf-8"):
            raise pytest.UsageError(f"{path} has tests that are marked {marked} and does not say so: no gate runs them")


def lacks(item: pytest.Item) -> str:
    """What a test needs and the machine does not have."""
    needed = [what for mark in item.iter_markers("needs") for what in mark.args]
    return ", no ".join(what for what in needed if not has(what))


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Note counts for the end of the run: `tell(kills=25, acknowledged=4711)`."""

    def note(**counts: int) -> None:
        for name, count in counts.items():
            record_property(f"count {name}", count)

    return note


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what a worker process left out: each of them leaves out the same."""
    node.config.stash[_left_out] |= Counter(getattr(node, "workeroutput", {}).get("left out", {}))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand what was left out to the process that writes the summary."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output["left out"] = dict(session.config.stash[_left_out])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what the tests counted, added up for each, and loudly what was not tested."""
    counted: dict[str, Counter[str]] = {}
    for report in terminalreporter.stats.get("passed", []):
        test = report.nodeid.partition("[")[0]
        for name, count in report.user_properties:
            counted.setdefault(test, Counter())[name.removeprefix("count ")] += count
    if counted:
        terminalreporter.section("counted")
        for test, counts in counted.items():
            line = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items())
            terminalreporter.write_line(f"{test.removeprefix('tests/')}: {line}")
    if config.stash[_left_out]:
        terminalreporter.section("not tested on this machine", red=True, bold=True)
        for missing, count in sorted(config.stash[_left_out].items()):
            terminalreporter.write_line(f"{count} tests: no {missing}", red=True, bold=True)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the docket of `docket` is."""
    return tmp_path / "permits.docket"


@pytest.fixture(scope="session")
def ten_cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The docket that each test of `docket` has a copy of: to copy takes a fifth of the time that making one does."""
    where = tmp_path_factory.mktemp("made") / "permits.docket"
    with closing(new_docket(where, POLICY, "lead")) as made:
        made.import_cases("lead", iter([make_case(number) for number in range(1, 11)]), ("cases.jsonl",))
    return where


@pytest.fixture
def docket(ten_cases: Path, place: Path) -> Iterator[Docket]:
    """A docket of ten cases, RP-0001 to RP-0010."""
    with closing(open_docket(shutil.copytree(ten_cases, place))) as copied:
        yield copied


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
