"""What one reviewer may see of a case: blind and masked, made here and nowhere else.

Screens, commands, the history and every export read views. What is new is private: of others' records only those are
shown that their act says may be, and others' work of a round only to whom it is recorded that they see it.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from store.acts import ACTS, Act, Opinion, Scene, Sight, may, may_see_others, sees_others
from store.case.dossier import Dossier, Found, Key
from store.case.masked_case import CaseMask, shaded, texts_of
from store.case.parts import Decision
from store.case.revision import Change, added, changes, differences
from store.case.state import State, facts, hides_second, readers, shown_standing
from store.clocks import Deadline, of_case
from store.fields import WORDS, field_of, one_form
from store.filters import Order
from store.model import Body, Case, Refusal, Standing
from store.policy import Policy
from store.records import Genesis, Record

MASK = "▒▒▒"
"""Shown in place of a masked value."""

B = TypeVar("B", bound=Body)


class RelatedCase(Struct, frozen=True):
    """A case that belongs to this one. `outcome` is its decision, where this reviewer has seen it on record; else None.

    It is empty where the decision was set aside. `outcome_label` says it as the policy of that decision calls it.

    `renews` says which of the two is the renewal of the other: "earlier", "later" or neither.
    """

    id: str
    title: str
    standing: Standing
    outcome: str | None
    renews: str = ""
    outcome_label: str = ""


class Refusals(Mapping[str, Refusal | None]):
    """Why a reviewer may not do an act now, by its kind; None if they may.

    An act's rules are asked when it is asked for: most who look at a case never do. The scene that they are
    asked about is the whole one: it stays in here.
    """

    def __init__(self, scene: Scene) -> None:
        self.__scene = scene
        self.__known: dict[str, Refusal | None] = {}

    def __getitem__(self, kind: str) -> Refusal | None:
        if kind not in self.__known:
            self.__known[kind] = may(_KINDS[kind], self.__scene)
        return self.__known[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(_KINDS)

    def __len__(self) -> int:
        return len(_KINDS)


_KINDS = {str(act.__struct_config__.tag): act for act in ACTS}


class CaseView(Struct, frozen=True):
    """What a reviewer sees of a case.

    `case` lacks the values of `masked` fields (the names hidden from this reviewer; "subject" may be one, and "words"
    where words of the policy's list are), and no text of the view holds them: each character is `▒` in their place.
    `history` holds the records that this reviewer may see, `votes` and `resolution` those of them that stand in the
    round. `blind` says that others' work on the round is not shown; where it could be, once it is recorded that this
    reviewer sees it (`store.acts.Open` with `others`), `unseen` says so. `changed` names what the last revision
    changed, `added` those of them that it brought; `differences` is what was and is since revision `compared`: the
    one that this reviewer opened last, or the one before. `notices` are sentences for this reviewer. `refusals` say
    by kind of act why this reviewer may not do it now. `scene` is what forms ask the rules about; it holds no more
    than the rest of the view.
    `related` are cases that belong to this one, told when the round is blind to this reviewer no more.
    `lifted_until` is when (UTC) the next mask that this reviewer had lifted is back. `deadlines` are those of its
    clocks. `company` says that others are reading the case now.
    """

    case: Case
    revision: int
    changed: tuple[str, ...]
    compared: int
    differences: tuple[Change, ...]
    standing: Standing
    round: int
    decision: Decision | None
    blind: bool
    unseen: bool
    masked: tuple[str, ...]
    opened: frozenset[str]
    votes: tuple[Record, ...]
    resolution: Record | None
    history: tuple[Record, ...]
    notices: tuple[str, ...]
    refusals: Refusals
    scene: Scene
    lifted_until: datetime | None = None
    deadlines: tuple[Deadline, ...] = ()
    related: tuple[RelatedCase, ...] = ()
    company: str = ""
    added: tuple[str, ...] = ()

    @property
    def changed_as_told(self) -> tuple[str, ...]:
        """`changed`, to be read: what the revision brought is new."""
        return tuple(f"new {one}" if one in self.added else one for one in self.changed)

    def policy_of(self, record: Record) -> Policy:
        """The policy in whose words a record of the history was made."""
        known = self.scene.policies
        return known.worded(record.seq, record.body) if known else self.scene.policy

    def policy_numbered(self, seq: int | None) -> Policy | None:
        """The policy that record `seq` put in force; None if it put none. For None that of the round."""
        known = self.scene.policies
        return self.scene.policy if seq in (None, self.scene.policy_seq) else known.numbered(seq) if known else None

    @property
    def worded(self) -> bool:
        """Whether this reviewer has read what outcomes and grounds mean in the words that decide now."""
        read = self.scene.state.opened.get(self.scene.reviewer)
        return read is not None and read.policy == self.scene.policy_seq

    @property
    def opinions(self) -> tuple[Opinion, ...]:
        """What the decision was made by: the resolution of a conflict, or else all votes."""
        deciding = (self.resolution,) if self.resolution else self.votes
        return tuple(one.body for one in deciding if isinstance(one.body, Opinion))

    def refusal(self, act: type[Act]) -> Refusal | None:
        """Why this reviewer may not do this now; None if they may."""
        return self.refusals[str(act.__struct_config__.tag)]

    def of(self, body: type[Body]) -> tuple[Record, ...]:
        """The records of one kind among those that are shown."""
        return tuple(one for one in self.history if isinstance(one.body, body))


class QueueRow(Struct, frozen=True):
    """A line of the queue. `columns` are the values of `queue_columns`; `MASK` where masked, None where empty.

    The column `due` holds the next deadline of what is decided. `busy`: somebody else is reading the case now.
    `deadline` is the next one that rings; `overdue` says that it is over, or before the decision that the case itself
    was due. `outcome` is that of the decision where this reviewer sees others' work, else that of their own vote; empty
    where there is none. `outcome_label` and `adverse` are what the policy of its round says of it. `unread`: they have
    opened nothing of the case as it stands now; `revised`: a revision came after the one that they opened last.
    `for_me`: it waits for them, and nobody else is reading it.
    """

    key: Key
    id: str
    title: str
    standing: Standing
    columns: tuple[str | None, ...]
    hidden: int
    voted: bool
    busy: bool = False
    deadline: Deadline | None = None
    overdue: bool = False
    outcome: str = ""
    outcome_label: str = ""
    adverse: bool = False
    unread: bool = False
    revised: bool = False
    for_me: bool = False
    flags: tuple[str, ...] = ()


def case_view(
    dossier: Dossier, records: list[Record], scene: Scene, now: datetime, *, unmasked: bool = False
) -> CaseView:
    """What `scene.reviewer` sees at a desk; `unmasked`: without any masks, for who has asked for that on record."""
    shows = sees_others(scene.state, scene.reviewer) and may_see_others(scene)
    mask = desk_mask(dossier, records, scene.policy, At(scene.reviewer, scene.day, now), unmasked=unmasked)
    view = _view(dossier, records, scene, mask, shows=shows)
    hides = hides_second(scene.policy, scene.reviewer) and not shows
    others = readers(scene.state, now, hides_votes=hides) - {scene.reviewer}
    if not others:
        return view
    # A blind reader may not know who votes first: so not who reads, either.
    who = " and ".join(map(scene.policy.name_of, sorted(others))) if shows else "Somebody else"
    is_, was = ("are", "were") if shows and len(others) > 1 else ("is", "was")
    return replace(view, company=f"{who} {is_} reading this case, or {was} a moment ago.")


def leaving_view(
    dossier: Dossier, records: list[Record], scene: Scene, *, shows: bool, unmasked: bool = False
) -> CaseView:
    """What leaves in an export: where the round `shows`, all that was recorded; else nothing of it."""
    mask = CaseMask(dossier.revisions, scene.policy, lifted=unmasked)
    return _view(dossier, records if shows else [], scene, mask, shows=shows)


def desk_mask(dossier: Dossier, records: list[Record], policy: Policy, at: "At", *, unmasked: bool = False) -> CaseMask:
    """What is masked of a case from somebody at a desk: a mask that they had lifted comes back as the policy says."""
    lasts = None if policy.masking.minutes is None else timedelta(minutes=policy.masking.minutes)
    asked = {
        one_form(name): None if lasts is None else one.at + lasts
        for one in records
        if one.by == at.reviewer and (lasts is None or at.now < one.at + lasts)
        for name in getattr(one.body, "fields", ())
    }
    return CaseMask(dossier.revisions, policy, asked, lifted=unmasked)


def related_case(case: CaseView, other: CaseView) -> RelatedCase:
    """A case that belongs to one, as a view of it shows it."""
    outcome = other.decision.outcome if other.decision and not other.blind else None
    renews = "earlier" if case.case.renews == other.case.id else "later" if other.case.renews == case.case.id else ""
    label = "" if outcome is None else other.scene.policy.label_of(outcome)
    return RelatedCase(other.case.id, other.case.title, other.standing, outcome, renews, label)


def visible_record(record: Record, reviewer: str, *, shows: bool) -> Record | None:
    """A record as a reader may see it; None if they may not. `shows`: others' work of its round is shown to them."""
    body = record.body
    if isinstance(body, Genesis):
        return replace(record, body=replace(body, draw_key=""))
    if not isinstance(body, Act) or record.by == reviewer or body.sight is Sight.READERS:
        return record
    return record if shows and body.sight is Sight.ROUND else None


def masked_record(record: Record, mask: Callable[[str], CaseMask | None]) -> Record:
    """A record without what is masked of its case; where that cannot be known, without any text of people."""
    if record.case is None or not texts_of(type(record.body)):
        return record
    known = mask(record.case)
    return replace(record, body=known.body(record.body) if known else shaded(record.body))


class At(Struct, frozen=True):
    """Who looks, on which day, and at which time in UTC."""

    reviewer: str
    day: date
    now: datetime


def queue_columns(policy: Policy, order: Order) -> tuple[str, ...]:
    """The columns of the queue: the policy's, behind what the reader has it sorted by, if that is none of them."""
    own = policy.case.columns
    return own if order == Order() or order.column in own else (order.column, *own)


def queue_row(found: Found, policy: Policy, of_round: Policy, at: At, order: Order) -> QueueRow:
    """The line of a case in the queue of this reviewer."""
    state, reviewer = found.state, at.reviewer
    outcome = _known_outcome(state, reviewer)
    rings = [one for one in of_case(of_round, facts(state, found.imported)) if one.rings]
    deadline = min(rings, key=lambda one: one.on or date.max, default=None)
    next_one = deadline.on if deadline else None
    # What a decided case itself was due for is done: now its deadlines are what is due.
    last = next_one if state.decided else found.due
    own = state.newest_casts.get(reviewer)
    done = own.on if own else None
    days = {"due": last, "deadline": next_one, "arrived": found.arrived, "done": done}
    columns = tuple(
        _column(found, policy, name) if name not in days else day.isoformat() if (day := days[name]) else None
        for name in queue_columns(policy, order)
    )
    return QueueRow(
        found.key,
        found.id,
        found.title,
        shown_standing(state, policy, reviewer, at.day),
        columns,
        found.hidden,
        voted=state.vote_of(reviewer) is not None,
        busy=bool(readers(state, at.now, hides_votes=hides_second(policy, reviewer)) - {reviewer}),
        deadline=deadline,
        overdue=last is not None and last < at.day,
        outcome=outcome,
        outcome_label=of_round.label_of(outcome) if outcome else "",
        adverse=bool(outcome) and of_round.adverse(outcome),
        unread=not state.opened_by(reviewer),
        revised=reviewer in state.opened and state.opened[reviewer].revision < state.revision,
        for_me=found.for_me,
        flags=found.flags,
    )


def _known_outcome(state: State, reviewer: str) -> str:
    if state.decision and sees_others(state, reviewer):
        return state.decision.outcome
    own = state.vote_of(reviewer)
    return own.outcome if own else ""


def _view(dossier: Dossier, records: list[Record], scene: Scene, mask: CaseMask, *, shows: bool) -> CaseView:
    reviewer, state = scene.reviewer, mask.state(scene.state)
    all_shown = [visible_record(one, reviewer, shows=shows) for one in records]
    history = tuple(replace(one, body=mask.body(one.body)) for one in all_shown if one is not None)
    newest, revision, compared = dossier.revisions[-1], len(dossier.revisions), _compared(state, reviewer)
    case = mask.case(newest)
    before = case if compared == revision else mask.case(dossier.revisions[compared - 1])
    known = state if shows else _own_part(state, replace(scene, state=state))
    shown = replace(scene, state=known, case=case, importers=scene.importers & {reviewer})
    standing_votes = {vote.seq for vote in known.votes}
    settled_by = known.resolution.seq if known.resolution else None
    return CaseView(
        case=case,
        revision=revision,
        changed=changes(dossier.revisions[-2], newest) if revision > 1 else (),
        added=added(dossier.revisions[-2], newest) if revision > 1 else (),
        compared=compared,
        differences=differences(before, case),
        standing=shown_standing(state, scene.policy, reviewer, scene.day),
        round=state.round,
        decision=known.decision,
        blind=not shows,
        unseen=not shows and len(history) < len(records) and may_see_others(scene),
        lifted_until=mask.until,
        masked=(*mask.names(newest), *([WORDS] if mask.words_hidden else [])),
        opened=state.opened_by(reviewer),
        votes=tuple(one for one in history if one.seq in standing_votes),
        resolution=next((one for one in history if one.seq == settled_by), None),
        history=history,
        notices=tuple(_notices(state, reviewer)),
        refusals=Refusals(scene),
        scene=shown,
        deadlines=of_case(scene.policy, facts(state, dossier.imported)),
    )


def _compared(state: State, reviewer: str) -> int:
    """The revision that the newest is compared with: the one opened last, or if that is the newest the one before."""
    reading = state.opened.get(reviewer)
    opened = reading.revision if reading else state.revision
    return max(1, opened if opened < state.revision else state.revision - 1)


def _own_part(state: State, scene: Scene) -> State:
    """The state without others' votes, openings and outcomes of any round, and without the decision.

    What every reader is told stays: what it waits for, the hearing, service, appeals, that it is closed.
    """
    reviewer = scene.reviewer
    reading = state.opened.get(reviewer)
    hides = shown_standing(replace(state, pause=None), scene.policy, reviewer, scene.day) is not state.settled
    return State(
        round=state.round,
        revision=state.revision,
        basis=state.basis,
        policy=None if hides else state.policy,
        votes=tuple(vote for vote in state.votes if vote.by == reviewer),
        opened={reviewer: reading} if reading else {},
        pause=state.pause,
        settled=Standing.OPEN if hides else state.settled,
        recused=state.recused & {reviewer},
        invitation=state.invitation,
        delivery=state.delivery,
        remedies=state.remedies,
        closed=state.closed,
        assigned=state.assigned if state.assigned == reviewer else None,
    )


def _notices(state: State, reviewer: str) -> list[str]:
    over = next((one for one in reversed(state.past) if reviewer in {vote.by for vote in one.votes}), None)
    if over is None or state.vote_of(reviewer):
        return []
    # Why may speak of the votes of the round that ended: that is for those who voted in it.
    why = f": {over.why.rstrip().removesuffix('.')}" if over is state.past[-1] else ""
    return [f"Round {state.round} has begun{why}. Your vote of round {over.number} no longer counts."]


def _column(found: Found, policy: Policy, column: str) -> str | None:
    match column:
        case "priority":
            return None if found.priority is None else str(found.priority)
        case "flags":
            return " ".join(found.flags)
    if policy.masks(column):
        return MASK
    name = field_of(column, found.fields)
    value = None if name is None else found.fields[name]
    return None if value is None else str(value)
