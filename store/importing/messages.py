"""How data of a file is quoted in sentences about it: short, and with nothing hidden in it."""

from store.importing.limits import ROW_KEPT
from store.model import Reject
from store.strict import nearest
from store.text import clip, visible

_QUOTED = 40
_HINT = 200


class BadRow(Exception):
    """A row that cannot become a case: the column or part, and what is wrong with it."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def quoted(text: str) -> str:
    """The beginning of `text` in quotation marks, safe to show."""
    return f'"{visible(clip(text, _QUOTED))}"'


def hint(word: str, known: list[str]) -> str:
    """`nearest`, safe to show and short even where a file has a thousand columns."""
    return visible(clip(nearest(word, known), _HINT)) if known else ""


def reject(source: str, line: int, column: str, reason: str, row: str) -> Reject:
    """A `Reject` whose row is at most as long as a spreadsheet can show, and can be written as UTF-8."""
    kept = clip(row.rstrip("\r\n"), ROW_KEPT)
    return Reject(source, line, visible(clip(column, _HINT)), reason, kept.encode("utf-8", "backslashreplace").decode())
