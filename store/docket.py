"""The one door: every front end reads and records through a `Docket`, whichever engine is behind it.

Each change goes through `Docket._record`: under the engine's lock, with all that others recorded taken in, the pure
`rules` are asked, and only then is one record appended. A refusal is a value; errors of the disk and of input are
`store.errors`. Methods may be called from any thread.
"""

import secrets
from collections.abc import Callable, Iterator

from store import lacks, rules
from store.case.view import CaseView, QueueRow, reading
from store.engine import DocketWarning, Engine, Found
from store.filters import EVERYTHING, Filter
from store.lacks import Cite, Draft
from store.model import (
    Body,
    Case,
    Checkpoint,
    Citation,
    Export,
    Imported,
    Missing,
    Note,
    Opened,
    Record,
    Refusal,
    Reject,
    Resolution,
    Standing,
    Unmasked,
    Vote,
    Withdrawal,
)
from store.policy import Policy
from store.standing import State
from store.text import blank

MASK = "▒▒▒"
"""Shown in place of a masked value."""

Answer = Record | Refusal
Ask = Callable[[State, Case], Body | Refusal]


class Docket:
    """One body of work: its policy, cases and records."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def store(self) -> str:
        """The random id of this docket."""
        return self._engine.store

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self._engine.policy

    def troubles(self) -> list[DocketWarning]:
        """What people must be told of the state of the docket: damage, a torn tail set aside ..."""
        return self._engine.troubles()

    def refresh(self) -> bool:
        """Take in what others recorded; True if there was anything new."""
        return self._engine.refresh()

    def close(self) -> None:
        """Let go of the docket's files."""
        self._engine.close()

    # Reading

    def find(self, reviewer: str, chosen: Filter = EVERYTHING) -> list[int]:
        """The queue for a filter, as numbers for `rows`; time grows with the docket, so not for a key press."""
        return self._engine.find(chosen, reviewer)

    def rows(self, reviewer: str, numbers: list[int]) -> list[QueueRow]:
        """The lines of the queue for these numbers; a matter of microseconds each."""
        return [self._row(one, reviewer) for one in self._engine.found(numbers)]

    def counts(self) -> dict[Standing, int]:
        """How many cases stand where."""
        return self._engine.counts()

    def read(self, reviewer: str, case_id: str) -> CaseView:
        """The case as `reviewer` may see it now; raises `BadInput` for an unknown case, `Damaged`."""
        return self._reading(reviewer, case_id, unmasked=False)

    def lacks(self, case: Case, draft: Draft) -> tuple[Missing, ...]:
        """What this draft still lacks: the same list that `vote` and `adjudicate` enforce."""
        return lacks.lacks(draft, case, self.policy)

    def readings(self, reviewer: str, chosen: Filter = EVERYTHING, *, unmasked: bool = False) -> Iterator[CaseView]:
        """Every case that matches, one at a time, as `reviewer` may see it.

        `unmasked` shows masked fields as well: only for an export, which records that it was a restricted one.
        """
        numbers = self.find(reviewer, chosen)
        for start in range(0, len(numbers), 500):
            for one in self._engine.found(numbers[start : start + 500]):
                yield self._reading(reviewer, one.id, unmasked=unmasked)

    def history(self, reviewer: str) -> Iterator[Record]:
        """All records that `reviewer` may see, oldest first; others' work on rounds still blind is left out."""
        seen: dict[str, bool] = {}
        for record in self._engine.records():
            if record.case is None or record.by == reviewer:
                yield record
                continue
            if record.case not in seen:
                seen[record.case] = rules.sees_others(self._engine.state(record.case), self.policy, reviewer)
            if seen[record.case]:
                yield record

    def checkpoint(self) -> Checkpoint:
        """What to keep elsewhere, to compare with later."""
        return self._engine.checkpoint()

    def verify(self, against: Checkpoint | None = None) -> Iterator[str]:
        """Check every byte of records and cases; yields a sentence for each thing that is wrong.

        `against` is a checkpoint that was kept elsewhere: the records that it speaks of must be the first ones here.
        """
        return self._engine.verify(against)

    # Coming in and going out

    def import_cases(
        self,
        reviewer: str,
        arrivals: Iterator[Case | Reject],
        sources: tuple[str, ...],
        *,
        dry_run: bool = False,
        strict: bool = False,
        on_reject: Callable[[Reject], None] = lambda _: None,
    ) -> Imported | Refusal:
        """Take in cases as one batch: all that are good, or with `strict` none if one is not.

        Same id and same content is skipped; same id and other content is a new revision. Memory stays flat.
        Every `Reject`, also of a case that contradicts the policy or the same file, is given to `on_reject`.
        """
        if refusal := rules.has_role(self.policy, reviewer, "lead") or self._lookalike(reviewer):
            return refusal
        return self._engine.add_batch(reviewer, arrivals, sources, dry_run=dry_run, strict=strict, on_reject=on_reject)

    def exported(self, reviewer: str, export: Export) -> Answer:
        """Record that something leaves the docket; to be called before the file is put in its place."""
        if refusal := rules.has_role(self.policy, reviewer, "lead"):
            return refusal
        with self._engine.change():
            return self._lookalike(reviewer) or self._engine.append(reviewer, None, new_key(), export)

    # Recording

    def vote(self, reviewer: str, case_id: str, draft: Draft, key: str = "") -> Answer:
        """Record `reviewer`'s own decision in the round that is open."""

        def ask(state: State, case: Case) -> Body | Refusal:
            if refusal := self._revised(case_id, draft) or rules.vote(state, case, self.policy, reviewer, draft):
                return refusal
            cited = _pinned(case, draft)
            return Vote(state.round, self._revision(case_id), draft.outcome, draft.grounds, draft.reason, cited)

        return self._record(reviewer, case_id, key, ask)

    def adjudicate(self, reviewer: str, case_id: str, draft: Draft, key: str = "") -> Answer:
        """Settle a conflict, as a third person."""

        def ask(state: State, case: Case) -> Body | Refusal:
            if refusal := self._revised(case_id, draft) or rules.adjudicate(state, case, self.policy, reviewer, draft):
                return refusal
            cited = _pinned(case, draft)
            return Resolution(state.round, self._revision(case_id), draft.outcome, draft.grounds, draft.reason, cited)

        return self._record(reviewer, case_id, key, ask)

    def withdraw(self, reviewer: str, case_id: str, reason: str = "", key: str = "") -> Answer:
        """Take back `reviewer`'s own vote, while nobody else has acted on the case."""

        def ask(state: State, case: Case) -> Body | Refusal:
            if refusal := rules.withdraw(state, reviewer):
                return refusal
            cast = state.vote_of(reviewer)
            assert cast is not None  # noqa: S101 - `rules.withdraw` has just said so
            return Withdrawal(cast.seq, reason)

        return self._record(reviewer, case_id, key, ask)

    def note(self, reviewer: str, case_id: str, text: str, cite: Cite | None = None, key: str = "") -> Answer:
        """Write a note on a case, anchored to a span where `cite` names one."""

        def ask(state: State, case: Case) -> Body | Refusal:
            if blank(text):
                return Refusal("blank", "The note has no text.")
            anchor = lacks.citation(case, cite) if cite else None
            if isinstance(anchor, Missing):
                return Refusal(anchor.code, anchor.sentence)
            return Note(text, anchor)

        return self._record(reviewer, case_id, key, ask)

    def opened(self, reviewer: str, case_id: str, items: list[str], key: str = "") -> Answer:
        """Record that `reviewer` has opened these items of evidence."""

        def ask(state: State, case: Case) -> Body | Refusal:
            unknown = next((item for item in items if case.item(item) is None), None)
            if unknown is not None:
                return Refusal("no_item", f'There is no evidence "{unknown}" in this case.')
            return Opened(self._revision(case_id), tuple(items))

        return self._record(reviewer, case_id, key, ask)

    def unmask(self, reviewer: str, case_id: str, fields: list[str], key: str = "") -> Answer:
        """Show masked fields to `reviewer` from now on; the asking is recorded."""

        def ask(state: State, case: Case) -> Body | Refusal:
            unknown = next((name for name in fields if name not in self.policy.case.masked), None)
            if unknown is not None:
                return Refusal("not_masked", f'"{unknown}" is not a masked field.')
            return Unmasked(tuple(fields))

        return self._record(reviewer, case_id, key, ask)

    def _record(self, reviewer: str, case_id: str, key: str, ask: Ask) -> Answer:
        engine = self._engine
        with engine.change():
            if key and (done := engine.by_key(key)):
                return done
            if refusal := self._lookalike(reviewer):
                return refusal
            answer = ask(engine.state(case_id), engine.revisions(case_id)[-1])
            if isinstance(answer, Refusal):
                return answer
            return engine.append(reviewer, case_id, key or new_key(), answer)

    def _reading(self, reviewer: str, case_id: str, *, unmasked: bool) -> CaseView:
        engine = self._engine
        state, records = engine.state(case_id), list(engine.records(case_id))
        revisions = engine.revisions(case_id)
        return reading(revisions, state, records, engine.policy, reviewer, unmasked=unmasked)

    def _revision(self, case_id: str) -> int:
        return len(self._engine.revisions(case_id))

    def _lookalike(self, reviewer: str) -> Refusal | None:
        alike = self._engine.reviewer_like(reviewer)
        if alike in (None, reviewer):
            return None
        return Refusal("lookalike", f"The name {reviewer} looks like {alike}, who works on this docket.")

    def _revised(self, case_id: str, draft: Draft) -> Refusal | None:
        if draft.revision in (None, self._revision(case_id)):
            return None
        return Refusal("revised", "The case has a new revision: read what it changed, then decide.")

    def _row(self, one: Found, reviewer: str) -> QueueRow:
        state, masked = self._engine.state(one.id), self.policy.case.masked
        names = [name.removeprefix("field.") for name in self.policy.case.columns]
        columns = tuple(MASK if n in masked else v for n, v in zip(names, one.columns, strict=True))
        return QueueRow(one.id, one.title, state.standing, columns, one.hidden, state.vote_of(reviewer) is not None)


def new_key() -> str:
    """A fresh key: made when a form is opened, so that sending the same form twice records once."""
    return secrets.token_hex(8)


def _pinned(case: Case, draft: Draft) -> tuple[Citation, ...]:
    cited = [lacks.citation(case, cite) for cite in draft.cites]
    return tuple(one for one in cited if not isinstance(one, Missing))
