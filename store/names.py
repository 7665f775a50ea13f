"""A reviewer's name, and what cannot be told from what on a screen.

An adverse outcome needs two different people, so nobody may count twice by spelling a name in another way. A name is
what a login is: of an alphabet so small that few characters of it look alike, and `skeleton` takes those for one.
Labels of a policy are free text: `looks` says what they look like, and `letters` tells those of outcomes by what is
letter or digit in them alone. Ids of cases and items are as somebody else made them; `drawn` finds those that differ
from another in nothing that is seen. All of them ask `store.look_alikes`.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from itertools import zip_longest

from store.errors import BadInput
from store.look_alikes import DRAWN, FOLDED
from store.searchable import searchable
from store.text import is_hidden

LONGEST = 64
"""Characters in a reviewer's name at most."""

_NAME = re.compile(rf"[A-Za-z][A-Za-z0-9_.-]{{0,{LONGEST - 1}}}")
_REFUSED = (
    f"A reviewer's name has 1 to {LONGEST} characters, begins with a letter and holds lower-case letters a-z, digits, "
    '"_", "." and "-" alone; capitals are taken for small letters.'
)
_WORDS = ("me", "none")
_TAKEN = 'No reviewer is called "me" or "none": in a filter, assigned:me is whoever asks, and assigned:none is nobody.'

# Written out where two characters stand for one (rn for m), so that vw, wv and vvv look alike as well.
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "2": "z", "5": "s", "m": "rn", "w": "vv"})
_SEPARATORS = str.maketrans("", "", " _.-")
# Those that combine with letters of any script; vowels of a script that writes them as marks are none of them.
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")


class BadName(BadInput):
    """A name that no reviewer can have; its text is one sentence for people, safe to show."""


def reviewer_id(name: str) -> str:
    """Return the one form of a reviewer's name: ASCII letters in lower case, digits, `_`, `.` and `-`.

    It begins with a letter and has 1 to 64 characters. Raises BadName for all else, white space around it too, and
    for the words that stand in the place of a name in a filter.
    """
    if not _NAME.fullmatch(name):
        raise BadName(_REFUSED)
    if name.lower() in _WORDS:
        raise BadName(_TAKEN)
    return name.lower()


def id_fault(name: object) -> str:
    """Why this is not the one form of a reviewer's name, in one sentence; "" if it is."""
    try:
        sound = isinstance(name, str) and reviewer_id(name) == name
    except BadName as error:
        return str(error)
    return "" if sound else "A reviewer's name is written in small letters here."


@lru_cache(4096)
def skeleton(name: str) -> str:
    """Return what a name looks like; names with equal skeletons are taken for one person's. Not for showing.

    Look-alikes of the alphabet are one (0 and o; 1, l and i; 2 and z; 5 and s; rn and m; vv and w), and so are names
    that differ only in separators: whoever reads `anna.` at the end of a sentence does not see the dot.
    """
    return looks(name).translate(_SEPARATORS)


def looks(text: str) -> str:
    """Return what a line of text looks like: case, width, composition, white space and all that is hidden aside."""
    folded = unicodedata.normalize("NFKC", _drawn(text.casefold(), FOLDED).casefold())
    seen = "".join(" " if one.isspace() else one for one in folded if one.isspace() or not is_hidden(one))
    return " ".join(_drawn(seen, FOLDED).translate(_ALIKE).split())


def letters(text: str) -> str:
    """Return what the letters and digits of a line look like: accents, strokes, spaces and signs aside as well.

    A line that has neither is what it looks like.
    """
    folded = searchable(unicodedata.normalize("NFKC", text.casefold().translate(FOLDED)))
    kept = "".join(one for one in folded if unicodedata.category(one)[0] in "LNM" and not _MARKS.match(one))
    return looks(kept) or looks(text)


def drawn_letters(text: str) -> str:
    """Return the `letters` of a line in which each sign and capital is what it is drawn as, so that re∨oked is revoked.

    Where a small letter is drawn as one and its capital as another, and of signs that stand between words, only
    `letters` itself tells: lines are compared by both.
    """
    return letters(drawn(text))


def same_letters(text: str, other: str) -> bool:
    """Whether two lines have the same letters and digits, by `letters` or by `drawn_letters`."""
    ours, theirs = ({letters(one), drawn_letters(one)} for one in (text, other))
    return not ours.isdisjoint(theirs)


@lru_cache(4096)
def drawn(text: str) -> str:
    """Return what a text is drawn as: letters of other scripts, dashes and wide forms as what `store.look_alikes` says.

    Case, digits and separators of ASCII stay, so that only what is not ASCII ever looks like something else.
    """
    return text if text.isascii() else _drawn(text, DRAWN)


def _drawn(text: str, table: Mapping[int, str]) -> str:
    """Before compatibility makes another letter of some, and again when marks are off their letters."""
    apart = unicodedata.normalize("NFKD", text.translate(table))
    return unicodedata.normalize("NFKC", apart.translate(table))


def difference(text: str, other: str) -> str:
    """Say where two texts differ first, in words that tell apart what looks alike."""
    pairs = enumerate(zip_longest(text, other), 1)
    at, pair = next(one for one in pairs if one[1][0] != one[1][1])
    here, there = (f"U+{ord(one):04X}" if one else "nothing" for one in pair)
    return f"character {at} is {here}, and there {there}"


def bare_form(text: str) -> str:
    """What all spellings of a value have in common that differ in case, width, accents, hidden characters or space."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(one for one in apart if unicodedata.category(one) not in ("Mn", "Me", "Cf")).split())
