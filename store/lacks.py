"""What a vote still lacks. The same list is shown live in the vote form and enforced when the vote is recorded."""

import hashlib

from msgspec import Struct

from store.model import Case, Citation, Missing
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


def citation(case: Case, cite: Cite) -> Citation | Missing:
    """The citation for a span, pinned to the text as it is now; a `Missing` if there is no such text."""
    item = case.item(cite.item)
    if item is None:
        return Missing("no_item", f'There is no evidence "{cite.item}" in this case.')
    start, end = cite.start or 0, len(item.text) if cite.end is None else cite.end
    if not 0 <= start < end <= len(item.text):
        return Missing(
            "no_span", f"{cite.item}:{start}-{end} is not in the text, which has {len(item.text)} characters."
        )
    quote = item.text[start:end]
    if blank(quote):
        return Missing("blank_span", f"{cite.item}:{start}-{end} quotes nothing that can be read.")
    return Citation(cite.item, start, end, quote, hashlib.sha256(item.text.encode()).hexdigest())


def lacks(draft: Draft, case: Case, policy: Policy) -> tuple[Missing, ...]:
    """All that is still missing from a vote; empty when it may be recorded."""
    found: list[Missing] = []
    outcome = policy.outcome_of(draft.outcome)
    if outcome is None:
        found.append(
            Missing("unknown_outcome", f'The policy has no outcome "{draft.outcome}".')
            if draft.outcome
            else Missing("outcome", "Choose an outcome.")
        )
    cited = [citation(case, cite) for cite in draft.cites]
    found += [one for one in cited if isinstance(one, Missing)]
    found += _bad_grounds(draft, policy)
    if outcome is not None and outcome.adverse:
        found += _adverse_needs(draft, case, policy, [one for one in cited if isinstance(one, Citation)])
    return tuple(found)


def carries(case: Case, item_id: str, policy: Policy) -> bool:
    """Whether a citation of this item can carry an adverse outcome: its kind is enough alone, nor is it withheld."""
    item = case.item(item_id)
    kind = policy.kind_of(item.kind) if item else None
    return item is not None and kind is not None and kind.alone and not item.withheld


def _bad_grounds(draft: Draft, policy: Policy) -> list[Missing]:
    known = {ground.id for ground in policy.grounds_for(draft.outcome)}
    return [
        Missing("bad_ground", f'The policy has no ground "{ground}" for this outcome.')
        for ground in draft.grounds
        if ground not in known
    ]


def _adverse_needs(draft: Draft, case: Case, policy: Policy, cited: list[Citation]) -> list[Missing]:
    found = []
    if not draft.grounds:
        found.append(Missing("ground", "Choose at least one ground."))
    if not cited:
        found.append(Missing("citation", "Cite at least one passage of the evidence."))
    elif not any(carries(case, one.item, policy) for one in cited):
        found.append(Missing("weak_citations", f"Cite more than {_weak_kinds(policy)}: never enough by themselves."))
    if blank(draft.reason):
        found.append(Missing("reason", "Write the reason."))
    return found


def _weak_kinds(policy: Policy) -> str:
    weak = [kind.label.lower() for kind in policy.evidence if not kind.alone]
    return ", ".join([*weak, "items withheld from the subject"])
