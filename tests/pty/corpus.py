"""Hostile text wherever a docket can hold text: a case for each payload, and a policy whose every label is one."""

import json
import unicodedata
from pathlib import Path

from msgspec import to_builtins

from store.acts import CastVote, Cite, Draft, Open, WriteNote
from store.model import Case, Evidence, Flag
from store.names import BadName, reviewer_id
from store.opening import new_docket
from store.records import Record
from tests.hostile import MARKUP, NAMES, PAYLOADS
from tests.spelled import joins, unseen

WIDTHS = {
    "CJK": "漢字かなカナ한국어ｆｕｌｌ",
    "combining": "e\u0301a\u0308o\u0302\u0323 ש\u05c1\u05b8 ก\u0e34\u0e48",
    "half and full": "ﾊﾝｶｸ ハンカク",
    "emoji": "😀 ⚠️ ❤️ ☎︎ 1️⃣",
    "right to left": "שלום עולם مرحبا",
    "boxes": "│║┃ ╭─╮ ▌▐ █",
    "wide at any edge": "a" + "漢" * 60,
    "ambiguous": "§ ± × ÷ … “ ” α Ω",
    "typed tokens": "␛ ⟪U+202E⟫ ⏎",
}
"""Nothing hostile in them but their widths."""
STORABLE = {
    **{name: text for name, text in PAYLOADS.items() if "surrogate" not in name and "\0" not in text},
    **{f"width: {name}": text for name, text in WIDTHS.items()},
}
REFUSED = {name: text for name, text in PAYLOADS.items() if name not in STORABLE}
"""No docket takes them: half characters and NUL."""
REVIEWERS = ["a", "o.brien-smith_2", "a" * 64]
"""Names that are allowed: the shortest, one with all that a name may hold, the longest."""

_LABELS = list({**MARKUP, **WIDTHS}.values())
"""A policy that hides a character is refused, so what is left for its labels is markup, and what is hard to measure."""


def name_of(text: str, longest: int = 60) -> str:
    """The payload as far as an id, a code or the name of a field may hold it: what can be seen of it."""
    composed = unicodedata.normalize("NFC", "".join(one for one in text if not unseen(one)))
    return "".join(one if one.isprintable() and not joins(one) else " " for one in composed)[:longest].strip() or "x"


MASKED = [name_of(text) for text in _LABELS[:6]]
"""The fields that the hostile policy masks."""


def poisoned(number: int, text: str) -> Case:
    """A case with `text` wherever a text can stand."""
    name, short = name_of(text), text[:2000]
    return Case(
        f"{number:03} {name}".strip(),
        short,
        short,
        {"permit": short, name: short, "citizenship": "BLR", f"{name} too": name},
        (Flag(name, short, short),),
        (
            Evidence("q1", "questionnaire", short, f"«{text}»", short),
            Evidence(f"r {name}".strip(), "register", short, f"‹{short}›", short, access="restricted", gist=short),
        ),
    )


def cases() -> list[Case]:
    """A case for each payload that can be stored, in the order of `STORABLE`; and one whose cells hold a megabyte."""
    made = [poisoned(number, text) for number, text in enumerate(STORABLE.values())]
    cell = ("\x1b[31m漢\u202e" * 180_000)[: 1 << 20]
    large = Evidence("q1", "questionnaire", cell, cell), Evidence("r1", "register", "x" * (1 << 20), "x" * (1 << 20))
    return [*made, Case("large", cell, "large", {"permit": cell}, (Flag("L", "large", cell),), large)]


def quoted(text: str) -> str:
    """A TOML string."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def hostile_policy() -> str:
    """A policy whose name, labels, laws, columns and masked fields are payloads."""
    labels = _LABELS
    lines = [
        f"name = {quoted(' '.join(labels[:3]))}",
        f"version = {quoted(labels[3])}",
        'identity = "declared"',
        "[case]",
    ]
    lines += [
        f"masked = [{', '.join(map(quoted, MASKED))}]",
        f'columns = ["due", {quoted("field." + name_of(labels[8]))}]',
    ]
    for kind, alone in (("questionnaire", "false"), ("register", "true")):
        lines += ["[[evidence]]", f'kind = "{kind}"', f"label = {quoted(labels[len(kind)])}", f"alone = {alone}"]
    for number, text in enumerate(labels):
        adverse = "true" if number in (1, 4) else "false"
        lines += ["[[outcome]]", f'id = "o{number}"', f"label = {quoted(text)}", f"adverse = {adverse}"]
        law, names = labels[(number * 7) % len(labels)], '["o1", "o4"]'
        lines += [
            "[[ground]]",
            f'id = "g{number}"',
            f"label = {quoted(text)}",
            f"law = {quoted(law)}",
            f"outcomes = {names}",
        ]
    return "\n".join(lines) + "\n"


def write_lines(where: Path, made: list[Case]) -> Path:
    """The cases as a file of JSON lines, all of it in ASCII, so that half characters can be written too."""
    where.write_text("".join(json.dumps(to_builtins(case)) + "\n" for case in made), "ascii")
    return where


def fill(where: Path, policy: str, made: list[Case], *, notes: bool = True) -> Path:
    """A docket of these cases; each case of a payload has notes and is in conflict if its number says so."""
    docket = new_docket(where, policy, "lead")
    rejected: list[object] = []
    docket.import_cases("lead", iter(made), ("x",), on_reject=rejected.append)
    assert not rejected, rejected
    for case in made if notes else ():
        text = case.title[:500]
        docket.act("alice", case.id, WriteNote(f"note {text}", Cite("q1")))
        docket.act("alice", case.id, WriteNote(text + "."))
    docket.close()
    return where


def in_conflict(where: Path, case: Case, one: str, other: str, ground: str) -> None:
    """Two people vote on a case, not the same."""
    from store.opening import open_docket

    docket = open_docket(where)
    item = case.evidence[1].id
    reason = f"Because of what is written here. {case.title[:800]}"
    for reviewer, outcome, grounds, cites in (("bob", one, (ground,), (item, "q1")), ("carol", other, (), ("q1",))):
        docket.act(reviewer, case.id, Open(("q1", item)))
        vote = CastVote(Draft(outcome, grounds, reason, tuple(map(Cite, cites)), revision=1))
        answer = docket.act(reviewer, case.id, vote)
        assert isinstance(answer, Record), answer
    docket.close()


def refused_names() -> list[str]:
    """Names that nobody may have, as they can stand on a command line."""
    refused = []
    for name in [*NAMES.values(), *STORABLE.values()]:
        try:
            reviewer_id(name)
        except BadName:
            refused.append(name)
    return [name for name in refused if name and "\0" not in name and len(name) < 10_000]
