"""Whether a case can be taken in: asked at the store's door of every case that comes, whoever brings it.

It is none that the policy puts out of scope, its ids and names can be typed and told apart, its evidence is of kinds
that the policy has, every part is of its type, and what is stored, read back, is the same. Text is not changed: what
looks hostile is stored as it came and made safe where it is shown.
"""

import math
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from store.fields import SUBJECT, one_form
from store.limits import CASE_BYTES, NAME, PARTS, TEXT, WHOLE_NUMBER
from store.model import Case, Evidence
from store.names import difference, drawn
from store.policy import Policy
from store.strict import nearest
from store.text import blank, clip, is_hidden, quoted, visible, whole

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Case)
_NOT_WRITTEN = (msgspec.MsgspecError, TypeError, ValueError, OverflowError, RecursionError)
"""What msgspec raises for a part that is not of its type, or that JSON cannot hold."""

_PASSAGE = re.compile(r"(.+):[0-9]+-[0-9]+", re.DOTALL)


class Problem(NamedTuple):
    """What is wrong with a part of a case; both are safe to show."""

    part: str
    reason: str
    out_of_scope: bool = False


class CaseCheck:
    """Checks cases against one policy."""

    def __init__(self, policy: Policy) -> None:
        self._kinds = [one.kind for one in policy.evidence]
        self._scope = policy.out_of_scope

    def problem(self, case: Case) -> Problem | None:
        """The first thing wrong with a case; None if it can be taken in."""
        return self._first(case) or next(self._beyond_scope(case), None)

    def _first(self, case: Case) -> Problem | None:
        found = next(self._problems(case), None)
        return found and Problem(visible(clip(found.part, NAME)), found.reason)

    def item_problem(self, case: Case, item: Evidence) -> Problem | None:
        """What is wrong with an item that is to be added to a case that is here; None if it can be."""
        if isinstance(item, Evidence) and case.item(item.id) is not None:
            return Problem("id", f"there is an item {quoted(item.id)} in this case already.")
        return self._first(replace(case, evidence=(*case.evidence, item)))

    def _problems(self, case: Case) -> Iterator[Problem]:
        written = _written(case)
        if isinstance(written, Problem):
            yield written
            return
        if len(written) > CASE_BYTES:
            yield Problem("", f"the case is larger than {CASE_BYTES >> 20} MiB.")
        if fault := name_fault(case.id):
            yield Problem("id", f"the id {fault}.")
        if case.renews == case.id:
            yield Problem("renews", "the case says that it renews itself.")
        elif case.renews and (fault := name_fault(case.renews)):
            yield Problem("renews", f"the id of the case that it renews {fault}.")
        if case.priority is not None and _too_large(case.priority):
            yield Problem("priority", "the number is too large.")
        for part in ("fields", "flags", "evidence"):
            if len(getattr(case, part)) > PARTS:
                yield Problem(part, f"there are {len(getattr(case, part)):,} {part}; at most {PARTS:,} are read.")
        for name, value in case.fields.items():
            if fault := _known_name_fault(name):
                yield Problem(f"fields.{name}", f"the name of the field {fault}.")
            if isinstance(value, int) and _too_large(value):
                yield Problem(f"fields.{name}", "the number is too large: write it as text, in quotation marks.")
        for number, flag in enumerate(case.flags):
            if fault := _known_name_fault(flag.code):
                yield Problem(f"flags[{number}].code", f"the code of the flag {fault}.")
        yield from self._evidence_problems(case.evidence)
        if len(written) > TEXT or b"\\u0000" in written:  # else no text can be too long or hold NUL
            yield from _text_problems(case)

    def _beyond_scope(self, case: Case) -> Iterator[Problem]:
        """Every field that a rule could mean counts: one spelt in another way is no way past it."""
        for rule in self._scope:
            if rule.field == SUBJECT and rule.covers(case.subject):
                yield Problem(SUBJECT, rule.sentence, out_of_scope=True)
            for name, value in case.fields.items():
                if one_form(name) == one_form(rule.field) and rule.covers(value):
                    yield Problem(f"fields.{name}", rule.sentence, out_of_scope=True)

    def _evidence_problems(self, evidence: tuple[Evidence, ...]) -> Iterator[Problem]:
        seen: dict[str, str] = {}
        looks, read = {drawn(item.id) for item in evidence}, set[str]()
        for number, item in enumerate(evidence):
            if fault := _known_name_fault(item.id):
                yield Problem(f"evidence[{number}].id", f"the id of the item {fault}.")
            if fault := _taken(item.id, seen.setdefault(drawn(item.id), item.id), looks, again=item.id in read):
                yield Problem(f"evidence[{number}].id", fault)
            read.add(item.id)
            if item.kind not in self._kinds:
                unknown = f"the policy has no kind of evidence {quoted(item.kind)}{nearest(item.kind, self._kinds)}."
                yield Problem(f"evidence[{number}].kind", unknown)
            if item.gist is not None and item.access != "restricted":
                yield Problem(f"evidence[{number}].gist", "only a restricted item has a gist.")


