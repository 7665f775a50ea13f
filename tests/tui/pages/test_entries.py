"""Bars with numbers beside them, in whatever width there is."""

import pytest

from tui.pages.cells import cells
from tui.pages.entries import Entry, Section, bar, lay_out, sparkline


def drawn(width: int, *entries: Entry) -> list[str]:
    """The lines of a page with one section."""
    laid = lay_out("Figures", [Section("Standings", "12 cases", entries)], width)
    return ["".join(run.text for run in line.runs) for line in laid.lines]


def test_a_bar_is_as_long_as_its_number_and_what_is_there_shows() -> None:
    assert bar(1, 10) == "█" * 10
    assert bar(0.5, 10) == "█" * 5
    assert bar(0.0001, 10) == "▏"
    assert bar(0, 10) == ""
    assert bar(1.5, 10) == "█" * 10


def test_small_columns_stand_on_the_ground_and_reach_the_most() -> None:
    assert sparkline([0, 1, 4, 8]) == "▁▂▅█"
    assert sparkline([0, 0]) == "▁▁"
    assert sparkline([]) == ""


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_number_is_there_at_any_width(width: int) -> None:
    long = Entry("A name that goes on and on and on and on and on", "1,164", "94.8 % (93.4 % to 95.9 %)", 1.0)
    lines = drawn(width, long, Entry("short", "7", "0.6 %", 0.01))
    assert all(cells(line) <= width for line in lines)
    assert " 1,164" in lines[-2]
    assert "     7" in lines[-1]


def test_what_has_no_room_goes_bar_first() -> None:
    entry = Entry("Renewed for a shorter term", "5", "10.2 % (4.4 % to 21.8 %)", 1.0)
    assert "█" in drawn(120, entry)[-1]
    assert "21.8 %" in drawn(66, entry)[-1]
    assert "█" not in drawn(66, entry)[-1]


def test_a_name_from_data_is_made_visible() -> None:
    assert "a␛[31mb" in drawn(80, Entry("a\x1b[31mb", "1"))[-1]
