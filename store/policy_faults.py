"""What can be wrong with a policy whose keys and types are right: references, what looks alike, what is hidden."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from msgspec import to_builtins

from store.case.masking import FEWEST, words_of
from store.days import is_zone
from store.fields import COLUMNS, PARTS, SUBJECT, WORDS, column, has_prefix, one_form
from store.filters import ANY
from store.names import BadName, bare_form, drawn_letters, letters, looks, reviewer_id, skeleton
from store.policy import Policy
from store.strict import Fault, besides, nearest
from store.text import blank, pieces, quoted
from store.toml_lines import KeyPath
from store.workdays import countries

NOTICE_PARTS = (
    *("office", "case", "title", "subject", "outcome", "decided", "facts", "grounds", "law", "evidence", "remedy"),
    *("body", "deadline"),
)
"""The places of a notice's template, besides `field.NAME`."""
NEEDED = ("subject", "outcome", "facts", "grounds", "law", "evidence", "remedy", "body", "deadline")
"""Those that every template has: a reasoned decision says all of this."""
PLACE = re.compile(r"\{(?P<name>field\.[^{}\n]+|[a-z_]+)\}")
_MAY_BE_EMPTY = ("withheld_by", "field")
_LONG = ("template", "remedy")
"""Texts of several lines."""
_SHORTEST_BEGINNING = 3
"""Letters of a masked word before its `*`."""
_IDS = {"outcome": "id", "evidence": "kind", "ground": "id"}
Texts = Iterable[tuple[KeyPath, str]]


def faults_of(policy: Policy, known: Sequence[Fault], *, in_force: bool = False) -> Iterator[Fault]:
    """All that is wrong besides what is `known` already; what may only follow from that is left out."""
    return besides(known, _all_faults(policy, known, in_force))


def _all_faults(policy: Policy, known: Sequence[Fault], in_force: bool) -> Iterator[Fault]:
    def sound(*path: str | int) -> bool:
        return not any(fault.path[: len(path)] == path for fault in known)

    yield from _unreadable((), to_builtins(policy))
    for table, key in _IDS.items():
        items = list(enumerate(getattr(policy, table)))
        yield from _alike((((table, number, key), getattr(one, key)) for number, one in items), skeleton)
        as_read = (letters, drawn_letters) if table == "outcome" else (looks,)
        # labels in force were compared when they came, by what was known of look-alikes then
        by = (str,) if in_force else as_read
        yield from _alike((((table, number, "label"), one.label) for number, one in items), *by)
    for number, kind in enumerate(policy.evidence):
        if kind.opinion and kind.alone:
            said = (
                f"{quoted(kind.kind)} is an opinion of another body, which is never enough alone: write alone = false."
            )
            yield Fault(("evidence", number, "alone"), said)
    yield from _columns(policy.case.columns)
    yield from _masks(policy.case.masked)
    yield from _scope(policy)
    yield from _masked_words(policy)
    yield from _reviewers(policy)
    yield from _auditors(policy)
    if sound("calendar") and not in_force:
        yield from _calendar(policy)
    for number, _ in enumerate(policy.clock):
        if sound("clock", number):
            yield from _clock(policy, number)
    if sound("clock"):
        yield from _clocks_apart(policy)
    if sound("notice"):
        yield from _notice(policy)
    yield from _renewal(policy)
    both = set(policy.calendar.open) & set(policy.calendar.closed)
    if both:
        yield Fault(
            ("calendar", "open"), f"the office is said to be open and closed on {min(both)}: write one of them."
        )
    for number, clock in enumerate(policy.clock):
        if clock.id == ANY:
            yield Fault(("clock", number, "id"), f"{quoted(ANY)} means all clocks in a filter: write another id.")
    yield from _alike(_numbered(("related", "fields"), policy.related.fields), one_form)
    yield from _report(policy.report.by, policy)
    if policy.outcome and all(one.id for one in policy.outcome):
        yield from _unknown_outcomes(policy)
    if sound("outcome") and all(one.adverse for one in policy.outcome):
        yield Fault(("outcome",), "at least one [[outcome]] that is not adverse is needed.")
    if sound("outcome") and sound("ground"):
        yield from _without_ground(policy)
    if sound("outcome") and sound("evidence") and not in_force:
        yield from _never_adverse(policy)


