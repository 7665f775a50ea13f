"""A file that is packed by gzip, or written in UTF-16, as the UTF-8 text that it holds: piece by piece.

Raises `BadInput` for what is damaged, cut off, or unpacks to more than it may.
"""

import codecs
import zlib
from collections.abc import Callable
from typing import BinaryIO

from store.errors import BadInput
from store.limits import GZIP_FREE, GZIP_RATIO

GZIP = b"\x1f\x8b"
_MARKS = ((codecs.BOM_UTF32_LE, ""), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_PIECE = 64 << 10

Read = Callable[[int], bytes]
"""Gives at most so many bytes; none at the end."""


def wide_encoding(head: bytes, said: str, name: str) -> str:
    """The encoding of UTF-16 text, by its byte order mark or as the mapping says; "" if it is none."""
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), "")
    said = said.lower().replace("_", "-")
    if said == "utf-16" and not marked:
        raise BadInput(f'{name}: has no byte order mark: say encoding = "utf-16-le" or "utf-16-be" in the mapping.')
    return marked or (said if said in ("utf-16-le", "utf-16-be") else "")


def unpacked(packed: BinaryIO, name: str) -> Read:
    """What was packed by gzip (RFC 1952), of one or several members."""
    state = zlib.decompressobj(wbits=31)
    taken = given = 0
    left = b""

    def read(size: int) -> bytes:
        nonlocal state, taken, given, left
        while True:
            if state.eof:
                left = _behind_zeros(state.unused_data, packed)
                if not left:
                    return b""
                state = zlib.decompressobj(wbits=31)
            data = state.unconsumed_tail or left or packed.read(_PIECE)
            taken += 0 if state.unconsumed_tail or left else len(data)
            left = b""
            if not data:
                raise BadInput(f"{name}: the gzip file is cut off: get it anew.")
            try:
                piece = state.decompress(data, size)
            except zlib.error:
                raise BadInput(f"{name}: the gzip file is damaged: get it anew.") from None
            given += len(piece)
            if given > GZIP_FREE and given > GZIP_RATIO * taken:
                raise BadInput(
                    f"{name}: unpacks to more than {GZIP_RATIO} times its size: unpack it yourself if you trust it."
                )
            if piece:
                return piece

    return read


def _behind_zeros(data: bytes, packed: BinaryIO) -> bytes:
    """What follows a member: another one, or nothing. Some programs fill up the last block with zeros."""
    while not (data := data.lstrip(b"\0")) and (more := packed.read(_PIECE)):
        data = more
    return data


def as_utf8(wide: BinaryIO, encoding: str, name: str) -> Read:
    """The same text in UTF-8, without a byte order mark."""
    decoder = codecs.getincrementaldecoder(encoding)()
    taken = 0
    kept = b""
    ended = False

    def read(size: int) -> bytes:
        nonlocal taken, kept, ended
        while not kept and not ended:
            data = wide.read(_PIECE)
            ended = not data
            try:
                text = decoder.decode(data, ended)
            except UnicodeDecodeError as error:
                at = taken + error.start + 1
                raise BadInput(f"{name}: not {encoding.upper()}: near byte {at:,} a character is not whole.") from None
            if taken == 0:
                text = text.removeprefix("\ufeff")
            taken += len(data)
            kept = text.encode()
        piece, kept = kept[:size], kept[size:]
        return piece

    return read
