"""What is in a docket's directory, whether there is one, and what is no place to write to because it is one."""

import os
from pathlib import Path

from store.disk import kind_of
from store.errors import BadInput, Damaged
from store.local.sharing import kept_from

FORMAT = 2
"""The format of a docket's directory that this program writes, and the newest it reads."""
JOURNAL = "journal.jsonl"
"""Every record, one line each; append-only."""
CASES = "cases"
"""The imported batches, and the lock of whoever imports."""
INDEX = "index"
"""Derived from the batches: delete it and it is made anew."""
PROJECTION = "docket.db"
"""The file in it."""
LOCK = "lock"
"""Held around catch up, check, append, sync; in `cases`, while an import runs."""


def must_be_a_docket(folder: Path) -> None:
    """Raises `BadInput` where there is no docket, or one that this login may not open; `Damaged` for one with links."""
    try:
        kind = kind_of((folder / JOURNAL).lstat())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise BadInput(f"{folder}: there is no docket here.") from None
    except OSError as error:
        raise BadInput(_closed(folder, error)) from None
    if kind != "a file":
        raise Damaged(f"{folder / JOURNAL}: {kind} is in its place, and nothing is read or recorded through it.")
    for path in (folder / CASES, folder / INDEX):
        if path.is_symlink():
            raise Damaged(f"{path}: a link is in its place, and nothing is read or recorded through it.")


def in_a_docket(path: Path) -> Path | None:
    """The docket that `path` is, or in which it lies, whatever links lead there; raises `ValueError` for no name."""
    real = {Path(os.path.realpath(path)), Path(os.path.realpath(path.parent), path.name)}
    folders = (folder for one in real for folder in (one, *one.parents))
    return next((folder for folder in folders if _is_a_docket(folder)), None)


def _closed(folder: Path, error: OSError) -> str:
    if isinstance(error, PermissionError):
        try:
            return kept_from(folder)
        except OSError:  # not even the folder can be seen
            pass
    return f"{folder}: the docket cannot be opened: {error.strerror}."


def _is_a_docket(folder: Path) -> bool:
    return os.path.lexists(folder / JOURNAL) and (folder / CASES).is_dir()
