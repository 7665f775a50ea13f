"""Parts of the operating system that some tests need, asked for once, and missed loudly."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest


def run(*command: str | Path) -> str:
    """What a command says; raises `subprocess.CalledProcessError`."""
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def missing(what: str) -> NoReturn:
    """Skip; the summary of the run says that something was not tested."""
    pytest.skip(what)


def needs_root_and(*programs: str) -> None:
    """Skip where this is not root on Linux, or a program is not installed."""
    if sys.platform != "linux" or os.geteuid() != 0:
        missing("only root on Linux can mount file systems")
    for program in programs:
        if shutil.which(program) is None:
            missing(f"{program} is not installed")


@contextmanager
def mounted(*arguments: str | Path) -> Iterator[None]:
    """Something is mounted for a while; skips where the system does not let it be. The last argument is where."""
    where = Path(arguments[-1])
    where.mkdir(exist_ok=True)
    try:
        run("mount", *arguments)
    except subprocess.CalledProcessError as error:
        missing(f"mount {' '.join(map(str, arguments))}: {error.stderr.strip()}")
    try:
        yield
    finally:
        run("umount", "-l", where)
