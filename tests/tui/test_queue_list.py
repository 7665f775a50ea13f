"""The queue on the screen: case after case, whoever works on them meanwhile."""

import re
import threading
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from store.docket import Docket
from store.filters import parse
from store.opening import new_docket, open_docket
from tests.dockets import POLICY, Draft, make_case, vote
from tests.processes import CEILING
from tests.tui.desk import NARROW, WIDE, Desk, desk
from tui.queue.paging import Fetched, Need, RowSource, count, fetch
from tui.screens.review_screen import ReviewScreen
from tui.widgets import queue_list
from tui.widgets.case_pane import CasePane
from tui.widgets.pane import Pane
from tui.widgets.queue_list import QueueList

KEEP = Draft("keep")


def listed(at: Desk) -> list[str]:
    """The ids in the list, from top to bottom."""
    rows = at.screen.splitlines()[2:-1]
    return [found[0] for row in rows if (found := re.findall(r"RP-\d{4}", row[:38]))]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_vote_and_on_four_times_is_on_four_cases_in_their_order(
    docket: Docket, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with desk(docket, tmp_path, size, chosen="standing:open") as at:
        voted = []
        for _ in range(4):
            voted.append(at.case)
            await at.votes_to_keep()
            assert at.case == voted[-1], "the case stays in view until it is left"
            assert listed(at)[0] == at.case
            await at.press("n")
        assert voted == ["RP-0001", "RP-0002", "RP-0003", "RP-0004"]
        assert listed(at) == [f"RP-{number:04}" for number in range(5, 11)]
        assert "1 of 6" in at.screen


async def test_by_what_the_queue_is_sorted_can_be_seen_in_it(tmp_path: Path) -> None:
    docket = new_docket(tmp_path / "d", POLICY, "lead")
    docket.import_cases("lead", (make_case(number, priority=number % 3) for number in range(1, 10)), ())
    async with desk(docket, tmp_path, WIDE) as at:
        assert "priority" not in at.screen.splitlines()[1][:60]
        await at.press("S", "3")
        await at.settle()
        heading, *rows = [line[:40].split() for line in at.screen.splitlines()[1:10]]
        assert heading[:3] == ["standing", "case", "priority"]
        assert [row[-1] for row in rows if row[-1].isdigit()] == [*"22211100"]
        await at.votes_to_keep()
        await at.press("n", "S", "7")
        await at.settle()
        assert at.screen.splitlines()[1].split()[:3] == ["standing", "case", "done"]
        assert f"{docket.today()}" in at.screen.splitlines()[2]
        await at.press("S", "1")
        await at.settle()
        assert at.screen.splitlines()[1].split()[:3] == ["standing", "case", "due"]
    docket.close()


async def test_a_case_that_left_the_queue_has_no_place_in_it(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, chosen="standing:open") as at:
        await at.press("n")
        await at.votes_to_keep()
        assert "not among 9" in at.screen
        await at.press("p")
        assert "1 of 9" in at.screen
        assert "RP-0002" not in listed(at)


async def test_what_others_take_and_bring_meanwhile_passes_nothing_over(
    docket: Docket, place: Path, tmp_path: Path
) -> None:
    other = open_docket(place)
    async with desk(docket, tmp_path, chosen="standing:open") as at:
        await at.press("n", "n")
        for taken in ("RP-0001", "RP-0003", "RP-0004"):
            vote(other, "bob", taken, KEEP)
        other.import_cases("lead", iter([make_case(11)]), ("more.jsonl",))
        at.app.look()
        await at.settle()
        read = [at.case]
        for _ in range(7):
            await at.press("n")
            read.append(at.case)
        assert read == ["RP-0003", *(f"RP-{number:04}" for number in range(5, 12))]
        await at.press("N")
        assert "last case of the queue: 7 stand above it" in at.told
    other.close()


async def test_the_case_that_is_read_has_not_come_in_above_itself(docket: Docket, place: Path, tmp_path: Path) -> None:
    """A revision that makes it due earlier moves its row; whoever reads it would go back to another case."""
    other = open_docket(place)
    async with desk(docket, tmp_path) as at:
        await at.press("N", "N", "N")
        assert at.case == "RP-0004"
        other.import_cases("lead", iter([make_case(4, due=date(2023, 1, 1))]), ("more.jsonl",))
        at.app.look()
        await at.settle()
        assert at.case == "RP-0004"
        assert "RP-0004 has a new revision" in at.told
        assert "came into the queue above" not in at.told
    other.close()


async def test_what_comes_in_above_is_told(docket: Docket, place: Path, tmp_path: Path) -> None:
    vote(docket, "alice", "RP-0001", KEEP)
    other = open_docket(place)
    async with desk(docket, tmp_path, reviewer="bob", chosen="standing:open") as at:
        await at.press("n")
        changed = make_case(1, evidence=make_case().evidence[:2])
        other.import_cases("lead", iter([make_case(12, due=date(2023, 1, 1)), changed]), ("more.jsonl",))
        at.app.look()
        await at.settle()
        assert "RP-0012 came into the queue above: p goes back." in at.told
        assert at.case == "RP-0003"
    other.close()


@pytest.fixture
def long(tmp_path: Path) -> Docket:
    made = new_docket(tmp_path / "long.docket", POLICY, "lead")
    made.import_cases("lead", (make_case(number) for number in range(1, 1_001)), ("x",))
    return made


@pytest.mark.parametrize(("size", "into_the_case"), [(WIDE, ("d", "f6")), (NARROW, ("enter",))])
async def test_who_goes_on_while_the_queue_is_out_of_sight_finds_it_where_it_was(
    long: Docket, tmp_path: Path, size: tuple[int, int], into_the_case: tuple[str, ...]
) -> None:
    async with desk(long, tmp_path, size) as at:
        await at.press(*["j"] * 5, *into_the_case, "n", "n", "escape")
        await at.settle()
        assert at.case in ("RP-0007", "RP-0008")
        assert listed(at)[0] == "RP-0001"


@pytest.mark.long
async def test_two_rows_stay_in_sight_around_the_case_that_is_read(long: Docket, tmp_path: Path) -> None:
    async with desk(long, tmp_path) as at:
        shown = len(listed(at))
        await at.press(*["j"] * (shown - 3))
        assert listed(at)[0] == "RP-0001"
        await at.press("j", "j")
        assert (listed(at)[0], listed(at)[-1]) == ("RP-0003", f"RP-{shown + 2:04}")
        await at.press(*["k"] * (shown - 5))
        assert listed(at)[0] == "RP-0003"
        await at.press("k")
        assert listed(at)[0] == "RP-0002"
        await at.person.pilot.click(QueueList, offset=(10, shown))
        await at.settle()
        assert (at.case, listed(at)[0]) == (f"RP-{shown + 1:04}", "RP-0002")


@pytest.mark.long
async def test_the_wheel_scrolls_and_the_case_stays(long: Docket, tmp_path: Path) -> None:
    async with desk(long, tmp_path) as at:
        await at.turns_wheel(QueueList, 5)
        assert listed(at)[0] == "RP-0016"
        assert at.case == "RP-0001"
        await at.turns_wheel(QueueList, 300)
        assert listed(at)[-1] == "RP-0952"
        await at.turns_wheel(QueueList, -400)
        assert listed(at)[0] == "RP-0001"
        await at.turns_wheel(QueueList, 300)
        await at.press("j")
        await at.settle()
        assert at.case == "RP-0002"
        assert "RP-0002" in listed(at)


@pytest.mark.long
async def test_what_the_wheel_is_owed_is_not_taken_back_when_rows_come(
    long: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows_may_come = threading.Event()

    def slowly(source: RowSource, reviewer: str, need: Need) -> Fetched:
        assert rows_may_come.wait(CEILING)
        return fetch(source, reviewer, need)

    async with desk(long, tmp_path, (120, 60)) as at:
        monkeypatch.setattr(queue_list, "fetch", slowly)
        await at.press(*["j"] * 100)
        for _ in range(40):
            at.review.query_one(QueueList).post_message(
                events.MouseScrollDown(None, 3, 3, 0, 0, 0, False, False, False)
            )
        await at.person.pilot.pause()
        assert (at.case, listed(at)[-1]) == ("RP-0101", "RP-0128")
        rows_may_come.set()
        await at.settle()
        assert at.case == "RP-0101"
        assert at.case not in listed(at)


async def test_rows_that_are_read_ahead_draw_nothing_anew(
    long: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows_may_come, asked, drawn = threading.Event(), list[Need](), list[type[Pane]]()
    render_lines = Pane.render_lines

    def slowly(source: RowSource, reviewer: str, need: Need) -> Fetched:
        asked.append(need)
        assert rows_may_come.wait(CEILING)
        return fetch(source, reviewer, need)

    def drawing(pane: Pane, crop: Region) -> list[Strip]:
        drawn.append(type(pane))
        return render_lines(pane, crop)

    async with desk(long, tmp_path) as at:
        monkeypatch.setattr(queue_list, "fetch", slowly)
        monkeypatch.setattr(Pane, "render_lines", drawing)
        while not asked:
            await at.press("pagedown")
            await at.person.pilot.pause()
        assert {*drawn} == {QueueList, CasePane}
        drawn.clear()
        rows_may_come.set()
        await at.settle()
        assert drawn == []
        assert [need.kind for need in asked] == ["after"]


async def test_what_is_read_and_counted_again_and_is_as_it_was_draws_nothing_anew(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = list[type[Pane]]()
    render_lines = Pane.render_lines

    def drawing(pane: Pane, crop: Region) -> list[Strip]:
        drawn.append(type(pane))
        return render_lines(pane, crop)

    async with desk(docket, tmp_path, chosen="id:RP-0004") as at:
        monkeypatch.setattr(Pane, "render_lines", drawing)
        await at.press("n")
        await at.settle()
        at.app.action_refresh()
        await at.settle()
        assert drawn == []
        assert "1 of 1" in at.screen
        drawn.clear()
        vote(docket, "bob", "RP-0004", KEEP)
        at.app.action_refresh()
        await at.settle()
        assert {*drawn} == {QueueList, CasePane}


@pytest.mark.long
async def test_pages_ends_and_the_way_back_by_key(long: Docket, tmp_path: Path) -> None:
    async with desk(long, tmp_path) as at:
        for _ in range(40):
            await at.press("pagedown")
            await at.settle()
        assert at.case == "RP-1000"
        assert "1,000 of 1,000" in at.screen
        await at.press("g")
        await at.settle()
        assert (at.case, listed(at)[0]) == ("RP-0001", "RP-0001")
        await at.press("G")
        await at.settle()
        assert (at.case, listed(at)[-1]) == ("RP-1000", "RP-1000")
        await at.press("p")
        assert "999 of 1,000" in at.screen


async def test_a_click_reads_a_case_and_a_second_one_goes_into_it(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.clicks("RP-0007")
        assert (at.case, at.pane) == ("RP-0007", "queue")
        await at.person.pilot.click(QueueList, offset=(20, 5), times=2)
        await at.settle()
        assert (at.case, at.pane) == ("RP-0005", "case")


async def test_another_policy_changes_the_columns_under_the_reader(docket: Docket, place: Path, tmp_path: Path) -> None:
    other = open_docket(place)
    async with desk(docket, tmp_path, NARROW) as at:
        assert "permit" in at.screen.splitlines()[1]
        policy = POLICY.replace('["due", "flags", "field.permit"]', '["priority"]').replace("Permits", "Residence")
        other.set_policy("lead", policy, "Other columns.")
        at.app.look()
        await at.settle()
        assert "priority" in at.screen.splitlines()[1]
        assert "permit" not in at.screen.splitlines()[1]
        assert "The policy under which RP-0001 is decided has changed." in at.told
        await at.press("escape")
        assert "Residence · alice" in at.screen
    other.close()


async def test_who_has_no_role_any_more_reads_nothing_any_more(docket: Docket, place: Path, tmp_path: Path) -> None:
    other = open_docket(place)
    async with desk(docket, tmp_path) as at:
        assert "I moved in 2019." in at.screen
        roles = '[roles]\nreviewer = ["bob"]\nlead = ["lead"]\nadjudicator = ["carol"]\n'
        other.set_policy("lead", POLICY + roles, "Alice has left.")
        at.app.look()
        await at.settle()
        assert "I moved in 2019." not in at.screen
        assert "RP-000" not in at.screen
        assert "closed to you" in " ".join(at.screen.split())
        await at.press("d", "m", "c")
        assert at.app.screen is at.review
    other.close()


async def test_nothing_can_be_recorded_while_the_case_to_go_to_is_looked_for(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        at.session.queue.choose(parse("standing:decided"))
        await at.press("d")
        assert at.app.screen is at.review
        assert "still being looked for" in at.told


async def test_nothing_is_counted_before_the_first_case_stands(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refresh, done = Screen._compositor_refresh, list[str]()

    def counted(*asked: Any) -> Any:
        done.append("counted")
        return count(*asked)

    def refreshed(screen: ReviewScreen) -> None:
        refresh(screen)
        if screen.session.view is not None:
            done.append(screen.session.view.case.id)

    monkeypatch.setattr(queue_list, "count", counted)
    monkeypatch.setattr(Screen, "_compositor_refresh", refreshed)
    async with desk(docket, tmp_path):
        assert done[0] == "RP-0001"
        assert "counted" in done
