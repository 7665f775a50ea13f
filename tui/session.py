"""What a reviewer is doing now: the queue and its filter, the case being read, and the draft of a vote on it.

It knows the docket and nothing of screens. What is recorded goes through the writer, never from here.
"""

import time
from collections.abc import Callable, Iterable
from typing import NamedTuple

from msgspec.structs import replace

from store.acts import Draft
from store.case.view import CaseView
from store.docket import Docket, new_key
from store.errors import StoreError
from store.filters import EVERYTHING, Filter
from store.model import Case, Standing
from tui.draft_saver import DraftSaver
from tui.drafts import SavedDraft
from tui.pointer import Pointer
from tui.queue import Queue
from tui.theme import look

LINGER = 1.5
"""Seconds on a case from which on what was shown of it counts as opened rather than scrolled past."""


class Visit(NamedTuple):
    """Items of a case that were shown and not yet recorded as opened."""

    case: str
    items: list[str]
    others: bool = False


class Session:
    """One reviewer at one docket."""

    def __init__(
        self,
        docket: Docket,
        reviewer: str,
        drafts: DraftSaver,
        chosen: Filter = EVERYTHING,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.docket = docket
        self.reviewer = reviewer
        self.chosen = chosen
        self.queue = Queue(lambda rows: rows)
        self.reading: CaseView | None = None
        self.pointer: Pointer | None = None
        self.saved = SavedDraft(Draft(), new_key())
        self.counts: dict[Standing, int] = {}
        """How many cases of the whole docket stand where, when the queue was last found."""
        self.loaded = False
        """Whether the queue has been filled once."""
        self.problem = ""
        """Why the case under the cursor cannot be shown."""
        self.unfinished_notes: dict[str, str] = {}
        self._drafts = drafts
        self._clock = clock
        self._since = clock()
        self._shown: set[str] = set()
        self._saw_votes = False

    @property
    def searched(self) -> list[str]:
        """The free text of the filter, to be shown where it occurs."""
        return [term.value for term in self.chosen.terms if term.word == "text" and not term.negated and term.value]

    @property
    def read_only(self) -> str:
        """Why nothing can be recorded; empty if it can."""
        return next((trouble.sentence for trouble in self.docket.warnings() if trouble.read_only), "")

    # Reading

    def open_case(self) -> None:
        """Begin with the case under the cursor; `leave` comes before."""
        self._shown, self._saw_votes, self._since = set(), False, self._clock()
        self.reading, self.pointer = self._read(), None
        if self.reading is not None:
            self.pointer = Pointer(self.reading.case, self.docket.policy)
            self.saved = self._load(self.reading)

    def reread(self) -> list[str]:
        """Read the case again, as others may have acted on it; says what changed for the reader."""
        before, after = self.reading, self._read()
        if before is None or after is None or before.case.id != after.case.id or before == after:
            return []
        self.reading = after
        return self._changes(before, after)

    def shown(self, items: Iterable[str], *, votes: bool = False) -> None:
        """These items are on the screen, and with `votes` how others voted."""
        self._shown.update(items)
        self._saw_votes = self._saw_votes or votes

    def leave(self, *, at_once: bool = False) -> Visit | None:
        """What was opened in this visit and is not recorded yet; None if the case was only scrolled past.

        `at_once` counts it all the same: whoever acts on a case has read it. Seeing how others voted counts at once
        and anew, whatever was opened before: it ends the reader's blindness.
        """
        reading = self.reading
        if reading is None:
            return None
        told = reading.unseen and (at_once or self._clock() - self._since >= LINGER)
        if not (told or at_once or self._clock() - self._since >= LINGER):
            return None
        known = reading.opened
        items = [item.id for item in reading.case.evidence if item.id in self._shown - known]
        self._shown, self._saw_votes = set(), False
        return Visit(reading.case.id, items, told) if items or told else None

    def cite(self) -> str:
        """Cite where the pointer is, or take that citation back; says what was done."""
        passage = self.pointer.passage if self.pointer else None
        if passage is None:
            return "There is nothing to cite in this case."
        draft, cite = self.saved.draft, passage.cite
        taken_back = cite in draft.cites
        cites = tuple(one for one in draft.cites if one != cite) if taken_back else (*draft.cites, cite)
        self.keep(self.saved.changed(replace(draft, cites=cites)))
        return f"{'Citation taken back' if taken_back else 'Cited'}: {_counted(len(cites), 'citation')} in your draft."

    def keep(self, saved: SavedDraft) -> None:
        """Keep a draft on the case being read, on disk as well."""
        if self.reading is not None:
            self.keep_for(self.reading.case.id, saved)

    def keep_for(self, case_id: str, saved: SavedDraft) -> None:
        """Keep a draft on a case that may no longer be the one being read."""
        if self.reading is not None and self.reading.case.id == case_id:
            self.saved = saved = _rebased(saved, self.reading)
        self._drafts.save(case_id, saved)

    def drop(self, case_id: str) -> None:
        """The draft on this case has become a record: it is no longer needed."""
        self._drafts.drop(case_id)
        if self.reading is not None and self.reading.case.id == case_id:
            self.saved = _blank(self.reading)

    def _load(self, reading: CaseView) -> SavedDraft:
        saved = self._drafts.load(reading.case.id)
        return _rebased(saved, reading) if saved else _blank(reading)

    def _read(self) -> CaseView | None:
        row, self.problem = self.queue.current, ""
        if row is None:
            return None
        try:
            return self.docket.view(self.reviewer, row.id)
        except StoreError as error:
            self.problem = str(error)
            return None

    def _changes(self, before: CaseView, after: CaseView) -> list[str]:
        said = []
        if after.revision != before.revision:
            changed = ", ".join(after.changed) or "nothing that is shown"
            said.append(f"{after.case.id} has a new revision, which changed {changed}.")
            said += self._recite(before.case, after.case, after.revision)
        if after.standing is not before.standing:
            said.append(f"{after.case.id} now stands at {look(after.standing).word}.")
        return said

    def _recite(self, before: Case, after: Case, revision: int) -> list[str]:
        """Offsets into a text that has changed would quote something else: such citations are given up, and said."""
        self.pointer = _moved_pointer(self.pointer, after, self.docket)
        draft = self.saved.draft
        good = tuple(cite for cite in draft.cites if _text(before, cite.item) == _text(after, cite.item))
        lost = len(draft.cites) - len(good)
        self.keep(self.saved.changed(replace(draft, cites=good, revision=revision)))
        if not lost:
            return []
        return [f"{_counted(lost, 'citation')} of your draft quoted text that is no longer there: cite again."]


def _blank(reading: CaseView) -> SavedDraft:
    return SavedDraft(Draft(revision=reading.revision), new_key())


def _rebased(saved: SavedDraft, reading: CaseView) -> SavedDraft:
    """The draft on the revision being read. What it cited of an earlier one may quote something else: that goes."""
    if saved.draft.revision == reading.revision:
        return saved
    return saved.changed(replace(saved.draft, cites=(), revision=reading.revision))


def _moved_pointer(pointer: Pointer | None, case: Case, docket: Docket) -> Pointer:
    moved = Pointer(case, docket.policy)
    if pointer is not None and pointer.passage is not None:
        moved.move_to(pointer.passage.item, pointer.passage.start)
    return moved


def _text(case: Case, item_id: str) -> str | None:
    item = case.item(item_id)
    return item.text if item else None


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
