"""`vote`: a reviewer's own decision on a case."""

from store.acts import CastVote, Draft
from tui.commands.drafting import by_draft


@by_draft
def vote(draft: Draft) -> CastVote:
    """Record your own decision on a case.

    It is on the revision that you were shown last (`foureyes show`), or on the one that --revision names.

    You may take it back until another person votes or adjudicates.
    """
    return CastVote(draft)
