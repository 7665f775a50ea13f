"""Shares and their intervals."""

import pytest

from store.reports.intervals import wilson


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_that_of_the_published_examples(count: int, n: int, low: float, high: float) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3: the score method."""
    share = wilson(count, n)
    assert share.value == count / n
    assert share.low == pytest.approx(low, abs=5e-5)
    assert share.high == pytest.approx(high, abs=5e-5)


def test_all_and_none_are_not_certain() -> None:
    all_, none = wilson(3, 3), wilson(0, 3)
    assert none.high == pytest.approx(0.5615, abs=5e-5)
    assert all_.low == pytest.approx(1 - 0.5615, abs=5e-5)


def test_a_share_of_nothing_is_not_defined() -> None:
    assert wilson(0, 0, "nobody was asked").value is None
    assert wilson(0, 0, "nobody was asked").why == "nobody was asked"
