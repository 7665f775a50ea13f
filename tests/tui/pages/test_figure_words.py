"""Figures in words: rounding makes nothing all, and something not nothing."""

import pytest

from tui.pages.figure_words import percent


@pytest.mark.parametrize(
    ("share", "said"),
    [
        *((0, "0.0 %"), (1, "100.0 %"), (73_994 / 74_000, ">99.9 %"), (6 / 74_000, "<0.1 %")),
        *((0.0005, "0.1 %"), (0.9994, "99.9 %"), (0.5, "50.0 %")),
    ],
)
def test_what_is_not_all_is_not_told_as_all_nor_what_is_not_none_as_none(share: float, said: str) -> None:
    assert percent(share) == said