def _report(by: str | None, policy: Policy) -> Iterator[Fault]:
    if by is not None and one_form(by) == one_form(SUBJECT):
        yield Fault(("report", "by"), "reports are not grouped by subject: they count people and do not list them.")
    elif by is not None and policy.masks(by):
        said = f"{quoted(by)} is masked: reports are grouped by it only where somebody asks, on record."
        yield Fault(("report", "by"), said)


def _calendar(policy: Policy) -> Iterator[Fault]:
    country, part, zone = policy.calendar.country, policy.calendar.subdivision, policy.calendar.time_zone
    if zone is not None and not is_zone(zone):
        said = f"{quoted(zone)} is no time zone that this machine knows: write one as Europe/Vilnius is written."
        yield Fault(("calendar", "time_zone"), said)
    if country is None:
        if part is not None:
            yield Fault(("calendar", "subdivision"), "a subdivision needs its country: write country as well.")
        return
    known = countries()
    if country not in known:
        said = f"the public holidays of {quoted(country)} are not known: write a country's code, such as LT"
        yield Fault(("calendar", "country"), f"{said}{_code_like(country, [*known])}.")
    elif part is not None and part not in known[country]:
        said = f"{quoted(country)} has no subdivision {quoted(part)} whose public holidays are known"
        yield Fault(("calendar", "subdivision"), f"{said}{nearest(part, known[country])}.")


def _code_like(country: str, known: list[str]) -> str:
    close = get_close_matches(country.upper(), known, 1, 0.5)
    return f" (did you mean {quoted(close[0])}?)" if close else ""


def _clock(policy: Policy, number: int) -> Iterator[Fault]:
    clock, path = policy.clock[number], ("clock", number)
    name = f"the clock {quoted(clock.id)}"
    if (clock.months is None) == (clock.days is None):
        yield Fault(path, f"{name} needs either months or days.")
    elif clock.days_are == "working" and clock.days is None:
        yield Fault((*path, "days_are"), f"{name} counts months, which have no working days: write days.")
    if clock.starts in clock.pauses:
        yield Fault((*path, "pauses"), f"{name} would never run: what starts it pauses it.")
    if clock.effective and clock.until and clock.until < clock.effective:
        yield Fault((*path, "until"), f"{name} would end on {clock.until}, before it holds from {clock.effective}.")
    known = [one.id for one in policy.outcome]
    for inner, outcome in _numbered((*path, "outcomes"), clock.outcomes):
        if outcome not in known:
            yield Fault(inner, f"{name} names the unknown outcome {quoted(outcome)}{nearest(outcome, known)}.")


def _clocks_apart(policy: Policy) -> Iterator[Fault]:
    """Clocks of one id are one rule as it was at different times; all others are told apart as anything is."""
    first: dict[str, int] = {}
    for number, clock in enumerate(policy.clock):
        first.setdefault(clock.id, number)
        for other in policy.clock[:number]:
            after = clock.effective and other.until and clock.effective > other.until
            before = other.effective and clock.until and other.effective > clock.until
            if clock.id == other.id and not (after or before):
                said = f"the clock {quoted(clock.id)} stands there twice for the same days: write effective and until"
                yield Fault(("clock", number, "id"), f"{said} so that one ends before the other holds.")
    yield from _alike(((("clock", number, "id"), one) for one, number in first.items()), skeleton)
    labels = ((("clock", number, "label"), policy.clock[number].label) for number in first.values())
    yield from _alike(labels, looks)


def _renewal(policy: Policy) -> Iterator[Fault]:
    renewal = policy.renewal
    if renewal is None:
        return
    if bool(renewal.field.strip()) == (renewal.months is not None):
        yield Fault(("renewal",), "a renewal needs either field, which holds the day, or months after the decision.")
    known = [one.id for one in policy.outcome]
    if not renewal.outcomes:
        yield Fault(("renewal", "outcomes"), "a renewal names the outcomes that come up again.")
    for inner, outcome in _numbered(("renewal", "outcomes"), renewal.outcomes):
        if outcome not in known:
            yield Fault(inner, f"the renewal names the unknown outcome {quoted(outcome)}{nearest(outcome, known)}.")


