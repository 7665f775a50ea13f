"""Columns stay straight whatever is in them."""

import pytest
from rich.cells import cell_len

from store.text import visible
from tests.hostile import PAYLOADS
from tui.pages.cells import cells, fit


def test_widths() -> None:
    assert [cells(text) for text in ("abc", "漢字", "e\u0301", "␛⟪⟫⏎␉")] == [3, 4, 1, 5]


@pytest.mark.parametrize(
    ("text", "width", "fitted"),
    [
        ("abc", 5, "abc  "),
        ("abcdef", 4, "abc…"),
        ("漢字漢", 4, "漢 …"),
        ("漢字", 4, "漢字"),
        ("abc", 0, ""),
        ("ab", 1, "…"),
    ],
)
def test_fitting(text: str, width: int, fitted: str) -> None:
    assert fit(text, width) == fitted


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_any_visible_text_fits_exactly(text: str) -> None:
    assert {cell_len(fit(visible(text), width)) - width for width in (1, 2, 7, 20)} == {0}
