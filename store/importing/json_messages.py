"""What msgspec says of a bad line of JSON, in the words of the case file."""

import re
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from store.importing.messages import BadRow
from store.model import Case, Evidence, Flag
from store.strict import nearest
from store.text import quoted

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


def bad_json(error: msgspec.DecodeError, line: bytes) -> BadRow:
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
