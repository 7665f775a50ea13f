"""The one door: every front end reads and records through a `Docket`, whichever engine is behind it.

All that comes in is checked here, whoever calls: names, ids, requests, cases. Each act, from a note to a resolution,
goes through `act`: while nobody else can change the docket, the act's own rules are asked about the case as it is then,
and only what they allow is recorded. A refusal is a value, a fault a `store.errors`. Any thread may call.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache

from msgspec.structs import replace

from store import acts, days, policy_file
from store.acts import AnyRequest, Scene
from store.answering import answering
from store.case.check import CaseCheck
from store.case.dossier import Dossier, Key
from store.case.masked_case import CaseMask
from store.case.state import hides_second, shown_standing
from store.case.view import (
    At,
    CaseView,
    QueueRow,
    RelatedCase,
    case_view,
    desk_mask,
    leaving_view,
    masked_record,
    queue_row,
    related_case,
    visible_record,
)
from store.departure import PAGE, Departure, leaves
from store.engine import DocketWarning, Engine, New, Present, Progress, Query
from store.errors import BadInput, Damaged, NotAllowed
from store.filters import EVERYTHING, WORK, Filter, Term
from store.incoming import (
    bad_name,
    check_body,
    check_field,
    check_id,
    check_texts,
    checked_cases,
    fields_of,
    query_of,
    scene_of,
    with_item,
)
from store.model import Arrival, Case, Checkpoint, Evidence, Imported, Missing, Refusal, Reject, Standing
from store.policy import Identity, Policy, Role
from store.records import ATTACHING, Disclosed, Export, Import, PolicySet, Record, import_of

Answer = Record | Refusal


class Docket:
    """One body of work: its policy, cases and records. `today` says which day it is, by the policy, `now` the UTC."""

    def __init__(
        self, engine: Engine, today: Callable[[], date] | None = None, now: Callable[[], datetime] = days.now
    ) -> None:
        self._engine = engine
        self.today = today or (lambda: days.day_of(self.now(), self._policy.calendar.time_zone))
        self.now = now
        self._fields = set[str]()  # that cases have, as far as was asked
        self._looked: tuple[datetime, date] | None = None  # when time was looked at last

    @property
    def store(self) -> str:
        """The random id of this docket."""
        return self._engine.store

    @property
    def identity(self) -> Identity:
        """What reviewers go by here. It has to be known before anybody can be asked who they are."""
        return self._policy.identity

    def warnings(self, reviewer: str) -> list[DocketWarning]:
        """What a reader must be told of its state: damage, a torn tail ...; nobody else, for it may name a case."""
        return self._engine.warnings() if self._policy.may_read(reviewer) else []

    def refresh(self) -> bool:
        """Take in what others recorded; True if there was any, or if time alone changed what waits for whom."""
        new, now, day = self._engine.refresh(), self.now(), self.today()
        since, before = self._looked or (now, day)
        self._looked = now, day
        return new or day != before or self._engine.lapsed(since, now)

    def close(self) -> None:
        """Let go of the docket's files."""
        self._engine.close()

    # Reading. Each of these raises `NotAllowed` for somebody to whom the policy gives no role.

    def policy(self, reviewer: str) -> Policy:
        """The policy in force."""
        self._reader(reviewer)
        return self._policy

    def page(
        self,
        reviewer: str,
        chosen: Filter = EVERYTHING,
        after: Key | None = None,
        limit: int = 64,
        *,
        back: bool = False,
    ) -> list[QueueRow]:
        """Up to `limit` lines of the queue from the one after a key (None: the first), in the order of the queue.

        With `back`, those before the key (None: the last ones).
        """
        query, policy, day = self._desk(reviewer, chosen), self._policy, self.today()
        found = self._engine.page(query, after, limit, back=back)
        desk = At(reviewer, day, self.now())
        of_round = self._engine.policies.of_round
        return [queue_row(one, policy, of_round(one.state.policy), desk, chosen.order) for one in found]

    def count(self, reviewer: str, chosen: Filter = EVERYTHING, before: Key | None = None) -> int:
        """How many cases match; with `before`, how many of them come before that key. May take a scan."""
        return self._engine.count(self._desk(reviewer, chosen), before)

    def counts(self, reviewer: str) -> dict[Standing, int]:
        """How many cases stand where today."""
        self._reader(reviewer)
        return self._engine.counts(self.today(), reviewer if hides_second(self._policy, reviewer) else None)

    def view(self, reviewer: str, case_id: str) -> CaseView:
        """The case as `reviewer` may see it now; raises `BadInput` for an unknown case, `Damaged`."""
        self._reader(reviewer)
        dossier, records = self._read(case_id)
        view = case_view(dossier, records, self._scene(dossier, reviewer), self.now())
        return view if view.blind else replace(view, related=self._related(reviewer, view))

    def missing(self, view: CaseView, request: AnyRequest) -> tuple[Missing, ...]:
        """What a request still needs, by what the view shows; `act` asks again, of the case as it is then."""
        act, missing = request.make(view.scene)
        return (*missing, *act.missing(view.scene))

    def history(self, reviewer: str, after: int = -1, *, own: bool = False) -> Iterator[Record]:
        """The records after number `after` that `reviewer` may see, oldest first; with `own` those that they made."""
        self._reader(reviewer)

        @lru_cache(64)
        def mask(case_id: str) -> CaseMask | None:
            desk = At(reviewer, self.today(), self.now())
            return self._mask(case_id, lambda dossier, records: desk_mask(dossier, records, self._policy, desk))

        known = dict[str, bool]()
        while page := self._engine.records(after, PAGE):
            for record in (one for one in page if not own or one.by == reviewer):
                if record.case is not None and record.case not in known:
                    known[record.case] = self._sees_others(reviewer, record.case)
                shown = visible_record(record, reviewer, shows=record.case is not None and known[record.case])
                if shown is not None:
                    yield masked_record(shown, mask)
            after = page[-1].seq

    def standing(self, reviewer: str, case_id: str) -> Standing:
        """Where a case stands today, as `reviewer` is told; it is not read. Raises `BadInput` where there is none."""
        self._reader(reviewer)
        check_id(case_id)
        return shown_standing(self._engine.state(case_id), self._policy, reviewer, self.today())

    def people(self, reviewer: str) -> frozenset[str]:
        """Whom the policy names and, for who may assign, whoever recorded anything here; on which case is not told."""
        self._reader(reviewer)
        named = frozenset(self._policy.people).union(*self._policy.roles.values())
        return named if self._office(reviewer, acts.Assigned.roles) else named.union(self._engine.people())

    def checkpoint(self, reviewer: str) -> Checkpoint:
        """What to keep elsewhere, to compare with later."""
        self._reader(reviewer)
        return self._engine.checkpoint()

    def verify(
        self, reviewer: str, against: Checkpoint | None = None, progress: Progress | None = None
    ) -> Iterator[str]:
        """Yield what is wrong with any byte or rule; the records of `against`, kept elsewhere, must come first here."""
        self._reader(reviewer)
        return self._engine.verify(against, progress)

    # Coming in and going out

    def import_cases(
        self,
        reviewer: str,
        arrivals: Iterator[Case | Arrival | Reject],
        sources: tuple[str, ...],
        *,
        dry_run: bool = False,
        strict: bool = False,
        renewals: bool = False,
        on_reject: Callable[[Reject], None] = lambda _: None,
    ) -> Imported | Refusal:
        """Take in cases as one batch: all that are good, or with `strict` none if one is not.

        Same id and same content is skipped; other content is a new revision. Every `Reject`, also of a case that
        contradicts the policy or the same import, is given to `on_reject`. `renewals`: see `Import`.
        """
        if refusal := self._lead(reviewer):
            return refusal

        def decide(present: Present, batch: Import) -> New | Refusal:
            brought = replace(batch, renewals=renewals)
            return self._lead(reviewer, present) or New(reviewer, None, new_key(), brought, self.today())

        check_texts(sources)
        checked = checked_cases(arrivals, CaseCheck(self._policy))
        return self._engine.add_batch(checked, sources, decide, dry_run=dry_run, strict=strict, on_reject=on_reject)

    def attach(self, reviewer: str, case_id: str, item: Evidence) -> Answer:
        """Add an item of evidence to a case that is here, as a further revision of it: who reviews or leads may.

        Raises `BadInput` for an item that cannot be taken in, and as `import_cases` does.
        """
        self._reader(reviewer)
        before, day = self._read(case_id)[0], self.today()
        revised = with_item(before.revisions[-1], item, self._policy)

        def decide(present: Present, batch: Import) -> New | Refusal:
            if refusal := self._office(reviewer, ATTACHING, present):
                return refusal
            if present.dossier(case_id).state.revision != before.state.revision:
                return Refusal("revised", "The case was revised meanwhile: read it, then add the item again.")
            return New(reviewer, None, new_key(), replace(batch, item=item.id), day)

        answer = self._engine.add_batch(
            iter([Arrival(revised, "", 1, "")]), (), decide, dry_run=False, strict=True, on_reject=lambda _: None
        )
        return answer if isinstance(answer, Refusal) else import_of(answer.batch, self._engine.records_of(case_id))

    def set_policy(self, reviewer: str, source: str, reason: str) -> Answer:
        """Put another policy in force, as TOML; raises `BadInput`. Rounds that have begun end under theirs."""
        if not isinstance(source, str) or not isinstance(reason, str):
            raise BadInput("A policy and the reason for it are texts.")
        policy = policy_file.parse(source, "the policy")
        if refusal := self._lead(reviewer) or self._engine.policies.loosened_by(policy):
            return refusal
        if missing := acts.reason_problem(reason):
            return acts.incomplete(missing)
        return self._of_docket(reviewer, PolicySet(source, policy.name, policy.version, reason))

    def spelt(self, reviewer: str) -> tuple[set[str], set[str]]:
        """The fields and the kinds of evidence of all cases, as they are spelt there. Reads every case."""
        self._reader(reviewer)
        return self._engine.spelt()

    def leaving(
        self, reviewer: str, chosen: Filter = EVERYTHING, *, purpose: str, others: bool, unmasked: bool = False
    ) -> Departure | Refusal:
        """What may leave the docket of the cases that match, and what for; a `Refusal` for who is no lead.

        `others`: with what was recorded on rounds that are decided, which a filter that asks for that shows as well.
        `unmasked`: without masks. Either is recorded before the first case is read.
        """
        if refusal := self._lead(reviewer):
            return refusal
        others = others or any(term.word in WORK for term in chosen.terms)
        return self._departing(reviewer, chosen, Disclosed(str(chosen), purpose, others, unmasked))

    def counted(
        self, reviewer: str, chosen: Filter = EVERYTHING, *, purpose: str, others: bool, unmasked: bool = False
    ) -> Departure | Refusal:
        """What a report is counted from: as `leaving`, for an auditor too, and for every reader without the rest."""
        self._reader(reviewer)
        return self._departing(reviewer, chosen, Disclosed(str(chosen), purpose, others, unmasked))

    def _departing(self, reviewer: str, chosen: Filter, asked: Disclosed) -> Departure | Refusal:
        query, opened, unmasked = self._query(reviewer, Filter(chosen.terms)), -1, asked.unmasked
        if asked.others or unmasked:
            answer = self._of_docket(reviewer, asked)
            if isinstance(answer, Refusal):
                return answer
            if asked.others:
                opened, query = answer.seq, replace(query, opened=answer.seq)

        def view(case_id: str) -> CaseView:
            dossier, records = self._read(case_id)
            shows = leaves(dossier.state, opened)
            return leaving_view(dossier, records, self._scene(dossier, reviewer), shows=shows, unmasked=unmasked)

        @lru_cache(64)
        def mask(case_id: str) -> CaseMask | None:
            return self._mask(case_id, lambda dossier, _: CaseMask(dossier.revisions, self._policy, lifted=unmasked))

        return Departure(self._engine, query, view, mask, opened, unmasked=unmasked)

    def exported(self, reviewer: str, export: Export) -> Answer:
        """Record that something leaves the docket; to be called before the file is put in its place."""
        if type(export) is not Export:
            raise BadInput("What is recorded of an export is an export.")
        return self._of_docket(reviewer, export)

    # Recording

    def act(self, reviewer: str, case_id: str, request: AnyRequest, key: str = "") -> Answer:
        """Do something to a case. The same call with the same key again gives the record that was made."""
        asked = answering(reviewer, request, key or new_key(), self.today())
        if isinstance(asked, Refusal):
            return asked
        check_id(case_id)
        return self._engine.transact((case_id,), lambda present: asked.of(present, case_id))

    def refusals(self, reviewer: str, cases: Sequence[str], request: AnyRequest) -> list[Refusal | None]:
        """What `act` would say of each case now: why it would be refused, None where it would be recorded."""
        asked = answering(reviewer, request, new_key(), self.today())
        for case_id in cases:
            check_id(case_id)
        return [asked] * len(cases) if isinstance(asked, Refusal) else asked.refusals(self._engine, cases)

    def _of_docket(self, reviewer: str, body: PolicySet | Disclosed | Export) -> Answer:
        key, day = new_key(), self.today()
        check_body(body)

        def decide(present: Present) -> New | Answer:
            if done := present.made_with(key):
                return done
            return self._office(reviewer, body.roles, present) or New(reviewer, None, key, body, day)

        return self._engine.transact((), decide)

    def _lead(self, reviewer: str, present: Present | None = None) -> Refusal | None:
        return self._office(reviewer, ("lead",), present)

    def _office(self, reviewer: str, roles: tuple[Role, ...], present: Present | None = None) -> Refusal | None:
        if refusal := bad_name(reviewer):
            return refusal
        known = present.policies if present else self._engine.policies
        if not known.current.has_any(reviewer, roles):
            return Refusal("role", f"The policy does not name {reviewer} as {' or '.join(roles)}.")
        return known.lookalike(reviewer, present.alike) if present else None

    def _related(self, reviewer: str, view: CaseView) -> tuple[RelatedCase, ...]:
        read = map(self._read, self._engine.linked(view.case.id))
        others = (case_view(one, records, self._scene(one, reviewer), self.now()) for one, records in read)
        return tuple(related_case(view, other) for other in others)

    def policy_of(self, record: Record) -> Policy:
        """The policy in whose words a record was made."""
        return self._engine.policies.worded(record.seq, record.body)

    @property
    def _policy(self) -> Policy:
        return self._engine.policies.current

    def _reader(self, reviewer: str) -> None:
        if refusal := bad_name(reviewer):
            raise NotAllowed(refusal.sentence)
        if closed := self._policy.closed_to(reviewer):
            raise NotAllowed(closed)

    def _read(self, case_id: str) -> tuple[Dossier, list[Record]]:
        """The case and its records at one moment, whatever is recorded meanwhile."""
        check_id(case_id)
        dossier = self._engine.dossier(case_id)
        return dossier, [one for one in self._engine.records_of(case_id) if one.seq < dossier.count]

    def _mask(self, case_id: str, of: Callable[[Dossier, list[Record]], CaseMask]) -> CaseMask | None:
        """The mask of a case; None where what was imported of it cannot be read any more."""
        if not (self._policy.case.masked or self._policy.masking.words):
            return CaseMask((), self._policy)
        try:
            return of(*self._read(case_id))
        except (BadInput, Damaged):
            return None

    def _scene(self, dossier: Dossier, reviewer: str) -> Scene:
        return scene_of(dossier, self._engine.policies, reviewer, self.today())

    def _sees_others(self, reviewer: str, case: str) -> bool:
        try:
            return acts.sees_others(self._engine.state(case), reviewer)
        except (BadInput, Damaged):  # what was imported of it cannot be read any more
            return False

    def _desk(self, reviewer: str, chosen: Filter) -> Query:
        """The cases of a filter but those that the reviewer stepped off, unless it asks for them."""
        query = self._query(reviewer, chosen)
        if any(term.word == "recused" for term in query.terms) or not self._engine.has_recused(reviewer):
            return query
        return replace(query, terms=(*query.terms, Term("recused", "me", negated=True)))

    def _query(self, reviewer: str, chosen: Filter) -> Query:
        self._reader(reviewer)
        now, day = self.now(), self.today()
        self._looked = self._looked or (now, day)
        query = query_of(chosen, self._engine.policies, reviewer, day, now)
        for field in fields_of(chosen, self._policy) - self._fields:
            check_field(field, self._engine.other_fields(field), self._policy)
            self._fields.add(field)
        return query


def new_key() -> str:
    """A fresh key: made when a form is opened, so that sending the same form twice records once."""
    return secrets.token_hex(8)
