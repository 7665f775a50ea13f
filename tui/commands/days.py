"""Days as people write them on a command line."""

import re
from datetime import date, timedelta
from typing import Annotated

import typer

from store.docket import Docket
from tui.output import ExitCode, Stop

FORM = "2023-12-01, today or +14d"
On = Annotated[str, typer.Option("--on", metavar="DATE", help=f"The day on which it happened: {FORM}.")]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help=f"The day on which the case is back: {FORM}.")]
_FROM_TODAY = re.compile(r"[+-][0-9]{1,4}d")


def day(text: str, docket: Docket) -> date:
    """A day as YYYY-MM-DD, `today`, or so many days from then, such as `+14d`; raises `Stop`."""
    today = docket.today()
    try:
        if _FROM_TODAY.fullmatch(text):
            return today + timedelta(int(text.removesuffix("d")))
        return today if text == "today" else date.fromisoformat(text)
    except ValueError:
        raise Stop(f'"{text}" is not a date: write it as {FORM}.', ExitCode.USAGE) from None
