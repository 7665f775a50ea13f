"""Leaving the program, for good or for a while, once what is to be recorded is recorded."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from types import FrameType
from typing import Any

from textual.binding import Binding
from textual.screen import ModalScreen
from textual.worker import Worker

from store.plural import plural
from tui.acting.draft_saver import DraftSaver
from tui.acting.write_queue import WriteQueue
from tui.actions import place_of
from tui.output import ExitCode
from tui.screens.frame import Frame, Work
from tui.terminal.ctrl_c import taken
from tui.watching import WatchingApp

PATIENCE = 10.0
"""Seconds that leaving waits for what is still being recorded."""
LEAVING = (
    Binding("ctrl+q", "quit", "Quit", show=False, priority=True, id="app.quit_at_once"),
    Binding("ctrl+c", "out", "Out", show=False, priority=True, id="app.out"),
    Binding("ctrl+z", "suspend", "Suspend", show=False, priority=True, id="app.suspend"),
)
"""Keys that a terminal has given a meaning: the same one everywhere, in dialogs and where text is typed."""
_GROUP = "leave"


class LeavingApp(WatchingApp, inherit_bindings=False):
    """Ends or stops when nothing is under way on the docket: a process that is stopped must not hold its lock."""

    work: Work
    write_queue: WriteQueue
    draft_saver: DraftSaver
    _warned = False
    _unsaved_told = 0
    """How many drafts were not on disk when it was asked about that."""
    _marks_told = 0
    """How many cases were marked when it was asked about that."""

    @property
    def frames(self) -> Sequence[Frame]:
        """The screens of work that are open."""
        raise NotImplementedError

    async def action_out(self) -> None:
        """Ctrl-C: out of a dialog, a form or a text as Esc leaves it, what is written is kept; else of the program."""
        close, inner = self.screen.active_bindings.get("escape"), self.focused or self.screen
        typed = any(place.typed for node in inner.ancestors_with_self if (place := place_of(node)))
        writing = isinstance(self.screen, Frame) and self.screen.writing
        if (typed or writing or isinstance(self.screen, ModalScreen)) and close is not None:
            await self.run_action(close.binding.action, close.node)
        else:
            await self.action_quit()

    async def action_quit(self) -> None:
        """Leave, from wherever, once everything is recorded."""
        for frame in self.frames:
            frame.leaving()
        self.run_worker(self._leave(), exclusive=True, group=_GROUP)

    async def _leave(self) -> None:
        notices = self.work.notices
        failures = notices.failures
        if not await asyncio.to_thread(partial(self.write_queue.drain, PATIENCE)):
            notices.keep("Not everything is recorded yet: wait a moment and press q again.")
            return
        unsaved = await asyncio.to_thread(self.draft_saver.unsaved)
        self.call_later(self._exit_unless_failed, failures, unsaved)

    def _exit_unless_failed(self, failures: int, unsaved: int) -> None:
        """What failed while leaving must be seen once: a reviewer may leave a disk that is full."""
        failed = self.work.notices.failures != failures
        if self._warned or not (failed or self._asks_about_drafts(unsaved) or self._asks_about_marks()):
            self.exit()
        self._warned = self.work.notices.failures != failures

    def _asks_about_drafts(self, unsaved: int) -> bool:
        """Drafts that could not be written end with the program: ask once for as many as there are."""
        if unsaved in (0, self._unsaved_told) or not isinstance(self.screen, Frame):
            return False
        self._unsaved_told = unsaved
        drafts = plural(unsaved, "draft")
        self.work.notices.tell(f"{drafts} could not be written: quit once more to leave without what is in them.")
        return True

    def _asks_about_marks(self) -> bool:
        """Marks end with the program: ask once for as many as there are, where the question is in sight."""
        marked = self.work.session.marked
        if marked in (0, self._marks_told) or not isinstance(self.screen, Frame):
            return False
        self._marks_told = marked
        cases = plural(marked, "case")
        self.work.notices.tell(f"{cases} marked, and marks are not kept: quit once more to leave without them.")
        return True

    @contextmanager
    def minding_signals(self) -> Iterator[None]:
        """While this lasts, a signal to end ends the app in order, and once it has ended breaks nothing off."""
        with taken(self._told_to_end):
            yield

    def _told_to_end(self, _number: int, _frame: FrameType | None) -> None:
        with suppress(RuntimeError):  # no loop runs here any more: the app has ended
            asyncio.get_running_loop().call_soon_threadsafe(self.end)

    def on_terminal_driver_gone(self) -> None:
        """Nobody is there any more."""
        self.end()

    def end(self) -> None:
        """End as whoever leaves ends it, but wait for no further key: nobody may be there to press one."""
        if not all(frame.is_mounted for frame in self.frames):
            self.set_timer(0.01, self.end)  # a screen that is being made misses its parts where the program ends
            return
        for frame in self.frames:
            frame.leaving()
        self.exit(return_code=ExitCode.INTERRUPTED)

    def action_suspend(self) -> None:
        """Ctrl-Z: back to the shell, until `fg`."""
        self.run_worker(self._suspend(), exclusive=True, group=_GROUP)

    async def _suspend(self) -> None:
        if not await asyncio.to_thread(partial(self.write_queue.drain, PATIENCE)):
            self.work.notices.keep("Not everything is recorded yet: wait a moment and press Ctrl-Z again.")
            return
        if busy := self._busy():
            await self.workers.wait_for_complete(busy)
        self.call_later(self._stop)

    def _stop(self) -> None:
        """Stop, unless something was begun meanwhile: only this thread begins anything."""
        if self._busy() or self.write_queue.pending:
            self.action_suspend()
        else:
            self.action_suspend_process()

    def _busy(self) -> list[Worker[Any]]:
        return [one for one in self.workers if one.group != _GROUP and not one.is_finished]
