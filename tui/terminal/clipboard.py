"""Where copied text goes: to the terminal's clipboard (OSC 52), or to a file where the terminal takes none.

No terminal says whether it took it, so those that do not are known here by what they tell of themselves. Over ssh they
tell nothing; FOUREYES_CLIPBOARD=file, or =terminal, says it for them.
"""

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from store.atomic_file import write_whole
from tui.state_folder import make_private, state_folder

CHOICE = "FOUREYES_CLIPBOARD"
_PATIENCE = 1.0
"""Seconds that tmux has to answer."""


def tmux_lets_through() -> bool:
    """Whether tmux passes on what programs in it copy: its option `set-clipboard` is `on`, and not `external`."""
    try:
        said = subprocess.run(
            ["tmux", "show-options", "-sv", "set-clipboard"],  # noqa: S607 - the one that the reviewer is in
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return said.stdout.strip() == b"on"


def why_no_clipboard(
    env: Mapping[str, str] = os.environ, lets_through: Callable[[], bool] = tmux_lets_through
) -> str | None:
    """Why the terminal takes nothing, in a few words; None if it may."""
    if choice := env.get(CHOICE):
        return None if choice == "terminal" else f"as {CHOICE} says"
    if env.get("TEXTUAL_DRIVER"):
        return "a browser takes nothing from a terminal"
    if env.get("TMUX"):
        return None if lets_through() else "tmux keeps its clipboard to itself (set-clipboard on opens it)"
    if env.get("STY"):
        return "screen passes nothing on"
    if env.get("TERM") in ("linux", "dumb"):
        return "this terminal has no clipboard"
    if env.get("VTE_VERSION") or env.get("TERM_PROGRAM") == "Apple_Terminal":
        return "this terminal lets no program copy"
    return None


def write_copy(text: str) -> Path:
    """Put the text in the file for copies, which only its owner can read, in place of the copy before.

    Raises `OSError`, and `BadInput` where nobody has a home.
    """
    folder = state_folder()
    make_private(folder)
    path = folder / "copied.txt"
    write_whole(path, f"{text}\n".encode(), replace=True)
    return path
