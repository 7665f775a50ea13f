"""How many of the program's files a vote, an import of a CSV file and an export pass: `python -m tests.bench.rooms`.

A file counts when a function of it runs between the call and its end (for the vote: from the key to the line of the
screen that says it is recorded). Prints one line each, and the lines of code there are in all.
"""

import asyncio
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from inspect import CO_OPTIMIZED
from io import BytesIO, TextIOWrapper
from pathlib import Path
from types import FrameType

from store.model import Standing
from store.opening import new_docket, open_docket
from tests.dockets import POLICY, make_case
from tests.tui.desk import desk

HOME = Path(__file__).parents[2]
OURS = (f"{HOME}/store/", f"{HOME}/tui/")
CSV = "id,title,register\nRP-1,Permit,Registered since 2 May 2019.\nRP-2,Permit,Never registered.\n"


@contextmanager
def passed() -> Iterator[set[str]]:
    """The files of `store` and `tui` in which a function runs meanwhile, in any thread."""
    files: set[str] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        name = frame.f_code.co_filename
        if event == "call" and frame.f_code.co_flags & CO_OPTIMIZED and name.startswith(OURS):
            files.add(name)

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield files
    finally:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type]


def commands(place: Path) -> None:
    """An import and an export, as commands."""
    from tui.cli import main

    (place / "policy.toml").write_text(POLICY)
    (place / "cases.csv").write_text(CSV)
    docket = str(place / "commands.docket")
    for words in (
        ["new", docket, "--policy", str(place / "policy.toml"), "--reviewer", "lead"],
        ["import", docket, str(place / "cases.csv"), "--reviewer", "lead"],
        ["vote", docket, "RP-1", "--outcome", "keep", "--revision", "1", "--reviewer", "ana"],
        ["export", docket, str(place / "out.csv"), "--reviewer", "lead"],
    ):
        with passed() as files:
            _run(main, words)
        print(f"{words[0]} as a command: {len(files)} files")


def _run(main: Callable[[], object], words: list[str]) -> None:
    sys.argv = ["foureyes", *words]
    with redirect_stdout(TextIOWrapper(BytesIO())), redirect_stderr(TextIOWrapper(BytesIO())):
        try:
            main()
        except SystemExit as end:
            if end.code:
                raise


def on_screen(place: Path) -> None:
    """A vote on the screen, from the key that sends it."""
    docket = new_docket(place / "screen.docket", POLICY, "lead")
    docket.import_cases("lead", iter([make_case(number) for number in range(1, 11)]), ("cases.jsonl",))
    docket.close()

    async def story() -> None:
        docket = open_docket(place / "screen.docket")
        async with desk(docket, place, reviewer="ana") as at:
            await at.press("d", "1")
            await at.settle()
            with passed() as files:
                await at.press("f2")
                await at.settle()
            print(f"vote on the screen: {len(files)} files")
            assert docket.counts("ana")[Standing.DECIDED] == 1
        docket.close()

    asyncio.run(story())


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as place:
        commands(Path(place))
        on_screen(Path(place))
    lines = sum(len(path.read_text().splitlines()) for part in ("store", "tui") for path in (HOME / part).rglob("*.py"))
    count = sum(1 for part in ("store", "tui") for _ in (HOME / part).rglob("*.py"))
    print(f"store and tui: {lines:,} lines in {count} files")


if __name__ == "__main__":
    main()
