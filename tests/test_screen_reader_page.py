"""The session of docs/screen-reader.md is true: every command of it is run, and prints what the page says.

`python -m tests.test_screen_reader_page` writes the page anew from its commands; read what it changed.
"""

import re
from datetime import date
from pathlib import Path

import pytest

from sample_data.make import lines
from store.text import is_hidden
from tests.test_story import played
from tui.cli import COMMANDS

pytestmark = pytest.mark.long

PAGE = Path(__file__).parents[1] / "docs" / "screen-reader.md"
POLICY = Path(__file__).parents[1] / "sample_data" / "residence_permits" / "policy.toml"


def prepare(place: Path, _page: str) -> None:
    """A docket of the sample, as somebody else has imported it on that day."""
    from store.importing import read
    from store.opening import new_docket

    docket = new_docket(place / "permits.docket", POLICY.read_text("utf-8"), "lead")
    (place / "cases.jsonl").write_text("".join(lines("residence_permits", 1164, 5, date(2025, 11, 24))))
    with read(place / "cases.jsonl", docket.policy("lead")) as arrivals:
        docket.import_cases("lead", arrivals, ("cases.jsonl",))
    docket.close()


def now() -> str:
    """The page as the program, started by its name, prints it now."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tui.commands.common.shutil.which", lambda name: name)
        return played(PAGE.read_text("utf-8"), prepare)


def test_the_session_is_what_the_program_prints() -> None:
    assert now() == PAGE.read_text("utf-8")


def test_the_session_goes_from_the_queue_to_the_next_case() -> None:
    run = re.findall(r"^\$ foureyes (\S+)", PAGE.read_text("utf-8"), re.MULTILINE)
    assert [*dict.fromkeys(run)] == ["list", "next", "note", "show", "vote"]
    assert run[-3] == "next"


def test_lines_are_words_and_nothing_drives_a_terminal() -> None:
    blocks = re.findall(r"```console\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(blocks) >= 6
    assert not any(is_hidden(one) or "─" <= one <= "╿" for block in blocks for one in block.replace("\n", ""))


def test_every_command_that_the_page_speaks_of_is_one() -> None:
    known = {*COMMANDS}
    assert set(re.findall(r"`foureyes ([a-z][a-z-]*)", PAGE.read_text("utf-8"))) <= known


if __name__ == "__main__":
    PAGE.write_text(now(), "utf-8")