def _taken(item: str, alike: str, looks: set[str], *, again: bool) -> str:
    """Why the id of an item means another one of its case as well, `alike` having come first; "" if it does not."""
    if again:
        return f"two items have the id {quoted(item)}."
    if alike != item:
        return f"{quoted(item)} looks like {quoted(alike)}, another item: {difference(item, alike)}."
    passage = _PASSAGE.fullmatch(drawn(item))
    if passage and passage[1] in looks:
        return f"{quoted(item)} is how a passage of {quoted(passage[1])} is cited: no item can have it as its id."
    return ""


def name_fault(name: str) -> str:
    """Why an id, a code or the name of a field cannot be told apart or typed, as in "the id is blank"; "" if it can."""
    if blank(name):
        return "is blank"
    if len(name) > NAME:
        return f"has {len(name):,} characters; at most {NAME} are read"
    if name != name.strip():
        return "begins or ends with a space"
    if name.isascii() and name.isprintable():
        return ""
    for character in name:
        if is_hidden(character):
            return f"holds {visible(character)}, a character that cannot be seen"
        if character.isspace() and character != " ":
            return f"holds U+{ord(character):04X}, which looks like a space and is none"
    if not unicodedata.is_normalized("NFC", name):
        return "has an accent that is not part of its letter: write it composed (Unicode NFC)"
    return ""


_known_name_fault = lru_cache(1024)(name_fault)
"""The same few items, fields and codes come back in every case."""


def _too_large(number: int) -> bool:
    return not -WHOLE_NUMBER <= number < WHOLE_NUMBER


def _written(case: Case) -> bytes | Problem:
    """The case as it would be stored; what is wrong if that, read back, would be another one or none."""
    if type(case) is not Case:
        return Problem("", f"a {type(case).__name__} is no case.")
    try:
        written = _encoder.encode(case)
        if (back := _decoder.decode(written)) == case:
            return written
    except _NOT_WRITTEN as error:
        said, _, path = str(error).partition(" - at `$.")
        return next(_unstorable(case), Problem(path.rstrip("`"), f"{visible(clip(said, NAME))}."))
    pairs = zip(_leaves(case), _leaves(back), strict=False)
    # none differs where an item is of a subclass, which comes back as what it is derived from
    part, value = next((ours for ours, theirs in pairs if ours[1] != theirs[1]), ("", case))
    return next(_unstorable(case), Problem(part, f"a {type(value).__name__} cannot stand here."))


def _unstorable(case: Case) -> Iterator[Problem]:
    for part, value in _leaves(case):
        match value:
            case str() if not whole(value):
                yield Problem(part, "the text holds half of a character (a lone surrogate), which UTF-8 cannot write.")
            case int() if _too_large(value):
                yield Problem(part, "the number is too large: write it as text, in quotation marks.")
            case float() if not math.isfinite(value):
                yield Problem(part, f"{value} is not a number that can be stored.")
            case str() | int() | float() | date() | None:
                continue
            case _:
                yield Problem(part, f"a {type(value).__name__} cannot stand here.")


def _text_problems(case: Case) -> Iterator[Problem]:
    for part, text in _leaves(case):
        if isinstance(text, str):
            if len(text) > TEXT:
                yield Problem(part, f"the text has {len(text):,} characters; at most {TEXT:,} are read.")
            if "\0" in text:
                yield Problem(part, f"the text holds a NUL character, at character {text.index(chr(0)) + 1:,}.")


def _leaves(case: Case) -> Iterator[tuple[str, object]]:
    """What a case holds, piece by piece, and where: whatever type it is of."""
    for part in case.__struct_fields__:
        value = getattr(case, part)
        if isinstance(value, dict):
            for name, one in value.items():
                yield from ((f"{part}.{name}", name), (f"{part}.{name}", one))
        elif isinstance(value, tuple):
            for number, one in enumerate(value):
                for inner in getattr(one, "__struct_fields__", ()):
                    yield f"{part}[{number}].{inner}", getattr(one, inner)
        else:
            yield part, value
