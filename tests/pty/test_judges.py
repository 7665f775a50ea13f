"""What judges a screen can say no: every hostile text, let through raw, is noticed in whatever stands around it."""

import pytest

from store.text import visible
from tests.hostile import CONTROLS, ESCAPES, INVISIBLE, MARKUP, PAYLOADS, RAW
from tests.pty.grid import Grid
from tests.pty.stream import foreign
from tests.spelled import spelled

ENTER, LEAVE = "\x1b[?1049h\x1b[?1000h\x1b[?25l\x1b]22;default\x07", "\x1b[?2004l\x1b[?7h\x1b[<u\x1b[?1049l\x1b[?25h"
STYLE = "\x1b[1;38;2;208;208;208;48;2;18;18;18m"
SCREEN = ENTER + "\x1b[1;1H" + STYLE + "before %s after\x1b[0m\r\n\x1b[2;1H" + STYLE + "next\x1b[0m" + LEAVE
FAREWELL = SCREEN % "" + "It says: %s.\r\n"
LINE = "Rejected: %s.\r\n"
BAR = "\x1b[?25l\r\x1b[2K\x1b[32m⠋\x1b[0m 12 rows\r\x1b[2K" + LINE + "\r\x1b[2K\r\n\x1b[?25h\r\x1b[1A\x1b[2K"
DRIVING = {
    name: text for name, text in {**ESCAPES, **CONTROLS, **INVISIBLE}.items() if RAW.search(text.replace("\n", " "))
}
OWN = "the program's own"


@pytest.mark.parametrize("around", [SCREEN, FAREWELL, LINE, BAR], ids=["screen", "farewell", "line", "bar"])
def test_what_is_shown_as_it_should_be_passes(around: str) -> None:
    for text in PAYLOADS.values():
        assert foreign(around % visible(text)[:500].strip(), progress=True) == []


@pytest.mark.parametrize("around", [SCREEN, FAREWELL, LINE, BAR], ids=["screen", "farewell", "line", "bar"])
@pytest.mark.parametrize("name", DRIVING)
def test_what_is_let_through_is_noticed(name: str, around: str) -> None:
    assert (name == OWN and around == SCREEN) or foreign(around % DRIVING[name], progress=True)


@pytest.mark.parametrize("mode", ["\x1b[?1003h", "\x1b[?25h", "\x1b[?1049l", "\x1b[?7l", "\x1b[2;5H", "\x1b[0m", "\n"])
def test_what_the_program_writes_elsewhere_is_foreign_in_a_cell_and_on_a_line(mode: str) -> None:
    assert foreign(SCREEN % mode)
    assert mode == "\n" or foreign(LINE % mode, progress=True)


def test_styles_that_mimic_the_program_show_themselves_by_what_is_missing() -> None:
    """No token of theirs is on the screen, so the text is not the one that was stored."""
    grid = Grid(120, 2)
    grid.feed(SCREEN % ESCAPES[OWN])
    assert "forged" in grid.text
    assert spelled(ESCAPES[OWN]) not in grid.text


@pytest.mark.parametrize("name", ["same colour", "concealed"])
def test_text_that_cannot_be_seen_is_noticed_on_the_cells(name: str) -> None:
    grid = Grid(120, 2)
    grid.feed(SCREEN % ESCAPES[name])
    assert any("hidden" in text for text in grid.concealed)


def test_a_terminal_that_is_told_to_erase_or_go_up_does_so() -> None:
    grid = Grid(40, 3)
    for part in (ENTER, "REVOKED\r\n", "\x1b[1", "A\x1b[2K", "CLEARED"):
        grid.feed(part)
    assert grid.lines()[0].strip() == "CLEARED"


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_two_ways_of_spelling_a_text_agree(text: str) -> None:
    """The program's own, and the one that judges it; where they differ, one of them is wrong."""
    for lines in (False, True):
        assert spelled(text, lines=lines) == visible(text, multiline=lines)


def test_markup_is_only_text() -> None:
    assert all(spelled(text) == text for text in MARKUP.values())
