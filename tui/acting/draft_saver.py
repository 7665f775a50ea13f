"""Keeps drafts without a key waiting for the disk: the newest of each is written in a thread, in order.

A reviewer may have the program open twice. What the other one wrote last is what is on the disk: dropping the own draft
leaves that there.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Lock

from tui.acting.drafts import Drafts, SavedDraft
from tui.crash import report


class DraftSaver:
    """The drafts of one reviewer at one docket. `told` gets a sentence, in the thread, when the disk would not."""

    def __init__(self, drafts: Drafts, store_id: str, reviewer: str, told: Callable[[str], object]) -> None:
        self._drafts, self._store_id, self._reviewer, self._told = drafts, store_id, reviewer, told
        self._newest: dict[tuple[str, str], SavedDraft | None] = {}
        self._keys: dict[tuple[str, str], str] = {}
        """Of the drafts that were last read or written here."""
        self.kept = drafts.kept(store_id, reviewer)
        """The cases that have drafts, on disk or not yet, and of which kinds."""
        self._lock = Lock()
        self._thread = ThreadPoolExecutor(1, "foureyes-drafts")

    def load(self, case: str, kind: str = "") -> SavedDraft | None:
        """The draft of a kind on a case, on disk or not yet."""
        with self._lock:
            if (case, kind) in self._newest:
                return self._newest[case, kind]
        saved = self._drafts.load(self._store_id, self._reviewer, case, kind)
        if saved is not None:
            self._keys[case, kind] = saved.key
        return saved

    def save(self, case: str, saved: SavedDraft, kind: str = "") -> None:
        """Keep a draft; an empty one need not be kept."""
        self._change(case, kind, saved if saved.written else None)

    def drop(self, case: str, kind: str = "") -> None:
        """The draft is no longer needed."""
        self._change(case, kind, None)

    def unsaved(self) -> int:
        """How many drafts are not on disk, after they were tried again; waits for that."""
        with self._lock:
            left = [*self._newest]
        for case, kind in left:
            self._thread.submit(self._write, case, kind).add_done_callback(self._written)
        self._thread.submit(int).result()
        with self._lock:
            return sum(saved is not None for saved in self._newest.values())

    def close(self) -> None:
        """Wait until all is written."""
        self._thread.shutdown()

    def _change(self, case: str, kind: str, saved: SavedDraft | None) -> None:
        kinds = self.kept.setdefault(case, set())
        with self._lock:
            self._newest[case, kind] = saved
        (kinds.discard if saved is None else kinds.add)(kind)
        if not kinds:
            del self.kept[case]
        self._thread.submit(self._write, case, kind).add_done_callback(self._written)

    def _written(self, done: Future[None]) -> None:
        """An executor keeps what its jobs raise to itself: nobody would hear that the draft is not kept."""
        fault = done.exception()
        if isinstance(fault, Exception):
            with suppress(OSError):
                report(fault)
            kept = "it lives only as long as this program"
            self._told(f"The draft is not on disk (a fault of the program, {type(fault).__name__}): {kept}.")

    def _write(self, case: str, kind: str) -> None:
        with self._lock:
            if (case, kind) not in self._newest:
                return
            saved = self._newest[case, kind]
        if saved is None:
            self._drafts.drop(self._store_id, self._reviewer, case, kind, self._keys.get((case, kind), ""))
        elif problem := self._drafts.save(self._store_id, self._reviewer, case, saved, kind):
            self._told(problem)
            return  # it lives on here, as was said
        else:
            self._keys[case, kind] = saved.key
        with self._lock:
            if self._newest.get((case, kind)) is saved:
                self._newest.pop((case, kind), None)
