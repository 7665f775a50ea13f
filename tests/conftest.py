"""A small docket to work on; slow tests only when asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.docket import Docket
from store.opening import new_docket
from tests.dockets import POLICY, make_case


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what takes minutes, unless `-m` says which tests are wanted."""
    if config.option.markexpr:
        return
    left_out = [item for item in items if item.get_closest_marker("slow")]
    items[:] = [item for item in items if item not in left_out]
    if left_out:
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the docket of `docket` is."""
    return tmp_path / "permits.docket"


@pytest.fixture
def docket(place: Path) -> Iterator[Docket]:
    """A docket of ten cases, RP-0001 to RP-0010."""
    made = new_docket(place, POLICY, "lead")
    made.import_cases("lead", iter([make_case(number) for number in range(1, 11)]), ("cases.jsonl",))
    yield made
    made.close()
