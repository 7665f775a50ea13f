"""The hash chain, and what the end of a journal means. Pure: bytes in, a verdict out.

A line is `hash SP json LF`; the hash is SHA-256 over a tag, the hash of the line before, and the exact bytes of the
JSON. Nothing is ever serialised again to be verified.
"""

import hashlib
from enum import Enum

BEFORE_THE_FIRST = "0" * 64
"""What stands for "the hash of the line before" in the first line."""
_TAG = b"foureyes journal 1\n"
_HASH_LENGTH = 64

LINE_ENDS = (
    "Each line of the journal is sound but for a CR before its end: what copied it (git, FTP) took it for text and "
    "changed the line ends. Copy it again, as bytes."
)
"""What is said of a journal that is damaged in no other way."""


class Tail(Enum):
    """What the bytes after the last whole line are."""

    CLEAN = "nothing is left over"
    TORN = "an unfinished record, never acknowledged: set it aside"
    NO_NEWLINE = "a whole record that lacks its newline: keep it"
    BAD_NEWLINE = "a whole record whose newline is damaged: keep it"


def chain_hash(before: str, payload: bytes) -> str:
    """The hash of a line, as 64 hexadecimal digits."""
    return hashlib.sha256(_TAG + before.encode() + b"\n" + payload).hexdigest()


def line_of(before: str, payload: bytes) -> tuple[bytes, str]:
    """The line for `payload`, newline included, and its hash. JSON holds no raw newline, so the framing is safe."""
    digest = chain_hash(before, payload)
    return b"%s %s\n" % (digest.encode(), payload), digest


def payload_of(line: bytes, before: str) -> bytes | None:
    """The JSON of a line (given without its newline) if it follows `before` in the chain, else None."""
    payload = line[_HASH_LENGTH + 1 :]
    if line[_HASH_LENGTH : _HASH_LENGTH + 1] != b" ":
        return None
    return payload if line[:_HASH_LENGTH] == chain_hash(before, payload).encode() else None


def judge_tail(fragment: bytes, before: str) -> Tail:
    """What the bytes after the last newline are, `before` being the hash of the last whole line."""
    if not fragment:
        return Tail.CLEAN
    if payload_of(fragment, before) is not None:
        return Tail.NO_NEWLINE
    if payload_of(fragment[:-1], before) is not None:
        return Tail.BAD_NEWLINE
    return Tail.TORN


def what_is_wrong(line: bytes, number: int, *, last: bool) -> str:
    """A sentence on a whole line (counted from 1) that does not follow in the chain."""
    if last and b"\0\0\0\0" in line:
        return (
            f"Line {number} of the journal, the last, holds zero bytes, as a power cut can leave it; it was not "
            "acknowledged if nobody saw it as saved. Repairing it is left to you."
        )
    return f"Line {number} of the journal is not what was recorded: it was damaged or edited."
