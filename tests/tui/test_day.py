"""My day: what is left, what was begun and what was done, each a key away."""

from pathlib import Path

import pytest

from store.docket import Docket
from store.opening import open_docket
from tests.dockets import KEEP, vote
from tests.tui.desk import NARROW, desk
from tui.screens import entry_screen


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads again at once."""
    monkeypatch.setattr(entry_screen, "LEAST", 0.001)
    monkeypatch.setattr(entry_screen, "REST", 0)


async def test_what_was_done_by_time_and_what_is_left(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.votes_to_keep()
        await at.press("D")
        await at.settle()
        assert "My day · alice" in at.screen
        assert "to be read and voted on        9  ███" in at.screen
        assert "DONE TODAY  1" in at.screen
        line = next(one for one in at.screen.splitlines() if "RP-0001" in one and "vote recorded" not in one)
        assert "Permit stands · decided" in line
        assert "d on a case begins a vote" in at.screen


async def test_a_draft_is_two_keys_away(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, NARROW) as at:
        await at.press("N", "N", "enter", "c", "D")
        await at.settle()
        await at.press("2", "enter")
        await at.settle()
        assert at.case == "RP-0003"
        assert at.pane == "case"


async def test_the_filter_stays_for_who_goes_to_a_draft(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, chosen="for:me flag:Q3") as at:
        await at.press("N", "N", "enter", "c", "D")
        await at.settle()
        await at.press("2", "enter")
        await at.settle()
        assert at.case == "RP-0003"
        assert "/ for:me flag:Q3" in at.screen


async def test_what_is_done_today_is_a_queue_in_the_order_in_which_it_was_done(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.votes_to_keep()
        await at.press("D")
        await at.settle()
        await at.press("3", "enter")
        await at.settle()
        assert at.case == "RP-0001"


async def test_nothing_to_go_to_is_said(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("D")
        await at.settle()
        await at.press("2")
        assert "You have no drafts: d on a case" in await at.drawn()
        await at.press("3")
        assert "You have voted on nothing today yet: esc, then n" in await at.drawn()


async def test_when_nothing_is_left_it_says_where_to_look(docket: Docket, place: Path, tmp_path: Path) -> None:
    other = open_docket(place)
    async with desk(docket, tmp_path) as at:
        await at.press("D")
        await at.settle()
        for number in range(1, 11):
            vote(other, "bob", f"RP-{number:04}", KEEP)
        at.app.look()
        await at.until(lambda: "Nothing waits for you. O shows how far the others are." in at.screen)
        assert "DONE TODAY  0" in at.screen
    other.close()


async def test_looking_at_ones_day_leaves_no_record(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.votes_to_keep()
        before = docket.checkpoint("alice").count
        await at.press("D")
        await at.settle()
        assert docket.checkpoint("alice").count == before
