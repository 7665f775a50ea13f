"""Objects of JSON or RIS as rows: what the mapping says stands in each, and where objects are in a document."""

import codecs
import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from store.errors import BadInput
from store.importing.case_builder import CaseBuilder
from store.importing.columns import columns_of
from store.importing.mapping import UTF8, Mapping
from store.importing.notation import date_words, exact
from store.importing.paths import EACH, look, steps
from store.importing.places import ObjectPlaces, Rest, Row
from store.importing.plan import ImportPlan
from store.importing.rejects import BadRow, reject
from store.importing.source import Source
from store.limits import DOCUMENT_BYTES, ROW_BYTES
from store.model import Reject
from store.policy import Policy
from store.text import quoted

_NAMED = 5
_PIECE = 64 << 10
_BLANK = " \t\r\n"
_DIGITS = 18
"""Digits of a whole number that every database and most programs can hold."""


class Text(NamedTuple):
    """An object as it stands in the file, and the line on which it begins."""

    line: int
    raw: bytes


class Objects:
    """How the objects of one file become rows, and rows cases; raises `BadInput` for a mapping that cannot be right."""

    def __init__(self, mapping: Mapping, policy: Policy) -> None:
        self._mapping = mapping
        self._way = steps(mapping.records) if mapping.records is not None else ()
        self._columns, self._uses = columns_of(mapping, ObjectPlaces(), policy)
        used = [spot.column for spot, _ in self._columns.spots() if spot.column]
        self.builder = CaseBuilder(self._columns, mapping, Rest(mapping, used))

    def plan(self, plan: ImportPlan) -> ImportPlan:
        """The plan with what the mapping says."""
        remarks = list(self._columns.constants())
        if self._mapping.encoding != UTF8 and plan.encoding == UTF8:
            remarks.append("The encoding of the mapping is not used here: JSON is UTF-8.")
        mapping = self._mapping
        if mapping.records is not None:
            remarks.append(f"Not read: what stands in the document beside {quoted(mapping.records)}.")
        if mapping.delimiter or mapping.sheet or mapping.header_row or mapping.skip_rows or mapping.skip_end:
            keys = "Delimiter, sheet, header_row, skip_rows and skip_end"
            remarks.append(f"{keys} of the mapping are for tables and not used here.")
        dates = date_words(self._mapping.date_format)
        return msgspec.structs.replace(plan, dates=dates, uses=self._uses, remarks=tuple(remarks))

    def rows(self, texts: Iterable[Text | Reject], name: str) -> Iterator[Row | Reject]:
        """The rows of these texts."""
        number = 0
        for text in texts:
            if isinstance(text, Reject):
                yield text
                continue
            written = text.raw.decode("utf-8", "backslashreplace")
            try:
                found = self._found(load(text.raw))
            except BadRow as bad:
                yield reject(name, text.line, bad.column, bad.reason, written)
                continue
            for value in found:
                number += 1
                shown = written if value is found[0] and not self._way else json.dumps(value, ensure_ascii=False)
                if isinstance(value, dict):
                    yield Row(text.line, number, value, shown)
                else:
                    yield reject(name, text.line, "", "stands where an object {...} is needed.", shown)

    def unseen(self, name: str) -> str:
        """What the mapping names and no object has; "" if there is nothing of that kind."""
        paths = self.builder.unseen
        more = " ..." if len(paths) > _NAMED else ""
        said = ", ".join(map(quoted, paths[:_NAMED]))
        return f"{name}: no object has anything at {said}{more}, which the mapping names." if paths else ""

    def _found(self, value: Any) -> list[Any]:
        if not self._way:
            return [value]
        found = look(value, self._way)
        if found is None:
            raise BadRow(
                "", f"nothing stands at {quoted(self._mapping.records or '')}, where the mapping says records are."
            )
        return found if EACH in self._way or isinstance(found, list) else [found]


