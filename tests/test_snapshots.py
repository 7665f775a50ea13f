"""Every screen and form says what it said when somebody last looked at it, on two sizes of terminal.

`python -m tests.test_snapshots [NAME]...` writes the texts of tests/snapshots anew: read what it changed.
"""

import asyncio
import shutil
import sys
import tempfile
from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style

from tests.shots import SHOTS, Shot, make_docket, taken, text_of
from tests.tui.desk import Desk
from tests.tui.typist import strips
from tui.acting.offers import OFFERS
from tui.screens.registry import SCREENS

FOLDER = Path(__file__).with_name("snapshots")
SIZED = [(shot, size) for shot in SHOTS for size in shot.sizes]
IN_EVERY_RUN = [one if one[1] in ((80, 24), (59, 20)) else pytest.param(*one, marks=pytest.mark.sweep) for one in SIZED]
"""On one size of terminal; on the others in the gate."""
COLOURLESS = ("case-cited", "words", "search", "vote-adverse", "help")
"""Shots that are looked at without colours as well: what is chosen in them must still be told."""
_SIGNS = (("reverse", "#"), ("underline", "_"), ("bold", "+"))


def name_of(shot: Shot, size: tuple[int, int]) -> str:
    return f"{shot.name}-{size[0]}x{size[1]}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The docket of the shots."""
    return make_docket(tmp_path_factory.mktemp("made"))


async def snapshot(shot: Shot, size: tuple[int, int], made: Path, home: Path) -> str:
    """What a screen says."""
    where = shutil.copytree(made, home / "demo.docket")
    async with taken(shot, where, home, size) as at:
        return text_of(at)


async def colourless(shot: Shot, made: Path, home: Path) -> str:
    """What a screen says without colours, and below each line how what stands out in it is drawn."""
    where = shutil.copytree(made, home / "demo.docket")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_COLOR", "1")
        async with taken(shot, where, home, (80, 24)) as at:
            return _with_signs(at)


def _with_signs(at: Desk) -> str:
    lines = []
    for strip in strips(at.app.screen):
        text, signs = "".join(one.text for one in strip), "".join(map(_sign, strip))
        lines += [text.rstrip(), *([signs.rstrip()] if signs.strip() else [])]
    return "\n".join(lines) + "\n"


def _sign(segment: Segment) -> str:
    style = segment.style or Style.null()
    assert style.color is None or style.color.is_default, segment
    assert style.bgcolor is None or style.bgcolor.is_default, segment
    sign = next((sign for name, sign in _SIGNS if getattr(style, name)), " ")
    blank = not segment.text.strip() and sign != "#"
    return (" " if blank else sign) * segment.cell_length


@pytest.mark.parametrize(("shot", "size"), IN_EVERY_RUN, ids=[name_of(*one) for one in SIZED])
async def test_a_screen_says_what_it_said(shot: Shot, size: tuple[int, int], made: Path, tmp_path: Path) -> None:
    assert await snapshot(shot, size, made, tmp_path) == (FOLDER / f"{name_of(shot, size)}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", COLOURLESS)
async def test_without_colours_what_is_chosen_is_told(name: str, made: Path, tmp_path: Path) -> None:
    shot = next(one for one in SHOTS if one.name == name)
    assert await colourless(shot, made, tmp_path) == (FOLDER / f"{name}-no-colour.txt").read_text("utf-8")


def test_no_snapshot_is_left_of_a_screen_that_is_none_any_more() -> None:
    known = {name_of(*one) for one in SIZED} | {f"{name}-no-colour" for name in COLOURLESS}
    assert {one.stem for one in FOLDER.iterdir()} == known


def test_every_screen_and_every_form_of_an_act_is_among_them() -> None:
    named = {shot.name for shot in SHOTS}
    assert {one.action.id for one in SCREENS[1:]} <= named
    assert {one.action.id for one in OFFERS} <= named


async def _renew(names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        made = make_docket(home)
        for number, (shot, size) in enumerate(SIZED):
            if not names or shot.name in names:
                text = await snapshot(shot, size, made, home / str(number))
                (FOLDER / f"{name_of(shot, size)}.txt").write_text(text, "utf-8")
        for shot in SHOTS:
            if shot.name in COLOURLESS and (not names or shot.name in names):
                text = await colourless(shot, made, home / f"{shot.name}-no-colour")
                (FOLDER / f"{shot.name}-no-colour.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    asyncio.run(_renew(sys.argv[1:]))
