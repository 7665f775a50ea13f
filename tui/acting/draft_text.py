"""A draft as a text to be read or copied, where its form cannot show it any more. It knows no screen.

Of what it cites, the words of public items alone stand in it: restricted evidence leaves a docket by an export.
"""

from collections.abc import Iterator

from store.acts import Cite
from store.acts.citing import citation
from store.case.view import CaseView
from store.model import Missing
from store.text import clip
from tui.acting.drafts import SavedDraft, form_of, kind_of, words_of
from tui.acting.offers import FORMS

QUOTE = 240
"""Characters of a quote that stand in it."""


def draft_text(saved: SavedDraft, kind: str, view: CaseView | None) -> str:
    """All that is chosen and written in it; text of people is not made visible yet. `view`: the case, if it is seen.

    Outcome and grounds are in the words in which they were chosen; where these are not known, by their ids.
    """
    of = form_of(kind)
    return "\n".join(_fields(saved, of, view) if of else _opinion(saved, view))


def _opinion(saved: SavedDraft, view: CaseView | None) -> Iterator[str]:
    draft = saved.draft
    policy = view.policy_numbered(draft.policy) if view else None
    if policy and saved.words not in ("", words_of(policy)):
        policy = None  # another one that has the number of theirs, after a restore
    grounds = {one.id: one.label for one in policy.ground} if policy else {}
    if draft.outcome:
        mark = " (adverse)" if policy and policy.adverse(draft.outcome) else ""
        yield f"Outcome: {policy.label_of(draft.outcome) if policy else draft.outcome}{mark}"
    for ground in draft.grounds:
        yield f"Ground: {grounds.get(ground, ground)}"
    for cite in draft.cites:
        yield f"Cites {_cited(cite, view)}"
    if draft.reason:
        yield from ("Reason:", draft.reason)


def _cited(cite: Cite, view: CaseView | None) -> str:
    item = view.case.item(cite.item) if view else None
    if view is None or item is None or item.access != "public":
        return cite.item
    cited = citation(view.case, cite)
    return cite.item if isinstance(cited, Missing) else f"{cite.item}: “{clip(cited.quote, QUOTE)}”"


def _fields(saved: SavedDraft, kind: str, view: CaseView | None) -> Iterator[str]:
    offer = next((one for one in FORMS if kind_of(one.act) == kind), None)
    fields = {one.name: one for one in offer.fields} if offer else {}
    if saved.marked is not None:
        yield f"For {saved.marked.named}"
    for cite in saved.draft.cites:
        yield f"On {_cited(cite, view)}"
    for name, value in saved.values.items():
        if (field := fields.get(name)) is None:
            yield value
        elif field.kind == "text":
            yield from (f"{field.label}:", value)
        else:
            yield f"{field.label}: {dict(field.choices_of(view)).get(value, value)}"
