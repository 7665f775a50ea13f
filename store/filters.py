"""Filters as values that describe themselves: `standing:open due:<7d flag:Q3 field.permit:temporary "free text"`.

A filter is terms that must all hold; `-` before a term turns it round. The same language serves the filter box and
`--filter`. Words: `standing:` one of the standings · `due:` a day as the options of commands take it (2023-12-01,
`today`, `+14d` from now, `14d`, `-3d`), `<7d` (within days from now), `>2023-12-01`, or `none`; what is decided is
due no more · `clock:NAME<7d` a deadline, or `any`, compared with a day as `due:` is, `clock:NAME:none` where none
runs · `flag:` a code · `priority:` a number, `<3` ... · `id:` one, or the beginning of some, `RP-00*` · `field.NAME:` ·
`voted:me` · `assigned:` me, a reviewer, none · `recused:me` · `for:me` what waits for the reader: to be voted on or
settled by them, and read by nobody else now · `again:me` what the reader voted on or settled in a round that is over,
and not in the one that has begun since, while it is not decided · `done:` when the reader voted on it or settled it,
compared as `due:` is · `outcome:` and `ground:` what was decided, or none, `reviewer:` who voted or settled the
votes, me or none: all three of what the reader may see, so that a case whose outcome is not shown to them is one
without · `decided:` when, compared as `due:` is · bare or quoted text: anywhere in the case, without regard to case
and to marks on letters (`ziemos` finds Žiemos).

`sort:` says in which order: `due` (as it is without one), `priority`, `flag`, `arrived` (when it or its newest revision
came in), `clock` (the next deadline), `done` (of what the reader voted on or settled: when); `sort:-due` the other way
round; those alike come in the order of their import both ways.
"""

import re
from typing import Literal

from msgspec import Struct

from store.errors import BadInput
from store.model import Standing
from store.searchable import searchable
from store.strict import nearest

CLOCK, ANY = "clock.", "any"
"""`clock:appeal_by<7d` is a term whose word is `clock.appeal_by`; `clock:any<7d` asks for all clocks."""
MOST = 200
"""Terms of a filter: a database takes no test that is a thousand deep."""
Comparison = Literal["=", "<", ">"]
_TERM = re.compile(
    r"""(?P<minus>-?)(?:(?P<word>[a-z]+(?:\.[^\s:"]+)?):(?P<comparison>[<>=]?))?(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"]+))"""
)
_CLOCK = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9_.-]*)(?P<sign>[<>=:])(?P<value>[0-9a-z+-]+)")
_UNCOLONED = re.compile(r"(?P<word>[a-z]+(?:\.[^\s=<>]+)?)(?P<sign>[=<>])(?P<value>\S+)")
FIELD = re.compile(r'field\.[^\s:"=<>]+')
"""The word of a term that asks for a field of the case."""
WORK = ("outcome", "ground", "reviewer")
"""Words that ask what people did on a case, of what the reader may see of that."""
DATED = ("due", "decided", "done")
"""Words that ask for a day."""
ME = ("for", "again", "voted", "recused")
"""Words that ask for the reader, as `me`."""
WORDS = ("standing", "due", "flag", "priority", "id", "assigned", "clock", "decided", "done", *ME, *WORK)
_ALL = (*WORDS, "field", "sort")
COMPARED = (*DATED, "priority")
"""Words that `<` and `>` may stand behind; and `field.NAME`."""


class Term(Struct, frozen=True):
    """One condition: what, how compared, with what; `word` is "text" for free text."""

    word: str
    value: str
    comparison: Comparison = "="
    negated: bool = False

    def __str__(self) -> str:
        sign, compared = "-" if self.negated else "", "" if self.comparison == "=" else self.comparison
        if self.word.startswith(CLOCK):
            return f"{sign}clock:{self.word.removeprefix(CLOCK)}{compared or ':'}{self.value}"
        plain = self.value and not any(letter.isspace() or letter in ':"' for letter in self.value)
        free = self.word == "text"
        plain = plain and not self.value.startswith(("-", "<", ">", "=")) and not (free and _half_written(self.value))
        value = self.value if plain else f'"{self.value}"'
        return f"{sign}{value}" if free else f"{sign}{self.word}:{compared}{value}"


ORDERS = ("due", "priority", "flag", "arrived", "clock", "done")


