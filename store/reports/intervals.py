"""Figures as a report states them: a value with its 95 % interval, or why there is none. Never a bare NaN."""

from math import sqrt

from msgspec import Struct

Z = 1.959963984540054
"""The normal quantile of a two-sided interval of 95 %."""
FEW = 5
"""A share of fewer than this is shown, and marked: it says next to nothing of what a group is due."""


class Figure(Struct, frozen=True):
    """A value and its 95 % interval, both as shares or coefficients, not per cent.

    `interval` names the method: "wilson" or "delta". `why` says why the value, or else its interval, is not defined.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    interval: str = ""
    why: str = ""


def undefined(why: str) -> Figure:
    """No value, and why."""
    return Figure(None, why=why)


def wilson(count: int, n: int, none: str = "there are none") -> Figure:
    """The share `count / n` with the score interval of Wilson (1927), which holds for small n and at 0 and 1 as well.

    `none` says what is missing where `n` is 0.
    """
    if n == 0:
        return undefined(none)
    share, spread = count / n, Z * Z / n
    middle = share + spread / 2
    half = Z * sqrt((share * (1 - share) + spread / 4) / n)
    low = 0.0 if count == 0 else (middle - half) / (1 + spread)
    high = 1.0 if count == n else (middle + half) / (1 + spread)
    return Figure(share, low, high, "wilson")


def normal(value: float, error: float) -> Figure:
    """A coefficient between -1 and 1 with the large-sample interval of its standard error, cut at those."""
    return Figure(value, max(-1.0, value - Z * error), min(1.0, value + Z * error), "delta")
