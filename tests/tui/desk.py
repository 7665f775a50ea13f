"""A reviewer at the review screen, driven key by key; what they see is read from the strips that are drawn."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from store import filters
from store.docket import Docket
from tests.tui.typist import Typist, shown
from tui.app import FoureyesApp
from tui.drafts import Drafts
from tui.session import Session
from tui.widgets.case_pane import CasePane
from tui.widgets.queue_list import QueueList
from tui.widgets.status_bar import Banner, StatusBar

WIDE, NARROW, SMALL = (120, 40), (80, 24), (60, 20)


class Desk:
    """The app and the person before it."""

    def __init__(self, app: FoureyesApp, person: Typist) -> None:
        self.app, self.person = app, person
        app.review.new_guard = lambda: person.guard

    @property
    def session(self) -> Session:
        """What the reviewer is doing."""
        return self.app.review.session

    @property
    def screen(self) -> str:
        """The characters on the screen."""
        return shown(self.app.screen)

    @property
    def told(self) -> str:
        """What the reviewer was told last, and what stays told."""
        return f"{self.app.review.query_one(StatusBar).told}\n{self.app.review.query_one(Banner).told}"

    @property
    def case(self) -> str:
        """The id of the case being read."""
        return self.session.reading.case.id if self.session.reading else ""

    @property
    def pane(self) -> str:
        """Which pane has the keys."""
        focused = self.app.review.focused
        return "case" if isinstance(focused, CasePane) else "queue" if isinstance(focused, QueueList) else "other"

    async def press(self, *keys: str) -> None:
        """Press keys at a human pace."""
        for key in keys:
            await self.person.presses(key)
            await self.person.pilot.pause()

    async def settle(self) -> None:
        """Until nothing is under way: finding, recording, painting."""
        for _ in range(2):
            await self.app.workers.wait_for_complete()
            await asyncio.to_thread(self.app.writer.drain, 10)
            await self.person.reads()


@asynccontextmanager
async def desk(
    docket: Docket, home: Path, size: tuple[int, int] = WIDE, reviewer: str = "alice", chosen: str = ""
) -> AsyncIterator[Desk]:
    """The screen of a reviewer, once the queue is there."""
    app = FoureyesApp(docket, reviewer, filters.parse(chosen), Drafts(home / "drafts"))
    person = Typist()
    made = Desk(app, person)
    async with app.run_test(size=size) as pilot:
        person.pilot = pilot
        await made.settle()
        yield made
    app.keeper.close()
