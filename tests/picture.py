"""The picture of the README, drawn by the program itself: `python -m tests.picture` writes docs/review.svg."""

import asyncio
import re
import tempfile
from pathlib import Path

from store.importing import read
from store.opening import new_docket
from tui.app import FoureyesApp
from tui.drafts import Drafts

SAMPLE = Path("sample_data/residence_permits")
KEYS = ("j", "j", "j", "enter", "j", "j", "c", "j", "c", "j")


async def draw(folder: Path) -> str:
    """The review screen with two sentences cited, as SVG."""
    docket = new_docket(folder / "demo.docket", (SAMPLE / "policy.toml").read_text("utf-8"), "lead")
    with read(SAMPLE / "cases.jsonl", docket.policy) as arrivals:
        docket.import_cases("lead", arrivals, ("cases.jsonl",))
    app = FoureyesApp(docket, "ruta", drafts=Drafts(folder / "drafts"))
    async with app.run_test(size=(118, 36)) as pilot:
        await app.workers.wait_for_complete()
        for key in KEYS:
            await pilot.press(key)
        await pilot.pause()
        drawn = app.export_screenshot(title="foureyes demo")
    return re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)  # a picture fetches nothing from anywhere


def main() -> None:
    """Draw the picture anew."""
    with tempfile.TemporaryDirectory() as folder:
        Path("docs/review.svg").write_text(asyncio.run(draw(Path(folder))), "utf-8")


if __name__ == "__main__":
    main()
