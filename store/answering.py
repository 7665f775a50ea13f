"""What becomes of a request on a case while nobody else can change the docket: the same, recorded or only asked."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from store import acts
from store.acts import AnyRequest
from store.engine import Engine, New, Present
from store.incoming import bad_key, bad_name, checked_request, scene_of
from store.model import Refusal
from store.records import Record

_ASKED = Refusal("asked", "Nothing is recorded of what is only asked.")


class Answering(Struct, frozen=True):
    """A request, checked for its form: see `answering`."""

    reviewer: str
    request: AnyRequest
    key: str
    day: date

    def of(self, present: Present, case_id: str) -> New | Record | Refusal:
        """What is to be recorded on the case as it is now, or why nothing is; the record, if it was made already.

        Pure, as an engine's decision is, which may be run again.
        """
        if done := present.made_with(self.key):
            return self._made(done, present, case_id)
        closed = present.policies.current.closed_to(self.reviewer)  # neither a name nor a case is given away then
        refusal = Refusal("role", closed) if closed else present.policies.lookalike(self.reviewer, present.alike)
        if refusal:
            return refusal
        dossier = present.dossier(case_id)
        scene = scene_of(dossier, present.policies, self.reviewer, self.day)
        act, missing = self.request.make(scene)
        assert isinstance(act, acts.AnyAct)  # noqa: S101 - nothing else can be recorded
        refusal = acts.refusal(act, scene, missing) or present.policies.misnamed(act.asked, present.alike)
        return refusal or New(self.reviewer, case_id, self.key, act, self.day)

    def _made(self, done: Record, present: Present, case_id: str) -> Record | Refusal:
        """The record that was made with this key, if it is one of this, and counts still."""
        if (done.by, done.case, type(done.body)) != (self.reviewer, case_id, self.request.act):
            return Refusal("key_used", "This key has been used for something else.")
        if isinstance(done.body, acts.Opinion) and done.seq not in present.dossier(case_id).state.cast:
            return Refusal("key_used", "This was recorded before and counts no more: it was taken back or set aside.")
        return done

    def refusals(self, engine: Engine, cases: Sequence[str]) -> list[Refusal | None]:
        """Why it would be refused on each of the cases, all at one moment; None where it would be recorded."""
        found: list[Refusal | None] = []

        def decide(present: Present) -> Refusal:
            answers = [self.of(present, case) for case in cases]
            found[:] = [one if isinstance(one, Refusal) else None for one in answers]
            return _ASKED

        engine.transact(tuple(cases), decide)
        return found


def answering(reviewer: str, request: AnyRequest, key: str, day: date) -> Answering | Refusal:
    """What answers a request, or what is wrong with its form; `key` makes it harmless to repeat."""
    if refusal := bad_name(reviewer) or bad_key(key):
        return refusal
    asked = checked_request(request)
    return asked if isinstance(asked, Refusal) else Answering(reviewer, asked, key, day)
