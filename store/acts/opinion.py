"""What a vote and a resolution have in common: an outcome with grounds, a reason and citations, and what it needs.

The same list of what is missing is shown live in the form and enforced when the act is recorded.
"""

import difflib
from collections.abc import Iterator
from typing import ClassVar, TypeVar

from msgspec import Struct

from store.acts.base import Act, Scene, text_problem, unwritten
from store.acts.citing import Cite, citation, stale, too_short
from store.case.parts import Cast
from store.case.state import Moment
from store.model import Case, Citation, Evidence, Missing, Refusal
from store.policy import Policy
from store.text import readable

MOST = 200
"""Citations, and grounds, of one opinion at most."""
NAMED = 6
"""Items that a sentence names at most."""


class Draft(Struct, frozen=True):
    """An opinion that is being written; `revision` is the one that was read, None for the one opened last.

    `policy` is the one whose outcomes and grounds were read, by the record that put it in force; None for the one under
    which the case was opened last.
    """

    outcome: str = ""
    grounds: tuple[str, ...] = ()
    reason: str = ""
    cites: tuple[Cite, ...] = ()
    revision: int | None = None
    policy: int | None = None


class Opinion(Act, frozen=True):
    """An outcome that somebody stands for, on a revision of the case, in a round.

    `policy`: in whose words, by the record that put it in force.
    """

    blind: ClassVar[bool] = False
    """Whether nobody stands for it who has seen what others stood for in the round."""
    reasoned: ClassVar[bool] = False
    """Whether it needs a written reason whatever its outcome; an adverse one always does."""
    round: int
    revision: int
    outcome: str
    grounds: tuple[str, ...] = ()
    reason: str = ""
    citations: tuple[Citation, ...] = ()
    policy: int = 0

    @property
    def worded_by(self) -> int:
        """As it says."""
        return self.policy

    def missing(self, scene: Scene) -> tuple[Missing, ...]:
        """All that is still missing; empty when it may be recorded."""
        return tuple(_missing(self, scene))

    def cast(self, moment: Moment) -> Cast:
        """It as the state keeps it."""
        return Cast(
            moment.seq, moment.by, moment.at, moment.day, self.outcome, tuple(sorted(self.grounds)), self.revision
        )

    def said(self, policy: Policy) -> str:
        """The outcome as the policy calls it."""
        known = policy.outcome_of(self.outcome)
        return known.label if known else self.outcome


AnyOpinion = TypeVar("AnyOpinion", bound=Opinion)


def opinion(kind: type[AnyOpinion], draft: Draft, scene: Scene) -> tuple[AnyOpinion, tuple[Missing, ...]]:
    """The opinion that a draft makes, with the citations that could be pinned, and what keeps it from being made."""
    made = [citation(scene.case, cite) for cite in draft.cites]
    cited = tuple(dict.fromkeys(one for one in made if isinstance(one, Citation)))
    revision, policy, read = draft.revision, draft.policy, scene.state.opened.get(scene.reviewer)
    if revision is None:
        revision = read.revision if read else 0
    if policy is None:
        policy = read.policy if read else scene.policy_seq
    grounds = tuple(dict.fromkeys(draft.grounds))
    act = kind(scene.state.round, revision, draft.outcome, grounds, draft.reason, cited, policy)
    return act, tuple(one for one in made if isinstance(one, Missing))


def not_theirs(scene: Scene) -> Refusal | None:
    """Whoever imported a revision of a case leaves it to others, where the policy says so."""
    if scene.policy.review.separate_import and scene.reviewer in scene.importers:
        return Refusal("importer", "You brought in this case, or evidence of it: the policy says that others decide.")
    return None


def carries(case: Case, item_id: str, policy: Policy) -> bool:
    """Whether a citation of this item can carry an adverse outcome: its kind is enough alone, nor is it withheld."""
    item = case.item(item_id)
    return item is not None and _is_enough(item, policy)


