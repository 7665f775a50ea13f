"""Rows of the queue."""

import pytest
from msgspec.structs import replace
from rich.style import Style

from store.case.view import QueueRow
from store.model import Standing
from tui.pages.cells import fit_ends
from tui.pages.render import OutcomeWords, columns, heading_strip, row_strip

NAMES = ("due", "field.permit")


def drawn(row: QueueRow, width: int = 80) -> str:
    return row_strip(row, NAMES, columns(width, NAMES, 8), lambda _: Style.null()).text


def row(due: str | None = "2023-11-19", title: str = "Permit", *, overdue: bool = False) -> QueueRow:
    return QueueRow(("~", 1), "RP-0001", title, Standing.OPEN, (due, "temporary"), 2, False, overdue=overdue)


def test_what_is_overdue_has_a_sign_of_its_own() -> None:
    assert "2023-11-19!" in drawn(row(overdue=True))
    assert "2023-11-19" in drawn(row())
    assert "!" not in drawn(row())
    assert "!" not in drawn(row(due=None))


@pytest.mark.parametrize("width", range(24, 120))
def test_a_row_is_as_wide_as_the_list_and_marks_what_it_cuts(width: int) -> None:
    text = drawn(row(title="Temporary residence permit of somebody who works a lot"), width)
    assert len(text) == width
    assert "lot" in text or "…" in text or "Temp" not in text
    assert len(heading_strip(NAMES, columns(width, NAMES, 8), lambda _: Style.null()).text) == width


def test_an_outcome_takes_no_room_from_the_columns_of_the_policy() -> None:
    names = ("due", "flags", "field.permit")
    for width in range(40, 200):
        assert columns(width, names, 9, outcome=13).own == columns(width, names, 9).own, width
    assert columns(79, names, 9, outcome=13).outcome == 13


def test_no_column_means_two_things_and_each_name_stands_above_its_cells() -> None:
    names = ("due", "flags", "field.permit")

    def heading(width: int, outcome: int) -> str:
        return heading_strip(names, columns(width, names, 9, outcome), lambda _: Style.null()).text

    for width in (47, 59):
        assert heading(width, 13) == heading(width, 0), "the first vote changes nothing where there is no room for it"
    assert heading(79, 13).split() == ["standing", "case", "outcome", "due", "flags", "permit"]
    sizes = columns(79, names, 9, 13)
    said = OutcomeWords("✓ ▲ Permit revoked", "adverse")
    three = replace(row(), columns=("2023-11-19", "M1", "temporary"))
    text = row_strip(three, names, sizes, lambda _: Style.null(), outcome=said).text
    for name, cell in (("outcome", "✓ ▲"), ("due", "2023"), ("flags", "M1"), ("permit", "temp")):
        assert heading(79, 13).index(name) == text.index(cell), name


def test_an_outcome_is_called_by_its_label_and_of_a_long_id_both_ends_stay() -> None:
    long = replace(row(), id="Export_Transactions_of_2024-000017")
    said = OutcomeWords("▲ Permit revoked", "adverse")
    text = row_strip(long, NAMES, columns(60, NAMES, 34, 16), lambda _: Style.null(), outcome=said).text
    assert "revoke" not in text
    assert "…" in text
    assert "000017" in text
    assert (
        "Permit revoked"
        in row_strip(long, NAMES, columns(110, NAMES, 34, 16), lambda _: Style.null(), outcome=said).text
    )
    assert fit_ends("目録の目録-17", 7) == "目…-17 "
