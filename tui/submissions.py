"""What a reviewer has recorded: jobs for the write queue, and sentences that say how each ended."""

from functools import partial
from typing import NamedTuple

from store.acts import Act, Adjudicate, AnyRequest, CastVote, Note, Open, Opinion, Remark, Withdrawal
from store.docket import new_key
from store.errors import StoreError
from store.model import Refusal
from store.records import Record
from store.text import clip, visible
from tui.drafts import SavedDraft
from tui.offers import OFFERS, UNMASK
from tui.session import Opening, Session
from tui.write_queue import Done, Job, WriteQueue

_KEPT = (Note, *(one.act for one in (*OFFERS, UNMASK)))
_ECHOED = tuple(one.act for one in OFFERS if one.chooses)


class Ended(NamedTuple):
    """How a request on a case ended. `failed` must be told loudly; `quiet` need not be told at all.

    `fault` is an error of the program, whose text may hold case data and is never shown.
    """

    case: str
    request: AnyRequest
    sentence: str
    failed: bool
    quiet: bool = False
    fault: Exception | None = None

    @property
    def drafted(self) -> bool:
        """Whether it was written as a draft first."""
        return issubclass(self.request.act, Opinion)

    @property
    def moves(self) -> bool:
        """Whether a row of the queue may be another than before."""
        return moves(self.request.act)


def moves(act: type[Act]) -> bool:
    """Whether an act does anything to a case: who reads it or writes beside it does nothing."""
    return not act.reads_only and not issubclass(act, Remark)


class Submissions:
    """Submits what one reviewer records on a docket."""

    def __init__(self, session: Session, write_queue: WriteQueue) -> None:
        self._session, self._write_queue = session, write_queue
        self._sent: dict[Job, tuple[str, AnyRequest]] = {}

    @property
    def pending(self) -> int:
        """How many requests are without an answer that the screen has heard: the writer's thread knows it earlier."""
        return len(self._sent)

    def sending(self, case: str) -> str:
        """What is being recorded on this case right now, a vote or the like; empty if nothing is."""
        return next((sent.act.noun() for one, sent in self._sent.values() if one == case and moves(sent.act)), "")

    def vote(self, case: str, saved: SavedDraft) -> None:
        """Cast a vote."""
        self.act(case, CastVote(saved.draft), saved.key)

    def adjudicate(self, case: str, saved: SavedDraft) -> None:
        """Settle a conflict."""
        self.act(case, Adjudicate(saved.draft), saved.key)

    def opened(self, opening: Opening) -> None:
        """Say what was opened; what is submitted after it is recorded after it."""
        self.act(opening.case, Open(opening.items, opening.others, opening.revision))

    def act(self, case: str, request: AnyRequest, key: str = "") -> None:
        """Record anything that can be done to a case."""
        made, session = key or new_key(), self._session
        doing = partial(session.docket.act, session.reviewer, case, request, made)
        job = Job(f"{request.act.noun()} on {case}", doing, made)
        self._sent[job] = (case, request)
        self._write_queue.submit(job)

    def ended(self, done: Done) -> Ended:
        """How a job ended, in a sentence."""
        case, request = self._sent.pop(done.job)
        end = partial(Ended, case, request)
        match done.answer:
            case Record():
                return end(f"{case}: {self._recorded(request, done.answer)}", failed=False, quiet=_reads(request))
            case Refusal(missing=missing) if _reads(request) and {one.code for one in missing} == {"revised"}:
                return end(f"{case}: another revision came before this was recorded.", failed=False, quiet=True)
            case Refusal(sentence=sentence, missing=missing):
                why = " ".join([sentence, *(one.sentence for one in missing)])
                return end(f"{case}: {_not_recorded(request)}. {why}{_kept(request)}", failed=True)
            case StoreError() as error:
                return end(f"{case}: {_not_recorded(request)}. {error}{_kept(request)}", failed=True)
            case fault:
                why = f"a fault of the program ({type(fault).__name__})"
                return end(f"{case}: {_not_recorded(request)}: {why}.{_kept(request)}", failed=True, fault=fault)

    def _recorded(self, request: AnyRequest, record: Record) -> str:
        echo = ""
        if request.act in _ECHOED:
            echo = f": {visible(clip(record.body.words(self._session.policy), 60))}"
        on = "  n goes on to the next case." if issubclass(request.act, Opinion) else ""
        again = " What you wrote is your draft again." if request.act is Withdrawal else ""
        return f"{request.act.noun()} recorded{echo}.{on}{again}"


def _reads(request: AnyRequest) -> bool:
    return isinstance(request, Open)


def _not_recorded(request: AnyRequest) -> str:
    return f"{request.act.noun()} not recorded"


def _kept(request: AnyRequest) -> str:
    if issubclass(request.act, Opinion):
        return " Your draft is kept."
    return " What you wrote is kept." if request.act in _KEPT else ""
