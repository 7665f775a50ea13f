"""`recuse`: a reviewer steps off a case."""

from store.acts import Recuse
from tui.commands.common import Desk, Reason
from tui.commands.recording import on_a_case
from tui.commands.written import written


@on_a_case
def recuse(_: Desk, reason: Reason = "") -> Recuse:
    """Step off a case, for good.

    It leaves your queue, and others decide on it.
    """
    return Recuse(written(reason))
