"""`doctor`: the state of the program and of a docket, one line each, with nothing of what cases hold."""

import locale
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from store.errors import BadInput
from store.model import Finding
from tui.commands.common import AsJson
from tui.output import ExitCode, on_terminal, put, put_json, say
from tui.state_folder import state_folder


def doctor(
    docket: Annotated[Path | None, typer.Argument(metavar="DOCKET", help="The docket, a directory.")] = None,
    as_json: AsJson = False,
) -> None:
    """Look at the state of the program, and of a docket.

    Prints one line for each thing: ok, look (worth a look) or bad. No case content.
    """
    found = []
    for finding in _findings(docket):
        found.append(finding)
        if not as_json:
            put(f"{finding.state:<4}  {finding.what}: {finding.sentence}")
    if as_json:
        put_json(found)
    if any(finding.damaged for finding in found):
        say("The docket is damaged.")
        raise typer.Exit(ExitCode.DAMAGED)
    if any(finding.state == "bad" for finding in found):
        raise typer.Exit(ExitCode.REFUSED)


def _findings(docket: Path | None) -> Iterator[Finding]:
    import platform
    from importlib.metadata import version  # no other command has to wait for these

    from store.opening import examine

    used = ("textual", "typer", "msgspec")
    versions = ", ".join(f"{name} {version(name)}" for name in used)
    program = f"foureyes {version('foureyes')}, Python {platform.python_version()} on {platform.system()}, {versions}."
    yield Finding("program", "ok", program)
    if on_terminal(sys.stdout):
        yield Finding("terminal", *_terminal())
    yield Finding("state directory", *_state_directory())
    yield from examine(docket)


def _terminal() -> tuple[str, str]:
    names = ("TERM", "COLORTERM", "NO_COLOR")
    said = ", ".join(f"{name}={os.environ[name]}" for name in names if os.environ.get(name))
    size, encoding = shutil.get_terminal_size(), locale.getpreferredencoding(False)
    said = f"{said or 'TERM is not set'}, {size.columns}x{size.lines}, {encoding}."
    if os.environ.get("TERM", "dumb") == "dumb":
        return "look", f"{said} The review screen does not open here."
    if size.columns < 60 or size.lines < 20:
        return "look", f"{said} The review screen needs 60x20."
    if encoding.upper().replace("-", "") != "UTF8":
        return "look", f"{said} The screen is drawn in UTF-8: set the locale to one that uses it."
    return "ok", said


def _state_directory() -> tuple[str, str]:
    """Drafts and crash reports are in it: they are their owner's alone."""
    try:
        folder = state_folder()
    except BadInput as nowhere:
        return "bad", str(nowhere)
    try:
        paths = [folder, *folder.rglob("*")] if folder.exists() else []
        open_to_others = [path for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077]
    except OSError as error:
        return "bad", f"{folder} cannot be read: {error.strerror}."
    if not paths:
        return "ok", f"{folder} is not there yet."
    if open_to_others:
        return "bad", f"{folder}: {len(open_to_others)} of its files are open to others. `chmod -R go=` closes them."
    return "ok", f"{folder} belongs to its owner alone."
