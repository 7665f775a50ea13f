"""`adjudicate`: a third person settles a conflict of votes."""

from store.acts import Adjudicate, Draft
from tui.commands.drafting import by_draft


@by_draft
def adjudicate(draft: Draft) -> Adjudicate:
    """Adjudicate a conflict of votes, as a third person.

    It is on the revision that you were shown last (`foureyes show`), or on the one that --revision names.
    """
    return Adjudicate(draft)
