"""`reopen`: what was decided is looked at again."""

from store.acts import Reopen
from tui.commands.common import Desk, Reason
from tui.commands.recording import on_a_case
from tui.commands.written import written


@on_a_case
def reopen(_: Desk, reason: Reason = "") -> Reopen:
    """Take up a decided case again.

    A new round of votes begins, blind again. What was decided against somebody is not reopened while their time to
    act on it runs (to appeal, to leave): until then it is looked at again on appeal.
    """
    return Reopen(written(reason))
