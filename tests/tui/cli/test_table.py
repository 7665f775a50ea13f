"""Columns that line up, and that fit a terminal."""

import pytest
from rich.cells import cell_len

from tui.commands.table import table

ROWS = [["RP-000417", "conflict", "2023-12-01", "Q3;Q7", "temporary residence", "Renewal of a temporary permit"]]
HEADER = ["case", "standing", "due", "flags", "permit", "title"]
WHOLE = ("case", "standing")


def test_columns_line_up_by_the_cells_they_take():
    lines = list(table(["a", "b"], [["許可", "x"], ["e\u0301", "y"], ["plain", "z"]]))
    assert lines == ["a      b", "許可   x", "e\u0301      y", "plain  z"]


def test_a_table_without_rows_is_its_header():
    assert list(table(["a", "b"], [])) == ["a  b"]


def test_what_fits_is_not_cut():
    assert list(table(HEADER, ROWS, width=200, whole=WHOLE)) == list(table(HEADER, ROWS))


def test_the_widest_column_gives_way_first_and_each_cut_is_marked():
    header, line = table(HEADER, ROWS, width=80, whole=WHOLE)
    assert line == "RP-000417  conflict  2023-12-01  Q3;Q7  temporary residence  Renewal of a tempo…"
    assert cell_len(line) <= 80
    assert header.split() == HEADER


@pytest.mark.parametrize("width", [40, 20, 1])
def test_an_id_and_a_standing_are_never_cut(width):
    for line in table(HEADER, ROWS, width=width, whole=WHOLE):
        assert line.split()[:2] in (HEADER[:2], ROWS[0][:2])
    assert cell_len(line) <= max(width, 9 + 2 + 8 + 4 * 3)


def test_wide_characters_are_cut_between_characters():
    _, line = table(["a", "b"], [["x", "許可証許可証"]], width=10, whole=("a",))
    assert line == "x  許可証…"


def test_a_long_list_begins_before_its_end_is_known_and_its_ids_stay_whole():
    def endless():
        number = 0
        while True:
            number += 1
            yield [f"RP-{number}", "x" * number]

    lines = table(["case", "title"], endless(), width=80, whole=("case",))
    shown = [next(lines) for _ in range(10_002)]
    assert shown[1] == "RP-1    x"
    assert all(cell_len(line) <= 80 and f"RP-{number} " in line for number, line in enumerate(shown[1:], 1))
