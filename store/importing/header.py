"""The header row of a table: every column has a name, and no two the same."""

from store.errors import BadInput
from store.limits import COLUMNS, NAME
from store.text import quoted

_OTHER_DELIMITERS = ";\t|,"


def check_header(header: list[str], delimiter: str | None, where: str) -> None:
    """Raise `BadInput` if columns have no name, a name that stands there twice, or one that cannot be a name."""
    if len(header) > COLUMNS:
        raise BadInput(f"{where}: the header has {len(header):,} columns; at most {COLUMNS:,} are read.")
    if len(header) == 1 and delimiter:
        _check_delimiter(header[0], delimiter, where)
    seen: dict[str, int] = {}
    for number, name in enumerate(header, 1):
        if not name.strip():
            raise BadInput(f"{where}: column {number} has no name: give it one, or take the column out.")
        if len(name) > NAME or not name.isprintable():
            raise BadInput(
                f"{where}: the name of column {number}, {quoted(name)}, is not on one line of at most {NAME} "
                "characters that can be read: name it anew."
            )
        if name in seen:
            raise BadInput(f"{where}: columns {seen[name]} and {number} are both named {quoted(name)}: name one anew.")
        seen[name] = number


def _check_delimiter(only: str, delimiter: str, where: str) -> None:
    for other in _OTHER_DELIMITERS:
        if other != delimiter and other in only:
            shown = "\\t" if other == "\t" else other
            raise BadInput(
                f'{where}: the header is one column, and looks separated by "{shown}": '
                f'say delimiter = "{shown}" in a mapping (--map).'
            )
