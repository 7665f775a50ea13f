"""In which encoding a file of text seems to be: what its bytes prove, and else what is proposed to a person.

Nothing is imported by this: an encoding counts when a mapping says so.
"""

from typing import BinaryIO, NamedTuple

from msgspec import Struct

from store.importing.mapping import UTF8

_LINE = 1 << 20
_SAMPLE = 256 << 10
"""Bytes of lines that are not ASCII which are looked at: more of them make a guess no better."""
_USUAL = (
    *("cp1252", "cp1250", "cp1257", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp932", "euc_jp", "gb18030"),
    *("big5", "cp949", "koi8_r", "cp850", "mac_roman"),
)
"""What offices write, the most usual first: of those that fit equally well the first is proposed."""
_DISORDER = 0.4
"""The share of it above which a text makes no sense, as charset-normalizer counts it."""
_FEW = 20
"""A file is UTF-8 if so many lines of it are for each that is not: those are damaged, and rejected at import."""


class Reading(NamedTuple):
    """An encoding, and how it reads the first line of the file that is not ASCII."""

    encoding: str
    line: str


class Encoding(Struct, frozen=True):
    """An encoding. If its bytes do not prove it, `line` shows how it reads one, and `others` how others do.

    `damaged` lines do not fit it.
    """

    name: str
    damaged: int = 0
    line: str = ""
    others: tuple[Reading, ...] = ()


def encoding_of(stream: BinaryIO) -> Encoding | None:
    """The encoding of a text that keeps ASCII as it is, read to its end; None if no usual one makes sense of it."""
    good = bad = 0
    odd = bytearray()
    while line := stream.readline(_LINE):
        if line.isascii():
            continue
        if len(odd) < _SAMPLE:
            odd += line
        try:
            line.decode(UTF8)
            good += 1
        except UnicodeDecodeError:
            bad += 1
    return Encoding(UTF8, bad) if good >= bad * _FEW else _guess(bytes(odd))


def _guess(sample: bytes) -> Encoding | None:
    from charset_normalizer import from_bytes  # 0.1 s that only files cost which are not UTF-8

    found = []
    for match in from_bytes(sample, cp_isolation=list(_USUAL), threshold=_DISORDER):
        name = next((one for one in _USUAL if one in (match.encoding, *match.could_be_from_charset)), match.encoding)
        found.append((match.chaos, -match.coherence, _USUAL.index(name), name))
    readings = [Reading(one[-1], _first_line(sample, one[-1])) for one in sorted(found)]
    if not readings:
        return None
    best, *others = readings
    return Encoding(best.encoding, line=best.line, others=tuple(one for one in others if one.line != best.line))


def _first_line(sample: bytes, encoding: str) -> str:
    return sample.decode(encoding, "replace").partition("\n")[0].strip()
