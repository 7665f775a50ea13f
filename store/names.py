"""A reviewer's name, brought to one form, and the question whether two names could be one person's.

An adverse outcome needs two different people, so nobody may count twice by spelling a name in another way. Two things
see to that. `reviewer_id` folds what differs only in case, width, spacing or composition (NFKC_Casefold, UAX #31) and
refuses what mixes scripts or hides characters. `skeleton` then treats as one what people cannot tell apart, after
UTS #39 (Unicode Security Mechanisms) section 4, with the confusables that whole names can be made of. When in doubt two
names are one person: that costs two people of nearly the same name a clearer one, the other way costs the second pair
of eyes.
"""

import unicodedata
from functools import lru_cache

from store.errors import BadInput
from store.text import is_hidden, is_mark

LONGEST = 64
"""Code points in a reviewer's name at most."""

_LONGEST_INPUT = 4 * LONGEST
_MOST_MARKS = 4
_PUNCTUATION = frozenset(" ._-@+'")
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u02b9\u0060\u00b4", "'"))
_ONE_HYPHEN = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\ufe58\ufe63\uff0d", "-"))
_SEPARATORS = str.maketrans("", "", " ._-'")

# First words of character names that tell no script.
_ANY_SCRIPT = frozenset({"COMBINING", "MODIFIER", "DIGIT"})
# UTS #39 section 5.1 has these as one script each: names in Japanese, Chinese and Korean mix them every day.
_WRITTEN_TOGETHER = (
    frozenset({"CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}),
    frozenset({"CJK", "IDEOGRAPHIC", "BOPOMOFO"}),
    frozenset({"CJK", "IDEOGRAPHIC", "HANGUL"}),
)

# Each character with those that look like it, in lower case, as names are folded first: chosen after confusables.txt
# of UTS #39, and the small letters that equal a Latin capital (в к м н т), as lists may print them in capitals.
_LOOK_ALIKES = {
    "a": "аαɑ", "b": "вьβ", "c": "сς", "d": "ԁđ", "e": "еε", "f": "ƒ", "g": "ցɡ", "h": "нһհħ", "j": "јյȷ",
    "k": "кκ", "l": "1iіιıɩӏł", "m": "м", "n": "пηո", "o": "0оοσօø", "p": "рρ", "q": "ԛ", "r": "г", "s": "ѕ",
    "t": "тτ", "u": "υսμ", "v": "νѵ", "w": "ԝω", "x": "хχ", "y": "уγ", "z": "ζ", "3": "з", "6": "б",
    "カ": "力", "ニ": "二", "ロ": "口", "エ": "工", "ー": "一", "ハ": "八", "タ": "夕", "ト": "卜",
    "ヘ": "へ", "リ": "り",
}  # fmt: skip
_LOOKS_LIKE = str.maketrans({other: one for one, others in _LOOK_ALIKES.items() for other in others})

# Scripts whose combining marks are accents or vowels that writers leave out; elsewhere marks tell names apart.
_OPTIONAL_MARKS = ("COMBINING ", "HEBREW ", "ARABIC ", "SYRIAC ")


class BadName(BadInput):
    """A name that no reviewer can have; its text is one sentence for people, safe to show."""


def reviewer_id(name: str) -> str:
    """Return the one form of a reviewer's name: 1 to 64 code points, letters, marks, digits, space and `. _ - @ + '`.

    Letters are folded to one case and width, runs of white space to one space, digits of any script to 0-9,
    typographic apostrophes and hyphens to `'` and `-`. The result is its own one form.

    Raises BadName for a name that is empty, too long, holds other or hidden characters, or mixes scripts.
    """
    if len(name) > _LONGEST_INPUT:
        raise BadName(f"A reviewer's name has {LONGEST} characters at most, this one has {len(name)}.")
    for character in name:
        if is_hidden(character) and character not in "\t\n\r":
            raise BadName(f"A reviewer's name holds the hidden character U+{ord(character):04X}.")
    folded = _folded(name)
    if not any(character.isalnum() for character in folded):
        raise BadName("A reviewer's name needs a letter or a digit.")
    if len(folded) > LONGEST:
        raise BadName(f"A reviewer's name has {LONGEST} characters at most, this one has {len(folded)}.")
    _check_characters(folded)
    _check_script(folded)
    return folded


def same_person(one: str, other: str) -> bool:
    """Say whether two names, in any form, are to be taken for one person's."""
    return skeleton(one) == skeleton(other)


@lru_cache(4096)
def skeleton(name: str) -> str:
    """Return what a name looks like; names with equal skeletons are taken for one person's. Not for showing.

    Accents, separators and the difference between look-alikes are dropped: `José O’Rourke` and `jose.orourke` are
    one, so are `alice1`, `aIice1` and a Cyrillic `аlісеl`.
    """
    bare = "".join(filter(_significant, unicodedata.normalize("NFD", _folded(name))))
    look = bare.translate(_SEPARATORS).translate(_LOOKS_LIKE)
    return (look or bare).replace("rn", "m").replace("vv", "w")


def _folded(name: str) -> str:
    """Fold until nothing changes: folding case may leave what NFKC composes, and the other way round."""
    while True:
        text = unicodedata.normalize("NFKC", name.translate(_ONE_APOSTROPHE).translate(_ONE_HYPHEN)).casefold()
        text = "".join(_digit(character) for character in text)
        text = " ".join(unicodedata.normalize("NFKC", text).split())
        if text == name:
            return text
        name = text


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


def _significant(character: str) -> bool:
    """Say whether a decomposed character is more than an accent. Voicing marks of kana are: they change the sound."""
    name = unicodedata.name(character, "")
    return unicodedata.category(character) != "Mn" or "VOICED" in name or not name.startswith(_OPTIONAL_MARKS)


def _check_characters(name: str) -> None:
    marks = 0
    for at, character in enumerate(name):
        marks = marks + 1 if is_mark(character) else 0
        category = unicodedata.category(character)
        if not (category[0] == "L" or category in ("Mn", "Mc", "Nd") or character in _PUNCTUATION):
            raise BadName(
                f"A reviewer's name cannot hold U+{ord(character):04X}: letters, digits and . _ - @ + ' only."
            )
        base = name[at - marks : at - marks + 1]
        if marks > _MOST_MARKS or not (marks == 0 or base.isalnum()):
            raise BadName("A reviewer's name has marks that belong to no letter.")


def _check_script(name: str) -> None:
    """Refuse letters of several scripts; the first word of a character's Unicode name is its script."""
    scripts = {unicodedata.name(character, "").split(" ")[0] for character in name if character not in _PUNCTUATION}
    scripts -= _ANY_SCRIPT
    if len(scripts) > 1 and not any(scripts <= together for together in _WRITTEN_TOGETHER):
        mixed = " and ".join(script.capitalize() for script in sorted(scripts))
        raise BadName(f"A reviewer's name is written in one script, this one mixes {mixed}.")
