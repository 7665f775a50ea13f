"""An app that says nothing about its data when it fails.

Python prints the message of an error that ends a thread or a task, and Textual the local variables of every frame:
they hold case data. `panic`, `_handle_exception` and `_fatal_error` are Textual's own methods.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import RenderableType
from rich.text import Text
from textual.app import App
from textual.message import Message

from store.errors import StoreError
from tui.crash import report
from tui.output import say


class InputFailed(Exception):
    """The thread that reads the keys has ended with an error."""


class GuardedApp(App[None], inherit_bindings=False):
    """Ends with exit code 1, one sentence and a report without data, wherever the error came up.

    An error of the store is no fault of the program: it is left in `failure`, for whoever runs the app to raise.
    """

    class Failed(Message):
        """A thread or a task has ended with an error that nobody waits for."""

        def __init__(self, error: Exception) -> None:
            super().__init__()
            self.error = error

    @property
    def failure(self) -> StoreError | None:
        """What became of the docket, where that has ended the app."""
        return self._exception if isinstance(self._exception, StoreError) else None

    @contextmanager
    def minding_threads(self) -> Iterator[None]:
        """While this lasts, an error that ends a thread comes here."""
        threading.excepthook = self._thread_failed
        try:
            yield
        finally:
            threading.excepthook = threading.__excepthook__

    def on_load(self) -> None:
        """Errors of tasks come here as well."""
        asyncio.get_running_loop().set_exception_handler(self._task_failed)

    def _thread_failed(self, args: threading.ExceptHookArgs) -> None:
        """A thread has ended with an error: the screen cannot know what is recorded any more, so it ends too."""
        if isinstance(args.exc_value, Exception):
            self._failed(args.exc_value)

    def on_guarded_app_failed(self, event: Failed) -> None:
        """End."""
        self._handle_exception(event.error)

    def _task_failed(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, Exception):
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        if self.post_message(self.Failed(error)):
            return
        self._return_code = 1
        if isinstance(error, StoreError):
            self._exception = self._exception or error
            return
        for line in _farewell(error).split("\n"):
            say(line)

    def panic(self, *renderables: RenderableType) -> None:
        """Textual calls this with a traceback when the thread that reads the keys fails."""
        self._handle_exception(InputFailed())

    def _handle_exception(self, error: Exception) -> None:
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            if self.failure is None:
                self._exit_renderables.append(Text(_farewell(error)))  # of several Textual prints one, and an advice
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        self._return_code = 1
        self._exit_renderables.append(Text("foureyes stopped because of a fault in the program."))
        self._close_messages_no_wait()


def _farewell(error: Exception) -> str:
    said = f"foureyes stopped because of a fault in the program ({type(error).__name__}). What was recorded is safe."
    try:
        return f"{said}\nA report without case data: {report(error)}"
    except OSError:
        return said
