"""Who may do what now, and why not. Pure: nothing here reads or writes.

The five product rules live here and in `store.lacks`; `store.docket` asks before every record, under the engine's
lock. What is not asked for here cannot happen: there is no other way to append.
"""

from store.lacks import Draft, lacks
from store.model import Case, Refusal, Standing
from store.policy import Policy, Role
from store.standing import State


def vote(state: State, case: Case, policy: Policy, reviewer: str, draft: Draft) -> Refusal | None:
    """Whether `reviewer` may cast this vote now."""
    return may_vote(state, policy, reviewer) or _complete(draft, case, policy)


def may_vote(state: State, policy: Policy, reviewer: str) -> Refusal | None:
    """Whether `reviewer` may vote on this case at all, whatever they write."""
    if refusal := _role(policy, reviewer, "reviewer"):
        return refusal
    if state.vote_of(reviewer):
        if state.standing is Standing.SECOND:
            return Refusal("same_person", "You cast the first vote on this case: the second must be another person's.")
        return Refusal("voted", "You have voted on this case in this round.")
    if state.standing is Standing.DECIDED:
        return Refusal("decided", "This case is decided.")
    if state.standing is Standing.CONFLICT:
        return Refusal("conflict", "The votes on this case differ: a third person must adjudicate it.")
    if reviewer in state.seen:
        return Refusal("not_blind", "You have seen the other vote on this case: another person must read it.")
    return None


def withdraw(state: State, reviewer: str) -> Refusal | None:
    """Whether `reviewer` may take back their vote: only until another person has acted on the case."""
    if state.vote_of(reviewer) is None:
        return Refusal("no_vote", "You have no vote on this case in this round.")
    if state.acted != reviewer:
        return Refusal("acted_on", "Another person has acted on this case since you voted: the vote stands.")
    return None


def adjudicate(state: State, case: Case, policy: Policy, reviewer: str, draft: Draft) -> Refusal | None:
    """Whether `reviewer` may settle the conflict in this way."""
    if refusal := may_adjudicate(state, policy, reviewer) or _complete(draft, case, policy):
        return refusal
    outcome = policy.outcome_of(draft.outcome)
    agreeing = {vote.by for vote in state.votes if vote.outcome == draft.outcome}
    if outcome and outcome.adverse and len(agreeing | {reviewer}) < policy.review.votes:
        return Refusal(
            "one_word",
            f'Nobody else voted "{outcome.label}": an adverse outcome needs {policy.review.votes} people.',
        )
    return None


def may_adjudicate(state: State, policy: Policy, reviewer: str) -> Refusal | None:
    """Whether `reviewer` may settle this case at all: a third person, and only a conflict."""
    if refusal := _role(policy, reviewer, "adjudicator"):
        return refusal
    if state.standing is not Standing.CONFLICT:
        return Refusal("no_conflict", f"There is no conflict to settle: the case is {state.standing}.")
    if state.vote_of(reviewer) or reviewer in state.withdrew:
        return Refusal("voted", "You have voted on this case: a third person must adjudicate it.")
    return None


def sees_others(state: State, policy: Policy, reviewer: str) -> bool:
    """Whether `reviewer` may see what others wrote in this round.

    Until their own vote is in, a reader sees neither the votes nor their authors nor the notes; once nobody can
    cast a blind vote any more there is nothing left to protect.
    """
    if state.standing is Standing.DECIDED or state.vote_of(reviewer) or reviewer in state.seen:
        return True
    return state.standing is Standing.CONFLICT and may_adjudicate(state, policy, reviewer) is None


def has_role(policy: Policy, reviewer: str, role: Role) -> Refusal | None:
    """Whether the policy gives `reviewer` this role."""
    return _role(policy, reviewer, role)


def _role(policy: Policy, reviewer: str, role: Role) -> Refusal | None:
    if policy.has_role(reviewer, role):
        return None
    return Refusal("role", f"The policy does not name {reviewer} as {role}.")


def _complete(draft: Draft, case: Case, policy: Policy) -> Refusal | None:
    missing = lacks(draft, case, policy)
    return Refusal("incomplete", "Something is still missing.", missing) if missing else None
