"""`reopen`: what was decided is looked at again."""

from store.acts import Reopen
from tui.commands.common import Desk, Reason
from tui.commands.recording import on_a_case
from tui.commands.written import written


@on_a_case
def reopen(_: Desk, reason: Reason = "") -> Reopen:
    """Take up a decided case again.

    A new round of votes begins, blind again.
    """
    return Reopen(written(reason))
