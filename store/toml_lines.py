"""On which line of a TOML file a value stands: `tomllib` does not say.

Only for text that `tomllib` has read without complaint, so that nothing has to be checked here. TOML v1.0.0.
"""

import re
import tomllib
from collections.abc import Iterator
from itertools import takewhile

KeyPath = tuple[str | int, ...]
"""Keys and, in arrays, numbers from 0 that lead to a value."""

_WORD = re.compile(
    r"""
    ["]{3} (?: \\. | [^\\] )*? ["]{3,5} | [']{3} .*? [']{3,5}   # texts of several lines may end in quotes of their own
    | ["] (?: \\. | [^"\\] )* ["] | ['] [^']* [']
    | [#] [^\n]*
    | [][{},=\n] | [^][{},=\s"'#]+
    """,
    re.DOTALL | re.VERBOSE,
)


class Lines:
    """The lines, counted from 1, of a TOML text."""

    def __init__(self, source: str) -> None:
        self._found: dict[KeyPath, int] = {(): 1}
        self._sizes: dict[KeyPath, int] = {}
        table: KeyPath = ()
        for statement in _statements(source):
            words = [word for word, _ in statement]
            if words[0] == "[":
                table = self._header(words, statement[0][1])
            else:
                self._value(table, statement)

    def of(self, path: KeyPath) -> int:
        """Where the value at `path` stands, or else what it is missing from."""
        while path not in self._found:
            path = path[:-1]
        return self._found[path]

    def _header(self, words: list[str], line: int) -> KeyPath:
        """The table that the header opens; each `[[...]]` opens another one of its array."""
        several = words[1] == "["
        keys = _keys("".join(word for word in words if word not in "[]"))
        table: KeyPath = ()
        for key in keys[: -1 if several else None]:
            table = (*table, key)
            if table in self._sizes:
                table = (*table, self._sizes[table] - 1)
        if several:
            array = (*table, keys[-1])
            number = self._sizes.get(array, 0)
            self._sizes[array] = number + 1
            self._found.setdefault(array, line)
            table = (*array, number)
        self._found.setdefault(table, line)
        return table

    def _value(self, table: KeyPath, statement: list[tuple[str, int]]) -> None:
        words = list(takewhile(lambda one: one[0] != "=", statement))
        path = (*table, *_keys("".join(word for word, _ in words)))
        for length in range(len(table) + 1, len(path) + 1):
            self._found.setdefault(path[:length], statement[0][1])
        depth, number = 0, 0
        for word, line in statement[len(words) + 1 :]:
            depth -= word in ("]", "}")
            if depth == 1 and word == ",":
                number += 1
            elif depth == 1:
                self._found.setdefault((*path, number), line)
            depth += word in ("[", "{")


def _statements(source: str) -> Iterator[list[tuple[str, int]]]:
    """The words of each header and each `key = value`, with their lines; a value may go over several lines."""
    statement: list[tuple[str, int]] = []
    line, depth = 1, 0
    for match in _WORD.finditer(source):
        word = match[0]
        if word == "\n" and depth == 0 and statement:
            yield statement
            statement = []
        elif word != "\n" and not word.startswith("#"):
            statement.append((word, line))
            depth += (word in ("[", "{")) - (word in ("]", "}"))
        line += word.count("\n")
    if statement:
        yield statement


def _keys(dotted: str) -> list[str]:
    data = tomllib.loads(f"{dotted} = 0")
    keys: list[str] = []
    while isinstance(data, dict):
        key, data = next(iter(data.items()))
        keys.append(key)
    return keys
