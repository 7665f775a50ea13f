"""Every screen and form of the program, on a docket with a past and on a day that stands still.

The pictures (`tests.pictures`) and the snapshots (`tests.test_snapshots`) are made of these.
"""

import json
import random
import re
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest

from sample_data.make import lines
from store.acts import CastVote, Open
from store.docket import Docket
from store.engine import DocketWarning
from store.errors import NotSaved
from store.opening import new_docket, open_docket
from tests.commands import CliRunner
from tests.tui.desk import Desk, desk, refuses
from tui.cli import app

DAY = date(2025, 11, 24)
MORNING, NOON = datetime(2025, 11, 24, 8, tzinfo=UTC), datetime(2025, 11, 24, 12, tzinfo=UTC)
"""When what is past begins, its records a minute apart, and when somebody looks."""
SAMPLE = Path(__file__).parents[1] / "sample_data" / "residence_permits"
CASES = 60
_TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TZ": "UTC"}
_ODD = "The register and the answer do not agree, and nobody has explained it."
_PAST = (
    "ben: show D RP-000025",
    f"ben: vote D RP-000025 --outcome revoke --ground concealment --cite e1 --confirm RP-000025 --reason '{_ODD}'",
    "ben: show D RP-000040",
    "ben: note D RP-000040 'Her sister answered the same.' --cite q1",
    f"ben: vote D RP-000040 --outcome revoke --ground concealment --cite e1 --confirm RP-000040 --reason '{_ODD}'",
    "cleo: show D RP-000040",
    "cleo: vote D RP-000040 --outcome keep --ground explained --cite q1 --reason 'She told of it herself.'",
    "ben: show D RP-000059",
    f"ben: vote D RP-000059 --outcome revoke --ground concealment --cite e1 --confirm RP-000059 --reason '{_ODD}'",
    "cleo: show D RP-000059",
    f"cleo: vote D RP-000059 --outcome revoke --ground concealment --cite e1 --confirm RP-000059 --reason '{_ODD}'",
    "cleo: serve D RP-000059 --on today --manner 'by hand'",
    "ben: show D RP-000026",
    f"ben: vote D RP-000026 --outcome revoke --ground concealment --cite e2 --confirm RP-000026 --reason '{_ODD}'",
    "cleo: show D RP-000026",
    f"cleo: vote D RP-000026 --outcome revoke --ground concealment --cite e2 --confirm RP-000026 --reason '{_ODD}'",
    "cleo: serve D RP-000026 --on today --manner 'by post'",
    "dora: appeal D RP-000026 --filed today --body 'Regional court'",
    "ben: hold D RP-000051 --until +9d --reason 'The carrier answers next week.'",
    "ben: refer D RP-000053 --to 'Border Guard' --question 'Was he on that bus?' --until +14d",
    "ana: show D RP-000012",
    "ana: vote D RP-000012 --outcome keep --ground explained --reason 'The letter explains it.'",
    "lead: import D revised.jsonl",
)


SIZES = ((80, 24), (120, 40))
FROM_SMALL = ((60, 20), *SIZES)
TO_WIDE = (*FROM_SMALL, (200, 50))


class Shot(NamedTuple):
    """A screen: the filter that it is seen through, and what leads to it: keys, what is `typed`, and keys again.

    Among the keys `lingers` is a while in which what is in sight is read, `looks` the end of one in which what is
    written as a filter is looked for. `meets` puts something in the way first,
    such as a disk that is full.
    """

    name: str
    keys: str = ""
    chosen: str = ""
    typed: str = ""
    then: str = ""
    meets: Callable[[Docket, pytest.MonkeyPatch], None] | None = None
    sizes: tuple[tuple[int, int], ...] = SIZES


def _full(docket: Docket, patch: pytest.MonkeyPatch) -> None:
    refuses(docket, patch, CastVote, error=NotSaved("The journal cannot be written: No space left on device."))


def _read_only(docket: Docket, patch: pytest.MonkeyPatch) -> None:
    why = "The docket is on a file system that can be read, not written."
    patch.setattr(docket, "warnings", lambda _: [DocketWarning("read-only", why, True)])


def _unseen(docket: Docket, patch: pytest.MonkeyPatch) -> None:
    refuses(docket, patch, Open, error=NotSaved("The journal cannot be written: No space left on device."))


