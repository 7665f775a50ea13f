"""Files to be imported, and what became of them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.importing import read
from store.importing.mapping import Mapping
from store.model import Arrival, Case, Reject
from store.opening import new_docket
from store.policy import Policy
from store.policy_file import parse
from tests.dockets import POLICY

Taken = tuple[list[Case], list[Reject]]
Take = Callable[..., Taken]


@pytest.fixture(scope="session")
def policy() -> Policy:
    """The policy of the tests: kinds of evidence are questionnaire and register."""
    return parse(POLICY, "policy")


@pytest.fixture
def take(put: Callable[[str, str | bytes], Path], tmp_path: Path) -> Iterator[Take]:
    """Write a file, import it into a docket, and sort what came: cases that were taken in, and rejects."""
    docket = new_docket(tmp_path / "permits.docket", POLICY, "lead")

    def taken(name: str, content: str | bytes, mapping: Mapping | None = None) -> Taken:
        given: list[Arrival] = []
        rejects: list[Reject] = []

        def noted() -> Iterator[Arrival | Reject]:
            for one in read(put(name, content), docket.policy("lead"), mapping):
                given.extend([one] if isinstance(one, Arrival) else [])
                yield one

        docket.import_cases("lead", noted(), (name,), on_reject=rejects.append)
        lines = {one.line for one in rejects}
        return [one.case for one in given if one.line not in lines], rejects

    yield taken
    docket.close()
