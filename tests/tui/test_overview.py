"""How far the work is, as a screen: what it shows to whom, and where its bars lead."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from store import reports
from store.acts import Cite, Recuse
from store.docket import Docket
from store.errors import Damaged
from store.opening import open_docket
from store.records import Disclosed
from tests.dockets import KEEP, REVOKE, done, made, make_case, vote
from tests.tui.desk import NARROW, Desk, desk
from tui.screens import entry_screen
from tui.screens.overview import Overview
from tui.widgets.entry_list import EntryList

ROLES = """
[[clock]]
id = "appeal_by"
label = "Appeal"
starts = "decided"
days = 30
source = "art. 1"
[roles]
lead = ["lead"]
reviewer = ["alice", "bob"]
"""


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts again at once."""
    monkeypatch.setattr(entry_screen, "LEAST", 0.001)
    monkeypatch.setattr(entry_screen, "REST", 0)


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Docket]:
    """Eight cases, of which one is decided, one waits for a second reader, and one has long been due."""
    cases = [make_case(number) for number in range(1, 9)]
    cases[4] = make_case(5, due=date(2020, 1, 1), priority=2)
    docket = made(tmp_path, ROLES, *cases)
    vote(docket, "bob", "RP-0002", KEEP)
    vote(docket, "bob", "RP-0003", replace(REVOKE, cites=(Cite("r1"),)))
    yield docket
    docket.close()


async def goes_to(at: Desk, name: str) -> None:
    """Go down to the entry of this name."""
    entries = at.app.screen.query_one(EntryList)
    before = None
    while entries.current is not None and name not in entries.current.name:
        assert entries.current is not before, at.screen
        before = entries.current
        await at.press("j")


def disclosed(docket: Docket) -> int:
    """How often somebody was shown others' work at once."""
    docket.refresh()
    return sum(isinstance(one.body, Disclosed) for one in docket.history("lead"))


async def test_its_key_shows_where_cases_stand_in_numbers_and_bars(work: Docket, tmp_path: Path) -> None:
    async with desk(work, tmp_path) as at:
        await at.press("O")
        await at.settle()
        assert "WHERE CASES STAND  8 cases" in at.screen
        assert "○ open     6  75.0 %  ████" in at.screen
        assert "due and not decided  1  12.5 %" in at.screen
        assert "BY DAY  ▁▁▁▁▁▁▁▁▁▁▁▁▁█" in at.screen


async def test_enter_on_a_bar_opens_the_queue_with_its_cases(work: Docket, tmp_path: Path) -> None:
    async with desk(work, tmp_path) as at:
        await at.press("O")
        await at.settle()
        await goes_to(at, "second")
        await at.press("enter")
        await at.settle()
        assert "/ standing:second" in at.screen
        assert at.case == "RP-0003"
        assert at.pane == "queue"
        await at.press("O")
        await at.settle()
        await goes_to(at, "due and not decided")
        await at.press("enter")
        await at.settle()
        assert at.case == "RP-0005"
        assert at.session.queue.total == 1


async def test_a_queue_without_cases_that_one_stepped_off_says_how_many_its_line_counted(
    work: Docket, tmp_path: Path
) -> None:
    for number in (1, 5, 6):
        done(work.act("alice", f"RP-{number:04}", Recuse("A neighbour.")))
    async with desk(work, tmp_path) as at:
        for entry, total, said in (
            ("open", 3, "3 cases that you stepped off are not in this queue: / recused:me finds them."),
            ("due and not decided", 0, "1 case that you stepped off is not in this queue: / recused:me finds it."),
            ("second", 1, ""),
        ):
            await at.press("O")
            await at.settle()
            await goes_to(at, entry)
            await at.press("enter")
            await at.settle()
            assert at.session.queue.total == total, entry
            assert said in at.told
            assert bool(said) is ("stepped off" in at.told), entry


async def test_the_days_on_which_something_was_decided_lead_to_what_was(work: Docket, tmp_path: Path) -> None:
    async with desk(work, tmp_path) as at:
        for entry in (str(work.today()), "week of"):
            await at.press("O")
            await at.settle()
            await goes_to(at, entry)
            await at.press("enter")
            await at.settle()
            assert at.session.queue.total == 1, entry
            assert at.case == "RP-0002"


async def test_a_line_with_nothing_behind_it_says_so(work: Docket, tmp_path: Path) -> None:
    async with desk(work, tmp_path) as at:
        await at.press("O")
        await at.settle()
        await goes_to(at, "Appeal")
        await at.press("enter")
        assert "There is no case behind this." in await at.drawn()


async def test_what_others_record_is_counted_and_the_place_is_kept(work: Docket, tmp_path: Path) -> None:
    async with desk(work, tmp_path) as at:
        await at.press("O")
        await at.settle()
        await goes_to(at, "decided")
        other = open_docket(tmp_path / "made.docket")
        vote(other, "bob", "RP-0004", KEEP)
        at.app.look()
        await at.until(lambda: "decided  2" in at.screen)
        entry = at.app.screen.query_one(EntryList).current
        assert entry is not None
        assert "decided" in entry.name
        other.close()


async def test_looking_leaves_no_record(work: Docket, tmp_path: Path) -> None:
    async with desk(work, tmp_path) as at:
        before = work.checkpoint("alice").count
        await at.press("O")
        await at.settle()
        assert "8 cases" in at.screen
        assert work.checkpoint("alice").count == before


