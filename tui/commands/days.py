"""Days on a command line."""

from datetime import date
from typing import Annotated

import typer

from store.docket import Docket
from tui.days import FORM, read_day
from tui.output import ExitCode, Stop

On = Annotated[str, typer.Option("--on", metavar="DATE", help=f"The day on which it happened: {FORM}.")]
Until = Annotated[str, typer.Option("--until", metavar="DATE", help=f"The day on which the case is back: {FORM}.")]


def day(text: str, docket: Docket) -> date:
    """The day that is meant; raises `Stop`."""
    meant = read_day(text, docket.today())
    if meant is None:
        raise Stop(f'"{text}" is not a date: write it as {FORM}.', ExitCode.USAGE)
    return meant
