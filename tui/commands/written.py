"""A text that somebody wrote, on the command line, in a file or on stdin."""

import sys
from pathlib import Path

from store.disk import read_named
from tui.commands.common import STDIO
from tui.output import ExitCode, Stop

LARGEST = 1 << 20
"""Bytes of a text that is read from a file or stdin: a pipe that never ends must not fill the memory."""


def written(text: str, *, files: bool = True) -> str:
    """The text itself; what stdin holds for `-`; with `files`, what a file holds for `@FILE`."""
    if text == STDIO:
        if sys.stdin is None:
            raise Stop("Standard input is closed.", ExitCode.USAGE)
        return _decoded(sys.stdin.buffer.read(LARGEST + 1), "Standard input")
    if files and text.startswith("@"):
        try:
            return _decoded(read_named(Path(text[1:]), LARGEST + 1), text[1:])
        except OSError as error:
            raise Stop(f"{text[1:]}: cannot be read: {error.strerror}.", ExitCode.USAGE) from None
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise Stop("The text on the command line is not UTF-8.", ExitCode.USAGE)
    return text


def _decoded(data: bytes, name: str) -> str:
    if len(data) > LARGEST:
        raise Stop(f"{name}: more than {LARGEST} bytes of text.", ExitCode.USAGE)
    try:
        return data.decode("utf-8").removesuffix("\n")
    except UnicodeDecodeError as error:
        raise Stop(f"{name}: not UTF-8 at byte {error.start}.", ExitCode.USAGE) from None
