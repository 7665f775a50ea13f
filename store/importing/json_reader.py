"""Cases from JSON (RFC 8259): an object a line, a list of objects, or objects within a document; always UTF-8.

Without a mapping an object is a case in the shape of `store.model.Case`; with one, whatever the mapping says.
"""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from store.errors import BadInput
from store.importing.case_reader import CaseReader
from store.importing.json_document import Document, Text, check_size, load, once
from store.importing.mapping import UTF8, Mapping
from store.importing.notation import date_words
from store.importing.objects import Objects
from store.importing.paths import Step
from store.importing.plan import ImportPlan
from store.importing.rejects import BadRow, kept, reject
from store.importing.source import Source
from store.limits import ROW_BYTES
from store.model import Arrival, Case, Evidence, Flag, Reject
from store.policy import Policy
from store.strict import nearest
from store.text import quoted

_decoder = msgspec.json.Decoder(Case)
_BLANK = b" \t\r\n"
_SHOWN = 20
"""Objects that are looked at to see whose they are."""
_LONG = "the line is longer than {} MiB: if it is a document, say in a mapping where its objects are (records)."
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


class JsonReader(CaseReader):
    """The cases and rejects of one file. `plan` is ready at once; raises `BadInput` for JSON of another shape."""

    def __init__(self, source: Source, policy: Policy, mapping: Mapping | None) -> None:
        super().__init__(source.name)
        self._source = source
        self._mapping = mapping
        beginning = source.head.removeprefix(codecs.BOM_UTF8).lstrip(_BLANK)
        if not beginning and len(source.head) < ROW_BYTES:
            raise BadInput(f"{source.name}: the file holds only empty lines.")
        self._lines = _begins_with_a_line(beginning)
        if mapping is not None:
            self._objects = Objects(mapping, policy)
            # A document of which all is one line may be too long to be read as one, and a fault in it costs one record.
            self._lines = self._lines and not (self._objects.way and b"\n" not in beginning.rstrip(_BLANK))
        self.plan = ImportPlan(
            source=source.name,
            format="JSON lines" if self._lines else "JSON",
            encoding=source.wide or UTF8,
            delimiter=None,
            dates=date_words(None) if mapping else "ISO 8601 (2023-11-25)",
        )
        if mapping is not None:
            self.plan = self._objects.plan(self.plan)
        elif foreign := _foreign(beginning):
            raise BadInput(
                f"{source.name}: its objects are no cases of foureyes ({foreign}): say what they hold in a mapping "
                f"(--map), which `foureyes propose {source.name}` writes."
            )

    def __iter__(self) -> Iterator[Arrival | Reject]:
        if self._mapping is None:
            for number, one in enumerate(self._texts() if self._lines else Document(self._source).texts(), 1):
                yield one if isinstance(one, Reject) else self._own(one, number if one.crowded else 0)
            return
        way, records = self._objects.way, self._mapping.records or ""
        document = Document(self._source, way, records, self._objects.constant)
        texts = self._texts(way) if self._lines else document.texts()
        yield from self._cases(self._objects.rows(texts, self._name), self._objects.builder, self._mapping)
        self.ending = self._objects.unseen(self._name)

    def _texts(self, way: tuple[Step, ...] = ()) -> Iterator[Text | Reject]:
        number = 0
        while raw := self._source.stream.readline(ROW_BYTES + 1):
            number += 1
            if len(raw) > ROW_BYTES:
                self._skip_line(raw)
                yield self._reject(number, raw, BadRow("", _LONG.format(ROW_BYTES >> 20)))
            elif line := raw.removeprefix(codecs.BOM_UTF8).strip(_BLANK):
                yield Text(number, line, way)

    def _own(self, text: Text, number: int) -> Arrival | Reject:
        try:
            return Arrival(decode(text.raw), self._name, text.line, kept(text.raw.decode()), number)
        except BadRow as bad:
            return self._reject(text.line, text.raw, bad, number)

    def _reject(self, line: int, raw: bytes, bad: BadRow, number: int = 0) -> Reject:
        return reject(self._name, line, bad.column, bad.reason, raw.decode("utf-8", "backslashreplace"), number)

    def _skip_line(self, raw: bytes) -> None:
        while raw and not raw.endswith(b"\n"):
            raw = self._source.stream.readline(1 << 20)


def _begins_with_a_line(beginning: bytes) -> bool:
    """Whether the first line is an object, or would be one if it were not broken: then each line is one."""
    line, end, _ = beginning.partition(b"\n")
    line = line.rstrip(_BLANK)
    if line[:1] != b"{" or not end:
        return line[:1] != b"["
    try:
        msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        return str(error) != "Input data was truncated"
    except (UnicodeDecodeError, RecursionError):
        return True
    return True


def _foreign(beginning: bytes) -> str:
    """What shows that the first objects are of another program; "" if one of them may be a case."""
    said = ""
    decoder, at = json.JSONDecoder(), 0
    text = beginning.decode("utf-8", "replace").lstrip("[ \t\r\n")
    for _ in range(_SHOWN):
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        keys = list(value) if isinstance(value, dict) else []
        unknown = [key for key in keys if key not in Case.__struct_fields__]
        if not keys or ("id" in keys and len(unknown) < len(keys) / 2):
            return ""
        said = said or (f"they have {quoted(unknown[0])}" if unknown else 'they have no "id"')
        while at < len(text) and text[at] in ", \t\r\n":
            at += 1
    return said


def decode(line: bytes) -> Case:
    """The case in a line; raises `BadRow`.

    msgspec checks shapes, depths and numbers but, like most, silently takes the last of two equal keys. A second
    pass by the standard library, bounded by the first, refuses those: three times the work, 25 µs for 4 KB.
    """
    check_size(line)
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


_unique_keys = json.JSONDecoder(object_pairs_hook=once)


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
    try:
        load(line)
    except BadRow as bad:
        return bad.reason
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
