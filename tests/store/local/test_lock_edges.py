"""How long the lock is waited for: short naps that grow, and an end to the patience."""

from pathlib import Path

import pytest

from store.disk import Disk
from store.errors import Busy
from store.local.lock import Lock


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


def test_naps_grow_from_half_a_millisecond_to_twenty(tmp_path: Path, clock: Clock) -> None:
    with Lock(tmp_path / "lock", Taken(refusals=9)).held():
        pass
    assert clock.naps == [0.0005, 0.001, 0.002, 0.004, 0.008, 0.016, 0.02, 0.02, 0.02]


def test_patience_ends_after_ten_seconds(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(Busy, match="another program is holding the docket"), Lock(tmp_path / "lock", Taken()).held():
        pass
    assert 110.0 <= clock.now <= 110.0 + clock.naps[-1]


def test_who_has_no_patience_does_not_wait_at_all(tmp_path: Path, clock: Clock) -> None:
    with pytest.raises(Busy), Lock(tmp_path / "lock", Taken()).held(patience=0):
        pass
    assert clock.naps == []
