"""`hold`: cases wait until a day."""

from store.acts import Hold
from tui.commands.bulk import on_cases
from tui.commands.common import Desk, Reason, Until, day
from tui.commands.written import written


@on_cases
def hold(at: Desk, until: Until, reason: Reason = "") -> tuple[Hold, str]:
    """Hold cases until a day.

    Nobody votes on them meanwhile. They come back by themselves, or with `foureyes resume`.
    """
    back = day(until, at.docket)
    return Hold(back, written(reason)), f"hold until {back}"
