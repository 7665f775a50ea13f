"""What a vote still lacks. The same list is shown live in the vote form and enforced when the vote is recorded."""

import hashlib

from msgspec import Struct

from store.model import Case, Citation, Lack
from store.policy import Policy
from store.text import blank


class Cite(Struct, frozen=True):
    """A span to be cited: an item of evidence and offsets in code points; without offsets, the whole item."""

    item: str
    start: int | None = None
    end: int | None = None


class Draft(Struct, frozen=True):
    """A vote or a resolution that is being written; `revision` is the one that was read, if the writer says so."""

    outcome: str = ""
    grounds: tuple[str, ...] = ()
    reason: str = ""
    cites: tuple[Cite, ...] = ()
    revision: int | None = None


def citation(case: Case, cite: Cite) -> Citation | Lack:
    """The citation for a span, pinned to the text as it is now; a `Lack` if there is no such text."""
    item = case.item(cite.item)
    if item is None:
        return Lack("no_item", f'There is no evidence "{cite.item}" in this case.')
    start, end = cite.start or 0, len(item.text) if cite.end is None else cite.end
    if not 0 <= start < end <= len(item.text):
        return Lack("no_span", f"{cite.item}:{start}-{end} is not in the text, which has {len(item.text)} characters.")
    quote = item.text[start:end]
    if blank(quote):
        return Lack("blank_span", f"{cite.item}:{start}-{end} quotes nothing that can be read.")
    return Citation(cite.item, start, end, quote, hashlib.sha256(item.text.encode()).hexdigest())


def lacks(draft: Draft, case: Case, policy: Policy) -> tuple[Lack, ...]:
    """All that is still missing from a vote; empty when it may be recorded."""
    found: list[Lack] = []
    outcome = policy.outcome_of(draft.outcome)
    if outcome is None:
        found.append(
            Lack("unknown_outcome", f'The policy has no outcome "{draft.outcome}".')
            if draft.outcome
            else Lack("outcome", "Choose an outcome.")
        )
    cited = [citation(case, cite) for cite in draft.cites]
    found += [one for one in cited if isinstance(one, Lack)]
    found += _bad_grounds(draft, policy)
    if outcome is not None and outcome.adverse:
        found += _adverse_needs(draft, case, policy, [one for one in cited if isinstance(one, Citation)])
    return tuple(found)


def carries(case: Case, item_id: str, policy: Policy) -> bool:
    """Whether a citation of this item can carry an adverse outcome: its kind is enough alone, nor is it withheld."""
    item = case.item(item_id)
    kind = policy.kind_of(item.kind) if item else None
    return item is not None and kind is not None and kind.alone and not item.withheld


def _bad_grounds(draft: Draft, policy: Policy) -> list[Lack]:
    known = {ground.id for ground in policy.grounds_for(draft.outcome)}
    return [
        Lack("bad_ground", f'The policy has no ground "{ground}" for this outcome.')
        for ground in draft.grounds
        if ground not in known
    ]


def _adverse_needs(draft: Draft, case: Case, policy: Policy, cited: list[Citation]) -> list[Lack]:
    found = []
    if not draft.grounds:
        found.append(Lack("ground", "Choose at least one ground."))
    if not cited:
        found.append(Lack("citation", "Cite at least one passage of the evidence."))
    elif not any(carries(case, one.item, policy) for one in cited):
        found.append(Lack("weak_citations", f"Cite more than {_weak_kinds(policy)}: never enough by themselves."))
    if blank(draft.reason):
        found.append(Lack("reason", "Write the reason."))
    return found


def _weak_kinds(policy: Policy) -> str:
    weak = [kind.label.lower() for kind in policy.evidence if not kind.alone]
    return ", ".join([*weak, "items withheld from the subject"])
