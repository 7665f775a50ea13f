"""Mutations of sound files, for the fuzzers: what transfer, hands and attackers do to a file."""

import io
import zipfile
from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import strategies as st

from tests.hostile import PAYLOADS

_HOSTILE = [text.encode("utf-8", "surrogatepass")[:4_000] for text in PAYLOADS.values()]
_PIECES = [
    *(b'"', b'""', b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe"),
    *(b"\\u", b"\\ud800", b"9" * 400, b"9" * 5_000, b"1e999", b"-1e-999", b"NaN", b"99999999999999999999"),
    *(b"2023-02-30", b"{", b"}", b"null", b"[" * 3_000, b'{"a":' * 3_000, b"((((", b"[[", b"[[[[a]]", b"= "),
    *(b"'''", b'"""', b"<", b"&", b"&a;", b"<!DOCTYPE a>", b"<c>", b"</row>", b"<row>", b't="s"', b't="e"'),
    *(b'r="A1"', b"<!--", b"]]>", b"<?xml", b"-standing:", b"due:<", b"field.:"),
]
_ENCODINGS = ["utf-16", "utf-16-le", "utf-8-sig", "latin-1", "cp1257", "utf-7", "utf-32", "gb18030"]


class Mutation(NamedTuple):
    """One change: its kind, where, how much, and with what."""

    kind: str
    at: float
    size: int
    piece: bytes


_KINDS = ["flip", "cut", "insert", "overwrite", "repeat", "move", "encode", "end"]
MUTATIONS = st.lists(
    st.builds(
        Mutation,
        st.sampled_from(_KINDS),
        st.floats(0, 1),
        st.integers(1, 300),
        st.sampled_from(_PIECES) | st.sampled_from(_HOSTILE) | st.binary(min_size=1, max_size=12),
    ),
    max_size=5,
)


def mutated(data: bytes, mutations: Sequence[Mutation]) -> bytes:
    """`data` after the mutations, one after the other."""
    for one in mutations:
        data = _mutated(data, one)[:200_000]
    return data


def _mutated(data: bytes, one: Mutation) -> bytes:
    at = int(one.at * len(data))
    before, within, after = data[:at], data[at : at + one.size], data[at + one.size :]
    match one.kind:
        case "flip" if within:
            return before + bytes([within[0] ^ (1 << one.size % 8)]) + within[1:] + after
        case "cut":
            return before + after
        case "insert":
            return before + one.piece + within + after
        case "overwrite":
            return before + one.piece + data[at + len(one.piece) :]
        case "repeat":
            return before + within * 3 + after
        case "move":
            return within + before + after
        case "encode":
            return data.decode("utf-8", "replace").encode(_ENCODINGS[one.size % len(_ENCODINGS)], "replace")
        case _:
            return before


def mutated_zip(data: bytes, part: int, mutations: Sequence[Mutation]) -> bytes:
    """A ZIP file with one of its parts mutated, and put together again soundly."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as sound, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed:
        names = sound.namelist()
        for name in names:
            content = sound.read(name)
            changed.writestr(name, mutated(content, mutations) if name == names[part % len(names)] else content)
    return out.getvalue()
