"""Where something stands in an object of JSON: `data.text`, `annotations[].result[].value`.

A path is keys with dots between them; `[]` behind a key goes through its list. A key that holds a dot, a bracket or a
quotation mark is written in quotation marks, as JSON writes text; `.` alone is the object itself.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

EACH: Final = None
"""The step through a list."""
Step = str | None
SELF = "."
_STEP = re.compile(r'(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<bare>[^\s."\[\]][^."\[\]]*)')
_PLAIN = re.compile(r'[^\s."\[\]](?:[^."\[\]]*[^\s."\[\]])?')


def steps(path: str) -> tuple[Step, ...]:
    """The steps of a path; raises `ValueError` with what is wrong."""
    if path == SELF:
        return ()
    found: list[Step] = []
    at = 0
    while True:
        step = _STEP.match(path, at)
        if not step:
            raise ValueError("a key is missing" if at >= len(path) or path[at] in ".[" else "a mark stands wrong in it")
        try:
            found.append(json.loads(step["quoted"]) if step["quoted"] else step["bare"].rstrip())
        except ValueError:
            raise ValueError("a key in quotation marks is written as JSON writes text") from None
        at = step.end()
        while path.startswith("[]", at):
            found.append(EACH)
            at += 2
        if at == len(path):
            return tuple(found)
        if path[at] != ".":
            raise ValueError("a dot is missing")
        at += 1


def path_of(keys: tuple[str, ...]) -> str:
    """The path that goes through these keys."""
    return ".".join(key if _PLAIN.fullmatch(key) else json.dumps(key, ensure_ascii=False) for key in keys)


def look(value: Any, way: tuple[Step, ...]) -> Any:
    """What stands there; None if nothing. Behind a list it is a list of all that is found, blanks left out.

    An object where a list should be is a list of one: so programs write it that make JSON of XML.
    """
    for number, step in enumerate(way):
        if step is EACH:
            if isinstance(value, dict):
                value = [value]
            if not isinstance(value, list):
                return None
            rest = way[number + 1 :]
            found = [look(one, rest) for one in value]
            if EACH in rest:
                found = [one for many in found for one in many or ()]
            return [one for one in found if one is not None]
        if not isinstance(value, dict):
            return None
        value = value.get(step)
    return value


def leaves(value: dict[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """All that stands in an object and the objects in it, by its keys; lists are not gone into."""
    for key, one in value.items():
        keys = (*above, key)
        if isinstance(one, dict) and one:
            yield from leaves(one, keys)
        else:
            yield keys, one
