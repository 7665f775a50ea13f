"""Finding the engine for a place: a directory today, and the only module that names an engine to front ends.

What is asked for seldom is loaded when it is, so that opening a docket does not wait for it.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from store.disk import Disk
from store.docket import Answer, Docket
from store.engine import Progress
from store.local.local_engine import LocalEngine
from store.model import Finding

if TYPE_CHECKING:
    from store.local.repair import RepairPlan as RepairPlan


def new_docket(where: Path, policy_source: str, reviewer: str, group: str | None = None) -> Docket:
    """Make an empty docket at `where`, for this login alone or for all who are in a group of this machine.

    Raises `BadInput` if there is something already or no such group, `NotSaved`, `Unsure`.
    """
    from store.local.creating import create

    create(where, policy_source, reviewer, Disk(), group)
    return open_docket(where)


def open_docket(where: Path, remaking: Callable[[], None] = lambda: None, progress: Progress | None = None) -> Docket:
    """Open the docket at `where`; raises `BadInput` if there is none, `Damaged`, `NewerFormat`, `Busy`.

    `remaking` is called, from another thread, where its index has to be made anew first and that takes long; `progress`
    hears then how far that has come, and may raise `KeyboardInterrupt`: all is as it was before.
    """
    return Docket(LocalEngine(where, remaking=remaking, progress=progress))


def plan_repair(where: Path, progress: Progress | None = None) -> "RepairPlan":
    """What a repair of the docket at `where` would do; changes nothing. Raises as `open_docket` does."""
    from store.local.repair import plan

    return plan(where, progress=progress)


def repair(where: Path, reviewer: str, confirmed: "RepairPlan") -> Answer:
    """Carry out a plan that a person has confirmed; raises `Busy`, `NotSaved` if nothing was changed, `Unsure`."""
    from store.local import repair as repairs

    return repairs.repair(where, reviewer, confirmed)


def report_tails(where: Path) -> list[str]:
    """Set an unfinished end of the record aside, and record what was; returns the names of the files it is in."""
    from store.local import repair as repairs

    return repairs.report_tails(where)


def examine(where: Path | None) -> Iterator[Finding]:
    """The versions of what dockets rest on and, with a docket, its state; raises `BadInput` if there is none."""
    from store.local import doctor

    return doctor.examine(where)
