"""From TOML to structs, refusing what is unknown, what is missing and what is of the wrong kind: all of it at once.

Each fault is a sentence that says what to write, with the line on which the value stands or is missing.
"""

import difflib
import re
import tomllib
import types
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import Struct, inspect

from store.disk import read_named
from store.errors import BadInput, Faults
from store.text import clip, quoted, visible, whole
from store.toml_lines import KeyPath, Lines
from store.toml_words import parsing_fault

T = TypeVar("T")

LARGEST = 256 * 1024
"""Bytes in a file of settings at most; one with a hundred grounds has some 20,000."""
_TOO_LARGE = f"larger than {LARGEST:,} bytes, which no file of settings is."

_SHORT = 40
_HINT = 200
_FEW = 2
"""Tables that are named if a key belongs to one of them."""
_FILE = "the file"
# `tomllib` takes the square of a dotted key's length in memory, so the longest are refused before it reads any.
_DEEP = re.compile(r"""(?<![\w\\-])(?>(?:[\w-]+|"(?:\\.|[^"\\\n])*"|'[^'\n]*')[ \t]*\.[ \t]*){64}""")


class Fault(NamedTuple):
    """What is wrong with the value at a path, and what to write instead."""

    path: KeyPath
    sentence: str


def text_of(path: Path) -> str:
    """The text of a file of settings, UTF-8; raises `BadInput`."""
    try:
        data = read_named(path, LARGEST + 1)
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}.") from None
    if len(data) > LARGEST:
        raise BadInput(f"{path}: {_TOO_LARGE}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: not UTF-8 at byte {error.start}.") from None


def parse(source: str, into: type[T], where: str) -> T:
    """The TOML text `source` as an `into`; raises `BadInput`, with all faults of it as `where:LINE: sentence`."""
    value, faults = read(source, into, where)
    refuse(faults, source, where)
    return value


def read(source: str, into: type[T], where: str) -> tuple[T, list[Fault]]:
    """The text as an `into`, and all that is wrong with its keys and values.

    Where something is wrong the value is a default or empty, so that the rest can be looked at as well. Raises
    `BadInput` for a text that is no TOML at all.
    """
    reading = _Reading(into)
    return reading.value(_toml(source, where), into, ()), reading.faults


def refuse(faults: Iterable[Fault], source: str, where: str) -> None:
    """Raise `Faults` if there are any, one for each place, in the order of the file."""
    first: dict[KeyPath, str] = {}
    for fault in faults:
        first.setdefault(fault.path, fault.sentence)
    if first:
        lines = Lines(source)
        found = sorted((lines.of(path), number, said) for number, (path, said) in enumerate(first.items()))
        raise Faults(f"{where}:{line}: {said}" for line, _, said in found)


def besides(known: Iterable[Fault], further: Iterable[Fault]) -> Iterator[Fault]:
    """The further faults, without those within what is known to be wrong: they only follow from that."""
    broken = {fault.path for fault in known}
    for fault in further:
        if not any(fault.path[:length] in broken for length in range(1, len(fault.path) + 1)):
            yield fault


def nearest(word: str, known: list[str]) -> str:
    """A hint such as ` (did you mean "due"?)`, or what there is to choose from; short and safe to show."""
    close = difflib.get_close_matches(word, known, 1, 0.6)
    hint = f' (did you mean "{close[0]}"?)' if close else f" (known: {', '.join(sorted(known))})"
    return visible(clip(hint, _HINT)) if known else ""


def _toml(source: str, where: str) -> dict[str, Any]:
    if len(source) > LARGEST:
        raise BadInput(f"{where}: {_TOO_LARGE}")
    if not whole(source):
        raise BadInput(f"{where}: holds half of a character (a lone surrogate), which UTF-8 cannot write.")
    try:
        if _DEEP.search(source):
            raise RecursionError
        return tomllib.loads(source)
    except RecursionError:
        raise BadInput(f"{where}: lists or tables are nested too deeply in one another.") from None
    except ValueError as error:  # whole numbers of more than 4,300 digits raise no TOMLDecodeError
        line, said = parsing_fault(error, source)
        raise BadInput(f"{where}:{line}: not a TOML file: {said}") from None


