"""What some tests need of the machine beyond Python, asked for once; and what they do with it.

`@pytest.mark.needs("loop devices")` leaves a test out where the machine lacks that, and the run says so. With `CI` set
nothing is left out: such a test fails (see `tests/conftest.py`).
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path


def run(*command: str | Path) -> str:
    """What a command says; raises `subprocess.CalledProcessError`, with what it said on stderr as a note."""
    try:
        return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout
    except subprocess.CalledProcessError as error:
        error.add_note(error.stderr)
        raise


@contextmanager
def mounted(*arguments: str | Path) -> Iterator[None]:
    """Something is mounted for a while. The last argument is where."""
    where = Path(arguments[-1])
    where.mkdir(exist_ok=True)
    run("mount", *arguments)
    try:
        yield
    finally:
        run("umount", "-l", where)


def image_of_a_disk(path: Path, megabytes: int) -> Path:
    """A file that holds an empty ext4 file system."""
    with path.open("wb") as file:
        file.truncate(megabytes << 20)
    run("mkfs.ext4", "-q", "-F", "-m", "0", path)
    return path


@lru_cache
def has(what: str) -> bool:
    """Whether the machine has it: one of the words in `PROBES`."""
    try:
        return PROBES[what]()
    except (OSError, subprocess.CalledProcessError):
        return False


def _mounts() -> bool:
    with (
        tempfile.TemporaryDirectory() as folder,
        mounted("-t", "tmpfs", "-o", "size=1m", "tmpfs", Path(folder, "disk")),
    ):
        return True


def _loops() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        image = image_of_a_disk(Path(folder, "image"), 4)
        with mounted("-o", "loop", image, Path(folder, "disk")):
            return True


def _root() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0


def _library(name: str) -> bool:
    return find_spec(name) is not None


PROBES: dict[str, Callable[[], bool]] = {
    "proc": Path("/proc/self/status").exists,
    "root": _root,
    "mounting": lambda: _root() and _mounts(),
    "loop devices": lambda: _root() and _loops(),
    "strace": lambda: _root() and run("strace", "-o", os.devnull, "true") == "",
    "irrCAC": lambda: _library("irrCAC"),
    "krippendorff": lambda: _library("krippendorff"),
    "flock": lambda: shutil.which("flock") is not None,
    "chromium": lambda: shutil.which("chromium") is not None,
    "groff": lambda: shutil.which("groff") is not None,
}
