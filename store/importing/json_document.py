"""A JSON file piece by piece: the objects of a list, of a list within a document, or one after the other.

Where an object ends is found by its brackets alone, so that one that is broken inside is a reject and reading goes on.
Only the object at hand stands in memory, however long the document is.
"""

import codecs
import json
import re
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from store.errors import BadInput
from store.importing.notation import exact
from store.importing.paths import EACH, Step
from store.importing.rejects import BadRow, reject
from store.importing.sniff import BYTE_ORDER_MARK
from store.importing.source import Source
from store.limits import JSON_VALUES, ROW_BYTES
from store.model import Reject
from store.text import quoted

_PIECE = 64 << 10
_BLANK = re.compile(rf"[ \t\r\n{BYTE_ORDER_MARK}]*")
"""What stands between values; in a file that was joined of several a byte order mark too."""
_MARK = re.compile(r'"(?:[^"\\]++|\\.)*+"|["{}\[\],]', re.DOTALL)
"""A text; the mark with which one begins that has not been read to its end; or what parts values."""
_PLAIN = re.compile(r"[^\s,\]}]+")
OUTLINED = 3
"""Objects within objects of a document of which an outline is made."""
_COMMENTS = ("//", "/*", "#")
_DIGITS = 18
"""Digits of a whole number that every database and most programs can hold."""


NAN = "NaN"
Constant = Callable[[str], None]
"""What becomes of NaN, Infinity or -Infinity: nothing (null), or it raises `BadRow`."""


class Text(NamedTuple):
    """An object as it stands in the file, the line on which it begins, and the way from it to the records in it.

    `crowded`: another one of its list begins on the same line.
    """

    line: int
    raw: bytes
    way: tuple[Step, ...] = ()
    crowded: bool = False


class NotOneObject(BadInput):
    """What cannot be read as an object, as it is too large or none: it may be a document that holds them."""


def no_number(word: str) -> None:
    """NaN, Infinity and -Infinity are no JSON."""
    instead = 'or say nan = "blank" in a mapping (--map)' if word == NAN else "or text"
    raise BadRow("", f"not JSON: {word} is no number: write null instead, {instead}.")


def blank_nan(word: str) -> None:
    """NaN stands where nothing is known, as pandas writes it."""
    if word != NAN:
        no_number(word)


class Document:
    """A file that is no JSON lines. Raises `BadInput` where it cannot be said any more where objects begin and end."""

    def __init__(
        self, source: Source, way: tuple[Step, ...] = (), records: str = "", constant: Constant = no_number
    ) -> None:
        self._source = source
        self._constant = constant
        self._way = way
        self._records = records
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._text = ""
        self._at = 0
        self._line = 1
        self._read = 0
        self._ended = False

    def texts(self) -> Iterator[Text | Reject]:
        """The objects, or what stands in their place."""
        if self._next() == "[":
            yield from self._list(self._way)
            if self._next():
                raise self._no_json("something stands behind the end of the list")
            return
        while self._next():
            yield from self._along(self._way)

    def outline(self, depth: int = OUTLINED) -> dict[str, Any] | None:
        """What a document holds, of each list in its objects only what comes first; None if it is no object."""
        if self._next() != "{":
            return None
        found: dict[str, Any] = {}
        for key in self._keys():
            begins = self._next()
            if begins == "[":
                texts = self._list(())
                first = next(texts, None)
                found[key] = [self._load(first.raw)] if first else []
                deque(texts, maxlen=0)
            else:
                found[key] = self.outline(depth - 1) if begins == "{" and depth else self._load(self._value())
        return found

    def _along(self, way: tuple[Step, ...]) -> Iterator[Text | Reject]:
        """Go to the records from the value that stands here, reading past all else."""
        begins = self._next()
        if begins == "[" and (not way or way[0] is EACH):
            yield from self._list(way[1:])
        elif not way:
            yield Text(self._line, self._value())
        elif begins == "{" and way[0] is EACH:
            yield Text(self._line, self._value(), way[1:])
        elif begins == "{":
            yield from self._member(way)
        else:
            self._pass()
            yield self._missing()

    def _member(self, way: tuple[Step, ...]) -> Iterator[Text | Reject]:
        found = False
        for key in self._keys():
            if key != way[0]:
                self._pass()
            elif found:
                raise self._no_json(f"the key {quoted(key)} stands there twice")
            else:
                found = True
                yield from self._along(way[1:])
        if not found:
            yield self._missing()

    def _list(self, way: tuple[Step, ...]) -> Iterator[Text]:
        self._at += 1
        before, goes_on = 0, self._next() != "]"
        while goes_on:
            if self._next() in (",", "]"):
                raise self._no_json("a comma stands where an object should")
            line, raw = self._line, self._value()
            goes_on = self._goes_on("]", "the list")
            followed = goes_on and bool(self._next()) and self._line == line
            yield Text(line, raw, way, line == before or followed)
            before = line
        self._at += 1

    def _keys(self) -> Iterator[str]:
        """The keys of the object that begins here; the reader stands at the value of each."""
        self._at += 1
        if self._next() != "}":
            while True:
                key = self._load(self._value())
                if not isinstance(key, str) or self._next() != ":":
                    raise self._no_json("a key, a colon and a value belong here")
                self._at += 1
                yield key
                if not self._goes_on("}", "the object"):
                    break
        self._at += 1

    def _goes_on(self, end: str, what: str) -> bool:
        """Whether another value follows a comma; the reader stands at it, or at the end."""
        mark = self._next()
        if mark == end:
            return False
        if mark != ",":
            raise self._no_json("a comma is missing" if mark else f"{what} has no end: the file is cut off")
        self._at += 1
        return True

    def _pass(self) -> None:
        self._load(self._value())

    def _missing(self) -> Reject:
        reason = f"nothing stands at {quoted(self._records)}, where the mapping says records are."
        return reject(self._source.name, self._line, "", reason, "")

    def _load(self, raw: bytes) -> Any:
        try:
            return load(raw, self._constant)
        except BadRow as bad:
            raise BadInput(f"{self._source.name}: line {self._line}: {bad.reason}") from None

    # The text

    def _next(self) -> str:
        """The next character that is not blank; "" at the end."""
        while True:
            end = _BLANK.match(self._text, self._at).end()  # type: ignore[union-attr] # it matches everywhere
            self._pass_to(end)
            if end < len(self._text):
                return self._text[end]
            if self._ended:
                return ""
            self._more(_PIECE)

    def _value(self) -> bytes:
        """The value that begins here, as it stands there."""
        end = self._end()
        raw = self._text[self._at : end].encode("utf-8", "surrogatepass")
        self._pass_to(end)
        return raw

    def _end(self) -> int:
        """Where the value ends that begins here; more is read until that is known."""
        find = self._end_of_brackets if self._next() in ("{", "[", '"') else self._end_of_plain
        depth, at, wanted = 0, self._at, _PIECE
        while True:
            depth, at, whole = find(depth, at)
            if whole:
                return at
            if self._ended:
                raise self._no_json("the file is cut off")
            if len(self._text) - self._at > ROW_BYTES:
                raise NotOneObject(
                    f"{self._source.name}: line {self._line}: this object has no end within {ROW_BYTES >> 20} MiB: if "
                    "it is a document, say in a mapping (--map) where in it the objects are (records)."
                )
            at -= self._more(wanted)
            wanted *= 2

    def _end_of_brackets(self, depth: int, at: int) -> tuple[int, int, bool]:
        """Go on from `at`, so deep in brackets: how deep then, where, and whether the value is whole."""
        text = self._text
        for mark in _MARK.finditer(text, at):
            begin, at = mark.span()
            if text[begin] == '"':
                if at == begin + 1:
                    return depth, begin, False
            elif text[begin] in "{[":
                depth += 1
            elif text[begin] in "}]":
                depth -= 1
            if depth == 0:
                return 0, at, True
        return depth, at, False

    def _end_of_plain(self, _: int, at: int) -> tuple[int, int, bool]:
        """The same for a number, or for what should be none."""
        found = _PLAIN.match(self._text, self._at)
        if found is None:
            raise self._no_json("a value is missing")
        return 0, found.end(), found.end() < len(self._text) or self._ended

    def _pass_to(self, end: int) -> None:
        self._line += self._text.count("\n", self._at, end)
        self._at = end

    def _more(self, size: int) -> int:
        """Read on, and let go of what was passed; how many characters that was."""
        data = self._source.stream.read(size)
        self._ended = not data
        try:
            text = self._decoder.decode(data, self._ended)
        except UnicodeDecodeError as error:
            at = self._read + error.start + 1
            raise BadInput(f"{self._source.name}: not UTF-8 near byte {at:,}: save it as UTF-8.") from None
        self._read += len(data)
        gone, self._text, self._at = self._at, self._text[self._at :] + text, 0
        return gone

    def _no_json(self, said: str) -> BadInput:
        return BadInput(f"{self._source.name}: line {self._line}: not JSON: {said}.")


