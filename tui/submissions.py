"""What a reviewer has recorded: jobs for the write queue, and sentences that say how each ended."""

from functools import partial
from typing import NamedTuple

from store.acts import Adjudicate, AnyRequest, CastVote, Cite, Open, Withdraw, WriteNote
from store.docket import Docket, new_key
from store.errors import StoreError
from store.model import Refusal
from store.records import Record
from store.text import clip, visible
from tui.drafts import SavedDraft
from tui.offers import OFFERS
from tui.session import Opening
from tui.write_queue import Done, Job, WriteQueue

STAYS = ("note", "request to see", "opening")
"""What changes no row of the queue, and keeps nobody from acting on the case while it is being recorded."""
KEPT = tuple(one.kind for one in OFFERS)
"""What is written in a form that is kept until it is recorded."""
ECHOED = ("ruling", "stay", "hearing", "assignment")
"""What is told with what was chosen in its form: a slip there would be seen by nobody for long."""
DRAFTED = ("vote", "resolution")
"""What is written as a draft first."""


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

    def __init__(self, docket: Docket, reviewer: str, write_queue: WriteQueue) -> None:
        self._docket, self._reviewer, self._write_queue = docket, reviewer, write_queue
        self._sent: dict[str, tuple[str, str]] = {}

    @property
    def pending(self) -> int:
        """How many jobs are not answered yet."""
        return self._write_queue.pending

    def sending(self, case: str) -> str:
        """What is being recorded on this case right now, a vote or the like; empty if nothing is."""
        return next((kind for one, kind in self._sent.values() if one == case and kind not in STAYS), "")

    def vote(self, case: str, saved: SavedDraft) -> None:
        """Cast a vote."""
        self._act(case, "vote", CastVote(saved.draft), saved.key)

    def adjudicate(self, case: str, saved: SavedDraft) -> None:
        """Settle a conflict."""
        self._act(case, "resolution", Adjudicate(saved.draft), saved.key)

    def withdraw(self, case: str) -> None:
        """Take the own vote back."""
        self._act(case, "withdrawal", Withdraw())

    def act(self, case: str, kind: str, request: AnyRequest) -> None:
        """Record any other act; `kind` is the word for it."""
        self._act(case, kind, request)

    def note(self, case: str, text: str, cite: Cite | None) -> None:
        """Write a note."""
        self._act(case, "note", WriteNote(text, cite))

    def opened(self, opening: Opening) -> None:
        """Say what was opened; what is submitted after it is recorded after it."""
        self._act(opening.case, "opening", Open(opening.items, opening.others, opening.revision))

    def ended(self, done: Done) -> Ended:
        """How a job ended, in a sentence."""
        case, kind = self._sent.pop(done.job.key, ("", "record"))
        kept = " Your draft is kept." if kind in DRAFTED else " What you wrote is kept." if kind in KEPT else ""
        match done.answer:
            case Record():
                on = "  n goes on to the next case." if kind in DRAFTED else ""
                said = f"{case}: {kind} recorded{self._echo(kind, done.answer)}.{on}"
                return Ended(case, kind, said, failed=False, quiet=kind == "opening")
            case Refusal(missing=missing) if kind == "opening" and {one.code for one in missing} == {"revised"}:
                return Ended(case, kind, f"{case}: another revision came before this was recorded.", False, quiet=True)
            case Refusal(sentence=sentence, missing=missing):
                why = " ".join([sentence, *(one.sentence for one in missing)])
                return Ended(case, kind, f"{case}: {kind} not recorded. {why}{kept}", failed=True)
            case StoreError() as error:
                return Ended(case, kind, f"{case}: {kind} not recorded. {error}{kept}", failed=True)
            case fault:
                said = f"{case}: {kind} not recorded: a fault of the program ({type(fault).__name__}).{kept}"
                return Ended(case, kind, said, failed=True, fault=fault)

    def _echo(self, kind: str, record: Record) -> str:
        """What was chosen in a form, where a slip would be seen by nobody else for long."""
        if kind not in ECHOED:
            return ""
        return f": {visible(clip(record.body.words(self._docket.policy), 60))}"

    def _act(self, case: str, kind: str, request: AnyRequest, key: str = "") -> None:
        key = key or new_key()
        self._sent[key] = (case, kind)
        run = partial(self._docket.act, self._reviewer, case, request, key)
        self._write_queue.submit(Job(f"{kind} on {case}", run, key))
