"""The tour as docs/tour.md shows it, step by step as text: `python -m tests.tour_page` writes the page anew."""

import asyncio
import shutil
import tempfile
from pathlib import Path

from tests.shots import Shot, make_docket, taken, text_of
from tui.dialogs.tour import STEPS

PAGE = Path(__file__).parents[1] / "docs" / "tour.md"
SIZE = (80, 24)


async def page(home: Path) -> str:
    """The page as the program draws it now; what stands above the first step stays. `home` is a folder to work in."""
    made, parts = make_docket(home), [PAGE.read_text("utf-8").partition("## ")[0].rstrip("\n") + "\n"]
    for number, (title, _) in enumerate(STEPS, 1):
        shot = Shot("tour", "colon", typed="tour", then=" ".join(["enter", *["space"] * (number - 1)]))
        at_home = home / str(number)
        where = shutil.copytree(made, at_home / made.name)
        async with taken(shot, where, at_home, SIZE) as at:
            parts.append(f"## {number}. {title}\n\n```text\n{text_of(at)}```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        PAGE.write_text(asyncio.run(page(Path(folder))), "utf-8")
