"""Commands that run in this process: what Typer makes of the program is made once, not again for each of them."""

from functools import cache

import typer.testing
from typer.main import get_command
from typer.testing import CliRunner

__all__ = ["CliRunner"]

vars(typer.testing)["_get_command"] = cache(get_command)