def _notice(policy: Policy) -> Iterator[Fault]:
    text = policy.notice
    if text is None:
        return
    path = ("notice", "template")
    places = PLACE.findall(text.template)
    for name in dict.fromkeys(places):
        if name not in NOTICE_PARTS and not name.startswith("field."):
            close = nearest(name, [*NOTICE_PARTS])
            yield Fault(path, f"the template has a place {{{name}}} that no notice knows{close}.")
    rest = PLACE.sub("", text.template)
    if "{" in rest or "}" in rest:
        at = min(at for at in (rest.find("{"), rest.find("}")) if at >= 0)
        said = f"the template has {quoted(rest[at : at + 20])}, which is no place"
        yield Fault(("notice", "template"), f"{said}: write such as {{outcome}} or {{field.NAME}}.")
    if left_out := [f"{{{name}}}" for name in NEEDED if name not in places]:
        yield Fault(("notice",), f"the template has no place for {', '.join(left_out)}, which every notice tells.")
    clocks = [clock.id for clock in policy.clock]
    if text.clock not in clocks:
        said = (
            f"the notice names the unknown clock {quoted(text.clock)}{nearest(text.clock, [*dict.fromkeys(clocks)])}."
        )
        yield Fault(("notice", "clock"), said)


def _unreadable(path: KeyPath, value: Any) -> Iterator[Fault]:
    """Every text is shown to people, so it has to hold something, and nothing that they cannot see."""
    if isinstance(value, str):
        name = next(step for step in reversed(path) if isinstance(step, str))
        found = pieces(value, multiline=name in _LONG)
        token = next((one.shown for one in found if one.shown not in ("", value[one.start : one.end])), "")
        if token:
            yield Fault(path, f"{name} holds something that cannot be seen, {token}: leave it out.")
        elif blank(value) and (value or name not in _MAY_BE_EMPTY):
            yield Fault(path, f"{name} holds nothing that can be read: write what people shall see.")
    elif isinstance(value, dict | list | tuple):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _unreadable((*path, step), inner)


