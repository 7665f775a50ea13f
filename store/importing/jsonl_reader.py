"""Cases from JSON lines: one case a line, in the shape of `store.model.Case`, always UTF-8 (RFC 8259)."""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from store.errors import BadInput
from store.importing.mapping import UTF8
from store.importing.plan import ImportPlan
from store.importing.rejects import BadRow, kept, reject
from store.importing.source import Source
from store.limits import ROW_BYTES
from store.model import Arrival, Case, Evidence, Flag, Reject
from store.strict import nearest
from store.text import quoted

_decoder = msgspec.json.Decoder(Case)
_BLANK = b" \t\r\n"
_TYPES = {
    "str": "text in quotation marks",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "null": "null",
    "object": "an object {...}",
    "array": "a list [...]",
}
_LONE_SURROGATE = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]")


class JsonLinesReader:
    """The cases and rejects of one file. `plan` is ready at once; raises `BadInput` for JSON of another shape."""

    ending = ""  # a line that was cut off is no JSON

    def __init__(self, source: Source, *, mapped: bool) -> None:
        self._source = source
        beginning = source.head.removeprefix(codecs.BOM_UTF8).lstrip(_BLANK)
        if not beginning and len(source.head) < ROW_BYTES:
            raise BadInput(f"{source.name}: the file holds only empty lines.")
        if beginning[:1] == b"[":
            raise BadInput(f"{source.name}: is one list; one case a line is read (`jq -c '.[]'` makes lines of it).")
        if beginning.partition(b"\n")[0].rstrip(_BLANK) == b"{":
            raise BadInput(
                f"{source.name}: is JSON over several lines; one case a line is read (`jq -c .` makes lines of it)."
            )
        self.plan = ImportPlan(
            source=source.name,
            format="JSON lines",
            encoding=UTF8,
            delimiter=None,
            dates="ISO 8601 (2023-11-25)",
            remarks=("The mapping is for CSV and not used here.",) if mapped else (),
        )

    def __iter__(self) -> Iterator[Arrival | Reject]:
        number = 0
        while raw := self._source.stream.readline(ROW_BYTES + 1):
            number += 1
            if number == 1:
                raw = raw.removeprefix(codecs.BOM_UTF8)
            if len(raw) > ROW_BYTES:
                self._skip_line(raw)
                yield self._reject(number, raw, BadRow("", f"the line is longer than {ROW_BYTES >> 20} MiB."))
            elif line := raw.strip(_BLANK):
                yield self._arrival(number, line)

    def _arrival(self, number: int, line: bytes) -> Arrival | Reject:
        try:
            return Arrival(decode(line), self._source.name, number, kept(line.decode()))
        except BadRow as bad:
            return self._reject(number, line, bad)

    def _reject(self, number: int, line: bytes, bad: BadRow) -> Reject:
        return reject(self._source.name, number, bad.column, bad.reason, line.decode("utf-8", "backslashreplace"))

    def _skip_line(self, raw: bytes) -> None:
        while raw and not raw.endswith(b"\n"):
            raw = self._source.stream.readline(1 << 20)


def decode(line: bytes) -> Case:
    """The case in a line; raises `BadRow`.

    msgspec checks shapes, depths and numbers but, like most, silently takes the last of two equal keys. A second
    pass by the standard library, bounded by the first, refuses those: three times the work, 25 µs for 4 KB.
    """
    try:
        case = _decoder.decode(line)
    except msgspec.DecodeError as error:
        raise _bad_json(error, line) from None
    except UnicodeDecodeError:
        raise BadRow("", _not_utf8(line)) from None
    except RecursionError:
        raise BadRow("", "the JSON is nested too deeply.") from None
    _unique_keys.decode(line.decode())
    return case


def _not_utf8(line: bytes) -> str:
    try:
        line.decode()
    except UnicodeDecodeError as error:
        return f"not UTF-8: byte 0x{line[error.start]:02x} (byte {error.start + 1:,} of the line)."
    return "not UTF-8."


def _refuse_twice(pairs: list[tuple[str, object]]) -> None:
    if len(pairs) != len(dict(pairs)):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BadRow(twice, f"the key {quoted(twice)} stands there twice.")


_unique_keys = json.JSONDecoder(object_pairs_hook=_refuse_twice)


def _bad_json(error: msgspec.DecodeError, line: bytes) -> BadRow:
    """The reject for a line that is no case."""
    if not isinstance(error, msgspec.ValidationError):
        return BadRow("", _malformed(str(error), line))
    said, _, path = str(error).partition(" - at `$")
    part = path.rstrip("`").lstrip(".").removesuffix("[...]")
    for pattern, say in _SENTENCES:
        if found := pattern.fullmatch(said):
            return BadRow(part, say(found, _struct_at(part)))
    return BadRow(part, f"{said}.")


def _malformed(said: str, line: bytes) -> str:
    if _LONE_SURROGATE.search(line):
        return "a \\u escape is half of a character (a lone surrogate), which UTF-8 cannot write."
    if said == "Input data was truncated":
        return "not JSON: the line ends too early (each case is on one line)."
    return f"not JSON: {said.removeprefix('JSON is malformed: ')}."


def _struct_at(part: str) -> type[Struct]:
    structs: dict[str, type[Struct]] = {"evidence": Evidence, "flags": Flag}
    return structs.get(part.partition("[")[0], Case)


def _wrong_type(found: re.Match[str], _: Any) -> str:
    wanted = " or ".join(_TYPES.get(word, word) for word in found[1].split(" | "))
    return f"{_TYPES.get(found[2], found[2])} stands where {wanted} is needed."


def _unknown(found: re.Match[str], struct: type[Struct]) -> str:
    return f"there is no part {quoted(found[1])}{nearest(found[1], list(struct.__struct_fields__))}."


_Say = Callable[[re.Match[str], type[Struct]], str]
_SENTENCES: tuple[tuple[re.Pattern[str], _Say], ...] = (
    (re.compile(r"Expected `(.*)`, got `(.*)`"), _wrong_type),
    (re.compile(r"Object contains unknown field `(.*)`", re.DOTALL), _unknown),
    (re.compile(r"Object missing required field `(.*)`"), lambda found, _: f'the part "{found[1]}" is missing.'),
    (re.compile(r"Invalid RFC3339 encoded date"), lambda *_: "not a date such as 2023-12-01."),
    (
        re.compile(r"Invalid enum value '(.*)'", re.DOTALL),
        lambda found, _: f'{quoted(found[1])} is neither "public" nor "restricted".',
    ),
    (re.compile(r"(Number|Integer value) out of range"), lambda *_: "the number is too large: write it as text."),
)
