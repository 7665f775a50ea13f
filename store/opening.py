"""Finding the engine for a place: a directory today, and the only module that names an engine to front ends."""

from pathlib import Path

from store.docket import Docket
from store.local.engine import LocalEngine


def new_docket(where: Path, policy_source: str, reviewer: str) -> Docket:
    """Make an empty docket at `where`; raises `BadInput` if there is something already, `NotSaved`."""
    return Docket(LocalEngine.create(where, policy_source, reviewer))


def open_docket(where: Path) -> Docket:
    """Open the docket at `where`; raises `BadInput` if there is none, `Damaged`, `NewerFormat`, `Busy`."""
    return Docket(LocalEngine(where))