class Order(Struct, frozen=True):
    """One of `ORDERS`, what has none of it last; `back`: the other way round, but those alike."""

    by: str = "due"
    back: bool = False

    def __str__(self) -> str:
        return f"sort:{'-' if self.back else ''}{self.by}"

    @property
    def own(self) -> bool:
        """Whether only what the reader did is in it, so that cases are left out by it."""
        return self.by == "done"

    @property
    def column(self) -> str:
        """The column of the queue by which it can be checked."""
        return {"flag": "flags", "clock": "deadline"}.get(self.by, self.by)


class Filter(Struct, frozen=True):
    """Terms that must all hold, and an order; `str()` gives the text that parses to the same filter."""

    terms: tuple[Term, ...] = ()
    order: Order = Order()

    def __str__(self) -> str:
        sort = [] if self.order == Order() else [self.order]
        return " ".join(str(part) for part in (*self.terms, *sort))


EVERYTHING = Filter()


def parse(text: str) -> Filter:
    """The filter written in `text`; raises `BadInput` naming the word that is not understood."""
    if text.count('"') % 2:
        raise BadInput("The filter has a quotation mark that is not closed.")
    found = [*_TERM.finditer(text)]
    check_length(len(found))
    sorts = [_order(match) for match in found if match["word"] == "sort"]
    if len(sorts) > 1:
        raise BadInput("The filter says twice in which order: one sort: is enough.")
    return Filter(tuple(_term(match) for match in found if match["word"] != "sort"), *sorts)


def check_length(terms: int) -> None:
    """Raises `BadInput` for more terms than a filter has."""
    if terms > MOST:
        raise BadInput(f"The filter has {terms:,} words: at most {MOST} are asked for at a time.")


def _order(found: re.Match[str]) -> Order:
    value = found["bare"] or found["quoted"] or ""
    by = value.removeprefix("-")
    if found["minus"] or found["comparison"] or by not in ORDERS:
        raise BadInput(f'"{found[0]}" is no order: write sort:due or sort:-due{nearest(by, list(ORDERS))}.')
    return Order(by, back=by != value)


def _term(found: re.Match[str]) -> Term:
    word, value, negated = found["word"], found["quoted"], bool(found["minus"])
    if value is None:
        value = found["bare"]
    if word is None:
        if found["quoted"] is None and (wrong := _half_written(value)):
            raise BadInput(wrong)
        if not searchable(value):  # nothing stands in every text
            raise BadInput(f'There is nothing in "{value}" to search for.')
        return Term("text", value, negated=negated)
    if word == "clock":
        return _clock((found["comparison"] or "") + value, negated)
    if word not in WORDS and not word.startswith("field."):
        known = nearest(word, [*WORDS, "sort", "field.NAME"])
        raise BadInput(f'The filter does not know "{word}:"{known}. Words without a colon are searched in all texts.')
    comparison = found["comparison"] or "="
    if comparison != "=" and word not in COMPARED and not word.startswith("field."):
        raise BadInput(f'"{word}:" takes no {comparison}: only {", ".join(COMPARED)} and field.NAME are compared.')
    _check(word, value)
    return Term(word, value, comparison, negated)  # type: ignore[arg-type]


def _half_written(value: str) -> str:
    """What is wrong with a bare text that is a term but for its colon, or for what follows that; else nothing."""
    word = value.removesuffix(":")
    if word != value and (word in (*WORDS, "sort") or FIELD.fullmatch(word)):
        return f'"{value}" wants something behind it, without a space.'
    if (meant := _UNCOLONED.fullmatch(value)) and meant["word"].partition(".")[0] in _ALL:
        term = f"{meant['word']}:{meant['sign'].removeprefix('=')}{meant['value']}"
    elif FIELD.fullmatch(value):
        term = f"{value}:VALUE"
    else:
        return ""
    return f'"{value}" lacks its colon: write {term}, or in quotation marks to search texts for it.'


def _clock(text: str, negated: bool) -> Term:
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise BadInput(
            f'"clock:{text}" is not a deadline: write clock:appeal_by<7d, clock:any<0d or clock:appeal_by:none.'
        )
    comparison: Comparison = "=" if found["sign"] in (":", "=") else found["sign"]  # type: ignore[assignment]
    return Term(f"{CLOCK}{found['name']}", found["value"], comparison, negated)


def _check(word: str, value: str) -> None:
    if word == "standing" and value not in list(Standing):
        raise BadInput(f'There is no standing "{value}"{nearest(value, [str(one) for one in Standing])}.')
    if word in ME and value != "me":
        raise BadInput(f'"{word}:" takes "me".')
    if word == "priority" and not (value.isdecimal() and len(value) < 20):
        raise BadInput('"priority:" takes a number, such as 2 or <3.')
