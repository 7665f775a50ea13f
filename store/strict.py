"""From parsed TOML or JSON to structs, refusing what is unknown and naming what was probably meant."""

import difflib
import types
from typing import Any, TypeVar, Union, get_args, get_origin

import msgspec

from store.errors import BadInput
from store.text import clip, visible

_HINT = 200
T = TypeVar("T")


def convert(data: object, into: type[T], where: str) -> T:
    """`data` as an `into`; raises `BadInput` with a sentence that names `where`, the key and the nearest known key."""
    _known_keys(data, into, where, "")
    try:
        return msgspec.convert(data, into)
    except msgspec.ValidationError as error:
        raise BadInput(f"{where}: {_plain(str(error))}.") from None


def nearest(word: str, known: list[str]) -> str:
    """A hint such as ` (did you mean "due"?)`, or what there is to choose from; short, and safe to show."""
    if not known:
        return ""
    close = difflib.get_close_matches(word, known, 1, 0.6)
    hint = f' (did you mean "{close[0]}"?)' if close else f" (known: {', '.join(sorted(known))})"
    return visible(clip(hint, _HINT))


def _known_keys(data: object, into: Any, where: str, path: str) -> None:
    struct = _struct_in(into)
    if isinstance(data, list):
        inner = next((arg for arg in get_args(into) if arg is not Ellipsis), None)
        for number, item in enumerate(data, 1):
            _known_keys(item, inner, where, f"{path}[{number}]")
    elif isinstance(data, dict) and struct is not None:
        fields = {field.encode_name: field.type for field in msgspec.structs.fields(struct)}
        for key, value in data.items():
            if key not in fields:
                place = f" in [{path}]" if path else ""
                raise BadInput(f'{where}: unknown key "{key}"{place}{nearest(key, list(fields))}.')
            _known_keys(value, fields[key], where, f"{path}.{key}" if path else key)


def _struct_in(into: Any) -> type[msgspec.Struct] | None:
    options = get_args(into) if get_origin(into) in (Union, types.UnionType) else (into,)
    return next((one for one in options if isinstance(one, type) and issubclass(one, msgspec.Struct)), None)


def _plain(message: str) -> str:
    """msgspec's `Expected ..., got ... - at `$.a[0].b`` with the place in the words of the file."""
    said, _, place = message.partition(" - at `$")
    return f"{said} at {place.strip('`').lstrip('.')}" if place else said
