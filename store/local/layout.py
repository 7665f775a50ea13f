"""What is in a docket's directory, and what is no place to write to because it is one."""

import os
from pathlib import Path

JOURNAL = "journal.jsonl"
"""Every record, one line each; append-only."""
CASES = "cases"
"""The imported batches, and the lock of whoever imports."""
INDEX = "index"
"""Derived from the batches: delete it and it is made anew."""
LOCK = "lock"
"""Held around catch up, check, append, sync; in `cases`, while an import runs."""


def in_a_docket(path: Path) -> Path | None:
    """The docket that `path` is, or in which it lies, whatever links lead there; raises `ValueError` for no name."""
    real = {Path(os.path.realpath(path)), Path(os.path.realpath(path.parent), path.name)}
    folders = (folder for one in real for folder in (one, *one.parents))
    return next((folder for folder in folders if _is_a_docket(folder)), None)


def _is_a_docket(folder: Path) -> bool:
    return os.path.lexists(folder / JOURNAL) and (folder / CASES).is_dir()