def load(raw: bytes, constant: Constant = no_number) -> Any:
    """The value of a JSON text; a number that no number of a computer is exactly stays its digits. Raises `BadRow`.

    `constant` says what NaN, Infinity and -Infinity are, which are no JSON, and which Python's writes.
    """
    check_size(raw)
    try:
        return json.loads(raw, object_pairs_hook=once, parse_float=exact, parse_int=_whole, parse_constant=constant)
    except UnicodeDecodeError as error:
        raise BadRow("", f"not UTF-8: byte 0x{raw[error.start]:02x} (byte {error.start + 1:,} of the line).") from None
    except RecursionError:
        raise BadRow("", "the JSON is nested too deeply.") from None
    except json.JSONDecodeError as error:
        raise BadRow("", f"not JSON: {_why(error)}.") from None
    except ValueError as error:
        raise BadRow("", f"not JSON: {error}.") from None


def _why(error: json.JSONDecodeError) -> str:
    """What is wrong, in the words of whoever mends it where it is what people often write."""
    before, rest = error.doc[: error.pos].rstrip(), error.doc[error.pos :].lstrip()
    if not rest or error.msg.startswith("Unterminated string"):
        return "it is cut off"
    if rest.startswith(_COMMENTS):
        return "it holds a comment, which JSON has not: take it out"
    if before.endswith(",") and rest[0] in "]}":
        return "a comma stands behind the last value: take it out"
    if error.msg == "Extra data" and rest[0] in "{[":
        return "another value follows it at once: put each on a line of its own"
    line = f"line {error.lineno} of it, " if error.lineno > 1 else ""
    return f"{error.msg}, at {line}character {error.colno:,}"


def check_size(raw: bytes) -> None:
    """Raise `BadRow` for what would take too much memory: a value of three bytes in a file takes a hundred there."""
    if sum(map(raw.count, (b",", b"{", b"["))) <= JSON_VALUES:
        return
    text = raw.decode("utf-8", "replace")  # what stands within texts parts no values
    if sum(text[mark.start()] in ",{[" for mark in _MARK.finditer(text)) > JSON_VALUES:
        raise BadRow("", f"it holds more than {JSON_VALUES:,} values: is this one case?")


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object with these keys and values; raises `BadRow` for a key that stands there twice."""
    value = dict(pairs)
    if len(value) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BadRow(twice, f"the key {quoted(twice)} stands there twice.")
    return value


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= _DIGITS else digits
