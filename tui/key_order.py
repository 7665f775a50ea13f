"""Keys are answered one after the other, however fast they come.

Textual hands every key at once to the widget that has the focus then. Of keys in one packet of the line, such as Tab
and a word typed right after it, the word would go to the widget that Tab is about to leave, and be lost.
"""

import time
from collections import deque
from functools import partial

from textual import events
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message
from textual.widget import Widget

from tui.crash_guard import GuardedApp
from tui.terminal.plain_text import with_lf
from tui.terminal.terminal_driver import TerminalDriver

PATIENCE = 0.5
"""Seconds after which the next key is handed on even if the last one was not seen to the end: its widget is gone."""
MOST = 20
"""So often that is waited for where the widget is there: it is slow, and the next key is meant for what it opens."""


class OrderedApp(GuardedApp, inherit_bindings=False):
    """Holds back keys and pastes until the key before them has been answered."""

    class Answered(Message):
        """Follows a key: sent to the same widget, it takes the same way up, so that the key has been handled before it.

        Then it is sent once more, and follows the messages that the key has set off.
        """

        def __init__(self, target: Widget, rounds: int = 2) -> None:
            super().__init__()
            self.target, self.rounds = target, rounds

    def __init__(self) -> None:
        super().__init__()
        self._typed: deque[events.Key | events.Paste] = deque()
        self._under_way: OrderedApp.Answered | None = None
        self._handed_on = 0
        self._at = time.monotonic()

    @property
    def hurried(self) -> bool:
        """Whether keys wait behind the one that is being answered."""
        return bool(self._typed)

    @property
    def idle(self) -> float:
        """Seconds since the last key was handed on."""
        return time.monotonic() - self._at

    def get_driver_class(self) -> type[Driver]:
        """In a terminal a driver of our own."""
        found = super().get_driver_class()
        return TerminalDriver if found is LinuxDriver else found

    async def on_event(self, event: events.Event) -> None:
        """Take what is typed into the queue, and everything else as it comes."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        if isinstance(event, events.Paste):  # terminals paste the end of a line as Return sends it
            event.text = with_lf(event.text)
        self._typed.append(event)
        if self._under_way is not None and not self._under_way.target.is_attached:
            self._under_way = None  # that key closed what it was pressed in
        if self._under_way is None:
            await self._hand_on()
        else:
            self.set_timer(PATIENCE, partial(self._give_up, self._handed_on))

    def goes_nowhere(self, event: events.Key | events.Paste) -> bool:
        """Whether a key is nobody's, now that those before it have been answered."""
        return False

    async def on_ordered_app_answered(self, event: Answered) -> None:
        """Send it once more, or hand on the next key."""
        if event is self._under_way:
            self._follow(event.target, event.rounds - 1)
            await self._hand_on()

    async def _give_up(self, waited_for: int, more: int = MOST) -> None:
        """A key that ended its widget, as one that closes a dialog does, has nothing to follow it to the end."""
        if self._handed_on != waited_for:
            return
        if more and self._under_way is not None and self._under_way.target.is_attached:
            self.set_timer(PATIENCE, partial(self._give_up, waited_for, more - 1))
            return
        self._under_way = None
        await self._hand_on()

    async def _hand_on(self) -> None:
        while self._typed and self._under_way is None:
            target = self.focused or self.screen
            self._handed_on, self._at = self._handed_on + 1, time.monotonic()
            if not self.goes_nowhere(event := self._typed.popleft()):
                await super().on_event(event)
                self._follow(target, 2)

    def _follow(self, target: Widget, rounds: int) -> None:
        self._under_way = self.Answered(target, rounds) if rounds else None
        if self._under_way and not target.post_message(self._under_way):
            self._under_way = None
