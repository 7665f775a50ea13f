"""The options that the program takes without a command too: to say its version it loads no docket."""

from typing import Annotated

import typer

Reviewer = Annotated[
    str | None,
    typer.Option(
        "--reviewer", metavar="NAME", envvar="FOUREYES_REVIEWER", help="Who you are, where the policy lets you say so."
    ),
]
NoMouse = Annotated[
    bool,
    typer.Option("--no-mouse", envvar="FOUREYES_NO_MOUSE", help="Leave the mouse to the terminal."),
]
