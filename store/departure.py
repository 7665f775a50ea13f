"""What leaves a docket: cases and records as an export may hold them, made of views like everything that is shown.

Rounds that are not decided stay behind, whoever exports: what was recorded on them is blind to somebody still.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import lru_cache

from msgspec.structs import replace

from store.case.dossier import Found, Key
from store.case.masked_case import CaseMask
from store.case.parts import Decision, Remedy, Round
from store.case.state import State, shown_standing
from store.case.view import CaseView, masked_record, visible_record
from store.engine import Engine, Query
from store.errors import BadInput, Damaged
from store.fields import SUBJECT, field_of
from store.filters import CLOCK, Term
from store.model import Value
from store.policy import Policy
from store.records import Import, Record

PAGE = 500
"""Cases, or records, that are read at a time."""


class Departure:
    """One export on its way. `left_out` counts the records that stayed behind, when all others have been given.

    `opened` is the record that says that others' work is shown to whoever exports; -1 where none is. `unmasked` says
    that it is recorded that masks were lifted.
    """

    def __init__(
        self,
        engine: Engine,
        query: Query,
        view: Callable[[str], CaseView],
        mask: Callable[[str], CaseMask | None],
        opened: int,
        *,
        unmasked: bool,
    ) -> None:
        self._engine = engine
        self._query = query
        self._mask = mask
        self._opened = opened
        self._unmasked = unmasked
        self._decided: Callable[[str], bool] = lru_cache(100 * PAGE)(self._is_decided)
        self.view = view
        """The case with this id as it leaves."""
        self.left_out = 0

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self._engine.policies.current

    def policy_of(self, record: Record) -> Policy:
        """The policy in whose words a record was made."""
        return self._engine.policies.worded(record.seq, record.body)

    @property
    def head(self) -> str:
        """The hash of the docket's last record."""
        return self._engine.checkpoint().head

    def has(self, case_id: str) -> bool:
        """Whether there is a case with this id."""
        try:
            self._engine.state(case_id)
        except BadInput:
            return False
        return True

    def is_renewed(self, case_id: str) -> bool:
        """Whether this case was brought up again."""
        return self._engine.is_renewed(case_id)

    def renewal_day(self, case_id: str) -> date | None:
        """The day on which this case came up again itself; None where it is no renewal."""
        return self._engine.renewal_day(case_id)

    def policy_at(self, seq: int) -> Policy:
        """The policy that was in force when record `seq` was made."""
        return self._engine.policies.at(seq)

    def views(self) -> Iterator[CaseView]:
        """Every case that matches, in the order of the queue."""
        return (self.view(one.id) for one in self._found())

    def cases(self) -> int:
        """How many match."""
        return self._engine.count(self._query)

    def overdue(self) -> int:
        """How many of them were due before today and are not decided."""
        due = Term("due", self._query.day.isoformat(), "<")
        return self._engine.count(replace(self._query, terms=(*self._query.terms, due)))

    def lines(self, *, touched: bool = False) -> Iterator[Found]:
        """Every case that matches, without reading it, in the order of the queue; or only those that are `touched`.

        Its state is whole where others' work of the round leaves. Else it holds what this reader sees in the queue:
        where it stands, when a decision was made, and what became of appeals; no votes, and no outcome. Once all were
        given, `records` gives those of the same cases, without asking again of each.
        """
        leaving = set[str]()
        for one in self._found(touched=touched):
            if leaves(one.state, self._opened):
                leaving.add(one.id)
                yield one
            else:
                yield replace(one, state=self._outline(one.state))
        self._decided = leaving.__contains__

    def late(self) -> dict[str, int]:
        """Of how many cases that match each clock of the policy has run out and was not kept."""
        query, today = self._query, self._query.day.isoformat()
        over = {clock.id: Term(f"{CLOCK}{clock.id}", today, "<") for clock in self.policy.clock}
        return {name: self._engine.count(replace(query, terms=(*query.terms, one))) for name, one in over.items()}

    def arrived(self, case_id: str) -> datetime:
        """When the newest revision of a case was imported."""
        records = self._engine.records_of(case_id)
        return max(record.at for record in records if isinstance(record.body, Import))

    def told(self, case_id: str, name: str) -> Value:
        """A field of a case as it is now, or its "subject"; None where that is masked, or there is none."""
        if self.policy.masks(name) and not self._unmasked:
            return None
        newest = self._engine.dossier(case_id).revisions[-1]
        if name == SUBJECT:
            return newest.subject
        known = field_of(name, newest.fields)
        return None if known is None else newest.fields[known]

    def records(self) -> Iterator[Record]:
        """The records that may leave, oldest first; with a filter only those of cases that match."""
        wanted = {one.id for one in self._found()} if self._query.terms else None
        after = -1
        while page := self._engine.records(after, PAGE):
            for record in page:
                shown = visible_record(record, "", shows=record.case is not None and self._decided(record.case))
                if shown is None:
                    self.left_out += 1
                elif wanted is None or record.case in wanted:
                    yield masked_record(shown, self._mask)
            after = page[-1].seq

    def _found(self, *, touched: bool = False) -> Iterator[Found]:
        after: Key | None = None
        while found := self._engine.page(replace(self._query, touched=touched), after, PAGE):
            yield from found
            after = found[-1].key

    def _outline(self, state: State) -> State:
        """The state of a round whose votes stay behind."""
        standing = shown_standing(replace(state, pause=None), self.policy, self._query.reviewer, self._query.day)
        return State(
            round=state.round,
            pause=state.pause,
            settled=standing,
            past=tuple(
                Round(one.number, (), "", decision=_made(one.decision), remedies=_ended(one.remedies))
                for one in state.past
            ),
            decision=_made(state.decision),
            remedies=_ended(state.remedies),
        )

    def _is_decided(self, case: str) -> bool:
        try:
            return leaves(self._engine.state(case), self._opened)
        except (BadInput, Damaged):  # what was imported of it cannot be read any more
            return False


def leaves(state: State, opened: int) -> bool:
    """Whether others' work of a round leaves: it is decided, and was when record `opened` said who is shown it."""
    return state.decision is not None and state.revealed_before(opened)


def _made(decision: Decision | None) -> Decision | None:
    return decision and Decision("", (), decision.at, decision.on, 0, -1)


def _ended(remedies: tuple[Remedy, ...]) -> tuple[Remedy, ...]:
    return tuple(
        Remedy(one.filed, "", "", -1, result=one.result, ended=one.ended, own_review=one.own_review) for one in remedies
    )
