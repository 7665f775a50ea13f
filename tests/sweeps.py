"""Sweeps: the same is tried at each place that there is. README's command tries it at a few of them.

All others run with `pytest -m "sweep and not slow"`. The gate (`.ci/run`) tries a sixteenth of those at each commit,
with `FOUREYES_SWEEPS=1/16` to `16/16`, and says which: it has a quarter of an hour.
"""

from collections.abc import Iterable
from typing import Any

import pytest


def all_but(values: Iterable[Any], *few: Any) -> list[Any]:
    """The values of a parameter: `few` of them are for every run, all others for the gate."""
    listed = list(values)
    assert all(one in listed for one in few), few
    return [one if one in few else pytest.param(one, marks=pytest.mark.sweep) for one in listed]


def every_nth(step: int, values: Iterable[Any]) -> list[Any]:
    """The same where each `step`th value is for every run."""
    sweep = pytest.mark.sweep
    cases = [one if type(one) is tuple else (one,) for one in values]
    return [pytest.param(*one, marks=[sweep] if at % step else []) for at, one in enumerate(cases)]
