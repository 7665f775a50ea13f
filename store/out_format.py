"""What can leave a docket and in which formats, and what the ending of a file's name says of that."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, get_args

from store.errors import BadInput
from store.strict import nearest
from store.text import visible

What = Literal["decisions", "votes", "notes", "cases", "history", "all"]
"""The tables that can be exported; `all` of them into what holds several."""
Format = Literal["csv", "jsonl", "xlsx", "tinydb", "label_studio", "prodigy", "doccano"]
"""The formats that `store.exporting.formats` writes."""
ENDINGS: dict[str, tuple[Format, ...]] = {
    ".csv": ("csv",),
    ".jsonl": ("jsonl", "prodigy", "doccano"),
    ".ndjson": ("jsonl", "prodigy", "doccano"),
    ".xlsx": ("xlsx",),
    ".json": ("tinydb", "label_studio"),
}
"""The formats that a file with this ending can be in; it is in the first one where none is named, but for `.json`."""
_SEVERAL = ".json"
_FOREIGN = re.compile(
    r"\.(arrow|avro|bz2|db|docx?|dta|feather|gz|html?|md|numbers|ods|orc|parquet|pdf|pkl|rds|sav|sqlite3?|tinydb|toml|tsv|"
    r"xls[bm]?|xml|ya?ml|zip|zst)"
)
"""Endings of formats that are not written here. Any other ending says nothing."""


def known_what(word: str) -> What:
    """What is to be exported; raises `BadInput` for a word that means nothing."""
    found: What | None = next((one for one in get_args(What) if one == word), None)
    if found is None:
        raise _unknown("what", word, get_args(What))
    return found


def format_of(out: Path | None, word: str | None) -> Format:
    """The format of `out` (None: standard output), as `word` says or else the ending of its name.

    Raises `BadInput` for a word that names none, and for an ending that says another format than is written.
    """
    asked: Format | None = next((one for one in get_args(Format) if one == word), None)
    if word is not None and asked is None:
        raise _unknown("format", word, get_args(Format))
    ending = "" if out is None else out.suffix.lower()
    fitting = ENDINGS.get(ending, ())
    if asked is None and ending == _SEVERAL:
        shapes = _or(f"--format {one}" for one in fitting)
        raise BadInput(f"{_name(out)}: JSON is written in several shapes: name one, {shapes}.")
    if asked is None and not fitting and _FOREIGN.fullmatch(ending):
        raise BadInput(f"{_name(out)}: {ending} is no format that is written here: end the name in {_or(ENDINGS)}.")
    written = asked or (fitting[0] if fitting else "csv")
    must_fit(out, written, [one for one, formats in ENDINGS.items() if written in formats])
    return written


def must_fit(out: Path | None, written: str, endings: Iterable[str]) -> None:
    """Raise `BadInput` if the name of `out` ends as another format does than the one written, which has `endings`."""
    ending = "" if out is None else out.suffix.lower()
    if ending not in endings and (ending in ENDINGS or _FOREIGN.fullmatch(ending)):
        raise BadInput(f"{_name(out)}: {ending} says another format than {written}: end the name in {_or(endings)}.")


def _name(out: Path | None) -> str:
    return visible(out.name if out else "")


def _or(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def _unknown(option: str, word: str, known: tuple[str, ...]) -> BadInput:
    return BadInput(f'There is no {option} "{visible(word[:40])}" to export{nearest(word, list(known))}.')
