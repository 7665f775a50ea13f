"""Whatever a case holds, the screen neither breaks nor lets it through."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from store.acts import Cite, WriteNote
from store.case.check import name_fault
from store.docket import Docket
from store.model import Case, Evidence, Flag
from store.opening import new_docket
from tests.dockets import POLICY
from tests.hostile import GROUPS, PAYLOADS, RAW
from tests.sweeps import all_but
from tests.tui.desk import NARROW, Desk, desk

KEYS = ("enter", "c", "v", "v", "space", "j", "J", "G", "m", "escape", "d", "escape", "u", "escape")
TOGETHER = 7
"""Payloads in one case."""


def hostile_case(number: int, text: str) -> Case:
    short = text[:3000]
    return Case(
        named(f"RP-{number:04} {short[:40]}", f"RP-{number:04} [/] [bold"),
        title=short,
        subject=short,
        fields={"permit": short, named(f"n {short[:30]}", "n [/]"): short, "citizenship": short},
        flags=(Flag(named(short[:100], "Q [/foo]"), short, short, date(2023, 1, 1)),),
        evidence=(
            Evidence("q1", "questionnaire", short or "label", text, short),
            Evidence(named(f"r {short[:20]}", "r [/]"), "register", short, short, short, None, "restricted", short),
        ),
    )


def named(name: str, other: str) -> str:
    """A name if the store takes it for one, else another."""
    return other if name_fault(name) else name


def clean(text: str) -> str:
    """What the store takes: no lone surrogates, no NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\x01")


@pytest.fixture(params=all_but(GROUPS, GROUPS[0]))
def hostile(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Docket]:
    alone = [clean(text) for name, text in PAYLOADS.items() if name.startswith(f"{request.param}:")]
    texts = [" | ".join(alone[at : at + TOGETHER]) for at in range(0, len(alone), TOGETHER)]
    made = new_docket(tmp_path / "hostile.docket", POLICY, "lead")
    rejected: list[object] = []
    cases = (hostile_case(at, text) for at, text in enumerate(texts))
    made.import_cases("lead", cases, ("x",), on_reject=rejected.append)
    assert not rejected
    for number, row in enumerate(made.page("alice")):
        made.act("alice", row.id, WriteNote(f"note {texts[number % len(texts)][:500]}", Cite("q1")))
    yield made
    made.close()


async def check(at: Desk, *, typed: bool = False) -> None:
    """Nothing raw is drawn; but for what the reviewer typed, none of it came as far as the last gate."""
    screen = at.screen.replace("\n", "")
    found = RAW.search(screen)
    assert found is None, f"{found!r} in {screen!r}"
    assert typed or "\ufffd" not in screen, "only the last gate stopped it"


@pytest.mark.long
async def test_no_key_lets_anything_through(hostile: Docket, tmp_path: Path) -> None:
    async with desk(hostile, tmp_path) as at:
        for _ in range(at.session.queue.total or 0):
            await check(at)
            for key in KEYS:
                await at.press(key)
                await check(at)
            await at.press("escape", "n")
        assert at.app.is_running


async def test_folded(hostile: Docket, tmp_path: Path) -> None:
    async with desk(hostile, tmp_path, NARROW) as at:
        for _ in range(at.session.queue.total or 0):
            await check(at)
            await at.press("enter")
            await check(at)
            await at.press("escape", "n")


async def test_a_filter_and_messages(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, chosen='"[/] \x1b[2J \u202e"') as at:
        await check(at)
        at.app.work.notices.tell("[/] \x1b[31m [@click=app.quit]x[/]")
        at.app.work.notices.keep("[/foo] \x1b[31m" * 30, failed=True)
        await at.settle()
        await check(at)
        await at.press("/")
        await check(at, typed=True)
