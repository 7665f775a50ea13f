"""A person at the keyboard, with time in our hands: no test waits for a clock."""

from typing import Any

from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tui.dialogs.guard import Guard

TICK = 0.15
"""Seconds between two keys of somebody who types at a common pace."""


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
            self.now += every
            await self.pilot.press(key)

    async def types(self, text: str, every: float = TICK) -> None:
        """Type a text."""
        await self.presses(*text, every=every)

    async def reads(self) -> None:
        """Wait for the screen to be drawn and read it."""
        await self.pilot.pause()
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
