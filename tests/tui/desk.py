"""A reviewer at the review screen, driven key by key; what they see is read from the strips that are drawn."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events
from textual.widget import Widget

from store import filters
from store.acts import AnyRequest, Request
from store.docket import Answer, Docket
from tests.processes import CEILING
from tests.tui.typist import Typist, paint, shown
from tui.acting.drafts import Drafts
from tui.app import FoureyesApp
from tui.keymap import Keymap
from tui.queue.queue_window import QueueWindow
from tui.screens.review_screen import ReviewScreen
from tui.session import Session
from tui.visit import LINGER
from tui.widgets.case_pane import CasePane
from tui.widgets.filter_box import FilterBox
from tui.widgets.queue_list import QueueList
from tui.widgets.status_bar import Banner, Overlay, StatusBar

WIDE, NARROW, SMALL = (120, 40), (80, 24), (60, 20)


class Desk:
    """The app and the person before it."""

    def __init__(self, app: FoureyesApp, person: Typist) -> None:
        self.app, self.person = app, person
        self.review.new_guard = lambda: person.guard  # type: ignore[method-assign]
        self.review.pace = 3600

    @property
    def session(self) -> Session:
        """What the reviewer is doing."""
        return self.app.work.session

    @property
    def screen(self) -> str:
        """The characters on the screen."""
        return shown(self.app.screen)

    @property
    def told(self) -> str:
        """What the reviewer was told last, and what stays told."""
        first = self.app.first
        parts = (first.query_one(StatusBar), first.query_one(Banner), first.query_one(Overlay))
        return "\n".join(one.told for one in parts)

    @property
    def case(self) -> str:
        """The id of the case being read."""
        return self.session.view.case.id if self.session.view else ""

    @property
    def pane(self) -> str:
        """Which pane has the keys."""
        focused = self.app.first.focused
        return "case" if isinstance(focused, CasePane) else "queue" if isinstance(focused, QueueList) else "other"

    async def press(self, *keys: str) -> None:
        """Press keys at a human pace."""
        for key in keys:
            await self.person.hits(key)
            await self.person.pilot.pause()
        paint(self.app)

    async def after(self, *keys: str) -> str:
        """What the screen shows after some keys."""
        await self.press(*keys)
        return await self.drawn()

    async def votes_to_keep(self) -> None:
        """Vote for the first outcome, which hurts nobody."""
        await self.press("d")
        await self.settle()
        await self.press("1")
        self.person.waits(2)
        await self.press("f2")
        await self.settle()

    async def clicks(self, words: str) -> None:
        """Click on some words of the screen."""
        lines = self.screen.splitlines()
        y = next(at for at, line in enumerate(lines) if words in line)
        await self.person.pilot.click(offset=(lines[y].index(words) + 1, y))
        await self.settle()

    async def looks_for_filter(self) -> None:
        """Wait until what is written in the box is looked for."""
        self.review.query_one(FilterBox).look()
        await self.settle()

    async def turns_wheel(self, over: type[Widget], turns: int) -> None:
        """Turn the wheel over a part of the screen: down, or with `turns` below 0 up."""
        widget = self.review.query_one(over)
        kind = events.MouseScrollDown if turns > 0 else events.MouseScrollUp
        x, y = widget.region.x + 3, widget.region.y + 3
        for turn in range(abs(turns)):
            self.app.post_message(kind(None, x, y, 0, 0, 0, False, False, False))
            if turn % 8 == 0:
                await self.person.pilot.pause()
        await self.settle()

    async def drawn(self) -> str:
        """The screen, once what was told is drawn."""
        await self.person.pilot.pause()
        return self.screen

    @property
    def review(self) -> ReviewScreen:
        """The first screen."""
        assert isinstance(self.app.first, ReviewScreen)
        return self.app.first

    async def lingers(self) -> None:
        """Stay at what is in sight for as long as it takes to have read it."""
        self.person.waits(LINGER)
        self.review.record_opened()
        await self.settle()

    async def until(self, holds: Callable[[], object]) -> None:
        """Until something holds that the program's own clock brings about."""
        end = time.monotonic() + CEILING
        while not holds():
            assert time.monotonic() < end, self.screen
            await asyncio.sleep(0.01)
            await self.person.pilot.pause()

    async def settle(self) -> None:
        """Until nothing is under way: finding, recording, painting."""
        for _ in range(2):
            await self.app.workers.wait_for_complete()
            await asyncio.to_thread(self.app.write_queue.drain, 10)
            await self.person.reads()


def refuses(docket: Docket, monkeypatch: pytest.MonkeyPatch, *kinds: type[Request], error: Exception) -> None:
    """Let requests of these kinds fail on their way to the disk."""
    act = docket.act

    def fails(reviewer: str, case: str, request: AnyRequest, key: str = "") -> Answer:
        if isinstance(request, kinds):
            raise error
        return act(reviewer, case, request, key)

    monkeypatch.setattr(docket, "act", fails)


@asynccontextmanager
async def desk(
    docket: Docket,
    home: Path,
    size: tuple[int, int] = WIDE,
    reviewer: str = "alice",
    chosen: str = "",
    *,
    case: str = "",
    app: type[FoureyesApp] = FoureyesApp,
    keymap: Keymap | None = None,
) -> AsyncIterator[Desk]:
    """The screen of a reviewer, once the queue is there; it begins at a `case`, as where they were last."""
    person = Typist()
    running = app(docket, reviewer, filters.parse(chosen), Drafts(home / "drafts"), lambda: person.now, keymap)
    if case:
        running.work.session.queue = QueueWindow(filters.parse(chosen), case)
    made = Desk(running, person)
    async with running.run_test(size=size) as pilot:
        person.pilot = pilot
        await made.settle()
        yield made
    running.draft_saver.close()
