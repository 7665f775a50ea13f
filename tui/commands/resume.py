"""`resume`: a hold or a referral ends before its day."""

from store.acts import Resume
from tui.commands.common import Desk, Reason
from tui.commands.recording import on_a_case
from tui.commands.written import written


@on_a_case
def resume(_: Desk, reason: Reason = "") -> Resume:
    """Take up a case again that is held or referred.

    Without this it comes back by itself on its day.
    """
    return Resume(written(reason))
