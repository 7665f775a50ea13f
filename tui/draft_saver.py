"""Keeps drafts without a key waiting for the disk: the newest of each case is written in a thread, in order."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Lock

from tui.crash import report
from tui.drafts import Drafts, SavedDraft


class DraftSaver:
    """The drafts of one reviewer at one docket. `told` gets a sentence, in the thread, when the disk would not."""

    def __init__(self, drafts: Drafts, store_id: str, reviewer: str, told: Callable[[str], object]) -> None:
        self._drafts, self._store_id, self._reviewer, self._told = drafts, store_id, reviewer, told
        self._newest: dict[str, SavedDraft | None] = {}
        self.cases = drafts.cases(store_id, reviewer)
        """The cases that have a draft, written or not."""
        self._lock = Lock()
        self._thread = ThreadPoolExecutor(1, "foureyes-drafts")

    def load(self, case: str) -> SavedDraft | None:
        """The draft on a case, written or not."""
        with self._lock:
            if case in self._newest:
                return self._newest[case]
        return self._drafts.load(self._store_id, self._reviewer, case)

    def save(self, case: str, saved: SavedDraft) -> None:
        """Keep a draft; an empty one need not be kept."""
        self._change(case, saved if saved.written else None)

    def drop(self, case: str) -> None:
        """The draft is no longer needed."""
        self._change(case, None)

    def close(self) -> None:
        """Wait until all is written."""
        self._thread.shutdown()

    def _change(self, case: str, saved: SavedDraft | None) -> None:
        with self._lock:
            self._newest[case] = saved
            (self.cases.discard if saved is None else self.cases.add)(case)
        self._thread.submit(self._write, case).add_done_callback(self._written)

    def _written(self, done: Future[None]) -> None:
        """An executor keeps what its jobs raise to itself: nobody would hear that the draft is not kept."""
        fault = done.exception()
        if isinstance(fault, Exception):
            with suppress(OSError):
                report(fault)
            kept = "it lives only as long as this program"
            self._told(f"The draft is not on disk (a fault of the program, {type(fault).__name__}): {kept}.")

    def _write(self, case: str) -> None:
        with self._lock:
            if case not in self._newest:
                return
            saved = self._newest[case]
        if saved is None:
            self._drafts.drop(self._store_id, self._reviewer, case)
        elif problem := self._drafts.save(self._store_id, self._reviewer, case, saved):
            self._told(problem)
        with self._lock:
            if self._newest.get(case) is saved:
                self._newest.pop(case, None)
