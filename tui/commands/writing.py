"""What people write on a command line: a text, its file or stdin, and the span of a citation."""

import re
import sys
from pathlib import Path
from typing import BinaryIO

from store.lacks import Cite
from tui.output import ExitCode, Stop

LARGEST = 1 << 20
"""Bytes of a text that is read from a file or stdin: a pipe that never ends must not fill the memory."""
_SPAN = re.compile(r"(?P<item>.+):(?P<start>[0-9]{1,9})-(?P<end>[0-9]{1,9})", re.DOTALL)
_HALF_A_SPAN = re.compile(r".+:[0-9]*-?[0-9]*", re.DOTALL)


def written(text: str, *, files: bool = True) -> str:
    """The text itself; what stdin holds for `-`; with `files`, what a file holds for `@FILE`."""
    if text == "-":
        if sys.stdin is None:
            raise Stop("Standard input is closed.", ExitCode.USAGE)
        return _read(sys.stdin.buffer, "Standard input")
    if files and text.startswith("@"):
        try:
            with Path(text[1:]).open("rb") as file:
                return _read(file, text[1:])
        except OSError as error:
            raise Stop(f"{text[1:]}: cannot be read: {error.strerror}.", ExitCode.USAGE) from None
    if not _encodable(text):
        raise Stop("The text on the command line is not UTF-8.", ExitCode.USAGE)
    return text


def cite(text: str) -> Cite:
    """The span written as `ITEM:START-END`, or the whole item written as `ITEM`."""
    if span := _SPAN.fullmatch(text):
        return Cite(span["item"], int(span["start"]), int(span["end"]))
    if _HALF_A_SPAN.fullmatch(text):
        raise Stop(f'"{text}" is not a passage: write ITEM:START-END, as `foureyes show` prints it.', ExitCode.USAGE)
    return Cite(text)


def _read(file: BinaryIO, name: str) -> str:
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Stop(f"{name}: more than {LARGEST} bytes of text.", ExitCode.USAGE)
    try:
        return data.decode("utf-8").removesuffix("\n")
    except UnicodeDecodeError as error:
        raise Stop(f"{name}: not UTF-8 at byte {error.start}.", ExitCode.USAGE) from None


def _encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)
