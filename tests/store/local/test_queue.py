"""The queue in the index, asked by several threads at once."""

import sqlite3
from collections.abc import Sequence
from threading import Event, Thread
from typing import Any

import pytest

from store.docket import Docket
from store.filters import EVERYTHING, parse
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


def test_a_count_under_a_filter_of_words_gives_way_to_a_page_and_counts_again(
    docket: Docket, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, counting, paged, counted = parse("bakery"), Event(), Event(), list[int]()
    docket.page("ana", words, limit=1)
    monkeypatch.setattr(queue, "_STEPS", 1)

    def endlessly(connection: sqlite3.Connection, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        if sql.startswith("SELECT count(*) FROM cases") and not paged.is_set():
            counting.set()
            sql = "WITH RECURSIVE every(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM every) SELECT count(*) FROM every"
            return rows(connection, sql)
        return rows(connection, sql, values)

    monkeypatch.setattr(queue, "rows", endlessly)
    other = Thread(target=lambda: counted.append(docket.count("ana", words)), daemon=True)
    other.start()
    assert counting.wait(CEILING)
    assert [row.id for row in docket.page("ana", words, limit=2)] == ["RP-0001", "RP-0002"]
    paged.set()
    other.join(CEILING)
    assert counted == [10]
