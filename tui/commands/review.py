"""`review`: the review screen, in a terminal."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from tui.commands.common import FilterText, chosen, desk
from tui.commands.options import NoMouse, Reviewer
from tui.output import ExitCode, Stop, on_terminal

WEB_DRIVER = "textual.drivers.web_driver:WebDriver"
"""What textual-serve has the screen drawn by."""


def review(
    docket: Annotated[
        Path | None, typer.Argument(metavar="DOCKET", envvar="FOUREYES_DOCKET", help="The docket, a directory.")
    ] = None,
    expression: FilterText = "",
    reviewer: Reviewer = None,
    no_mouse: NoMouse = False,
) -> None:
    """Open the review screen.

    FOUREYES_TOUR=off in the environment shows newcomers no tour.
    """
    if docket is None:
        raise Stop("Which docket? Name it behind `review`, or in FOUREYES_DOCKET.", ExitCode.USAGE)
    open_screen(docket, reviewer, expression, mouse=not no_mouse)


def open_screen(where: Path, reviewer: str | None, expression: str = "", *, mouse: bool = True) -> None:
    """Open the review screen on a docket; needs a terminal, and keys that can be told apart."""
    wanted = chosen(expression) if expression else None
    if not has_screen():
        which = " that can draw (this one says TERM=dumb)" if _is_dumb() else ""
        raise Stop(
            f"The review screen needs a terminal{which}. "
            "Without one, `foureyes list`, `next`, `show`, `note` and `vote` do the same.",
            ExitCode.USAGE,
        )
    if not _in_browser():
        for name in ("COLUMNS", "LINES"):
            os.environ.pop(name, None)  # some shell's, of some window: the terminal itself is asked
    from tui import keymap
    from tui.screens.registry import chains

    keys = keymap.load(chains)
    with desk(where, reviewer) as at:
        from tui.app import run
        from tui.terminal.editor import sweep

        sweep()
        code = run(at.docket, at.reviewer, wanted, keys, mouse=mouse)
    raise typer.Exit(code)


def has_screen() -> bool:
    """Whether a full-screen program can run here: in a terminal, or in the browser that `web` serves."""
    return _in_browser() or (not _is_dumb() and all(map(on_terminal, (sys.stdin, sys.stdout, sys.stderr))))


def _in_browser() -> bool:
    return os.environ.get("TEXTUAL_DRIVER") == WEB_DRIVER


def _is_dumb() -> bool:
    return os.environ.get("TERM") == "dumb"
