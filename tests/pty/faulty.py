"""`faulty.py FAULT ARGUMENT...`: the program with one fault in it, whose message and local variables hold case data.

The fault comes with the key `n` where it does not come at the start. The product has no switch for this.
"""

import asyncio
import errno
import io
import itertools
import os
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

SECRET = "SSN 123-45-6789"


class Fault(Exception):
    """Shows its secret in every way there is."""

    def __rich__(self) -> str:
        return SECRET


def fails(*_: object, **__: object) -> Any:
    """Fail, with case data in the message, in the local variables and in the cause."""
    secret = SECRET
    try:
        raise KeyError(secret)
    except KeyError as error:
        raise Fault(f"{secret} belongs to Darya Example") from error


def with_key(arm: Callable[[Any], object]) -> None:
    """Let the key `n` do something else."""
    from tui.screens.review_screen import ReviewScreen

    ReviewScreen.action_next_case = lambda self: arm(self)  # type: ignore[method-assign]


def in_a_key() -> None:
    """In the method that a key runs."""
    with_key(fails)


def in_drawing() -> None:
    """While a line is drawn."""
    from tui.widgets.case_pane import CasePane

    def arm(screen: Any) -> None:
        CasePane.render_line = fails  # type: ignore[method-assign]
        screen.query_one(CasePane).refresh()

    with_key(arm)


def on_the_line() -> None:
    """Where the terminal refuses what is drawn, once."""
    armed: list[Any] = []

    class Refusing(io.FileIO):
        def write(self, data: Any) -> int:
            if armed:
                armed.pop()
                raise OSError(SECRET)
            return super().write(data)

    vars(io)["FileIO"] = Refusing  # before a driver is made of it

    def arm(screen: Any) -> None:
        armed.append(None)
        screen.refresh()

    with_key(arm)


def in_a_thread() -> None:
    """In a thread of the screen."""
    from store.docket import Docket

    def arm(screen: Any) -> None:
        Docket.page = fails  # type: ignore[method-assign]
        screen.take_in()

    with_key(arm)


def in_a_parser() -> None:
    """In what makes keys of bytes."""
    from textual._xterm_parser import XTermParser

    def arm(_: Any) -> None:
        XTermParser.feed = fails  # type: ignore[method-assign]

    with_key(arm)


def read_by_others() -> None:
    """Where every second time another program has read what had come: a terminal that does not wait says so."""
    from tui.terminal import terminal_driver

    calls = itertools.count()

    def races(terminal: int, most: int) -> bytes:
        if next(calls) % 2:
            raise BlockingIOError(errno.EAGAIN, SECRET)
        return os.read(terminal, most)

    vars(terminal_driver)["os"] = SimpleNamespace(read=races)


def in_a_timer() -> None:
    """In what a timer calls."""
    with_key(lambda screen: screen.set_timer(0.05, fails))


def in_a_message() -> None:
    """In what a thread has the app call."""
    from tui.watching import WatchingApp

    WatchingApp._looked = fails  # type: ignore[method-assign]


def in_a_task() -> None:
    """In a task that nobody waits for."""

    async def failing() -> None:
        fails()

    def arm(_: Any) -> None:
        asyncio.get_running_loop().create_task(failing())

    with_key(arm)


def in_a_job() -> None:
    """In a job of the writer that casts a vote."""
    from store.acts import CastVote
    from store.docket import Docket

    act = Docket.act

    def voting_fails(docket: Docket, reviewer: str, case: str, request: Any, key: str = "") -> Any:
        return fails() if isinstance(request, CastVote) else act(docket, reviewer, case, request, key)

    Docket.act = voting_fails  # type: ignore[method-assign]


def in_the_writer() -> None:
    """In the writer's thread itself, where it tells how a job ended."""
    from tui.acting.write_queue import WriteQueue

    made = WriteQueue.__init__
    WriteQueue.__init__ = lambda self, _done: made(self, fails)  # type: ignore[method-assign,misc]


def in_the_drafts() -> None:
    """In the thread that keeps the drafts, once there is one."""
    from tui.acting.drafts import Drafts

    with_key(lambda _: setattr(Drafts, "save", fails))


def at_the_start() -> None:
    """Before there is a screen."""
    from tui import app

    vars(app)["Session"] = fails


def in_composing() -> None:
    """While the screen is put together."""
    from tui.screens.review_screen import ReviewScreen

    ReviewScreen.compose = fails  # type: ignore[method-assign]


def in_opening() -> None:
    """While the docket is opened."""
    from store import opening

    opening.open_docket = fails


def at_the_end() -> None:
    """While the program ends."""
    from tui.acting.write_queue import WriteQueue

    WriteQueue.drain = fails  # type: ignore[method-assign]


if __name__ == "__main__":
    from tui.cli import main

    globals()[sys.argv.pop(1)]()
    main()
