"""Figures of reports in words, as commands print them and screens show them."""

from collections.abc import Callable

from store.reports.intervals import Figure


def percent(share: float) -> str:
    """A share of one, in per cent: what is not none is not told as none, nor what is not all as all."""
    if 0 < share < 0.0005:
        return "<0.1 %"
    return ">99.9 %" if 0.9995 <= share < 1 else f"{100 * share:.1f} %"


def coefficient(value: float) -> str:
    """What is no share, such as kappa."""
    return f"{value:.3f}"


def interval(figure: Figure, shown: Callable[[float], str] = percent) -> str:
    """The 95 % interval; empty where there is none."""
    low, high = figure.low, figure.high
    return "" if low is None or high is None else f"{shown(low)} to {shown(high)}"


def whole(figure: Figure, shown: Callable[[float], str] = percent) -> str:
    """The value with its interval, or why there is none."""
    if figure.value is None:
        return f"not defined: {figure.why}"
    between = interval(figure, shown)
    return f"{shown(figure.value)}{f' ({between})' if between else ''}"
