"""Everything that is submitted is done, in order, and everything that happens is told."""

import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from store.acts import Note
from store.errors import Busy, NotSaved
from store.model import Refusal
from store.records import Record
from tests.processes import CEILING
from tui.acting.write_queue import WAITS, Done, Job, WriteQueue

SOON = 10.0


def record(number: int) -> Record:
    return Record(
        number, datetime(2024, 1, 1, tzinfo=UTC), date(2024, 1, 1), "anna", f"k{number}", Note("seen"), "RP-0001"
    )


def job(run: Callable[[], Record | Refusal], key: str = "k") -> Job:
    return Job("note", run, key)


class Told:
    """Collects what the writer says."""

    def __init__(self) -> None:
        self.done: list[Done] = []
        self.queue = WriteQueue(self.done.append, sleep=lambda _: None)

    @property
    def answers(self) -> list[object]:
        return [one.answer for one in self.done]


def test_jobs_run_one_by_one_in_their_order() -> None:
    told, running, overlaps = Told(), threading.Lock(), []

    def run(number: int) -> Record:
        overlaps.append(not running.acquire(blocking=False))
        running.release()
        return record(number)

    for number in range(200):
        told.queue.submit(job(lambda number=number: run(number)))  # type: ignore[misc]
    assert told.queue.drain(SOON)
    assert [answer.seq for answer in told.answers] == list(range(200))  # type: ignore[attr-defined]
    assert not any(overlaps)
    assert told.queue.pending == 0


def test_submitting_never_waits_and_pending_counts_what_is_unanswered() -> None:
    told, gate = Told(), threading.Event()

    def slow() -> Record:
        gate.wait(SOON)
        return record(1)

    told.queue.submit(job(slow))
    told.queue.submit(job(lambda: record(2)))
    assert told.queue.pending == 2
    assert not told.queue.drain(0)
    gate.set()
    assert told.queue.drain(SOON)
    assert told.answers == [record(1), record(2)]


def test_a_refusal_is_an_answer() -> None:
    told, refusal = Told(), Refusal("voted", "You have voted.")
    told.queue.submit(job(lambda: refusal))
    assert told.queue.drain(SOON)
    assert told.answers == [refusal]


def test_busy_is_tried_again_until_it_works() -> None:
    told, tries = Told(), []

    def run() -> Record:
        tries.append(1)
        if len(tries) < 4:
            raise Busy("Somebody else holds the docket.")
        return record(1)

    told.queue.submit(job(run))
    assert told.queue.drain(SOON)
    assert told.answers == [record(1)]
    assert len(tries) == 4


def test_busy_for_too_long_is_reported_and_the_job_may_be_submitted_again() -> None:
    waits: list[float] = []
    done: list[Done] = []
    queue = WriteQueue(done.append, sleep=waits.append)
    holder = [True]

    def run() -> Record:
        if holder:
            raise Busy("Somebody else holds the docket.")
        return record(1)

    queue.submit(job(run))
    assert queue.drain(SOON)
    assert isinstance(done[0].answer, Busy)
    assert waits == list(WAITS)
    holder.clear()
    queue.submit(done[0].job)
    assert queue.drain(SOON)
    assert done[1].answer == record(1)


@pytest.mark.parametrize("error", [NotSaved("The disk is full."), ZeroDivisionError("a fault of ours")])
def test_an_error_is_told_and_stops_nothing(error: Exception) -> None:
    told = Told()

    def fail() -> Record:
        raise error

    told.queue.submit(job(fail))
    told.queue.submit(job(lambda: record(2)))
    assert told.queue.drain(SOON)
    assert told.answers == [error, record(2)]


def test_a_screen_that_is_gone_costs_no_job_and_is_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[int] = []
    loud: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", loud.append)
    gate = threading.Event()

    def run(number: int) -> Record:
        gate.wait(SOON)
        ran.append(number)
        return record(number)

    def gone(_done: Done) -> None:
        raise RuntimeError("no app")

    queue = WriteQueue(gone)
    for number in range(3):
        queue.submit(job(lambda number=number: run(number)))  # type: ignore[misc]
    gate.set()
    assert queue.drain(SOON)
    for thread in threading.enumerate():
        if thread.name == "foureyes-writer":
            thread.join(SOON)
    assert ran == [0, 1, 2]
    assert len(loud) == 3


def test_many_threads_may_submit() -> None:
    told = Told()

    def submit() -> None:
        for _ in range(50):
            told.queue.submit(job(lambda: record(1)))

    threads = [threading.Thread(target=submit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.queue.drain(SOON)
    assert len(told.done) == 400


def test_the_program_does_not_end_before_the_last_job() -> None:
    program = (
        "import time\n"
        "from tui.acting.write_queue import Job, WriteQueue\n"
        "def run():\n"
        "    time.sleep(0.2)\n"
        "    print('recorded', flush=True)\n"
        "WriteQueue(lambda done: None).submit(Job('vote', run, 'k'))\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=CEILING)
    assert ended.stdout == "recorded\n"
