"""Making a rename last."""

import os
import sys
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """The names in the folder are on the disk when this returns; Windows has no such call and needs none."""
    if sys.platform == "win32":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
