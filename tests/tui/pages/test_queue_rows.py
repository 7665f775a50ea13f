"""Rows of the queue."""

import pytest
from msgspec.structs import replace
from rich.segment import Segment
from rich.style import Style

from store.case.view import QueueRow
from store.model import Standing
from store.policy_file import parse
from tests.dockets import POLICY
from tui.pages.cells import cells, fit_ends
from tui.pages.queue_rows import (
    NO_OUTCOME,
    columns,
    heading_segments,
    outcome_cells,
    outcome_words,
    row_segments,
)

NAMES = ("due", "field.permit")


def text_of(segments: list[Segment]) -> str:
    return "".join(one.text for one in segments)


def drawn(row: QueueRow, width: int = 80) -> str:
    return text_of(row_segments(row, columns(width, NAMES, 8), lambda _: Style.null()))


def row(due: str | None = "2023-11-19", title: str = "Permit", *, overdue: bool = False) -> QueueRow:
    return QueueRow(("~", 1), "RP-0001", title, Standing.OPEN, (due, "temporary"), 2, False, overdue=overdue)


def revoked(standing: Standing = Standing.DECIDED) -> QueueRow:
    return replace(row(), standing=standing, outcome="revoke", outcome_label="Permit revoked", adverse=True)


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
    assert len(text_of(heading_segments(columns(width, NAMES, 8), lambda _: Style.null()))) == width


def test_an_outcome_takes_no_room_from_the_columns_of_the_policy() -> None:
    names = ("due", "flags", "field.permit")
    for width in range(40, 200):
        assert columns(width, names, 9, outcome=13).own == columns(width, names, 9).own, width
    assert columns(79, names, 9, outcome=13).outcome == 13


@pytest.mark.parametrize("names", [("priority", "due", "flags"), ("done", "due", "flags"), ("deadline", "due")])
def test_no_date_is_cut_whatever_the_queue_is_sorted_by(names: tuple[str, ...]) -> None:
    """A year and half a month is no date: another column gives way, or the date is not shown."""
    values = {"priority": "1", "due": "2026-11-05", "flags": "Q3 E2 M1", "done": "2026-11-04", "deadline": "2027-01-05"}
    sorted_so = replace(row(overdue=True), columns=tuple(values[one] for one in names))
    for width in range(24, 200):
        text = text_of(row_segments(sorted_so, columns(width, names, 9), lambda _: Style.null()))
        assert len(text) == width
        assert "20" not in text.replace("2026-11-05!", "").replace("2026-11-04", "").replace("2027-01-05", ""), text
        assert width < 58 or "2026-11-05!" in text
    sizes = columns(47, ("priority", "due", "flags"), 9)
    assert text_of(heading_segments(sizes, lambda _: Style.null())).split() == ["standing", "case", "priority", "due"]


def test_no_column_means_two_things_and_each_name_stands_above_its_cells() -> None:
    names = ("due", "flags", "field.permit")

    def heading(width: int, outcome: int) -> str:
        return text_of(heading_segments(columns(width, names, 9, outcome), lambda _: Style.null()))

    for width in (47, 59):
        assert heading(width, 13) == heading(width, 0)
    assert heading(79, 13).split() == ["standing", "case", "outcome", "due", "flags", "permit"]
    sizes = columns(79, names, 9, 13)
    three = replace(revoked(Standing.SECOND), columns=("2023-11-19", "M1", "temporary"))
    text = text_of(row_segments(three, sizes, lambda _: Style.null()))
    for name, cell in (("outcome", "✓ ▲"), ("due", "2023"), ("flags", "M1"), ("permit", "temp")):
        assert heading(79, 13).index(name) == text.index(cell), name


def test_an_outcome_is_called_by_its_label_and_of_a_long_id_both_ends_stay() -> None:
    long = replace(revoked(Standing.SECOND), id="Export_Transactions_of_2024-000017")
    text = text_of(row_segments(long, columns(60, NAMES, 34, 16), lambda _: Style.null()))
    assert "revoke" not in text
    assert "…" in text
    assert "000017" in text
    assert "Permit revoked" in text_of(row_segments(long, columns(110, NAMES, 34, 18), lambda _: Style.null()))
    assert fit_ends("目録の目録-17", 7) == "目…-17 "


@pytest.mark.parametrize(
    ("standing", "narrow", "wide"),
    [
        (Standing.DECIDED, "● ▲ revoke", "● decided"),
        (Standing.SERVED, "◉ ▲ revoke", "◉ served"),
        (Standing.SECOND, "◐ second", "◐ second"),
    ],
)
def test_without_room_for_outcomes_the_standing_says_how_a_case_was_settled(
    standing: Standing, narrow: str, wide: str
) -> None:
    """One's own vote on what is not settled is no outcome, so it does not stand there."""

    def text(width: int) -> str:
        return text_of(row_segments(revoked(standing), columns(width, NAMES, 8, 18), lambda _: Style.null()))

    assert text(47)[1:].startswith(f"{narrow} ")
    assert text(110)[1:].startswith(f"{wide} ")
    assert "Permit revoked" in text(110)


def test_the_column_of_outcomes_is_as_wide_before_one_is_known() -> None:
    policy = parse(POLICY, "policy.toml")
    votes = [
        replace(row(), outcome=one.id, outcome_label=one.label, adverse=one.adverse, standing=standing)
        for one in policy.outcome
        for standing in Standing
    ]
    assert outcome_cells(policy) == max(cells(outcome_words(one).said) for one in votes)
    assert outcome_words(row()) == NO_OUTCOME
