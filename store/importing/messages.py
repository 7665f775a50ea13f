"""What becomes of a row that is no case."""

from store.limits import ROW_KEPT
from store.model import Reject
from store.text import clip, visible

_COLUMN = 200


class BadRow(Exception):
    """A row that cannot become a case: the column or part, and what is wrong with it."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def reject(source: str, line: int, column: str, reason: str, row: str) -> Reject:
    """A `Reject` whose row is at most as long as a spreadsheet can show, and can be written as UTF-8."""
    kept = clip(row.rstrip("\r\n"), ROW_KEPT)
    return Reject(
        source, line, visible(clip(column, _COLUMN)), reason, kept.encode("utf-8", "backslashreplace").decode()
    )
