"""What goes out: stdout is data, stderr is narration, both UTF-8 whatever the locale.

Every line passes `store.text.visible` here, so that no data can drive a terminal or pretend to be a line of its own.
Exports and JSON are for programs, which get every byte as it is; to a terminal these go as visible text too.
"""

import errno
import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from enum import IntEnum
from itertools import takewhile
from typing import TYPE_CHECKING, BinaryIO, TextIO, TypeVar

import msgspec

from store.model import Missing
from store.text import is_hidden, visible

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

T = TypeVar("T")
_CLEAR_LINE = b"\r\x1b[2K"
_bars: list[None] = []
_line = bytearray()
"""What was written to a terminal of a line that has no end yet."""
_left: list[None] = []
"""Holds something once whoever read the output has gone away."""


class ExitCode(IntEnum):
    """What a command ends with; other programs lean on these numbers."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    BUSY = 3
    DAMAGED = 4
    UNWRITTEN = 5
    INTERRUPTED = 130


class Stop(Exception):
    """Ends a command with a sentence, what is missing, and an exit code."""

    def __init__(self, sentence: str, code: ExitCode = ExitCode.REFUSED, missing: Sequence[Missing] = ()) -> None:
        super().__init__(sentence)
        self.sentence, self.code, self.missing = sentence, code, tuple(missing)


def put(line: str = "") -> None:
    """Write one line of data."""
    put_bytes((visible(line) + "\n").encode("utf-8", "backslashreplace"))


def put_json(value: object) -> None:
    """Write one line of JSON: lossless, with whatever could drive a terminal escaped."""
    put_bytes(json_line(value).encode("utf-8") + b"\n")


def put_bytes(data: bytes) -> None:
    """Write data as it is, to a terminal as visible text.

    A reader that went away (`| head`) gets no more of it and ends nothing: what the command does it does to its end,
    and says with its exit code how that went.
    """
    if not on_terminal(sys.stdout):
        _write(data)
        return
    _line.extend(data)
    done = _line.rfind(b"\n") + 1
    _write(_shown(bytes(_line[:done])))
    del _line[:done]


def _shown(data: bytes) -> bytes:
    """Whole lines, so that no character is cut in two and none is looked at without those before it."""
    text = data.decode("utf-8", "backslashreplace")
    return visible(text, multiline=True).encode("utf-8", "backslashreplace")


def _write(data: bytes) -> None:
    with _ending_on_failure():
        left = memoryview(data)
        while left:  # with PYTHONUNBUFFERED a write to a pipe may take a part only
            taken = stdout().write(left)
            if taken is None:
                raise BlockingIOError(errno.EAGAIN, "the reader is too slow for a stream that does not wait")
            left = left[taken:]


class DataOut(io.RawIOBase):
    """The standard output as a file of bytes for whoever writes a lot of them; fails as `put_bytes` does."""

    _told = False

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: "ReadableBuffer") -> int:
        """Write all of `data`."""
        put_bytes(bytes(data))
        return len(bytes(data))

    def flush(self) -> None:
        """Hand what was written to the system; that its reader went away is said: a part is not the whole."""
        flush()
        if _left and not self._told:
            self._told = True
            say("Whoever read the output went away before its end.")


def stdout() -> BinaryIO:
    """The standard output as bytes; raises `Stop` where there is none."""
    if sys.stdout is None:
        raise Stop("Standard output is closed.", ExitCode.UNWRITTEN)
    return sys.stdout.buffer


def while_read(items: Iterable[T]) -> Iterator[T]:
    """The items, as long as there is somebody to read what is written of them."""
    return takewhile(lambda _: not _left, items)


def flush() -> None:
    """Hand all data to the system; to be called before a command says that it is done."""
    if sys.stdout is not None:
        _write(_shown(bytes(_line)))
        _line.clear()
        with _ending_on_failure():
            sys.stdout.flush()
            sys.stdout.buffer.flush()


def say(sentence: str) -> None:
    """Tell the person at the terminal one line; never fails a command."""
    stream: TextIO | None = sys.stderr
    if stream is None:
        return
    with suppress(OSError):  # what cannot be written there is told by `flush`
        if sys.stdout is not None:
            sys.stdout.buffer.flush()
    with suppress(OSError):
        stream.flush()
        stream.buffer.write(_CLEAR_LINE if _bars else b"")
        stream.buffer.write((visible(sentence) + "\n").encode("utf-8", "backslashreplace"))
        stream.buffer.flush()


@contextmanager
def beside_a_bar() -> Iterator[None]:
    """While a progress bar stands on the terminal: what is said takes its line, and the bar comes again below."""
    _bars.append(None)
    try:
        yield
    finally:
        _bars.pop()


def json_line(value: object) -> str:
    r"""`value` as JSON on one line; characters that `store.text` calls hidden stand as `\uXXXX`."""
    text = msgspec.json.encode(value).decode("utf-8")
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(one) if is_hidden(one) else one for one in text)


def on_terminal(stream: TextIO | None) -> bool:
    """Whether a person is looking at (or typing into) this stream."""
    return stream is not None and stream.isatty()


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


@contextmanager
def _ending_on_failure() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        _let_go_of_stdout()
        if error.errno != errno.EPIPE:
            raise Stop(f"The output cannot be written: {error.strerror}.", ExitCode.UNWRITTEN) from None
        _left.append(None)


def _let_go_of_stdout() -> None:
    """What is still buffered can go nowhere: without this, Python tries once more at exit and complains."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
