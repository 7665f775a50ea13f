"""Rows below the header that name its columns once more, as programs for surveys write them: they are no answers."""

import re
from collections.abc import Sequence

from msgspec import Struct

from store.importing.table_reader import TableRow

_WITHIN = 4
_IMPORT_ID = '{"ImportId"'
"""So begins each cell of the third row of what Qualtrics exports; the second holds the questions."""
_QUALTRICS = "which Qualtrics writes below the header: its questions and their ids"
_QUALTRICS_ASKS = "which Qualtrics writes below the header: its questions"
_RESPONSE = ("startdate", "enddate", "responseid")
"""What Qualtrics names once more in the row of its questions, however it spells it."""
_OLD_NAMES = ("v1", "v2", "v3")
"""What it called the first columns of answers before, with those names in that row alone."""
_RESPONDENT = ("respondentid", "collectorid")
"""What SurveyMonkey calls the first two columns, however it spells them."""
_MONKEY = "which SurveyMonkey writes below the header: what could be answered"
_PLAIN = re.compile("(open-ended )?response", re.IGNORECASE)
"""What stands there below a question to which there is one answer."""
_QUESTION = 120
"""Characters of a question that stand before one of its answers."""


class SecondHeader(Struct, frozen=True):
    """The `lines` of such rows, none if there are none; who writes them; and by their place what columns are called."""

    lines: tuple[int, ...] = ()
    said: str = ""
    names: dict[int, str] = {}

    @property
    def words(self) -> str:
        """Which rows these are."""
        return f"row {' and '.join(map(str, self.lines))}, {self.said}"


def second_header(rows: Sequence[TableRow]) -> SecondHeader:
    """The rows below the first that name the columns anew."""
    for index, row in enumerate(rows[1:_WITHIN], 1):
        filled = [cell for cell in row.cells if cell.strip()]
        if filled and all(cell.startswith(_IMPORT_ID) for cell in filled):
            return SecondHeader(tuple(one.line for one in rows[1 : index + 1]), _QUALTRICS)
    if len(rows) > 1 and _asks(rows[0].cells, rows[1].cells):
        return SecondHeader((rows[1].line,), _QUALTRICS_ASKS)
    if len(rows) > 1 and _is_monkey(rows[0].cells, rows[1].cells):
        return SecondHeader((rows[1].line,), _MONKEY, _answers(rows[0].cells, rows[1].cells))
    return SecondHeader()


def _asks(header: list[str], below: list[str]) -> bool:
    """Whether a second row says which columns hold the times and the id of an answer, as the first does or did."""
    names, again = list(map(_plain, header)), list(map(_plain, below))
    if not set(_RESPONSE) <= set(again):
        return False
    same = [name for name, other in zip(names, again, strict=False) if name == other]
    return set(_RESPONSE) <= set(same) or tuple(names[: len(_OLD_NAMES)]) == _OLD_NAMES


def _plain(cell: str) -> str:
    return re.sub(r"[\W_]", "", cell).casefold()


def _is_monkey(header: list[str], below: list[str]) -> bool:
    """Whether a second row is blank where every answer has its ids."""
    ids = len(_RESPONDENT)
    return (
        tuple(map(_plain, header[:ids])) == _RESPONDENT
        and not any(map(str.strip, below[:ids]))
        and any(map(str.strip, below))
    )


def _answers(header: list[str], below: list[str]) -> dict[int, str]:
    """What a column is called that is one of the answers to a question, which stands above the first of them."""
    names: dict[int, str] = {}
    question = ""
    for place, cell in enumerate(below):
        above = " ".join(header[place].split()) if place < len(header) else ""
        question = above or question
        answer = " ".join(cell.split())
        if answer and not (above and _PLAIN.fullmatch(answer)):
            asked = question if len(question) <= _QUESTION else f"{question[:_QUESTION].rstrip()}…"
            names[place] = f"{asked}: {answer}" if asked else answer
    return names
