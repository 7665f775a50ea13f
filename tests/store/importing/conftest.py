"""Files to be imported, and what became of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from store.importing import read
from store.importing.mapping import Mapping
from store.model import Case, Reject
from store.policy import Policy, parse
from tests.dockets import POLICY

Taken = tuple[list[Case], list[Reject]]
Take = Callable[..., Taken]


@pytest.fixture(scope="session")
def policy() -> Policy:
    """The policy of the tests: kinds of evidence are questionnaire and register."""
    return parse(POLICY, "policy")


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file."""

    def written(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


@pytest.fixture
def take(put: Callable[[str, str | bytes], Path], policy: Policy) -> Take:
    """Write a file, read it, and sort what came: cases and rejects."""

    def taken(name: str, content: str | bytes, mapping: Mapping | None = None) -> Taken:
        arrived = list(read(put(name, content), policy, mapping))
        cases = [one for one in arrived if isinstance(one, Case)]
        return cases, [one for one in arrived if isinstance(one, Reject)]

    return taken
