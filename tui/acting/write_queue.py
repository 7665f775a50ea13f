"""One queue for everything that is recorded, so that the screen never waits on a disk and nothing overtakes."""

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from store.errors import Busy
from store.model import Refusal
from store.records import Record

WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds to wait before each further try while somebody else holds the docket."""


class Job(NamedTuple):
    """One thing to record: `label` is what people call it, `run` does it, `key` makes doing it again harmless."""

    label: str
    run: Callable[[], Record | Refusal]
    key: str


class Done(NamedTuple):
    """What became of a job: the record, a refusal, or the error; one that is no `StoreError` is a fault of ours."""

    job: Job
    answer: Record | Refusal | Exception


class WriteQueue:
    """Runs jobs one by one, in the order in which they were submitted, in a thread that lives while there is work.

    The thread is not a daemon: the interpreter does not end before the last submitted job has run. `done` is called
    in that thread and must not wait for the thread that drains: post a message, do not call and wait.
    """

    def __init__(self, done: Callable[[Done], object], sleep: Callable[[float], None] = time.sleep) -> None:
        self._done = done
        self._sleep = sleep
        self._jobs: deque[Job] = deque()
        self._pending = 0
        self._working = False
        self._changed = threading.Condition()

    @property
    def pending(self) -> int:
        """How many submitted jobs have not been answered yet."""
        with self._changed:
            return self._pending

    def submit(self, job: Job) -> None:
        """Put a job at the end of the queue; returns at once. The same job may be submitted again."""
        with self._changed:
            self._jobs.append(job)
            self._pending += 1
            self._start()

    def drain(self, timeout: float) -> bool:
        """Wait until every job is answered, at most `timeout` seconds; whether that is so."""
        with self._changed:
            return self._changed.wait_for(lambda: self._pending == 0, timeout)

    def _start(self) -> None:
        if not self._working:
            self._working = True
            threading.Thread(target=self._work, name="foureyes-writer", daemon=False).start()

    def _work(self) -> None:
        while job := self._next():
            told = False
            try:
                self._done(Done(job, self._answer(job)))
                told = True
            finally:
                if not told:
                    self._hand_over()
                self._answered()

    def _next(self) -> Job | None:
        with self._changed:
            if self._jobs:
                return self._jobs.popleft()
            self._working = False
            return None

    def _hand_over(self) -> None:
        """Should `done` fail, this thread ends with its error; another one does the jobs that are left."""
        with self._changed:
            self._working = False
            if self._jobs:
                self._start()

    def _answered(self) -> None:
        with self._changed:
            self._pending -= 1
            self._changed.notify_all()

    def _answer(self, job: Job) -> Record | Refusal | Exception:
        try:
            return self._run(job)
        except Exception as error:  # noqa: BLE001 - the edge of the worker: the screen is told of every error
            return error

    def _run(self, job: Job) -> Record | Refusal:
        """Run a job; who finds the docket busy waits a little, a few times."""
        for wait in WAITS:
            try:
                return job.run()
            except Busy:
                self._sleep(wait)
        return job.run()
