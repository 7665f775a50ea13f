"""A person at the keyboard, with time in our hands: no test waits for a clock."""

import asyncio
import threading
from typing import Any

import textual.app
import textual.pilot
from textual._context import active_app
from textual._wait import SLEEP_GRANULARITY, wait_for_idle
from textual.app import App, ComposeResult
from textual.css.stylesheet import Stylesheet
from textual.message import Message
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tests.tui.styling import apply_known, parse_once
from tui.dialogs.guard import Guard
from tui.resting import Rest
from tui.screens import review_screen

TICK = 0.15
"""Seconds between two keys of somebody who types at a common pace."""

LONGEST = 10.0
"""Seconds after which a program that never has nothing to do is taken for one that goes on like that."""


async def idle(min_sleep: float = SLEEP_GRANULARITY, max_sleep: float = 1) -> None:
    """Wait until the program has nothing to do, and no longer; for Textual's own wait, which tests of screens live on.

    That one sleeps until the process computes next to nothing: 20 ms or more, three times for each key; and where a
    busy machine lets the process compute nothing, it takes that for idle. This one ends when no callback is ready, no
    timer due within those 20 ms and nothing to be painted, for which it waits no longer than Textual's does. While
    another thread works for the screen, which may be held up on purpose, Textual's is asked as well.
    """
    loop: Any = asyncio.get_running_loop()
    end = loop.time() + LONGEST
    painting, asked = max_sleep, False
    while loop.time() < end:
        await asyncio.sleep(0)
        if loop._ready:
            continue
        due = min((timer.when() for timer in loop._scheduled if not timer.cancelled()), default=end) - loop.time()
        if due < SLEEP_GRANULARITY:
            await asyncio.sleep(max(due, 0))
        elif painting > 0 and _paints():
            painting -= SLEEP_GRANULARITY / 20
            await asyncio.sleep(SLEEP_GRANULARITY / 20)
        elif not asked and _threads_work():
            asked = True
            await wait_for_idle(min_sleep, max_sleep)
        else:
            return


def _paints() -> bool:
    """Whether the screen has something to be drawn, or to be called once that is done; after the end it never is."""
    app = active_app.get()
    screen = app.screen_stack[-1] if app.screen_stack and not app._exit else None
    return screen is not None and bool(
        screen._layout_required or screen._repaint_required or screen._dirty_widgets or screen._callbacks
    )


def _threads_work() -> bool:
    """Whether something is read or written in another thread."""
    workers = [one for one in active_app.get().workers if not one.is_finished]
    return bool(workers) or any(one.name == "foureyes-writer" for one in threading.enumerate())


def _is_painted_later(screen: Screen[Any]) -> None:
    """Keep in mind what is to be drawn anew: nobody sees what is drawn between two letters, see `paint`."""
    if screen is screen.app.screen:
        screen._dirty_widgets.clear()
        screen.app._update_mouse_over(screen)
    else:
        _paints_now(screen)


def paint(app: App[Any]) -> None:
    """Draw what has changed since this was called last, with all filters of the app, as a program does at each frame.

    A third of what such tests compute went into frames that nobody looks at: one is drawn when somebody stops typing.
    """
    if app.screen_stack and not app._exit:
        app.screen._compositor.render_update(screen_stack=app._background_screens)


_paints_now = Screen._compositor_refresh
_asks_each = Pilot._wait_for_screen


async def _are_at_rest(pilot: Pilot[Any], timeout: float = 30.0) -> bool:
    """Wait until no widget has a message left: each is sent one more to see to that only where one is not waiting."""
    app = pilot.app
    pumps = [app, *app.screen.walk_children(with_self=True)] if app.screen_stack else []
    if pumps and not app._exit and not app._exception_event.is_set() and all(map(_waits, pumps)):
        return True
    return await _asks_each(pilot, timeout)


def _waits(pump: MessagePump) -> bool:
    """Whether it has done all that it was told to."""
    ready: Any = pump._message_queue.ready_event
    return bool(ready._waiters) and not ready.is_set()


class NoRest(Rest):
    """What a program keeps until it ends, a run of tests would keep of each."""

    def begin(self) -> None:
        """Keep nothing."""


textual.app.wait_for_idle = textual.pilot.wait_for_idle = idle  # type: ignore[attr-defined]
Screen._compositor_refresh = _is_painted_later  # type: ignore[method-assign]
Pilot._wait_for_screen = _are_at_rest  # type: ignore[method-assign]
Stylesheet._parse_rules, Stylesheet.apply = parse_once, apply_known  # type: ignore[method-assign]
vars(review_screen)["Rest"] = NoRest


class Typist:
    """Presses keys at a pace; `guard` is a guard that lives on this person's time."""

    def __init__(self) -> None:
        self.now = 100.0
        self.pilot: Pilot[None]
        self.guard = Guard(self._clock)

    def _clock(self, _message: Message) -> float:
        return self.now

    def waits(self, seconds: float) -> None:
        """Time goes by."""
        self.now += seconds

    async def presses(self, *keys: str, every: float = TICK) -> None:
        """Press keys one after the other, this many seconds apart, the first as long after what was before."""
        for key in keys:
            await self.hits(key, every)
        paint(self.pilot.app)

    async def hits(self, key: str, after: float = TICK) -> None:
        """Press one key, and do not look up."""
        self.now += after
        await self.pilot.press(key)

    async def types(self, text: str, every: float = TICK) -> None:
        """Type a text."""
        await self.presses(*text, every=every)

    async def reads(self) -> None:
        """Wait for the screen to be drawn and read it."""
        await self.pilot.pause()
        paint(self.pilot.app)
        self.now += 2


def strips(screen: Screen[Any]) -> list[Strip]:
    """The lines of the screen as they would be drawn, after all filters of the app."""
    return screen._compositor.render_strips()


def shown(screen: Screen[Any]) -> str:
    """The characters of the screen as they would be drawn, line by line."""
    return "\n".join("".join(segment.text for segment in strip) for strip in strips(screen))


class Stage(App[None]):
    """An app that shows one dialog and keeps what it gives back."""

    def __init__(self, dialog: Screen[Any]) -> None:
        super().__init__()
        self.dialog = dialog
        self.given: list[object] = []

    def on_mount(self) -> None:
        """Open the dialog."""
        self.push_screen(self.dialog, self.given.append)


class OneWidget(App[None]):
    """An app that shows one widget."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget

    def compose(self) -> ComposeResult:
        """Nothing else."""
        yield self.widget
