"""How a policy, a filter or a command names a field of a case, and which field that is.

`citizenship`, `Citizenship` and `field.citizenship` are one. What a name could mean besides is decided so that a mask
rather covers too much: names that cannot be told apart are one as well.
"""

from collections.abc import Iterable
from functools import lru_cache

from store.names import skeleton

COLUMNS = ("due", "priority", "flags")
"""What the queue can show of a case besides its fields."""
SUBJECT = "subject"
"""What can be masked besides fields."""
WORDS = "words"
"""By this name a reader asks for the words that a policy masks in texts."""
PARTS = ("id", "title", SUBJECT, "due", "priority", "flags", "evidence")
"""The parts of a case: their bare names are never taken for those of fields."""
_PREFIX = "field."


def has_prefix(name: str) -> bool:
    """Say whether the name says that it is a field's."""
    return name.strip().casefold().startswith(_PREFIX)


def bare(name: str) -> str:
    """Return the name without `field.` and without space around it."""
    name = name.strip()
    return name[len(_PREFIX) :].strip() if has_prefix(name) else name


@lru_cache(4096)
def one_form(name: str) -> str:
    """Return what all spellings of a field's name have in common. Not for showing."""
    return skeleton(bare(name))


def column(name: str) -> str:
    """Return a column of the queue as one of `COLUMNS`, or as `field.NAME`."""
    word = name.strip().casefold()
    return word if word in COLUMNS else _PREFIX + bare(name)


def mask(name: str) -> str:
    """Return what is masked as `SUBJECT`, or as the name of a field without `field.`."""
    field = bare(name)
    return SUBJECT if field.casefold() == SUBJECT else field


def field_of(name: str, fields: Iterable[str]) -> str | None:
    """Return which of a case's `fields` a column or a mask means, or None."""
    alike = [field for field in fields if one_form(field) == one_form(name)]
    return bare(name) if bare(name) in alike else next(iter(alike), None)
