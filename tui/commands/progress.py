"""How far a command has come: on stderr, where a person looks at it, and nowhere else."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from tui.output import beside_a_bar, on_terminal

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

    from store.engine import Progress

Advance = Callable[[int], None]
LITTLE = 1 << 20
"""Bytes of a docket that are read before anybody could look at a bar."""


@contextmanager
def counted(what: str) -> Iterator[Advance]:
    """A count of rows, or of what else is done one after the other."""
    if not on_terminal(sys.stderr):
        yield lambda _: None
        return
    from rich.progress import SpinnerColumn, TextColumn  # 40 ms that no program has to wait for

    with _bar(SpinnerColumn(), TextColumn(f"{{task.completed}} {what}")) as advance:
        yield advance


@contextmanager
def bytes_read(files: list[str]) -> Iterator[Advance]:
    """A bar of the bytes of all files together; without an end where one of them is a pipe."""
    if not on_terminal(sys.stderr):
        yield lambda _: None
        return
    # os.path answers even for names that no file can have; what is wrong with them is said where they are opened
    sizes = [os.path.getsize(file) if os.path.isfile(file) else None for file in files]
    total = None if None in sizes else sum(size for size in sizes if size is not None)
    with _bar_of_bytes(total) as advance:
        yield advance


@contextmanager
def docket_read() -> Iterator["Progress | None"]:
    """A bar of how much of a docket was read, once any of one is that holds much; None where nobody looks."""
    if not on_terminal(sys.stderr):
        yield None
        return
    advance: Advance | None = None
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal advance, told
        if advance is None and total > LITTLE:
            advance = stack.enter_context(_bar_of_bytes(total))
        if advance is not None:
            advance(done - told)
        told = done

    with ExitStack() as stack:
        yield tell


@contextmanager
def _bar_of_bytes(total: int | None) -> Iterator[Advance]:
    from rich.progress import BarColumn, DownloadColumn, TimeRemainingColumn  # 40 ms that no program has to wait for

    with _bar(BarColumn(), DownloadColumn(), TimeRemainingColumn(), total=total) as advance:
        yield advance


@contextmanager
def _bar(*columns: "ProgressColumn", total: int | None = None) -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(*columns, console=Console(stderr=True), transient=True) as bar, beside_a_bar():
        task = bar.add_task("", total=total)
        yield lambda count: bar.advance(task, count)
