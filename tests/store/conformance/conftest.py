"""The engines that are put to the same tests. Another engine is another entry of `ENGINES`."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from store.disk import Disk
from store.docket import Docket
from store.engine import Decide, Engine, New, Present
from store.errors import Unsure
from store.local.creating import create
from store.local.local_engine import LocalEngine
from store.model import Refusal
from store.records import Record
from tests.dockets import POLICY


def local(tmp_path: Path) -> Engine:
    """The local engine, on a new docket."""
    place = tmp_path / "permits.docket"
    if not place.exists():
        create(place, POLICY, "lead", Disk())
    return LocalEngine(place)


class Wrapped:
    """Another engine in another's clothes: what is not overridden is the engine's own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


class Twice(Wrapped):
    """Runs every decision twice, as a server does that says 40001: the second time must say the same."""

    decided = 0

    def transact(self, cases: tuple[str, ...], decide: Decide) -> Record | Refusal:
        """Record what the second run says."""

        def again(present: Present) -> New | Record | Refusal:
            first, second = decide(present), decide(present)
            assert first == second, "a decision is pure"
            Twice.decided += 1
            return second

        return self._engine.transact(cases, again)


class Lossy(Wrapped):
    """Loses the first answer of every transaction: recorded or not, the caller is told that it is not known."""

    lost = 0

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self._lose = True

    def transact(self, cases: tuple[str, ...], decide: Decide) -> Record | Refusal:
        """Every second answer arrives."""
        answer = self._engine.transact(cases, decide)
        lose, self._lose = self._lose, not self._lose
        if lose:
            Lossy.lost += 1
            raise Unsure("The connection was lost.")
        return answer


ENGINES: dict[str, Callable[[Path], Any]] = {
    "local": local,
    "local, decisions twice": lambda tmp_path: Twice(local(tmp_path)),
}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A new docket's engine."""
    made = ENGINES[request.param](tmp_path)
    yield made
    made.close()


@pytest.fixture
def docket(engine: Engine) -> Docket:
    """The door to it."""
    return Docket(engine)
