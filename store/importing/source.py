"""A file or standard input, being read: its first bytes known, every byte counted."""

import io
import os
import select
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from store.errors import BadInput
from store.importing.recoding import GZIP, as_utf8, unpacked, wide_encoding
from store.importing.sniff import looks_like
from store.text import visible

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD = 64 << 10
"""Bytes of the beginning of a file that are known before it is read."""
_BUFFER = 1 << 20
_PATIENCE = 0.5
"""Seconds to wait for bytes at a time."""
_BORROWED = ("/dev/fd/", "/dev/stdin", "/proc/")
"""What a file is called by its number in a program, be it one that has a name as well."""


class Source:
    """An open file; `stream` gives all of its text's bytes, `head` the first 64 KiB of them. `name` is safe to show.

    What is packed by gzip is unpacked, and UTF-16 becomes UTF-8: `packed` and `wide` (the encoding) say so. What is no
    ordinary file, such as a pipe, has another name each time; one that `keeps_name` can be told from others by it.
    """

    def __init__(
        self, where: Path | str, progress: Callable[[int], None], stdin: BinaryIO | None, encoding: str = ""
    ) -> None:
        self.is_stdin = str(where) == "-"
        self.name = "standard input" if self.is_stdin else visible(str(where))
        self._raw = _unbuffered(stdin or sys.stdin.buffer) if self.is_stdin else _opened(Path(where), self.name)
        self._waits = _waits(self._raw)
        self.keeps_name = not self.is_stdin and _keeps_name(Path(where), self._raw)
        self.packed = False
        self.wide = ""
        try:
            self._begin(progress, encoding)
        except BadInput:
            self.close()
            raise

    def _begin(self, progress: Callable[[int], None], encoding: str) -> None:
        self.head = _first_bytes(self.read)
        self.stream = io.BufferedReader(_Pieces(self.head, self.read, progress), _BUFFER)
        if self.head.startswith(GZIP):
            self.packed = True
            self._through(unpacked(self.stream, self.name))
        if wide := wide_encoding(self.head, encoding, self.name):
            self.wide = wide
            self._through(as_utf8(self.stream, wide, self.name))

    def _through(self, read: Callable[[int], bytes]) -> None:
        self.head = _first_bytes(read)
        self.stream = io.BufferedReader(_Pieces(self.head, read), _BUFFER)

    def check_text(self) -> None:
        """Raise `BadInput` for an empty file and for one that is no text, saying what it looks like."""
        if not self.head:
            raise BadInput(f"{self.name}: the file is empty.")
        if what := looks_like(self.head):
            raise BadInput(f"{self.name}: looks like {what}.")
        if b"\r" in self.head and b"\n" not in self.head and self.head.lstrip()[:1] not in (b"{", b"["):
            raise BadInput(f"{self.name}: its lines end with a carriage return (CR) alone: save it with LF or CRLF.")

    def read(self, size: int) -> bytes:
        """Up to `size` bytes of the file, unbuffered; raises `BadInput` if the disk or the pipe fails."""
        try:
            # Ctrl-C that is pressed between two system calls ends none that waits: Python hears of it after that.
            while self._waits and not select.select([self._raw], [], [], _PATIENCE)[0]:
                pass
            data: bytes | None = self._raw.read(size)
        except OSError as error:
            raise BadInput(f"{self.name}: cannot be read: {error.strerror}.") from None
        if data is None:  # A pipe that does not wait has nothing yet: that is not its end.
            raise BadInput(f"{self.name}: gives no data when asked; write it to a file first.")
        return data

    def size(self) -> int:
        """Bytes of the file; raises `BadInput` for one in which reading cannot go back: standard input, a pipe."""
        if self.is_stdin or self.packed or not self._raw.seekable():
            raise BadInput(f"{self.name}: a workbook is read from a file that is not packed: give the name of one.")
        return self.seek(0, 2)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place in the file, as for `io.IOBase.seek`; for what `size` was asked of."""
        try:
            return self._raw.seek(offset, whence)
        except OSError as error:
            raise BadInput(f"{self.name}: cannot be read: {error.strerror}.") from None

    def close(self) -> None:
        """Let go of the file; standard input stays open."""
        if not self.is_stdin:
            self._raw.close()


class _Pieces(io.RawIOBase):
    """The head once more, then the rest as it is read, telling how many bytes went by."""

    def __init__(
        self, head: bytes, read: Callable[[int], bytes], progress: Callable[[int], None] = lambda _: None
    ) -> None:
        self._head = head
        self._read = read
        self._progress = progress

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        data = self._head[: len(view)] if self._head else self._read(len(view))
        self._head = self._head[len(view) :]
        view[: len(data)] = data
        if data:
            self._progress(len(data))
        return len(data)


def _unbuffered(stream: BinaryIO) -> BinaryIO:
    """What a stream reads of: it gives what is there, and waits for no more."""
    return stream.raw if isinstance(stream, io.BufferedReader) else stream


def _keeps_name(path: Path, raw: BinaryIO) -> bool:
    borrowed = str(path.absolute()).startswith(_BORROWED)
    return stat.S_ISREG(os.fstat(raw.fileno()).st_mode) and not borrowed


def _waits(raw: BinaryIO) -> bool:
    """Whether reading may have to wait, as for a pipe, and the system can be asked whether it would."""
    try:
        number = raw.fileno()
    except (OSError, AttributeError):  # it is in memory
        return False
    return os.name == "posix" and not stat.S_ISREG(os.fstat(number).st_mode) and os.get_blocking(number)


def _first_bytes(read: Callable[[int], bytes]) -> bytes:
    head = bytearray()
    while len(head) < HEAD and (more := read(HEAD - len(head))):
        head += more
    return bytes(head)


def _opened(path: Path, name: str) -> BinaryIO:
    try:
        return path.open("rb", buffering=0)
    except FileNotFoundError:
        raise BadInput(f"{name}: there is no such file.") from None
    except IsADirectoryError:
        raise BadInput(f"{name}: is a folder, not a file.") from None
    except ValueError:
        raise BadInput(f"{name}: is not a name that a file can have.") from None
    except OSError as error:
        raise BadInput(f"{name}: cannot be read: {error.strerror}.") from None
