"""Keys that come faster than the screen moves go where they were meant to go."""

import asyncio
from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input, TextArea

from store.acts import Cite
from store.docket import Docket
from store.filters import Filter
from tests.tui.desk import Desk, desk
from tui import key_order
from tui.widgets.filter_box import FilterBox


async def burst(at: Desk, *keys: str) -> None:
    """Keys of one packet of the line: all of them there before the first is looked at."""
    for key in keys:
        at.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await asyncio.sleep(0)
    await at.settle()


async def test_letters_right_after_tab_are_written_where_tab_leads(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "c", "d")
        await at.settle()
        await burst(at, "2", "tab", "tab", *"They do not agree at all.")
        assert at.app.screen.query_one(TextArea).text == "They do not agree at all."


async def test_keys_before_a_quick_tab_stay_where_they_were_typed(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "c", "j", "c", "d", "2")
        await at.settle()
        await burst(at, "down", "space", "tab", "x", "tab", "o", "k")
        await at.press("escape")
        draft = at.session.saved.draft
        assert (draft.grounds, draft.cites, draft.reason) == (("contact",), (Cite("q1", 17, 36),), "ok")


async def test_a_paste_right_after_tab_is_taken_where_tab_leads(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "c", "d")
        await at.settle()
        for key in ("2", "tab", "tab"):
            at.app.post_message(events.Key(key, None))
        at.app.post_message(events.Paste("As the register says."))
        await at.settle()
        assert at.app.screen.query_one(TextArea).text == "As the register says."


async def test_returns_of_a_paste_are_the_ends_of_its_lines(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await at.press("enter", "c", "d")
        await at.settle()
        await at.press("2", "tab", "tab")
        at.app.post_message(events.Paste("one\rtwo\r\nthree\n\r\rfour"))
        await at.settle()
        assert at.app.screen.query_one(TextArea).text == "one\ntwo\nthree\n\n\nfour"


@pytest.mark.parametrize("way", ["enter", "tab", "right"])
async def test_keys_right_after_going_into_the_case_act_on_it(docket: Docket, tmp_path: Path, way: str) -> None:
    async with desk(docket, tmp_path) as at:
        await burst(at, way, "j", "c")
        assert at.case == "RP-0001"
        assert at.session.saved.draft.cites == (Cite("q1", 17, 36),)


async def test_a_key_right_after_another_case_acts_on_that_case(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await burst(at, "enter", "n", "c", "n", "n", "p", "d")
        assert "RP-0003" in at.screen.splitlines()[1]
        await at.press("escape", "p")
        assert at.case == "RP-0002"
        assert len(at.session.saved.draft.cites) == 1


async def test_keys_wait_for_what_the_key_before_them_opens_however_slow_it_is(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = FilterBox.begin

    async def slowly(box: FilterBox, chosen: Filter) -> None:
        await asyncio.sleep(0.3)
        await begin(box, chosen)

    monkeypatch.setattr(FilterBox, "begin", slowly)
    monkeypatch.setattr(key_order, "PATIENCE", 0.02)
    async with desk(docket, tmp_path) as at:
        await burst(at, "slash", *"flag:Q3")
        await at.until(lambda: at.review.query_one(FilterBox).query(Input))
        await at.until(lambda: at.review.query_one(FilterBox).query_one(Input).value == "flag:Q3")


async def test_keys_after_a_dialog_that_closes_are_not_held_up(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path) as at:
        await burst(at, "?", "escape", "n", "m", "escape", "n")
        await at.until(lambda: at.case == "RP-0003")
        await at.settle()
