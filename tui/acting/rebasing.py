"""A draft on the case as it is read now: what was written on another revision, or under another policy, may not fit."""

from msgspec.structs import replace

from store.acts import Cite, Draft, Vote, Withdrawal
from store.case.view import CaseView
from store.docket import new_key
from tui.acting.drafts import SavedDraft, words_of


def blank(view: CaseView) -> SavedDraft:
    """Nothing, on what is read now."""
    draft = Draft(revision=view.revision, policy=view.scene.policy_seq)
    return SavedDraft(draft, new_key(), words=words_of(view.scene.policy))


def rebased(saved: SavedDraft, view: CaseView) -> SavedDraft:
    """The draft on what is read now.

    Its citations go if a text that they quote may have changed since; its outcome and grounds if they may mean another
    thing under the policy that decides now.
    """
    draft, policy, words = saved.draft, view.scene.policy_seq, words_of(view.scene.policy)
    if (draft.revision, draft.policy, saved.words) == (view.revision, policy, words):
        return saved
    meant = draft.policy == policy and saved.words in ("", words)  # not known of what was kept without a policy
    same = draft.revision is not None and view.scene.state.basis <= draft.revision <= view.revision
    kept = draft if meant else replace(draft, outcome="", grounds=(), policy=policy)
    fitting = saved.changed(replace(kept, cites=draft.cites if same else (), revision=view.revision))
    return replace(fitting, words=words)


def begun_again(saved: SavedDraft, view: CaseView, reviewer: str) -> SavedDraft:
    """The draft, begun with what this reviewer wrote in a vote of this round that they took back and may cast again."""
    vote, draft = _taken_back(view, reviewer), saved.draft
    if vote is None or draft.outcome or draft.grounds or draft.reason or view.refusal(Vote):
        return saved
    cites = tuple(dict.fromkeys([*(Cite(one.item, one.start, one.end) for one in vote.citations), *draft.cites]))
    written = Draft(vote.outcome, vote.grounds, vote.reason, cites, vote.revision, vote.policy)
    return rebased(saved.changed(written), view)


def _taken_back(view: CaseView, reviewer: str) -> Vote | None:
    own = [one for one in view.history if one.by == reviewer and isinstance(one.body, Vote | Withdrawal)]
    last = own[-1].body if own else None
    if not isinstance(last, Withdrawal):
        return None
    vote = next((one.body for one in own if one.seq == last.vote), None)
    return vote if isinstance(vote, Vote) and vote.round == view.round else None
