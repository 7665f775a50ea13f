"""A text that somebody wrote, on the command line, in a file or on stdin."""

import sys
from pathlib import Path

from store.disk import read_named
from store.errors import BadInput
from tui.commands.common import STDIO
from tui.output import ExitCode, Stop
from tui.terminal.plain_text import text_of

LARGEST = 1 << 20
"""Bytes of a text that is read from a file or stdin: a pipe that never ends must not fill the memory."""


def written(text: str, *, files: bool = True, own: bool = True) -> str:
    """The text itself; what stdin holds for `-`; with `files`, what a file holds for `@FILE`.

    `own`: see `text_of`.
    """
    if text == STDIO:
        if sys.stdin is None:
            raise Stop("Standard input is closed.", ExitCode.USAGE)
        return _decoded(sys.stdin.buffer.read(LARGEST + 1), "Standard input", own)
    if files and text.startswith("@"):
        try:
            return _decoded(read_named(Path(text[1:]), LARGEST + 1), text[1:], own)
        except OSError as error:
            raise Stop(f"{text[1:]}: cannot be read: {error.strerror}.", ExitCode.USAGE) from None
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise Stop("The text on the command line is not UTF-8.", ExitCode.USAGE)
    return text


def _decoded(data: bytes, name: str, own: bool) -> str:
    if len(data) > LARGEST:
        raise Stop(f"{name}: more than {LARGEST} bytes of text.", ExitCode.USAGE)
    try:
        return text_of(data, name, own=own)
    except BadInput as error:
        raise Stop(str(error), ExitCode.USAGE) from None
