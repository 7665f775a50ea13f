"""A case and its records with all hidden that is masked from one reader: fields, and what stands of them in texts.

Text of people is every text of a record that is not named in `_KEPT`: what a new act records is masked until it says
otherwise. Ids are not masked: a case, an item and a field are called by them.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal, TypeVar, get_args, get_origin

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from store.case.masking import SHADE, mask_of_values, mask_of_words, name_parts, says_enough
from store.case.parts import Remedy
from store.case.state import State
from store.fields import SUBJECT, WORDS, one_form
from store.model import Body, Case, Citation, Evidence, Flag, Value, as_text
from store.policy import Policy

_KEPT = frozenset({"outcome", "grounds", "item", "items", "fields", "batch", "sha256"})
"""What of a record is an id, or the name of a field."""
NOTHING: Mapping[str, datetime | None] = MappingProxyType({})

B = TypeVar("B", bound=Body)
S = TypeVar("S", bound=Struct)


class CaseMask:
    """What is masked of a case, in all its `revisions`, for who has `asked` to see some of it.

    `asked` has by the names in one form until when (UTC) each is shown, None if that has no end; `until` is the first
    of those times. `lifted`: nothing is masked. `words_hidden` says that a word of the policy's list was hidden in what
    has been masked so far.
    """

    def __init__(
        self,
        revisions: Sequence[Case],
        policy: Policy,
        asked: Mapping[str, datetime | None] = NOTHING,
        *,
        lifted: bool = False,
    ) -> None:
        self._revisions, self._policy, self._asked, self._lifted = revisions, policy, asked, lifted
        told = [(name, value, as_text(value)) for name, value in self._hidden_values()]
        alone = {text for _, value, text in told if not isinstance(value, bool)}
        named = {(name, text) for name, value, text in told if isinstance(value, bool) or not says_enough(text)}
        self._values = mask_of_values(frozenset(alone), frozenset(named))
        self._short = {text.strip() for _, text in named}
        self._words = mask_of_words(() if lifted or one_form(WORDS) in asked else policy.masking.words)
        self._done: dict[str, str] = {}
        self.until = min((end for end in asked.values() if end is not None), default=None)
        self.words_hidden = False

    def names(self, case: Case) -> tuple[str, ...]:
        """The names of the fields of the case that are masked; "subject" may be one."""
        names = [name for name, value in case.fields.items() if value is not None and self._masks(name)]
        return (*names, *([SUBJECT] if case.subject and self._masks(SUBJECT) else []))

    def text(self, text: str) -> str:
        """A text, as long as it was."""
        if text not in self._done:
            without = self._values.text(text)
            self._done[text] = self._words.text(without)
            self.words_hidden = self.words_hidden or self._done[text] is not without
        return self._done[text]

    def case(self, case: Case) -> Case:
        """The case; what is masked has no value."""
        return replace(
            case,
            title=self._whole(case.title),
            subject=self._subject(case.subject),
            fields={name: self._field(name, value) for name, value in case.fields.items()},
            flags=tuple(self._flag(flag) for flag in case.flags),
            evidence=tuple(self._item(item) for item in case.evidence),
        )

    def body(self, body: B) -> B:
        """What a record holds; the hash of a text that can be guessed stays behind with what is hidden of it."""
        if not (self._values or self._words):
            return body
        return _of_each(body, self.text, self._quote)

    def state(self, state: State) -> State:
        """Where a case stands, which tells why rounds ended and where appeals are."""
        past = tuple(replace(one, why=self.text(one.why), remedies=self._remedies(one.remedies)) for one in state.past)
        return replace(state, past=past, remedies=self._remedies(state.remedies))

    def _whole(self, text: str) -> str:
        """A title or the text of an item, which can be nothing but a value that is too short to be masked elsewhere."""
        return SHADE * len(text) if text.strip() in self._short else self.text(text)

    def _masks(self, name: str) -> bool:
        return not self._lifted and self._policy.masks(name) and one_form(name) not in self._asked

    def _hidden_values(self) -> Iterator[tuple[str, Value]]:
        """Each value that is masked, and the name that it goes by."""
        for case in self._revisions:
            for name, value in case.fields.items():
                if self._masks(name):
                    yield from _values(name, value)
            if case.subject and self._masks(SUBJECT):
                yield SUBJECT, case.subject
                yield from ((SUBJECT, part) for part in name_parts(case.subject))

    def _subject(self, subject: str) -> str:
        if self._policy.masks(SUBJECT):
            return "" if self._masks(SUBJECT) else subject
        return self.text(subject)

    def _field(self, name: str, value: Value) -> Value:
        if self._policy.masks(name):
            return None if self._masks(name) else value
        if value is None or isinstance(value, bool):
            return value
        said = str(value)
        masked = self.text(said)
        return value if masked == said else masked

    def _flag(self, flag: Flag) -> Flag:
        told = {name: self.text(getattr(flag, name)) for name in ("code", "reason", "raised_by")}
        return replace(flag, **told)

    def _item(self, item: Evidence) -> Evidence:
        told = {name: self.text(getattr(item, name)) for name in ("label", "source")}
        gist = None if item.gist is None else self._whole(item.gist)
        return replace(item, **told, text=self._whole(item.text), gist=gist)

    def _quote(self, cited: Citation) -> str:
        """What is quoted, as it stands in the masked text: a quotation may begin within a word."""
        for case in reversed(self._revisions):
            item = case.item(cited.item)
            if item is not None and item.text[cited.start : cited.end] == cited.quote:
                return self._whole(item.text)[cited.start : cited.end]
        return SHADE * len(cited.quote)

    def _remedies(self, remedies: Iterable[Remedy]) -> tuple[Remedy, ...]:
        return tuple(replace(one, body=self.text(one.body), reference=self.text(one.reference)) for one in remedies)


def _values(name: str, value: Value) -> Iterator[tuple[str, Value]]:
    """What a field holds; of a list or an object that stayed JSON each value in it too, by the key nearest to it."""
    if value not in (None, ""):
        yield name, value
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            yield from _values_within(name, json.loads(value))
        except (ValueError, RecursionError):  # it only looks like JSON
            return


def _values_within(name: str, value: Any) -> Iterator[tuple[str, Value]]:
    match value:
        case dict():
            for key, one in value.items():
                yield from _values_within(key, one)
        case list():
            for one in value:
                yield from _values_within(name, one)
        case _ if value not in (None, ""):
            yield name, value


def shaded(body: B) -> B:
    """What a record holds where it is not known what is masked: no text of people."""
    return _of_each(body, lambda text: SHADE * len(text), lambda cited: SHADE * len(cited.quote))


def _of_each(part: S, text: Callable[[str], str], quote: Callable[[Citation], str]) -> S:
    """A part of a record with each text in it as `text` gives it, and each quotation as `quote` does."""

    def told(value: Any) -> Any:
        match value:
            case str():
                return text(value)
            case Citation():
                return replace(value, quote=quote(value), sha256="")
            case tuple():
                return tuple(map(told, value))
            case Struct():
                return _of_each(value, text, quote)
        return value

    return replace(part, **{name: told(getattr(part, name)) for name in texts_of(type(part))})


@lru_cache(256)
def texts_of(part: type[Struct]) -> tuple[str, ...]:
    """The names of the parts of a record that may hold text of people: neither an id, nor one of a few known words."""
    parts = {one.name: one.type for one in msgspec.structs.fields(part) if one.name not in _KEPT}
    return tuple(name for name, kind in parts.items() if _may_hold_text(kind))


def _may_hold_text(kind: Any) -> bool:
    if get_origin(kind) is Literal:
        return False
    if kind is str or (isinstance(kind, type) and issubclass(kind, Struct)):
        return True
    return any(map(_may_hold_text, get_args(kind)))
