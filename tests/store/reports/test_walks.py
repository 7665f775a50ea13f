"""Whatever several people do in whatever order, a report counts what a slow reading of the journal counts."""

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from store.model import Standing
from store.opening import open_docket
from store.reports import Report, report
from tests.conftest import Tell
from tests.store.walk import Walk
from tests.sweeps import all_but

Line = dict[str, Any]


def journal(place: Path) -> dict[str, list[Line]]:
    """The records of each case, oldest first."""
    by_case = defaultdict(list)
    for line in (place / "journal.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line[65:])
        if record["case"]:
            by_case[record["case"]].append(record)
    return by_case


def pair_of(records: list[Line], number: int) -> tuple[str, str] | None:
    """What the first two people said in a round, if neither had to do with votes on the case before."""
    votes = [one for one in records if one["kind"] == "vote"]
    taken_back = {one["vote"]: one["seq"] for one in records if one["kind"] == "withdrawal"}
    for vote in (one for one in votes if one["round"] == number):
        before = [one for one in votes if one["round"] == number and one["seq"] < vote["seq"]]
        standing = [one for one in before if taken_back.get(one["seq"], vote["seq"]) >= vote["seq"]]
        if others := [one for one in standing if one["by"] != vote["by"]]:
            pair = (others[0], vote)
            return None if any(not is_fresh(one, records) for one in pair) else (pair[0]["outcome"], vote["outcome"])
    return None


def is_fresh(vote: Line, records: list[Line]) -> bool:
    """Whether its author had not voted in an earlier round, nor seen others' work before they voted first."""
    own = [one for one in records if one["by"] == vote["by"]]
    first = min(one["seq"] for one in own if one["kind"] == "vote")
    saw = any(one.get("others") and one["seq"] < first for one in own)
    return not saw and all(one["round"] >= vote["round"] for one in own if one["kind"] == "vote")


@pytest.mark.long
@pytest.mark.parametrize("number", all_but(range(0, 12, 2), 2))
def test_pairs_outcomes_and_votes_are_those_of_the_journal(quick_path: Path, number: int, tell: Tell) -> None:
    walk = Walk(quick_path / "walk.docket", number)
    assert walk.run().wrong == []
    docket = open_docket(quick_path / "walk.docket")
    said = report(docket, "lead", people=True)
    assert isinstance(said, Report)
    decided = {row.id for row in docket.page("lead", limit=1000) if row.standing is Standing.DECIDED}
    records = {case: found for case, found in journal(quick_path / "walk.docket").items() if case in decided}
    rounds = {(case, one["round"]) for case, found in records.items() for one in found if one["kind"] == "vote"}
    expected = Counter(pair for case, at in rounds if (pair := pair_of(records[case], at)))
    table = said.agreement.outcomes
    counted = {
        (first, second): count
        for first, row in zip(table.categories, table.table, strict=True)
        for second, count in zip(table.categories, row, strict=True)
        if count
    }
    assert counted == expected
    assert said.outcomes.all.decided == len(decided)
    assert said.review.votes == sum(one["kind"] == "vote" for found in records.values() for one in found)
    alone = report(docket, "lead", ("progress",), people=True)
    assert isinstance(alone, Report)
    assert alone.progress == said.progress, "of cases that nobody touched, counted and not read"
    stands = Counter(str(row.standing) for row in docket.page("lead", limit=1000))
    assert {name: cases for name, cases in alone.progress.standings.items() if cases} == stands
    tell(pairs=table.n, decided_cases=len(decided))
