"""The full-screen program."""

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.message import Message
from textual.screen import Screen

from store.docket import Docket
from store.filters import EVERYTHING, Filter
from tui.actions import ACTIONS
from tui.crash_guard import GuardedApp
from tui.draft_saver import DraftSaver
from tui.drafts import Drafts, default_directory
from tui.safe_filter import SafeFilter
from tui.screens.review import ReviewScreen
from tui.screens.too_small import TooSmall, is_too_small
from tui.session import Session
from tui.submissions import Submissions
from tui.theme import DARK, LIGHT, VARIABLES
from tui.widgets.case_pane import CasePane
from tui.widgets.queue_list import QueueList
from tui.write_queue import Done, WriteQueue

PATIENCE = 10.0
"""Seconds that leaving waits for what is still being recorded."""


def run(docket: Docket, reviewer: str, chosen: Filter) -> int:
    """Open the review screen; returns the exit code. Everything submitted is recorded before it returns."""
    app = FoureyesApp(docket, reviewer, chosen)
    with app.minding_threads():
        app.run()
        app.writer.drain(PATIENCE)
        app.keeper.close()
    return app.return_code or 0


class FoureyesApp(GuardedApp, inherit_bindings=False):
    """One reviewer at one docket."""

    TITLE = "foureyes"
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q,ctrl+c", "quit", "Quit", show=False, id="app.quit")]
    COMMAND_PALETTE_BINDING = "f3"

    class Recorded(Message):
        """The writer has ended a job."""

        def __init__(self, done: Done) -> None:
            super().__init__()
            self.done = done

    class Told(Message):
        """A thread has something to tell the reviewer."""

        def __init__(self, sentence: str) -> None:
            super().__init__()
            self.sentence = sentence

    def __init__(
        self, docket: Docket, reviewer: str, chosen: Filter = EVERYTHING, drafts: Drafts | None = None
    ) -> None:
        self._safe_filter = SafeFilter()
        super().__init__()
        self.animation_level = "none"
        self._warned = False
        self.writer = WriteQueue(self._ended)
        kept = drafts or Drafts(default_directory())
        self.keeper = DraftSaver(kept, docket.store, reviewer, lambda said: self.post_message(self.Told(said)))
        session = Session(docket, reviewer, self.keeper, chosen)
        self.review = ReviewScreen(session, Submissions(docket, reviewer, self.writer))
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name

    def get_default_screen(self) -> Screen[None]:
        """The review screen is the first and stays."""
        return self.review

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The variables that other themes lack."""
        return VARIABLES

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Behind all that is made safe where it is shown, one filter for what is not."""
        return [*super().get_line_filters(), self._safe_filter]

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the command palette offers: the reviewer's actions, and the theme."""
        if screen is self.review:
            owners = {"queue": self.review.query_one(QueueList), "case": self.review.query_one(CasePane)}
            for one in ACTIONS:
                owner = owners.get(one.where, self.review)
                if one.id != "palette":
                    yield SystemCommand(f"{one.label}", one.help, getattr(owner, f"action_{one.id}"))
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)

    def on_resize(self, event: events.Resize) -> None:
        """Nothing can be read on a very small terminal, and nothing should be decided on it."""
        too_small, shown = is_too_small(event.size), isinstance(self.screen, TooSmall)
        if too_small and not shown:
            self.push_screen(TooSmall())
        elif shown and not too_small:
            self.pop_screen()

    def _ended(self, done: Done) -> None:
        """Called in the writer's thread, which must not wait for this one."""
        self.post_message(self.Recorded(done))

    def on_foureyes_app_recorded(self, event: Recorded) -> None:
        """Tell the reviewer how it ended."""
        self.review.recorded(event.done)

    def on_foureyes_app_told(self, event: Told) -> None:
        """Tell the reviewer."""
        self.review.tell(event.sentence, sticky=True)

    def on_review_screen_leave(self) -> None:
        """Leave once everything is recorded."""
        self.run_worker(self._leave(), exclusive=True, group="leave")

    async def action_quit(self) -> None:
        """Leave, from wherever."""
        self.review.action_quit()

    async def _leave(self) -> None:
        failures = self.review.failures
        if not await asyncio.to_thread(partial(self.writer.drain, PATIENCE)):
            self.review.tell("Not everything is recorded yet: wait a moment and press q again.", sticky=True)
            return
        self.call_later(self._exit_unless_failed, failures)

    def _exit_unless_failed(self, failures: int) -> None:
        """What failed while leaving must be seen once: a reviewer may leave a disk that is full."""
        if self.review.failures == failures or self._warned:
            self.exit()
        self._warned = True
