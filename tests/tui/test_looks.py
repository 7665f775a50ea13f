"""No meaning hangs on a colour: in every theme, with sixteen colours and with none, signs and words say it all."""

from datetime import timedelta
from pathlib import Path

import pytest
from rich.color import Color
from textual.css.stylesheet import Stylesheet

from store.acts import Appeal, Close, Hold, Refer, Serve
from store.docket import Docket
from store.filters import parse
from store.model import Standing
from tests.dockets import KEEP, REVOKE, done, made, make_case, vote
from tests.tui.desk import WIDE, desk
from tests.tui.typist import strips
from tui.look import STANDINGS
from tui.theme import DARK, LIGHT, TERMINAL, THEMES

NAMES = [theme.name for theme, _ in THEMES]


@pytest.fixture
def everywhere(tmp_path: Path) -> tuple[Docket, dict[Standing, str]]:
    """A docket with a case at each standing; the open one is overdue, and no other is."""
    docket = made(tmp_path)
    today = docket.today()
    cases = {standing: f"RP-{number:04}" for number, standing in enumerate(STANDINGS, 1)}
    due = {Standing.OPEN: today - timedelta(24)}
    docket.import_cases(
        "lead",
        (make_case(number, due=due.get(standing, today + timedelta(90))) for number, standing in enumerate(cases, 1)),
        ("all.jsonl",),
    )
    for standing in (Standing.SECOND, Standing.CONFLICT, Standing.SERVED, Standing.APPEALED):
        done(vote(docket, "bob", cases[standing], REVOKE))
    for standing in (Standing.SERVED, Standing.APPEALED):
        done(vote(docket, "carol", cases[standing], REVOKE))
        done(docket.act("dora", cases[standing], Serve(today, "by post")))
    for standing in (Standing.CONFLICT, Standing.DECIDED, Standing.CLOSED):
        done(vote(docket, "carol", cases[standing], KEEP))
    done(docket.act("dora", cases[Standing.APPEALED], Appeal(today, "Regional court")))
    done(docket.act("dora", cases[Standing.CLOSED], Close("Nothing is left.")))
    done(docket.act("dora", cases[Standing.HELD], Hold(today + timedelta(9), "The carrier answers.")))
    done(docket.act("dora", cases[Standing.REFERRED], Refer("Border Guard", "Was she there?", today + timedelta(9))))
    return docket, cases


@pytest.mark.parametrize("colours", [True, False])
async def test_standings_and_what_is_overdue_differ_by_more_than_colour(
    everywhere: tuple[Docket, dict[Standing, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, colours: bool
) -> None:
    docket, cases = everywhere
    if not colours:
        monkeypatch.setenv("NO_COLOR", "1")
    async with desk(docket, tmp_path, WIDE) as at:
        at.review.choose(parse("id:RP-*"))
        for theme in NAMES:
            at.app.theme = theme
            await at.settle()
            rows = {case: next(line for line in at.screen.splitlines() if case in line[:40]) for case in cases.values()}
            for standing, case in cases.items():
                assert f"{STANDINGS[standing].glyph} {STANDINGS[standing].word} " in rows[case]
            assert [case for case, row in rows.items() if "! " in row] == [cases[Standing.OPEN]]
            assert "24 days overdue" in at.screen
            late = [part for line in strips(at.app.screen) for part in line if part.text.rstrip().endswith("!")]
            assert late
            if not colours:
                assert all(part.style is not None and part.style.color == Color.default() for part in late), theme
            if not colours or theme == TERMINAL.name:
                assert all(part.style is not None and part.style.bold for part in late), theme
        await at.press("O")
        await at.settle()
        overview = at.screen
        assert all(f"{one.glyph} {one.word} " in overview for one in STANDINGS.values())
        assert "due and not decided" in overview
        await at.press("D")
        await at.settle()
        assert "overdue " in at.screen


def test_no_two_standings_look_alike_without_colours() -> None:
    assert len({one.glyph for one in STANDINGS.values()}) == len({one.word for one in STANDINGS.values()}) == 9
    assert set(STANDINGS) == set(Standing)


async def test_the_stylesheet_is_parsed_for_the_theme_that_it_begins_with_and_again_only_for_another(
    docket: Docket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reparsed, reparse = [], Stylesheet.reparse

    def noted(sheet: Stylesheet) -> None:
        reparsed.append(sheet)
        reparse(sheet)

    monkeypatch.setattr(Stylesheet, "reparse", noted)
    async with desk(docket, tmp_path) as at:
        assert reparsed == []
        assert at.review.styles.background.hex.lower() == DARK.background
        at.app.theme = LIGHT.name
        await at.settle()
        assert len(reparsed) == 1
        assert at.review.styles.background.hex.lower() == LIGHT.background
