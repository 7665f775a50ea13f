"""`close`: nothing is left to do on decided cases."""

from store.acts import Close
from tui.commands.bulk import on_cases
from tui.commands.common import Desk, Reason
from tui.commands.written import written


@on_cases
def close(_: Desk, reason: Reason = "") -> tuple[Close, str]:
    """Close decided cases on which nothing is left to do.

    What was decided against somebody is served first.
    """
    return Close(written(reason)), "close"