def _missing(act: Opinion, scene: Scene) -> Iterator[Missing]:
    case, policy = scene.case, scene.policy
    outcome = policy.outcome_of(act.outcome)
    if not act.outcome:
        yield Missing("outcome", "Choose an outcome.")
    elif outcome is None:
        known = {one.id: one.label for one in policy.outcome}
        said = f'The policy has no outcome "{act.outcome}"'
        yield Missing("unknown_outcome", f"{said}{_to_choose_from(act.outcome, known)}")
    yield from _revision(act, scene)
    yield from text_problem(act.reason, "The reason")
    if max(len(act.citations), len(act.grounds)) > MOST:
        yield Missing("too_many", f"At most {MOST} citations and {MOST} grounds are recorded.")
    yield from (one for cited in act.citations if (one := stale(case, cited) or too_short(case, cited)))
    known = {one.id: one.label for one in policy.grounds_for(act.outcome)}
    for ground in act.grounds:
        if outcome is not None and ground not in known:
            said = f'The policy has no ground "{ground}" for the outcome "{outcome.id}"'
            yield Missing("bad_ground", f"{said}{_to_choose_from(ground, known)}")
    if outcome is not None and outcome.adverse:
        yield from _adverse(act, scene)
    elif act.reasoned:
        yield from unwritten(act.reason)


def _to_choose_from(word: str, known: dict[str, str]) -> str:
    """What was meant, perhaps, and what the policy has: its labels too, for its ids are not on the screen."""
    close = difflib.get_close_matches(word, known, 1)
    meant = f' (did you mean "{close[0]}"?)' if close else ""
    return f"{meant}. Known: {', '.join(f'{name} ({label})' for name, label in known.items()) or 'none'}."


def _revision(act: Opinion, scene: Scene) -> Iterator[Missing]:
    """Nobody can stand for an outcome on a case, or in words, that they have not read as they are now."""
    state = scene.state
    if act.round != state.round:
        yield Missing("round", f"This is round {state.round} of the case: what was written for another does not count.")
    if act.revision == 0:
        yield Missing("unread", "Open the case first, or say which revision you have read.")
    elif not state.basis <= act.revision <= state.revision:
        yield Missing("revised", f"The case is at revision {state.revision}: read what it changed, then decide.")
    read = state.opened.get(scene.reviewer)
    if act.policy != scene.policy_seq or (read is not None and read.policy != act.policy):
        again = "open it again, read what outcomes and grounds mean now, then decide"
        yield Missing("policy", f"The policy has changed since you opened the case: {again}.")


def _adverse(act: Opinion, scene: Scene) -> Iterator[Missing]:
    case, policy = scene.case, scene.policy
    if policy.review.hearing:
        yield from _unheard(scene)
    if not act.grounds:
        yield Missing("ground", "Choose at least one ground.")
    able = [item.id for item in case.evidence if _is_enough(item, policy)]
    if not able:
        yield Missing("no_carrier", "Nothing in this case can carry an adverse outcome.")
    elif not act.citations:
        yield Missing("citation", f"Cite at least one passage: {_what_carries(able)}.", able[0])
    elif not any(carries(case, one.item, policy) for one in act.citations):
        yield Missing("weak_citations", f"What you cite is never enough alone: {_what_carries(able)}.", able[0])
    if nothing := unwritten(act.reason):
        yield from nothing
    elif (wanted := policy.review.shortest_reason - readable(act.reason.strip())) > 0:
        said = f"The reason for an adverse outcome has at least {policy.review.shortest_reason} characters"
        yield Missing("short_reason", f"{said}: write {wanted} more.")
    opened, cited = scene.state.opened_by(scene.reviewer), {one.item for one in act.citations}
    for item in case.evidence:
        kind = policy.kind_of(item.kind)
        if item.id in opened:
            continue
        if item.id in cited:
            yield Missing("unopened", f"Open {item.id}: you cite it, and have not opened it as it is now.", item.id)
        elif kind is not None and kind.must_read:
            yield Missing("unopened", f"Open {item.id} ({kind.label}): the policy says that it must be read.", item.id)


def _unheard(scene: Scene) -> Iterator[Missing]:
    heard = scene.state.invitation
    if heard is None or heard.how is None:
        yield Missing("hearing", "The policy says that the person is heard first, or that it says why not.")
    elif heard.how == "received" and not scene.answer_stands:
        said = "What the person said is no longer in the case as it was received"
        yield Missing("hearing", f"{said}: add it again, and record that it was received.")


def _is_enough(item: Evidence, policy: Policy) -> bool:
    kind = policy.kind_of(item.kind)
    return kind is not None and kind.alone and not item.withheld


def _what_carries(items: list[str]) -> str:
    more = f" and {len(items) - NAMED} more" if len(items) > NAMED else ""
    return f"here {', '.join(items[:NAMED])}{more} can carry an adverse outcome"
