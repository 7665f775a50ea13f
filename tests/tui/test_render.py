"""Rows of the queue."""

import pytest
from rich.style import Style

from store.case.view import QueueRow
from store.model import Standing
from tui.render import columns, heading_strip, row_strip

NAMES = ("due", "field.permit")


def drawn(row: QueueRow, width: int = 80) -> str:
    sizes = columns(width, NAMES, 8)
    return row_strip(row, NAMES, sizes, lambda _: Style.null(), today="2023-11-20").text


def row(standing: Standing = Standing.OPEN, due: str | None = "2023-11-19", title: str = "Permit") -> QueueRow:
    return QueueRow(("~", 1), "RP-0001", title, standing, (due, "temporary"), 2, False)


def test_what_is_overdue_has_a_sign_of_its_own() -> None:
    assert "2023-11-19!" in drawn(row())
    assert "!" not in drawn(row(due="2023-11-20"))
    assert "!" not in drawn(row(due=None))


@pytest.mark.parametrize("standing", [Standing.OPEN, Standing.SECOND, Standing.CONFLICT])
def test_what_waits_for_a_vote_can_be_overdue(standing: Standing) -> None:
    assert "!" in drawn(row(standing))


def test_a_decided_case_is_not_overdue() -> None:
    assert "!" not in drawn(row(Standing.DECIDED))
    assert "2023-11-19" in drawn(row(Standing.DECIDED))


@pytest.mark.parametrize("width", range(24, 120))
def test_a_row_is_as_wide_as_the_list_and_marks_what_it_cuts(width: int) -> None:
    text = drawn(row(title="Temporary residence permit of somebody who works a lot"), width)
    assert len(text) == width
    assert "lot" in text or "…" in text or "Temp" not in text
    assert len(heading_strip(NAMES, columns(width, NAMES, 8), lambda _: Style.null()).text) == width
