"""What a reviewer has recorded: jobs for the write queue, and sentences that say how each ended."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from store.acts import Act, Adjudicate, AnyRequest, CastVote, ForMany, Note, Open, Opinion, Remark, Withdrawal
from store.docket import Answer, new_key
from store.errors import StoreError
from store.model import Refusal
from store.records import Record
from store.text import clip, visible
from tui.acting.drafts import SavedDraft
from tui.acting.many import Many
from tui.acting.offers import FORMS, OFFERS
from tui.acting.write_queue import Done, Job, WriteQueue
from tui.session import Opening, Session

_KEPT = (Note, *(one.act for one in FORMS))
_CHANGED = {"revised", "policy"}
"""What came between a reading and its record: it is read again, and that is recorded."""
_ECHOED = tuple(one.act for one in OFFERS if one.chooses)


class Ended(NamedTuple):
    """How a request on a case ended. `failed` must be told loudly; `quiet` need not be told at all.

    `fault` is an error of the program, whose text may hold case data and is never shown. `case` is empty where the
    request is on many cases.
    """

    case: str
    request: AnyRequest
    sentence: str
    failed: bool
    quiet: bool = False
    fault: Exception | None = None
    recorded: tuple[str, ...] = ()
    """Of many cases those on which it was recorded now."""
    left: tuple[str, ...] = ()
    """Of many cases those on which it was not, once no more is."""
    goes_on: bool = False
    """Whether it is being recorded on more of them."""

    @property
    def drafted(self) -> bool:
        """Whether it was written as a draft first."""
        return issubclass(self.request.act, Opinion)

    @property
    def moves(self) -> bool:
        """Whether a row of the queue may be another than before."""
        return moves(self.request.act) and not self.goes_on

    @property
    def moved(self) -> tuple[str, ...]:
        """The cases that it did something to."""
        done = self.recorded or (() if self.failed or not self.case else (self.case,))
        return done if moves(self.request.act) else ()


def moves(act: type[Act]) -> bool:
    """Whether an act does anything to a case: who reads it or writes beside it does nothing."""
    return not act.reads_only and not issubclass(act, Remark)


class Submissions:
    """Submits what one reviewer records on a docket."""

    def __init__(self, session: Session, write_queue: WriteQueue) -> None:
        self._session, self._write_queue = session, write_queue
        self._sent: dict[Job, tuple[str, AnyRequest]] = {}
        self._many: Many | None = None
        self._some: Job | None = None

    @property
    def saving(self) -> str:
        """What is without an answer that the screen has heard: the writer's thread knows it earlier."""
        saving = [f"saving {len(self._sent)}"] if self._sent else []
        return " · ".join([*saving, *([f"{self._many.progress}, esc stops"] if self._many else [])])

    @property
    def many(self) -> Many | None:
        """What is being recorded on many cases."""
        return self._many

    def sending(self, case: str, act: type[Act] | None = None) -> str:
        """What is being recorded on this case right now, a vote or the like or `act`; empty if nothing is."""
        sent = (sent.act for one, sent in self._sent.values() if one == case)
        return next((one.noun() for one in sent if moves(one) or one is act), "")

    def vote(self, case: str, saved: SavedDraft) -> None:
        """Cast a vote."""
        self.act(case, CastVote(saved.draft), saved.key)

    def adjudicate(self, case: str, saved: SavedDraft) -> None:
        """Adjudicate a conflict."""
        self.act(case, Adjudicate(saved.draft), saved.key)

    def opened(self, opening: Opening) -> None:
        """Say what was opened; what is submitted after it is recorded after it."""
        self.act(opening.case, Open(opening.items, opening.others, opening.revision, opening.policy))

    def act(self, case: str, request: AnyRequest, key: str = "") -> None:
        """Record anything that can be done to a case."""
        made, session = key or new_key(), self._session
        doing = partial(session.docket.act, session.reviewer, case, request, made)
        job = Job(f"{request.act.noun()} on {case}", doing, made)
        self._sent[job] = (case, request)
        self._write_queue.submit(job)

    def act_on_many(self, cases: Sequence[str], request: ForMany, foreseen: Mapping[str, Refusal]) -> None:
        """Record the same on many cases, one after the other; what is submitted meanwhile comes in between.

        It is recorded on none of those of which the reviewer was told that it would be refused: `foreseen`.
        """
        self._many = Many(partial(self._record, request), cases, request, foreseen)
        self._submit_some(self._many)

    def _record(self, request: AnyRequest, case: str) -> Answer:
        return self._session.docket.act(self._session.reviewer, case, request)

    def _submit_some(self, many: Many) -> None:
        self._some = Job(f"{many.request.act.noun()} on many cases", many.some, new_key())
        self._write_queue.submit(self._some)

    def _ended_some(self, many: Many, answer: object) -> Ended:
        """The next few are recorded, or no more are: then what came of all."""
        end = partial(Ended, "", many.request, recorded=many.recorded())
        error = answer if isinstance(answer, Exception) else None
        if error is None and not many.ended:
            self._submit_some(many)
            return end("", failed=False, quiet=True, goes_on=True)
        self._many = self._some = None
        fault = None if error is None or isinstance(error, StoreError) else error
        why = f" {error}" if isinstance(error, StoreError) else f" {_fault(fault)}." if fault else ""
        left = "" if many.tally.done == many.tally.total else " What was not recorded stays marked."
        return end(f"{many.sentence()}{why}{left}", failed=bool(left), fault=fault, left=many.left)

    def ended(self, done: Done) -> Ended:
        """How a job ended, in a sentence."""
        if self._many is not None and done.job is self._some:
            return self._ended_some(self._many, done.answer)
        case, request = self._sent.pop(done.job)
        end = partial(Ended, case, request)
        match done.answer:
            case Record():
                if isinstance(request, Open) and request.items:
                    self._session.queue.opened(case)
                return end(f"{case}: {self._recorded(case, request, done.answer)}", failed=False, quiet=_reads(request))
            case Refusal(missing=missing) if _reads(request) and missing and {one.code for one in missing} <= _CHANGED:
                return end(f"{case}: it changed before this was recorded.", failed=False, quiet=True)
            case Refusal(sentence=sentence, missing=missing):
                why = " ".join([sentence, *(one.sentence for one in missing)])
                return end(f"{case}: {_not_recorded(request)}. {why}{_kept(request)}", failed=True)
            case StoreError() as error:
                return end(f"{case}: {_not_recorded(request)}. {error}{_kept(request)}", failed=True)
            case fault:
                return end(
                    f"{case}: {_not_recorded(request)}: {_fault(fault)}.{_kept(request)}", failed=True, fault=fault
                )

    def _recorded(self, case: str, request: AnyRequest, record: Record) -> str:
        told, echo = f"{request.act.noun()} recorded", ""
        if request.act in _ECHOED:
            words = record.body.words(self._session.docket.policy_of(record))
            if words.startswith("recorded a"):  # they name what was recorded, be it a review or an appeal
                told = visible(clip(words, 80))
            else:
                echo = f": {visible(clip(words.removeprefix('recorded that '), 60))}"
        read = self._session.view
        here = read is not None and read.case.id == case  # n again would pass over the case that is read by now
        on = "  n goes on to the next case." if here and issubclass(request.act, Opinion) else ""
        return f"{told}{echo}.{on}{self._after(case, request)}"

    def _after(self, case: str, request: AnyRequest) -> str:
        """What became of what was written in a vote that is taken back."""
        if request.act is not Withdrawal:
            return ""
        if self._session.may_vote(case):
            return " What you wrote is your draft again."
        return " You cannot vote again in this round: what you wrote stays in the history."


def _fault(fault: Exception) -> str:
    return f"a fault of the program ({type(fault).__name__})"


def _reads(request: AnyRequest) -> bool:
    return isinstance(request, Open)


def _not_recorded(request: AnyRequest) -> str:
    return f"{request.act.noun()} not recorded"


def _kept(request: AnyRequest) -> str:
    if issubclass(request.act, Opinion):
        return " Your draft is kept."
    return " What you wrote is kept." if request.act in _KEPT else ""
