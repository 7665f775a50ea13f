"""Whatever a case holds, the screen neither breaks nor lets it through."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from store.acts import Cite, WriteNote
from store.docket import Docket
from store.model import Case, Evidence, Flag
from store.opening import new_docket
from tests.dockets import POLICY
from tests.hostile import PAYLOADS, RAW
from tests.tui.desk import NARROW, Desk, desk

GROUPS = sorted({name.partition(":")[0] for name in PAYLOADS})
KEYS = ("enter", "c", "v", "v", "space", "j", "J", "G", "m", "escape", "d", "escape", "u", "escape")
TOGETHER = 7
"""Payloads in one case."""


def hostile_case(number: int, text: str) -> Case:
    short = text[:3000]
    return Case(
        f"RP-{number:04} {short[:40]}".replace("\n", " "),
        title=short,
        subject=short,
        fields={"permit": short, f"n {short[:30]}": short, "citizenship": short},
        flags=(Flag(short[:200] or "Q", short, short, date(2023, 1, 1)),),
        evidence=(
            Evidence("q1", "questionnaire", short or "label", text, short),
            Evidence(f"r {short[:20]}", "register", short, short, short, None, "restricted", short),
        ),
    )


def clean(text: str) -> str:
    """What JSON and the store take: no lone surrogates."""
    return text.encode("utf-8", "replace").decode("utf-8")


@pytest.fixture(params=GROUPS)
def hostile(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Docket]:
    alone = [clean(text) for name, text in PAYLOADS.items() if name.startswith(f"{request.param}:")]
    texts = [" | ".join(alone[at : at + TOGETHER]) for at in range(0, len(alone), TOGETHER)]
    made = new_docket(tmp_path / "hostile.docket", POLICY, "lead")
    rejected: list[object] = []
    cases = (hostile_case(at, text) for at, text in enumerate(texts))
    made.import_cases("lead", cases, ("x",), on_reject=rejected.append)
    assert not rejected
    for number in made.find("alice"):
        [row] = made.rows("alice", [number])
        made.act("alice", row.id, WriteNote(f"note {texts[number % len(texts)][:500]}", Cite("q1")))
    yield made
    made.close()


async def check(at: Desk, *, typed: bool = False) -> None:
    """Nothing raw is drawn; but for what the reviewer typed, none of it came as far as the last gate."""
    screen = at.screen.replace("\n", "")
    found = RAW.search(screen)
    assert found is None, f"{found!r} in {screen!r}"
    assert typed or "\ufffd" not in screen, "only the last gate stopped it"


async def test_no_key_lets_anything_through(hostile: Docket, tmp_path: Path) -> None:
    async with desk(hostile, tmp_path) as at:
        for _ in range(len(at.session.queue)):
            await check(at)
            for key in KEYS:
                await at.press(key)
                await check(at)
            await at.press("escape", "n")
        assert at.app.is_running


async def test_folded(hostile: Docket, tmp_path: Path) -> None:
    async with desk(hostile, tmp_path, NARROW) as at:
        for _ in range(len(at.session.queue)):
            await check(at)
            await at.press("enter")
            await check(at)
            await at.press("escape", "n")


async def test_a_filter_and_messages(docket: Docket, tmp_path: Path) -> None:
    async with desk(docket, tmp_path, chosen='"[/] \x1b[2J \u202e"') as at:
        await check(at)
        at.app.review.tell("[/] \x1b[31m [@click=app.quit]x[/]")
        at.app.review.tell("[/foo] \x1b[31m" * 30, sticky=True, failed=True)
        await at.settle()
        await check(at)
        await at.press("/")
        await check(at, typed=True)
