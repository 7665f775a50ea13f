"""What a reviewer has recorded: jobs for the writer, and sentences that say how each ended."""

from typing import NamedTuple

from store.acts import Adjudicate, AnyRequest, CastVote, Cite, Open, Unmask, Withdraw, WriteNote
from store.docket import Docket, new_key
from store.errors import StoreError
from store.model import Refusal
from store.records import Record
from tui.drafts import SavedDraft
from tui.session import Visit
from tui.write_queue import Done, Job, WriteQueue

MOVES = ("vote", "resolution", "withdrawal")
"""What moves a case from one standing to another."""


class Ended(NamedTuple):
    """How a job ended. `failed` must be told loudly; `quiet` need not be told at all.

    `fault` is an error of the program, whose text may hold case data and is never shown.
    """

    case: str
    kind: str
    sentence: str
    failed: bool
    quiet: bool = False
    fault: Exception | None = None


class Submissions:
    """Submits what one reviewer records on a docket."""

    def __init__(self, docket: Docket, reviewer: str, writer: WriteQueue) -> None:
        self._docket, self._reviewer, self._writer = docket, reviewer, writer
        self._sent: dict[str, tuple[str, str]] = {}

    @property
    def pending(self) -> int:
        """How many jobs are not answered yet."""
        return self._writer.pending

    def sending(self, case: str) -> str:
        """What is being recorded on this case right now, a vote or the like; empty if nothing is."""
        return next((kind for one, kind in self._sent.values() if one == case and kind in MOVES), "")

    def vote(self, case: str, saved: SavedDraft) -> None:
        """Cast a vote."""
        self._act(case, "vote", CastVote(saved.draft), saved.key)

    def adjudicate(self, case: str, saved: SavedDraft) -> None:
        """Settle a conflict."""
        self._act(case, "resolution", Adjudicate(saved.draft), saved.key)

    def withdraw(self, case: str) -> None:
        """Take the own vote back."""
        self._act(case, "withdrawal", Withdraw())

    def note(self, case: str, text: str, cite: Cite | None) -> None:
        """Write a note."""
        self._act(case, "note", WriteNote(text, cite))

    def unmask(self, case: str, fields: list[str]) -> None:
        """Ask for masked fields."""
        self._act(case, "request to see", Unmask(tuple(fields)))

    def opened(self, visit: Visit) -> None:
        """Say which items were opened."""
        self._act(visit.case, "opening", Open(tuple(visit.items), visit.others))

    def ended(self, done: Done) -> Ended:
        """How a job ended, in a sentence."""
        case, kind = self._sent.pop(done.job.key, ("", "record"))
        match done.answer:
            case Record():
                return Ended(case, kind, f"{case}: {kind} recorded.", failed=False, quiet=kind == "opening")
            case Refusal(sentence=sentence, missing=missing):
                why = " ".join([sentence, *(lack.sentence for lack in missing)])
                return Ended(case, kind, f"{case}: {kind} not recorded. {why}", failed=True)
            case StoreError() as error:
                return Ended(case, kind, f"{case}: {kind} not recorded. {error}", failed=True)
            case fault:
                said = f"{case}: {kind} not recorded: a fault of the program ({type(fault).__name__})."
                return Ended(case, kind, said, failed=True, fault=fault)

    def _act(self, case: str, kind: str, request: AnyRequest, key: str = "") -> None:
        key = key or new_key()
        self._sent[key] = (case, kind)
        self._writer.submit(Job(f"{kind} on {case}", lambda: self._docket.act(self._reviewer, case, request, key), key))
