"""Whether a case can be taken in: its ids can be typed and told apart, its evidence is of known kinds, its texts can be
stored. Text is not changed: what looks hostile is stored as it came and made safe where it is shown.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import msgspec

from store.importing.limits import NAME, PARTS, TEXT, WHOLE_NUMBER
from store.importing.messages import hint, quoted
from store.model import Case, Evidence, Value
from store.policy import Policy
from store.text import blank

_encoder = msgspec.json.Encoder()


class Problem(NamedTuple):
    """What is wrong with a part of a case."""

    part: str
    reason: str


class Check:
    """Checks cases against one policy."""

    def __init__(self, policy: Policy) -> None:
        self._kinds = [one.kind for one in policy.evidence]

    def problem(self, case: Case) -> Problem | None:
        """The first thing wrong with a case; None if it can be taken in."""
        return next(self._problems(case), None)

    def _problems(self, case: Case) -> Iterator[Problem]:
        if reason := _bad_id(case.id):
            yield Problem("id", f"the id {reason}.")
        if case.priority is not None and not -WHOLE_NUMBER <= case.priority < WHOLE_NUMBER:
            yield Problem("priority", "the number is too large.")
        for part in ("fields", "flags", "evidence"):
            if len(getattr(case, part)) > PARTS:
                yield Problem(part, f"there are {len(getattr(case, part)):,} {part}; at most {PARTS:,} are read.")
        for name, value in case.fields.items():
            yield from _field_problems(name, value)
        for number, flag in enumerate(case.flags):
            if _bad_name(flag.code):
                yield Problem(f"flags[{number}].code", f"the code of a flag is one line of 1 to {NAME} characters.")
        yield from self._evidence_problems(case.evidence)
        if not _surely_storable(case):
            yield from _text_problems(case)

    def _evidence_problems(self, evidence: tuple[Evidence, ...]) -> Iterator[Problem]:
        seen = set()
        for number, item in enumerate(evidence):
            if reason := _bad_item_id(item.id):
                yield Problem(f"evidence[{number}].id", f"the id of the item {reason}.")
            if item.id in seen:
                yield Problem(f"evidence[{number}].id", f"two items have the id {quoted(item.id)}.")
            seen.add(item.id)
            if item.kind not in self._kinds:
                unknown = f"the policy has no kind of evidence {quoted(item.kind)}{hint(item.kind, self._kinds)}."
                yield Problem(f"evidence[{number}].kind", unknown)
            if item.gist is not None and item.access != "restricted":
                yield Problem(f"evidence[{number}].gist", "only a restricted item has a gist.")


def _bad_id(text: str) -> str:
    if blank(text):
        return "is blank"
    if len(text) > NAME:
        return f"has {len(text):,} characters; at most {NAME} are read"
    if len(text.splitlines()) > 1 or text != text.strip():
        return "begins or ends with a space, or holds a line break"
    return ""


_bad_item_id = lru_cache(1024)(_bad_id)
"""The same few ids come back in every case."""


@lru_cache(1024)
def _bad_name(name: str) -> bool:
    return blank(name) or len(name) > NAME or len(name.splitlines()) > 1


def _field_problems(name: str, value: Value) -> Iterator[Problem]:
    if _bad_name(name):
        yield Problem(f"fields.{name[:NAME]}", f"the name of a field is one line of 1 to {NAME} characters.")
    if isinstance(value, int) and not -WHOLE_NUMBER <= value < WHOLE_NUMBER:
        yield Problem(f"fields.{name}", "the number is too large: write it as text, in quotation marks.")


def _surely_storable(case: Case) -> bool:
    """Whether no text can be too long, hold NUL or be impossible to write: one call instead of one for each text."""
    try:
        encoded = _encoder.encode(case)
    except UnicodeEncodeError:
        return False
    return len(encoded) <= TEXT and b"\\u0000" not in encoded


def _text_problems(case: Case) -> Iterator[Problem]:
    for part, text in _texts(case):
        if len(text) > TEXT:
            yield Problem(part, f"the text has {len(text):,} characters; at most {TEXT:,} are read.")
        if "\0" in text:
            yield Problem(part, f"the text holds a NUL character, at character {text.index(chr(0)) + 1:,}.")
        try:
            text.encode()
        except UnicodeEncodeError:
            yield Problem(part, "the text holds half of a character (a lone surrogate), which UTF-8 cannot write.")


def _texts(case: Case) -> Iterator[tuple[str, str]]:
    yield from (("id", case.id), ("title", case.title), ("subject", case.subject))
    for name, value in case.fields.items():
        yield f"fields.{name}", name
        if isinstance(value, str):
            yield f"fields.{name}", value
    for number, flag in enumerate(case.flags):
        for part in ("code", "reason", "raised_by"):
            yield f"flags[{number}].{part}", getattr(flag, part)
    for number, item in enumerate(case.evidence):
        for part in ("id", "label", "text", "source", "gist"):
            yield f"evidence[{number}].{part}", getattr(item, part) or ""
