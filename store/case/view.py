"""A case as one reviewer may see it now: blind where it must be, masked where the policy says so.

Blindness and masks are made here, in the store, so that no front end can forget them.
"""

from msgspec import Struct
from msgspec.structs import replace

from store import rules
from store.model import Case, Note, Opened, Record, Refusal, Resolution, Standing, Unmasked, Vote, Withdrawal
from store.policy import Policy
from store.standing import Decision, State


class CaseView(Struct, frozen=True):
    """What a reviewer sees of a case.

    `case` lacks the values of `masked` fields (the names hidden from this reviewer; "subject" may be one). `notes`,
    `votes`, `resolution` and `history` hold what this reviewer may see; `blind` says that others' work on the round
    is being withheld until they have voted. `changed` names what the last revision changed. The three `*_refusal`s
    say whether this reviewer may act now: None means yes.
    """

    case: Case
    revision: int
    changed: tuple[str, ...]
    standing: Standing
    round: int
    decision: Decision | None
    blind: bool
    masked: tuple[str, ...]
    opened: frozenset[str]
    notes: tuple[Record, ...]
    votes: tuple[Record, ...]
    resolution: Record | None
    history: tuple[Record, ...]
    vote_refusal: Refusal | None
    withdraw_refusal: Refusal | None
    adjudicate_refusal: Refusal | None


class QueueRow(Struct, frozen=True):
    """A line of the queue. `columns` are the values of the policy's columns; None where masked."""

    id: str
    title: str
    standing: Standing
    columns: tuple[str | None, ...]
    hidden: int
    voted: bool


def reading(
    revisions: list[Case],
    state: State,
    records: list[Record],
    policy: Policy,
    reviewer: str,
    *,
    unmasked: bool = False,
) -> CaseView:
    """What `reviewer` sees of the case whose revisions and records these are; `unmasked`: without any masks."""
    everything = rules.sees_others(state, policy, reviewer)
    shown = records if everything else [one for one in records if one.by == reviewer or not _private(one)]
    standing_votes = {vote.seq for vote in state.votes}
    mine = [one for one in records if one.by == reviewer]
    asked = {name for one in mine if isinstance(one.body, Unmasked) for name in one.body.fields}
    case = revisions[-1]
    masked = () if unmasked else tuple(n for n in policy.case.masked if n not in asked and _has(case, n))
    resolution = state.decision.resolution if state.decision else None
    return CaseView(
        case=_masked(case, masked),
        revision=len(revisions),
        changed=_changes(revisions[-2], case) if len(revisions) > 1 else (),
        standing=state.standing,
        round=state.round,
        decision=state.decision,
        blind=not everything,
        masked=masked,
        opened=frozenset(item for one in mine if isinstance(one.body, Opened) for item in one.body.items),
        notes=tuple(one for one in shown if isinstance(one.body, Note)),
        votes=tuple(one for one in shown if one.seq in standing_votes),
        resolution=next((one for one in shown if one.seq == resolution), None),
        history=tuple(shown),
        vote_refusal=rules.may_vote(state, policy, reviewer),
        withdraw_refusal=rules.withdraw(state, reviewer),
        adjudicate_refusal=rules.may_adjudicate(state, policy, reviewer),
    )


def _private(record: Record) -> bool:
    return isinstance(record.body, Note | Vote | Withdrawal | Resolution | Opened | Unmasked)


def _has(case: Case, name: str) -> bool:
    return bool(case.subject) if name == "subject" else case.fields.get(name) is not None


def _masked(case: Case, names: tuple[str, ...]) -> Case:
    fields = {key: None if key in names else value for key, value in case.fields.items()}
    return replace(case, subject="" if "subject" in names else case.subject, fields=fields)


def _changes(old: Case, new: Case) -> tuple[str, ...]:
    plain = ("title", "subject", "flags", "due", "priority")
    names = [name for name in plain if getattr(old, name) != getattr(new, name)]
    fields = [key for key in {**old.fields, **new.fields} if old.fields.get(key) != new.fields.get(key)]
    items = {item.id: item for item in old.evidence}
    evidence = [item.id for item in new.evidence if items.pop(item.id, None) != item]
    return (*names, *(f"field.{key}" for key in fields), *(f"evidence {key}" for key in [*evidence, *items]))
