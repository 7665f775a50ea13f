"""The manual page is that of the program as it is, and a reader of pages takes it."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.processes import CEILING
from tui.cli import COMMANDS
from tui.man import _text, page
from tui.output import ExitCode

PAGE = Path("docs/foureyes.1")


def test_the_page_says_what_the_help_says() -> None:
    assert PAGE.read_text("utf-8") == page(), "make it again: python -m tui.man > docs/foureyes.1"


def test_every_command_has_a_section_and_all_that_it_needs_stands_in_its_title() -> None:
    titles = [line.split()[2].replace("\\-", "-") for line in page().splitlines() if line.startswith(".SS foureyes ")]
    assert titles == [*COMMANDS]
    assert ".SS foureyes vote DOCKET CASE \\-\\-outcome ID [OPTION]..." in page()


def test_no_text_of_the_help_is_taken_for_a_command_of_the_page() -> None:
    assert _text(".so /etc/passwd") == r"\&.so /etc/passwd"
    assert _text(r"a \fB b – c") == r"a \efB b \[u2013] c"


def test_every_way_in_which_a_command_can_end_is_on_the_page() -> None:
    listed = page().partition(".SH EXIT STATUS\n")[2].partition(".SH ")[0]
    assert [int(code) for code in re.findall(r"^\\fB([0-9]+)\\fR$", listed, re.MULTILINE)] == list(ExitCode)


@pytest.mark.needs("groff")
def test_groff_finds_nothing_wrong_with_it() -> None:
    ran = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-z", PAGE], capture_output=True, text=True, timeout=CEILING
    )
    assert (ran.returncode, ran.stderr) == (0, "")