async def test_outcomes_are_told_to_a_lead_who_asks_and_that_is_recorded(work: Docket, tmp_path: Path) -> None:
    async with desk(work, tmp_path, (120, 70), reviewer="lead") as at:
        await at.press("O")
        await at.settle()
        assert "Permit stands" not in at.screen
        assert disclosed(work) == 0
        await at.press("o")
        await at.settle()
        assert "OUTCOMES  1 decided of 8" in at.screen
        assert "Permit stands    1  100.0 %" in at.screen
        assert disclosed(work) == 1
        other = open_docket(tmp_path / "made.docket")
        vote(other, "bob", "RP-0004", KEEP)
        at.app.look()
        await at.press("g")
        await at.until(lambda: "decided  2" in at.screen)
        assert "OUTCOMES  1 decided of 8" in at.screen
        assert "o counts it again" in at.screen
        assert disclosed(work) == 1, "counting again by itself asks for nothing"
        other.close()


async def test_what_was_asked_for_is_in_sight_and_that_it_is_recorded_was_said_before(
    work: Docket, tmp_path: Path
) -> None:
    async with desk(work, tmp_path, NARROW, reviewer="lead") as at:
        await at.press("O")
        await at.settle()
        assert "o Outcomes, on record" in at.screen
        await at.press("o")
        await at.settle()
        assert "OUTCOMES  1 decided of 8" in at.screen
        await at.press("A")
        await at.settle()
        assert "ADVERSE BY FLAGS" in at.screen
        assert "few: fewer than 5 are decided" in at.screen


async def test_what_differs_is_told_by_its_labels_and_each_figure_in_a_sentence(work: Docket, tmp_path: Path) -> None:
    vote(work, "alice", "RP-0003", KEEP)
    vote(work, "alice", "RP-0004", replace(REVOKE, cites=(Cite("r1"),)))
    vote(work, "bob", "RP-0004", replace(REVOKE, cites=(Cite("r1"),)))
    async with desk(work, tmp_path, (120, 90), reviewer="lead") as at:
        await at.press("O")
        await at.settle()
        await at.press("o")
        await at.settle()
        for said in (
            "Observed agreement: the share",
            "Cohen's kappa: how far",
            "Gwet's AC1: the same",
            "In brackets: the",
        ):
            assert said in at.screen, at.screen
        assert "not_adverse" not in at.screen


async def test_where_nothing_is_decided_no_weeks_are_counted(tmp_path: Path) -> None:
    docket = made(tmp_path, ROLES, make_case(1))
    async with desk(docket, tmp_path, NARROW) as at:
        await at.press("O")
        await at.settle()
        await at.press("G")
        assert "BY WEEK" in at.screen
        assert "0 weeks" not in at.screen
    docket.close()


async def test_outcomes_are_grouped_by_what_is_not_masked_in_turn(work: Docket, tmp_path: Path) -> None:
    async with desk(work, tmp_path, reviewer="lead") as at:
        await at.press("O", "o")  # at once: it is counted after the progress
        for field in ("PERMIT", "FLAGS", "PRIORITY", "PERMIT"):
            await at.until(lambda field=field: f"ADVERSE BY {field}" in at.screen)  # type: ignore[misc]
            await at.press("A")


async def test_who_is_no_lead_is_told_nothing_more(work: Docket, tmp_path: Path) -> None:
    async with desk(work, tmp_path) as at:
        await at.press("O", "o")
        await at.settle()
        assert "for leads and auditors: the policy names you as neither" in at.screen
        assert "OUTCOMES  " not in at.screen
        assert disclosed(work) == 0


async def test_whose_office_ends_sees_no_outcomes_any_more(work: Docket, tmp_path: Path) -> None:
    async with desk(work, tmp_path, reviewer="lead") as at:
        await at.press("O")
        await at.settle()
        await at.press("o")
        await at.settle()
        assert "OUTCOMES  1" in at.screen
        source = next(one.body.source for one in work.history("lead") if hasattr(one.body, "source"))
        changed = source.replace('lead = ["lead"]', 'lead = ["other"]').replace('"bob"]', '"bob", "lead"]')
        other = open_docket(tmp_path / "made.docket")
        other.set_policy("lead", changed, "The lead reviews now.")
        at.app.look()
        await at.until(lambda: "OUTCOMES  1" not in at.screen)
        other.close()


async def test_counting_that_takes_long_holds_up_no_key_and_ends_with_the_screen(
    work: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on, ended = threading.Event(), threading.Event()
    count = reports.report

    def slow(*args: Any, watch: Any, **more: Any) -> Any:
        def waits(passed: int) -> None:
            may_go_on.wait()
            watch(passed)

        try:
            return count(*args, watch=waits, **more)
        finally:
            ended.set()

    monkeypatch.setattr(reports, "report", slow)
    monkeypatch.setattr(reports, "OFTEN", 1)
    async with desk(work, tmp_path) as at:
        await at.press("O")
        assert "once they are counted; esc leaves" in await at.drawn()
        await at.press("escape", "n")
        assert at.session.queue.cursor == 1
        assert not isinstance(at.app.screen, Overview)
        may_go_on.set()
        await at.until(ended.is_set)
        assert at.session.counted is None


async def test_it_says_why_nothing_can_be_counted(
    work: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: Any, **__: Any) -> Any:
        raise Damaged("The index is damaged.")

    async with desk(work, tmp_path, NARROW) as at:
        monkeypatch.setattr(reports, "report", damaged)
        await at.press("O")
        await at.settle()
        assert "The index is damaged." in at.screen
