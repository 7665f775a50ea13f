"""`withdraw`: a reviewer takes their own vote back."""

from store.acts import Vote, Withdraw
from tui.commands.common import AsJson, CaseId, DocketPath, Reason, Reviewer, desk
from tui.commands.recording import record
from tui.commands.written import written
from tui.output import say


def withdraw(
    docket: DocketPath,
    case: CaseId,
    reason: Reason = "",
    as_json: AsJson = False,
    reviewer: Reviewer = None,
) -> None:
    """Take back your own vote.

    Until another person votes or adjudicates; the vote stays in the history. Whoever has seen the other vote by
    then cannot vote again in this round.
    """
    words = written(reason)
    with desk(docket, reviewer) as at:
        record(at, case, Withdraw(words), as_json)
        if why := at.docket.view(at.reviewer, case).refusal(Vote):
            say(why.sentence)
