"""The folder of what the program keeps for one login, outside of any docket: drafts, reports of crashes."""

import errno
import os
from pathlib import Path

from platformdirs import user_state_dir

from store.disk import Disk, NotAFile
from store.errors import BadInput


def state_folder() -> Path:
    """Where it is unless told otherwise; raises `BadInput` where nobody has a home."""
    try:
        folder = Path(user_state_dir("foureyes"))
    except RuntimeError:
        folder = Path("~")
    if not folder.is_absolute():  # older platformdirs return "~/..." as it is, and it would be made where we stand
        raise BadInput("There is no home directory to keep drafts in: set HOME or XDG_STATE_HOME to a full path.")
    return folder


def make_private(folder: Path) -> None:
    """Make the folder for this login alone, with those above it that are missing; raises `OSError`.

    A link in its place is not followed: what it leads to is not ours to close to others.
    """
    if folder.is_symlink():
        raise NotAFile(errno.EINVAL, "a link is in its place")
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)


def read_own(path: Path) -> bytes:
    """What a file that the program keeps for itself holds; raises `OSError`, also for a link or a pipe in its place."""
    with os.fdopen(Disk().open(path, os.O_RDONLY), "rb") as file:
        return file.read()
