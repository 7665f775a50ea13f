"""Finding the engine for a place: a directory today, and the only module that names an engine to front ends."""

from collections.abc import Callable, Iterator
from pathlib import Path

from store.disk import Disk
from store.docket import Answer, Docket
from store.local import doctor
from store.local import repair as repairs
from store.local.creating import create
from store.local.local_engine import LocalEngine
from store.local.repair import RepairPlan
from store.local.surroundings import Finding

__all__ = ["Finding", "RepairPlan", "examine", "new_docket", "open_docket", "plan_repair", "repair", "report_tails"]


def new_docket(where: Path, policy_source: str, reviewer: str, group: str | None = None) -> Docket:
    """Make an empty docket at `where`, for this login alone or for all who are in a group of this machine.

    Raises `BadInput` if there is something already or no such group, `NotSaved`, `Unsure`.
    """
    create(where, policy_source, reviewer, Disk(), group)
    return open_docket(where)


def open_docket(where: Path, remaking: Callable[[], None] = lambda: None) -> Docket:
    """Open the docket at `where`; raises `BadInput` if there is none, `Damaged`, `NewerFormat`, `Busy`.

    `remaking` is called, from another thread, where its index has to be made anew first and that takes long.
    """
    return Docket(LocalEngine(where, remaking=remaking))


def plan_repair(where: Path) -> RepairPlan:
    """What a repair of the docket at `where` would do; changes nothing. Raises as `open_docket` does."""
    return repairs.plan(where)


def repair(where: Path, reviewer: str, confirmed: RepairPlan) -> Answer:
    """Carry out a plan that a person has confirmed; raises `Busy`, `NotSaved` if nothing was changed, `Unsure`."""
    return repairs.repair(where, reviewer, confirmed)


def report_tails(where: Path) -> list[str]:
    """Set an unfinished end of the record aside, and record what was; returns the names of the files it is in."""
    return repairs.report_tails(where)


def examine(where: Path | None) -> Iterator[Finding]:
    """The versions of what dockets rest on and, with a docket, its state; raises `BadInput` if there is none."""
    return doctor.examine(where)
