"""How long the lock is waited for: short naps that grow, and an end to the patience."""

from pathlib import Path

import pytest

from store.disk import Disk
from store.errors import Busy
from store.local.lock import PAUSE, Lock


class Clock:
    """A clock that moves only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.naps: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.naps.append(seconds)


class Taken(Disk):
    """A disk on which somebody else has the lock, until it was asked for so many times."""

    def __init__(self, refusals: float = float("inf")) -> None:
        self.refusals = refusals

    def try_lock(self, fd: int) -> bool:
        self.refusals -= 1
        return self.refusals < 0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("store.local.lock.time", clock)
    return clock


def test_naps_grow_from_half_a_millisecond_to_five(tmp_path: Path, clock: Clock) -> None:
    with Lock(tmp_path / "lock", Taken(refusals=9)).held():
        pass
    assert clock.naps == [0.0005, 0.001, 0.002, 0.004, 0.005, 0.005, 0.005, 0.005, 0.005]


def test_who_takes_it_again_at_once_lets_others_in_between(tmp_path: Path, clock: Clock) -> None:
    """Else one who records without a pause, as an act on a thousand cases does, would keep everybody out."""
    lock = Lock(tmp_path / "lock", Disk())
    with lock.held():
        clock.now += 1
    with lock.held():
        assert clock.naps == [pytest.approx(0.001)]
    clock.now += PAUSE
    with lock.held(), Lock(tmp_path / "other", Disk()).held():
        assert len(clock.naps) == 1
    lock.close()


def test_who_takes_it_first_does_not_wait(tmp_path: Path, clock: Clock) -> None:
    clock.now = 0.0  # as on a machine that has just been started
    with Lock(tmp_path / "lock", Disk()).held():
        assert clock.naps == []


def test_nobody_holds_it_in_that_pause(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    lock, other, taken = Lock(tmp_path / "lock", Disk()), Lock(tmp_path / "lock", Disk()), list[float]()

    def sleep(seconds: float) -> None:
        with other.held(patience=0):
            taken.append(seconds)

    with lock.held():
        pass
    monkeypatch.setattr(clock, "sleep", sleep)
    with lock.held():
        assert len(taken) == 1
    for one in (lock, other):
        one.close()


def test_patience_ends_after_ten_seconds(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(Busy, match="another program is holding the docket"), Lock(tmp_path / "lock", Taken()).held():
        pass
    assert 110.0 <= clock.now <= 110.0 + clock.naps[-1]


def test_who_has_no_patience_does_not_wait_at_all(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(Busy), Lock(tmp_path / "lock", Taken()).held(patience=0):
        pass
    assert clock.naps == []
