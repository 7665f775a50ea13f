"""Pictures of the program, drawn by itself on a day that stands still.

`python -m tests.pictures` draws those of the README anew, `python -m tests.pictures FOLDER [NAME]...` every screen and
form (or those named) into a folder.
"""

import asyncio
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests.shots import SHOTS, Shot, make_docket, taken

SIZE = (118, 36)
DOCS = Path(__file__).parents[1] / "docs"
README = {"case-cited": "review", "vote-adverse": "vote", "overview": "overview"}
"""Which shots the README shows, and the names of their files."""


async def draw(shots: Iterable[Shot], out: Path, names: dict[str, str]) -> list[Path]:
    """Draw shots into files of a folder; returns them. What a shot records stays in a docket of its own."""
    drawn = []
    with tempfile.TemporaryDirectory() as folder:
        made = make_docket(Path(folder))
        for shot in shots:
            home = Path(folder) / shot.name
            where = shutil.copytree(made, home / "demo.docket")
            async with taken(shot, where, home, SIZE if len(shot.sizes) > 1 else shot.sizes[0]) as at:
                svg = at.app.export_screenshot(title="foureyes demo")
            drawn.append(out / f"{names.get(shot.name, shot.name)}.svg")
            drawn[-1].write_text(_alone(svg), "utf-8")
    return drawn


def _alone(svg: str) -> str:
    """A picture fetches nothing from anywhere, and is the same each time."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return re.sub(r"terminal-[0-9]+", "terminal", svg)


def main(words: list[str]) -> None:
    """Draw what is asked for."""
    wanted = words[1:] or [shot.name for shot in SHOTS] if words else [*README]
    if unknown := sorted(set(wanted) - {shot.name for shot in SHOTS}):
        raise SystemExit(f"No such picture: {', '.join(unknown)}.")
    out = Path(words[0]) if words else DOCS
    out.mkdir(exist_ok=True)
    for path in asyncio.run(draw((one for one in SHOTS if one.name in wanted), out, {} if words else README)):
        print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