SHOTS = (
    Shot("queue", sizes=FROM_SMALL),
    Shot("case", "enter j j", sizes=TO_WIDE),
    Shot("case-cited", "enter j c j c m", then="escape"),
    Shot("words", "enter v v l l l", sizes=FROM_SMALL),
    Shot("case-blind", "enter", "id:RP-000025"),
    Shot("case-conflict", "enter lingers", "id:RP-000040", sizes=TO_WIDE),
    Shot("case-served", "enter", "id:RP-000059"),
    Shot("case-revised", "enter", "id:RP-000029"),
    Shot("outline", "enter o", sizes=FROM_SMALL),
    Shot("filter", "slash", typed="standing:open", then="looks", sizes=FROM_SMALL),
    Shot("filter-wrong", "slash", typed="standing:opne", then="enter"),
    Shot("search", "enter full_stop", "register"),
    Shot("nothing-found", "", "id:RP-9", sizes=FROM_SMALL),
    Shot("vote", "enter d", sizes=FROM_SMALL),
    Shot("vote-adverse", "enter j c d 6", sizes=FROM_SMALL),
    Shot("adjudicate", "enter lingers a", "id:RP-000040", sizes=FROM_SMALL),
    Shot("note", "enter m", typed="Ask the carrier.", sizes=FROM_SMALL),
    Shot("unmask", "enter u", sizes=FROM_SMALL),
    Shot("withdraw", "enter w", "id:RP-000012"),
    Shot("hold", "z"),
    Shot("refer", "f"),
    Shot("hear", "i"),
    Shot("serve", "s", "id:RP-000059"),
    Shot("resume", "t", "id:RP-000051"),
    Shot("assign", "colon", typed="assign", then="enter"),
    Shot("recuse", "colon", typed="step off", then="enter"),
    Shot("send-back", "enter lingers colon", "id:RP-000040", typed="send back", then="enter"),
    Shot("appeal", "colon", "id:RP-000059", typed="appeal", then="enter"),
    Shot("stay", "colon", "id:RP-000026", typed="stay", then="enter"),
    Shot("rule", "colon", "id:RP-000026", typed="ruling", then="enter", sizes=FROM_SMALL),
    Shot("close", "x", "id:RP-000012"),
    Shot("reopen", "colon", "id:RP-000012", typed="reopen", then="enter"),
    Shot("marked", "space space j v j j"),
    Shot("hold-marked", "* z", "id:RP-00005*"),
    Shot("day", "D", sizes=FROM_SMALL),
    Shot("overview", "O", sizes=FROM_SMALL),
    Shot("overview-outcomes", "O o"),
    Shot("hits", "E", "register"),
    Shot("tour", "colon", typed="tour", then="enter"),
    Shot("policy", "P"),
    Shot("history", "T", "id:RP-000040", sizes=FROM_SMALL),
    Shot("history-docket", "T", "id:RP-9"),
    Shot("go-to", "number_sign"),
    Shot("sort", "S"),
    Shot("saved-filters", "F 1", "standing:open due:<7d", typed="due", then="enter F"),
    Shot("theme", "colon", typed="theme", then="enter"),
    Shot("help", "question_mark", sizes=FROM_SMALL),
    Shot("commands", "colon", typed="app"),
    Shot("may-not", "d", "id:RP-000059"),
    Shot("full-disk", "enter d 1", then="f2", meets=_full),
    Shot("full-disk-unseen", "enter lingers", "id:RP-000040", meets=_unseen),
    Shot("read-only", "enter d", meets=_read_only),
    Shot("too-small", sizes=((59, 20),)),
)


def make_docket(place: Path) -> Path:
    """A docket of the sample with the past of `_PAST`, and of a revision; returns where."""
    where, file = place / "demo.docket", place / "cases.jsonl"
    said = list[str]()  # it takes a minute to say each, however often the program looks at the clock
    with standing_still(lambda: MORNING + timedelta(minutes=len(said))), pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        patch.setenv("XDG_STATE_HOME", str(place / "state"))
        made = [*lines("residence_permits", CASES, 5, DAY)]
        file.write_text("".join(made), "utf-8")
        new_docket(where, (SAMPLE / "policy.toml").read_text("utf-8"), "lead").close()
        case = next(one for one in map(json.loads, made) if one["id"] == "RP-000029")
        case["evidence"][0]["text"] += " I have moved since, to Kaunas."
        Path("revised.jsonl").write_text(json.dumps(case), "utf-8")
        for line in ("lead: import D cases.jsonl", *_PAST):
            said.append(line)
            who, _, words = line.partition(": ")
            ran = CliRunner().invoke(app, words.replace(" D ", f" {where.name} "), None, {"FOUREYES_REVIEWER": who})
            assert ran.exit_code == 0, (line, ran.output)
    return where


@contextmanager
def standing_still(now: Callable[[], datetime]) -> Iterator[None]:
    """The day, the hour, its zone and what is drawn by lot are the same each time."""
    chance, defaults = random.Random(7), Docket.__init__.__defaults__
    tokens = SimpleNamespace(token_hex=lambda size: chance.randbytes(size).hex())
    Docket.__init__.__defaults__ = (lambda: DAY, now)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("store.local.creating.secrets", tokens)
            for clock in ("store.days.now", "store.local.creating.now", "store.local.holding.now"):
                patch.setattr(clock, now)
            patch.setattr("store.local.creating.today", lambda: DAY)
            for name, value in _TERMINAL.items():
                patch.setenv(name, value)
            time.tzset()
            yield
    finally:
        time.tzset()
        Docket.__init__.__defaults__ = defaults


@asynccontextmanager
async def taken(shot: Shot, where: Path, home: Path, size: tuple[int, int]) -> AsyncIterator[Desk]:
    """The screen of a shot."""
    with standing_still(lambda: NOON), pytest.MonkeyPatch.context() as patch:
        patch.setattr("tui.widgets.filter_box.PAUSE", 3600)  # a filter is looked for where a shot says so
        docket = open_docket(where)
        if shot.meets:
            shot.meets(docket, patch)
        async with desk(docket, home, size, "ana", shot.chosen) as at:
            await _does(at, shot.keys)
            at.person.waits(3)
            await at.press(*("space" if one == " " else one for one in shot.typed))
            await _does(at, shot.then)
            await at.until(lambda: "saving" not in at.screen.splitlines()[0])
            yield at
        docket.close()


async def _does(at: Desk, keys: str) -> None:
    for key in keys.split():
        waits = {"lingers": at.lingers, "looks": at.looks_for_filter}.get(key)
        await (waits() if waits else at.press(key))
    await at.settle()


def text_of(at: Desk) -> str:
    """What the screen says; hashes, which no two dockets share, as signs, also where they go on on another line."""
    plain = "\n".join(line.rstrip() for line in at.screen.splitlines())
    once = re.sub(r"[0-9a-f]{8,}", _signs, plain)
    return re.sub(r"(?<=#) *▐?\n +[0-9a-f]+\b", _signs, once) + "\n"


def _signs(found: re.Match[str]) -> str:
    return re.sub("[0-9a-f]", "#", found[0])
