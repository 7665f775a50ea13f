"""The program in a process of its own that starts at once: the fork of one that has loaded it and done nothing else.

Loading takes longer than what most tests then do. Tests of the start, and of what is looked up while it loads (the
environment of Textual), run a process that begins with nothing.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
from multiprocessing.context import ForkServerProcess

_LOADED = ["tui.cli", "tui.screens.review_screen", "tui.vote.vote_form", "store.local.local_engine", "tests.pty.ready"]
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(_LOADED)


class Ready:
    """The part of `subprocess.Popen` that a terminal uses, of a program whose terminal is at a path."""

    def __init__(self, words: list[str], surroundings: dict[str, str], terminal: str) -> None:
        self._process: ForkServerProcess = _CONTEXT.Process(
            target=_run, args=(words, surroundings, os.getcwd(), terminal), daemon=True
        )
        self._process.start()
        assert self._process.pid
        self.pid = self._process.pid

    @property
    def returncode(self) -> int | None:
        """Its exit code, or minus the signal that ended it; None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """The same."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """The same once it has ended; raises `TimeoutExpired`."""
        self._process.join(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired("foureyes", timeout or 0)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Nothing is sent to what has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)


def _run(words: list[str], surroundings: dict[str, str], folder: str, terminal: str) -> None:
    os.login_tty(os.open(terminal, os.O_RDWR))
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(surroundings)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream = open(number, "w" if number else "r", encoding="utf-8", closefd=False)  # noqa: SIM115 - as Python's own
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.argv = ["foureyes", *words]
    from tui.cli import main

    main()