def load(raw: bytes) -> Any:
    """The value of a JSON text; a number that no number of a computer is exactly stays its digits. Raises `BadRow`."""
    try:
        return json.loads(raw, object_pairs_hook=_once, parse_float=exact, parse_int=_whole, parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise BadRow("", f"not UTF-8: byte 0x{raw[error.start]:02x} (byte {error.start + 1:,} of the line).") from None
    except RecursionError:
        raise BadRow("", "the JSON is nested too deeply.") from None
    except ValueError as error:
        raise BadRow("", f"not JSON: {error}.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BadRow(twice, f"the key {quoted(twice)} stands there twice.")
    return value


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= _DIGITS else digits


def _no_number(word: str) -> Any:
    raise BadRow("", f"not JSON: {word} is no number.")


class Document:
    """A file that is one list of objects, or objects one after the other, read piece by piece.

    With `whole` it is one document, which stands in memory. Raises `BadInput` where it is no JSON: what follows could
    not be told apart.
    """

    def __init__(self, source: Source, whole: bool) -> None:
        self._source = source
        self._most = DOCUMENT_BYTES if whole else ROW_BYTES
        self._whole = whole
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._text = ""
        self._line = 1
        self._read = 0
        self._ended = False

    def texts(self) -> Iterator[Text]:
        """The objects, or what stands in their place."""
        self._skip("")
        in_list = self._text[:1] == "[" and not self._whole
        if in_list:
            self._take(1)
        first = True
        while True:
            commas = self._skip("," if in_list else "")
            if in_list and self._text[:1] == "]":
                if commas:
                    raise self._no_json("a comma stands before the end of the list")
                self._take(1)
                self._skip("")
                if self._text:
                    raise self._no_json("something stands behind the end of the list")
                return
            if not self._text:
                if in_list:
                    raise self._no_json("the list has no end: the file is cut off")
                return
            if in_list and commas != (0 if first else 1):
                raise self._no_json("a comma is missing, or one too many")
            first = False
            line, size = self._line, self._value()
            yield Text(line, self._take(size).encode("utf-8", "surrogatepass"))

    def _value(self) -> int:
        """How many characters the value is long that begins here; more is read until it is whole."""
        scan, wanted = json.JSONDecoder(), _PIECE
        while True:
            try:
                _, end = scan.raw_decode(self._text)
                if end < len(self._text) or self._ended:
                    return end
                said, at = "", 0
            except RecursionError:
                raise self._no_json("it is nested too deeply") from None
            except json.JSONDecodeError as error:
                said, at = error.msg, error.pos
            if self._ended or len(self._text) > self._most:
                if len(self._text) > self._most:
                    said = f"this object has no end within {self._most >> 20} MiB"
                self._line += self._text.count("\n", 0, at)
                raise self._no_json(said)
            self._more(wanted)
            wanted *= 2

    def _skip(self, also: str) -> int:
        """Go past blanks, and past what is named; how many of that there were."""
        count = 0
        while True:
            rest = self._text.lstrip(_BLANK + also)
            gone = self._text[: len(self._text) - len(rest)]
            self._line += gone.count("\n")
            count += gone.count(also) if also else 0
            self._text = rest
            if rest or self._ended:
                return count
            self._more(_PIECE)

    def _take(self, size: int) -> str:
        taken, self._text = self._text[:size], self._text[size:]
        self._line += taken.count("\n")
        return taken

    def _more(self, size: int) -> None:
        data = self._source.stream.read(size)
        self._ended = not data
        try:
            self._text += self._decoder.decode(data, self._ended)
        except UnicodeDecodeError as error:
            raise BadInput(
                f"{self._source.name}: not UTF-8 near byte {self._read + error.start + 1:,}: save it as UTF-8."
            ) from None
        self._read += len(data)

    def _no_json(self, said: str) -> BadInput:
        return BadInput(f"{self._source.name}: line {self._line}: not JSON: {said}.")