class _Reading:
    """Takes values out of what TOML gave, and keeps what is wrong with them."""

    def __init__(self, root: Any) -> None:
        self.faults: list[Fault] = []
        self._root = root

    def value(self, data: Any, into: Any, path: KeyPath) -> Any:
        """`data` as an `into`, or where it is none, something empty."""
        struct, inner = _struct_in(into), get_args(into)
        if struct and isinstance(data, dict):
            return self._struct(data, struct, path)
        if get_origin(into) is tuple and isinstance(data, list) and _tables_if_need_be(data, inner[0]):
            return tuple(self.value(one, inner[0], (*path, number)) for number, one in enumerate(data))
        if get_origin(into) is dict and isinstance(data, dict):
            known = self._unknown_refused(data, get_args(inner[0]), path)
            return {key: self.value(data[key], inner[1], (*path, key)) for key in known}
        try:
            return msgspec.convert(data, into)
        except msgspec.ValidationError:
            each = "each of " if isinstance(path[-1], int) else ""
            name = next(step for step in reversed(path) if isinstance(step, str))
            self.faults.append(Fault(path, f"{each}{_short(name)} must be {_wanted(into, path)}."))
            return _nothing(into)

    def _struct(self, data: dict[str, Any], struct: type[Struct], path: KeyPath) -> Struct:
        fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
        known = self._unknown_refused(data, tuple(fields), path)
        values = {fields[key].name: self.value(data[key], fields[key].type, (*path, key)) for key in known}
        for key, field in fields.items():
            if field.required and key not in data:
                inner = (*path, key)
                said = f"{_table(path)} lacks {key}, which must be {_wanted(field.type, inner)}."
                self.faults.append(Fault(inner, said))
                values[field.name] = _nothing(field.type)
        return struct(**values)

    def _unknown_refused(self, data: dict[str, Any], known: tuple[str, ...], path: KeyPath) -> list[str]:
        """The keys of `data`, without those that are not `known`; where none are named, any key is."""
        for key in data if known else ():
            if key not in known:
                said = f"{_table(path)} has no key {quoted(key)}{self._elsewhere(key, known)}."
                self.faults.append(Fault((*path, key), said))
        return [key for key in data if not known or key in known]

    def _elsewhere(self, key: str, known: tuple[str, ...]) -> str:
        """Where else this key belongs, or which is meant: what stands below a table in TOML belongs to it."""
        homes = [table for one, table in _keys_of(self._root) if one == key]
        if homes == [_FILE]:
            return " (it is a key of the file itself: write it above the first table)"
        if 0 < len(homes) <= _FEW:
            return f" (it is a key of {' and of '.join(homes)}: write it below that)"
        return nearest(clip(key, _SHORT), list(known))


def _tables_if_need_be(data: list[Any], item: Any) -> bool:
    """Whether these are all tables, if each has to be one; where one is not, the fault is that of the whole list."""
    wanted = isinstance(item, type) and issubclass(item, Struct)
    return not wanted or all(isinstance(one, dict) for one in data)


def _keys_of(into: Any, path: KeyPath = ()) -> Iterator[tuple[str, str]]:
    """All keys that a file may have, each with the table that it stands in."""
    several = get_origin(into) is tuple
    struct = _struct_in(get_args(into)[0] if several else into)
    if struct is None or str in get_args(into):
        return
    for field in msgspec.structs.fields(struct):
        yield field.encode_name, _header((*path, 0) if several else path)
        yield from _keys_of(field.type, (*path, field.encode_name))


def _struct_in(into: Any) -> type[Struct] | None:
    options = get_args(into) if get_origin(into) in (Union, types.UnionType) else (into,)
    return next((one for one in options if isinstance(one, type) and issubclass(one, Struct)), None)


def _nothing(into: Any) -> Any:
    """What stands where there is no value: empty, and of the type."""
    if get_origin(into) is Annotated:
        into = get_args(into)[0]
    if struct := _struct_in(into):
        fields = msgspec.structs.fields(struct)
        return struct(**{field.name: _nothing(field.type) for field in fields if field.required})
    if type(None) in get_args(into):
        return None
    origin = get_origin(into) or into
    return origin() if origin in (tuple, dict, bool, int, float) else ""


def _table(path: KeyPath) -> str:
    """What a person calls the table at a path."""
    return _header(path[-2:] if path and isinstance(path[-1], int) else path[-1:])


def _header(path: KeyPath) -> str:
    """How the table at a path is written in a file."""
    name = ".".join(_short(step) for step in path if isinstance(step, str))
    if not name:
        return _FILE
    return f"[[{name}]]" if isinstance(path[-1], int) else f"[{name}]"


def _wanted(into: Any, path: KeyPath) -> str:
    """What to write at a path."""
    match info := inspect.type_info(into):
        case inspect.VarTupleType(item_type=inspect.StructType()):
            return f"written as {_header((*path, 0))}, a table for each"
        case inspect.StructType() | inspect.DictType() | inspect.UnionType(types=(inspect.StructType(), _)):
            return f"written as {_header(path)}, with its keys below"
        case _:
            return _wanted_value(info)


def _wanted_value(info: inspect.Type) -> str:
    match info:
        case inspect.Metadata(extra_json_schema=dict() as said):
            return str(said["description"])
        case inspect.BoolType():
            return "true or false"
        case inspect.IntType() | inspect.FloatType():
            return ("a whole number" if isinstance(info, inspect.IntType) else "a number") + _bounds(info)
        case inspect.StrType():
            return "a text in quotation marks"
        case inspect.DateType():
            return "a date such as 2025-01-31"
        case inspect.LiteralType(values=values):
            return _alternatives([f'"{value}"' for value in values])
        case inspect.VarTupleType(item_type=item):
            return "a list; each of it " + _wanted_value(item)
        case inspect.UnionType(types=options):
            return _alternatives([_option(one) for one in options if not isinstance(one, inspect.NoneType)])
        case inspect.StructType(fields=fields):
            return f'a table such as {{{fields[0].encode_name} = "..."}}'
        case _:
            return "a table"


def _option(one: inspect.Type) -> str:
    """A list of texts is told in three words where it is one of several that can stand there."""
    texts = isinstance(one, inspect.VarTupleType) and isinstance(one.item_type, inspect.StrType)
    return "a list of texts" if texts else _wanted_value(one)


def _alternatives(said: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(said[:-1]), said[-1])))


def _bounds(info: inspect.IntType | inspect.FloatType) -> str:
    least, most = info.ge, info.le
    if least is None or most is None:
        return "" if least is None else f" from {least:g} up"
    if isinstance(info, inspect.IntType):
        return f" from {least} to {most}"
    return f" from {least:g} to {most:g}"


def _short(text: str) -> str:
    return visible(clip(text, _SHORT))
