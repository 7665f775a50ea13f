"""Days as people write them: a date, `today`, or so many days from then."""

import re
from datetime import date, timedelta

FORM = "2023-12-01, today or +14d"
_FROM_TODAY = re.compile(r"[+-][0-9]{1,4}d")


def read_day(text: str, today: date) -> date | None:
    """The day that a text means; None if it means none."""
    if _FROM_TODAY.fullmatch(text):
        return today + timedelta(int(text.removesuffix("d")))
    try:
        return today if text == "today" else date.fromisoformat(text)
    except ValueError:
        return None
