"""How far the reading of a docket has come, for those who wait: what it holds is read in minutes where it is large."""

from collections.abc import Callable
from pathlib import Path

from store.engine import Progress
from store.local.layout import CASES, JOURNAL

STEP = 1 << 18
"""Bytes between two times that somebody is told."""
Read = Callable[[int], None]
"""Called with the number of bytes that were read since the last call."""


def headway(folder: Path, progress: Progress | None, *more: Path) -> Read | None:
    """What is to be called while the journal, the cases and what else is named of the docket in `folder` are read.

    None where nobody wants to know. `progress` hears of the beginning at once.
    """
    if progress is None:
        return None
    total, done, told = sum(map(_size, [folder / JOURNAL, *(folder / CASES).glob("*.jsonl"), *more])), 0, 0
    progress(0, total)

    def read(count: int) -> None:
        nonlocal done, told
        done += count
        if done - told >= STEP or (done >= total > told):
            told = done
            progress(min(done, total), total)

    return read


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # what is wrong with it is told where it is read
        return 0
