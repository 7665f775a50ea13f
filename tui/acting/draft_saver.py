"""Keeps drafts without a key waiting for the disk: the newest of each is written in a thread, in order.

A reviewer may have the program open twice. What the other one wrote last is what is on the disk: nothing is written
over it, nor is it dropped with the own draft. It is set aside as a second draft, and that is said.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Lock

from store.text import visible
from tui.acting.drafts import Drafts, SavedDraft, asides
from tui.crash import report

ALSO_ELSEWHERE = "{on} draft was also written in another window. Both are kept: My day (D) lists them."
TOO_MANY = "The draft is not on disk (too many windows wrote it): My day (D) lists what they wrote, to be dropped."


class DraftSaver:
    """The drafts of one reviewer at one docket. `told` gets a sentence, in the thread, when the disk would not."""

    def __init__(self, drafts: Drafts, store_id: str, reviewer: str, told: Callable[[str], object]) -> None:
        self._drafts, self._store_id, self._reviewer, self._told = drafts, store_id, reviewer, told
        self._newest: dict[tuple[str, str], SavedDraft | None] = {}
        self._own: dict[tuple[str, str], SavedDraft] = {}
        """Those that were last taken up or written here."""
        self.kept = drafts.kept(store_id, reviewer)
        """The cases that have drafts, on disk or not yet, and of which kinds."""
        self._lock = Lock()
        self._thread = ThreadPoolExecutor(1, "foureyes-drafts")

    def load(self, case: str, kind: str = "") -> SavedDraft | None:
        """The draft of a kind on a case, on disk or not yet, to be written on: what is saved next takes its place."""
        with self._lock:
            if (case, kind) in self._newest:
                return self._newest[case, kind]
        saved, own = self._read(case, kind), self._own.pop((case, kind), None)
        if saved is not None:
            self._own[case, kind] = saved
            self._list(case, {kind})
            if own is not None and own.key != saved.key:
                beside = {one for one in asides(kind) if (other := self._read(case, one)) and other.key == own.key}
                if beside:
                    self._tell_of_two(case, {kind, *beside})
        return saved

    def seen(self, case: str, kind: str = "") -> SavedDraft | None:
        """The same draft, to be read only: a form in which another is written does not take its place."""
        with self._lock:
            if (case, kind) in self._newest:
                return self._newest[case, kind]
        return self._read(case, kind)

    def own(self, case: str, kind: str = "") -> SavedDraft | None:
        """The draft as it was last taken up or saved here, whatever another window wrote since."""
        with self._lock:
            return self._newest[case, kind] if (case, kind) in self._newest else self._own.get((case, kind))

    def save(self, case: str, saved: SavedDraft, kind: str = "") -> None:
        """Keep a draft; an empty one need not be kept."""
        self._change(case, kind, saved if saved.written else None)

    def drop(self, case: str, kind: str = "", saved: SavedDraft | None = None) -> None:
        """The draft that was last taken up or saved here, or else `saved`, is no longer needed."""
        if saved is not None:
            self._own[case, kind] = saved
        if kind in self.kept.get(case, ()) or (case, kind) in self._own:
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
        with self._lock:
            self._newest[case, kind] = saved
        self._list(case, {kind} if saved is not None else set(), without={kind})
        self._thread.submit(self._write, case, kind).add_done_callback(self._written)

    def _list(self, case: str, kinds: Iterable[str], without: Iterable[str] = ()) -> None:
        """Others read `kept` meanwhile: it is another one with each change."""
        with self._lock:
            listed = self.kept.get(case, set()).difference(without).union(kinds)
            others = {one: of for one, of in self.kept.items() if one != case}
            self.kept = {**others, case: listed} if listed else others

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
            self._drop(case, kind)
        elif problem := self._set_aside(case, kind, saved) or self._save(case, kind, saved):
            self._told(problem)
            return  # it lives on here, as was said
        with self._lock:
            if saved is not None:
                self._own[case, kind] = saved
            if self._newest.get((case, kind)) is saved:
                self._newest.pop((case, kind), None)

    def _set_aside(self, case: str, kind: str, saved: SavedDraft) -> str | None:
        """Set aside what another window wrote since, if it did: where that window set aside what stood here."""
        there, own = self._read(case, kind), self._own.get((case, kind))
        if there is None or there.key in (saved.key, own.key if own else "") or there.says_as(saved):
            return None
        beside = {one: self._read(case, one) for one in asides(kind)}
        ours = [one for one, other in beside.items() if own and other and other.key == own.key]
        free = [one for one, other in beside.items() if other is None]
        if not (ours or free):
            return TOO_MANY
        aside = (ours or free)[0]
        if problem := self._save(case, aside, there):
            return problem
        self._tell_of_two(case, {kind, aside})
        return None

    def _tell_of_two(self, case: str, kinds: set[str]) -> None:
        self._list(case, kinds)
        self._told(ALSO_ELSEWHERE.format(on=f"{visible(case)}: this" if case else "This"))

    def _drop(self, case: str, kind: str) -> None:
        """Drop the own draft, wherever it lies by now; what lies there besides is listed."""
        own, left = self._own.pop((case, kind), None), set[str]()
        for one in (kind, *asides(kind)):
            self._drafts.drop(self._store_id, self._reviewer, case, one, own.key if own else "")
            if self._read(case, one):
                left.add(one)
        self._list(case, left, asides(kind))

    def _read(self, case: str, kind: str) -> SavedDraft | None:
        return self._drafts.load(self._store_id, self._reviewer, case, kind)

    def _save(self, case: str, kind: str, saved: SavedDraft) -> str | None:
        return self._drafts.save(self._store_id, self._reviewer, case, saved, kind)
