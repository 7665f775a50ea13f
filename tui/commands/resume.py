"""`resume`: a hold or a referral ends before its day."""

from store.acts import Resume
from tui.commands.bulk import on_cases
from tui.commands.common import Desk, Reason
from tui.commands.written import written


@on_cases
def resume(_: Desk, reason: Reason = "") -> tuple[Resume, str]:
    """Take up cases again that are held or referred.

    Without this they come back by themselves on their day.
    """
    return Resume(written(reason)), "take up again"