def _alike(texts: Texts, *looks: Callable[[str], str]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for path, text in texts:
        keys = [look(text) for look in looks]
        if other := next((seen[one] for one in keys if one in seen), ""):
            yield Fault(path, _twice(text, other))
        for one in keys:
            seen.setdefault(one, text)


def _twice(text: str, other: str) -> str:
    if text == other:
        return f"{quoted(text)} stands there twice."
    return f"{quoted(text)} cannot be told from {quoted(other)}: write what does not look like it."


def _columns(columns: tuple[str, ...]) -> Iterator[Fault]:
    yield from _alike(_numbered(("case", "columns"), columns), lambda name: skeleton(column(name)))
    for path, name in _numbered(("case", "columns"), columns):
        word = name.strip().casefold()
        close = get_close_matches(word, COLUMNS, 1)
        if not has_prefix(name) and word not in COLUMNS and (close or word in PARTS):
            hint = f' (did you mean "{close[0]}"?)' if close else ""
            yield Fault(path, f"the column {quoted(name)} is none of due, priority, flags or field.NAME{hint}.")


def _masks(masked: tuple[str, ...]) -> Iterator[Fault]:
    yield from _alike(_numbered(("case", "masked"), masked), one_form)
    for path, name in _numbered(("case", "masked"), masked):
        word = name.strip().casefold()
        if word in PARTS and word != SUBJECT:
            yield Fault(path, f'{quoted(name)} cannot be masked: write "field.{word}" for a field of that name.')


def _scope(policy: Policy) -> Iterator[Fault]:
    """Two rules may go by one field, but no value stands in both."""
    seen: set[tuple[str, str]] = set()
    for number, one in enumerate(policy.out_of_scope):
        path, word = ("out_of_scope", number), one.field.strip().casefold()
        if blank(one.field):
            yield Fault((*path, "field"), "say which field puts a case out of scope.")
        if word in PARTS and word != SUBJECT:
            said = f'{quoted(one.field)} puts nobody out of scope: write "field.{word}" for a field of that name.'
            yield Fault((*path, "field"), said)
        if not one.values:
            yield Fault((*path, "values"), "no value is out of scope: name those that are.")
        for where, value in _numbered((*path, "values"), one.values):
            pair = one_form(one.field), bare_form(value)
            if pair in seen:
                yield Fault(where, f"{quoted(value)} stands there twice.")
            seen.add(pair)


def _masked_words(policy: Policy) -> Iterator[Fault]:
    """Each says enough to be told from other words, and they can be asked for by their own name."""
    words = policy.masking.words
    yield from _alike(_numbered(("masking", "words"), words), lambda word: " ".join(words_of(word)))
    for path, word in _numbered(("masking", "words"), words):
        size, begins = sum(map(len, words_of(word))), word.endswith("*")
        if "*" in word[:-1] or (begins and len(words_of(word)) > 1):
            yield Fault(path, f"{quoted(word)}: a * stands at the end of one word, for all words that begin so.")
        elif size < (_SHORTEST_BEGINNING if begins else FEWEST):
            yield Fault(path, f"{quoted(word)} would mask words of all kinds: write more of it.")
    if words and any(one_form(name) == one_form(WORDS) for name in policy.case.masked):
        said = 'a masked field is called "words": by that name a reader asks for the words of [masking].'
        yield Fault(("masking", "words"), said)


def _reviewers(policy: Policy) -> Iterator[Fault]:
    """No two reviewers look alike, neither by their ids nor by what is shown for them."""
    listed = [one for role, names in policy.roles.items() for one in _numbered(("roles", role), names)]
    listed += [(("people", name), name) for name in policy.people]
    ids: dict[str, str] = {}
    for path, name in listed:
        try:
            one = reviewer_id(name)
        except BadName as error:
            yield Fault(path, f"{quoted(name)} cannot be a reviewer. {error}")
        else:
            if ids.setdefault(skeleton(one), one) != one:
                yield Fault(path, _twice(name, ids[skeleton(one)]))
    for role, names in policy.roles.items():
        yield from _alike(_numbered(("roles", role), names), str.lower)
    yield from _alike(((("people", name), name) for name in policy.people), str.lower)
    shown = {looks(one): one for one in ids.values()}
    for name, text in policy.people.items():
        if shown.setdefault(looks(text), name.lower()) != name.lower():
            said = f"{quoted(text)} is how {shown[looks(text)]} is shown: write a name that tells the two apart."
            yield Fault(("people", name), said)


def _auditors(policy: Policy) -> Iterator[Fault]:
    auditors = {name.lower() for name in policy.roles.get("auditor", ())}
    for role, names in policy.roles.items():
        for path, name in _numbered(("roles", role), names):
            if role != "auditor" and name.lower() in auditors:
                yield Fault(path, f"{quoted(name)} is {role} and auditor: an auditor has no other role.")


def _unknown_outcomes(policy: Policy) -> Iterator[Fault]:
    known = [one.id for one in policy.outcome]
    for number, ground in enumerate(policy.ground):
        path = ("ground", number, "outcomes")
        if not ground.outcomes:
            yield Fault(path, f"the ground {quoted(ground.id)} carries no outcome: name those that it can carry.")
        for inner, outcome in _numbered(path, ground.outcomes):
            if outcome not in known:
                said = f"the ground {quoted(ground.id)} names the unknown outcome {quoted(outcome)}"
                yield Fault(inner, f"{said}{nearest(outcome, known)}.")


def _without_ground(policy: Policy) -> Iterator[Fault]:
    for number, one in enumerate(policy.outcome):
        if one.adverse and not policy.grounds_for(one.id):
            said = f"the adverse outcome {quoted(one.id)} has no ground that could carry it: write a [[ground]]."
            yield Fault(("outcome", number), said)


def _never_adverse(policy: Policy) -> Iterator[Fault]:
    if any(one.adverse for one in policy.outcome) and not any(kind.alone for kind in policy.evidence):
        said = (
            "no kind of evidence is enough alone, so nothing could carry an adverse outcome: write alone = true at one."
        )
        yield Fault(("evidence",), said)


def _numbered(path: KeyPath, texts: Sequence[str]) -> Texts:
    return [((*path, number), text) for number, text in enumerate(texts)]
