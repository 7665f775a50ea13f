"""A question is answered by a key that was meant, or not at all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual import events

from tests.hostile import MARKUP, PAYLOADS, RAW
from tests.tui.typist import Stage, Typist, shown
from tui.dialogs.confirm import Confirm


@asynccontextmanager
async def asked() -> AsyncIterator[tuple[Stage, Typist]]:
    person = Typist()
    app = Stage(Confirm("Clear 12 cases?", "Each gets a vote of its own.", "Clear 12 cases", guard=person.guard))
    async with app.run_test(size=(80, 24)) as pilot:
        person.pilot = pilot
        await pilot.pause()
        yield app, person


async def test_yes_by_the_key_that_records_everywhere() -> None:
    async with asked() as (app, person):
        await person.reads()
        assert "F2" in shown(app.screen)
        await person.presses("f2")
        assert app.given == [True]


async def test_the_key_that_copies_on_a_case_answers_nothing() -> None:
    async with asked() as (app, person):
        await person.reads()
        await person.presses("y")
        assert app.given == []


@pytest.mark.parametrize("key", ["escape", "enter"])
async def test_no_is_near(key: str) -> None:
    async with asked() as (app, person):
        await person.reads()
        await person.presses(key)
        assert app.given == [False]


async def test_yes_by_moving_to_its_button() -> None:
    async with asked() as (app, person):
        await person.reads()
        await person.presses("right", "enter")
        assert app.given == [True]


async def test_yes_by_a_click() -> None:
    async with asked() as (app, person):
        await person.reads()
        await person.pilot.click("#commit")
        assert app.given == [True]


async def test_a_click_meant_for_the_screen_before_does_not_count() -> None:
    async with asked() as (app, person):
        await person.pilot.click("#commit")
        assert app.given == []
        assert "before this could be read" in shown(app.screen)


async def test_a_key_typed_ahead_does_not_count() -> None:
    async with asked() as (app, person):
        await person.presses("f2")
        assert app.given == []
        assert "before this could be read" in shown(app.screen)


async def test_a_key_held_down_does_not_count_however_long() -> None:
    async with asked() as (app, person):
        await person.presses(*["f2"] * 40, every=0.033)
        assert app.given == []
        person.waits(1.1)
        await person.presses("f2")
        assert app.given == [True]


async def test_a_yes_inside_a_burst_of_keys_does_not_count() -> None:
    async with asked() as (app, person):
        await person.reads()
        await person.presses("a", "f2", every=0.001)
        assert app.given == []


async def test_a_paste_does_nothing() -> None:
    async with asked() as (app, person):
        await person.reads()
        app.post_message(events.Paste("y\ny\n"))
        await person.pilot.pause()
        assert app.given == []


@pytest.mark.long
async def test_hostile_words_are_only_words() -> None:
    async with asked() as (app, person):
        payloads = [*MARKUP.values(), " ".join(PAYLOADS.values())[:2_000]]
        for payload in payloads:
            await app.push_screen(Confirm(payload, payload, payload[:40], payload[:10]), app.given.append)
            await person.pilot.pause()
            assert not RAW.search(shown(app.screen))
            await person.pilot.press("escape")
        assert app.given == [False] * len(payloads)
