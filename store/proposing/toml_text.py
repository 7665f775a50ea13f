"""Untrusted text as TOML: a string that reads back as it came, a comment that stays one. TOML v1.0.0."""

from collections.abc import Iterable

from store.text import is_hidden, visible

_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_DOTS = 30
"""More dots in a string than this are escaped: a reader that minds how deep keys are nested may not take it for one."""


def string(text: str) -> str:
    """Text as a basic string, on one line; what cannot be seen stands as an escape.

    Raises `ValueError` for half of a character (a lone surrogate), which TOML cannot write.
    """
    text.encode()
    dots = text.count(".") > _DOTS
    return '"' + "".join(_escaped(one) if one != "." or dots else one for one in text) + '"'


def array(texts: Iterable[str]) -> str:
    """Texts as an array of strings, on one line."""
    return f"[{', '.join(map(string, texts))}]"


def comment(text: str) -> str:
    """Text as a comment, on one line whatever it holds."""
    return f"# {visible(text)}"


class TomlWriter:
    """A file of settings as it is being written; reasons and remarks may be text of strangers: they stay comments."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    @property
    def text(self) -> str:
        """The whole file."""
        return "\n".join(self._lines) + "\n"

    def gap(self) -> None:
        """An empty line."""
        self._lines.append("")

    def line(self, toml: str, reason: str = "") -> None:
        """A line of TOML, in which text of strangers stands as `string` has written it."""
        self._lines.append(f"{toml} {comment(reason)}" if reason else toml)

    def remark(self, text: str) -> None:
        """A comment on a line of its own."""
        self._lines.append(comment(text))

    def option(self, toml: str, reason: str = "") -> None:
        """A line of TOML that counts once somebody takes the mark before it away."""
        self.line(f"#{toml}", reason)


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character != "." and not is_hidden(character):
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
