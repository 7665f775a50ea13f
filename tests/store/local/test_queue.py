"""The queue in the index, asked by several threads at once."""

from threading import Event, Thread

import pytest

from store.docket import Docket
from store.filters import EVERYTHING
from store.local import queue
from store.local.schema import rows
from tests.processes import CEILING


def test_no_page_waits_for_a_count(docket: Docket, monkeypatch: pytest.MonkeyPatch) -> None:
    counting, may_end, counted = Event(), Event(), list[int]()
    fifth = docket.page("ana", limit=5)[-1]

    def slowly(*question: object) -> list[tuple[object, ...]]:
        if "SELECT count(*) FROM cases" in str(question[1]):
            counting.set()
            assert may_end.wait(CEILING)
        return rows(*question)  # type: ignore[arg-type]

    monkeypatch.setattr(queue, "rows", slowly)
    other = Thread(target=lambda: counted.append(docket.count("ana", EVERYTHING, fifth.key)))
    other.start()
    assert counting.wait(CEILING)
    assert [row.id for row in docket.page("ana", limit=2)] == ["RP-0001", "RP-0002"]
    may_end.set()
    other.join(CEILING)
    assert counted == [4]
