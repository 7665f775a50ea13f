"""Who waits for a docket to be read hears how far that has come; who breaks it off leaves all as it was."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from store.docket import Docket
from store.local import headway
from store.opening import open_docket, plan_repair
from tests.store.local.harm import work_on

Heard = list[tuple[int, int]]


@pytest.fixture
def worked(docket: Docket, place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A docket of ten cases with a few votes, of which each line is told."""
    monkeypatch.setattr(headway, "STEP", 1)
    work_on(docket)
    docket.close()
    return place


def assert_told(heard: Heard, size: int) -> None:
    """From nothing to this many bytes, in steps, never past the end."""
    assert heard[0][0] == 0
    assert len(heard) > 10
    assert heard == sorted(heard)
    assert len({total for _, total in heard}) == 1
    assert size <= heard[-1][0] <= heard[-1][1]


def size_of(place: Path) -> int:
    return sum(path.stat().st_size for path in [place / "journal.jsonl", *(place / "cases").glob("*.jsonl")])


def test_how_far_the_making_of_an_index_has_come_is_heard(worked: Path) -> None:
    heard: Heard = []
    shutil.rmtree(worked / "index")
    open_docket(worked, progress=lambda *told: heard.append(told)).close()
    assert_told(heard, size_of(worked))
    assert heard[-1][0] == heard[-1][1]


def test_nothing_is_heard_where_there_is_nothing_to_wait_for(worked: Path) -> None:
    heard: Heard = []
    open_docket(worked, progress=lambda *told: heard.append(told)).close()
    assert heard == []


def test_it_is_told_now_and_then_and_not_line_by_line(worked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: Heard = []
    monkeypatch.setattr(headway, "STEP", size_of(worked) // 3)
    shutil.rmtree(worked / "index")
    open_docket(worked, progress=lambda *told: heard.append(told)).close()
    assert 3 <= len(heard) <= 5


def test_how_far_verify_and_a_plan_of_repair_have_come_is_heard(worked: Path) -> None:
    verified: Heard = []
    planned: Heard = []
    with closing(open_docket(worked)) as docket:
        assert list(docket.verify("lead", progress=lambda *told: verified.append(told))) == []
    assert_told(verified, size_of(worked))
    assert verified[-1][0] > size_of(worked), "that the index is compared takes a while too"
    plan_repair(worked, lambda *told: planned.append(told))
    assert_told(planned, size_of(worked))


def breaking_off(at: int) -> Callable[[int, int], None]:
    def told(done: int, total: int) -> None:
        if done * 10 >= total * at:
            raise KeyboardInterrupt

    return told


@pytest.mark.parametrize("at", [0, 5, 10])
def test_an_index_that_is_broken_off_leaves_nothing_and_is_made_the_next_time(worked: Path, at: int) -> None:
    """Ctrl-C at the beginning, in the middle, and when all was read."""
    shutil.rmtree(worked / "index")
    before = {path: path.read_bytes() for path in worked.rglob("*") if path.is_file()}
    with pytest.raises(KeyboardInterrupt):
        open_docket(worked, progress=breaking_off(at))
    after = {path: path.read_bytes() for path in worked.rglob("*") if path.is_file()}
    assert after == before | {worked / "index" / "lock": b""}
    with closing(open_docket(worked)) as docket:
        assert list(docket.verify("lead")) == []


def test_a_verify_that_is_broken_off_changes_nothing(worked: Path) -> None:
    before = {path: path.read_bytes() for path in worked.rglob("*") if path.is_file()}
    with closing(open_docket(worked)) as docket, pytest.raises(KeyboardInterrupt):
        list(docket.verify("lead", progress=breaking_off(5)))
    assert {path: path.read_bytes() for path in worked.rglob("*") if path.is_file()} == before
