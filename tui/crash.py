"""A report of an unexpected error that holds no case data: types and places in the code, no messages, no values."""

import platform
import secrets
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from store.atomic_file import write_whole
from store.errors import BadInput
from tui.state_folder import make_private, state_folder


def report(error: BaseException) -> Path:
    """Write the report to a file that only its owner can read, and return where; raises `OSError`."""
    from importlib.metadata import version  # no start waits for it

    try:
        folder, now = state_folder(), datetime.now(UTC)
    except BadInput as nowhere:
        raise FileNotFoundError(str(nowhere)) from None
    make_private(folder)
    path = folder / f"crash-{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}.txt"
    program = f"foureyes {version('foureyes')}, Python {platform.python_version()}, {platform.system()}"
    text = "".join(f"{line}\n" for line in (program, f"{now:%Y-%m-%d %H:%M:%S} UTC", *_lines(error)))
    write_whole(path, text.encode())
    return path


def _lines(error: BaseException) -> Iterator[str]:
    """The error and those that led to it, the last first; for each its type and where it came by."""
    met: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in met:
        met.add(id(one))
        yield f"{type(one).__module__}.{type(one).__qualname__}"
        for frame, line in traceback.walk_tb(one.__traceback__):
            yield f"  {frame.f_globals.get('__name__', '?')}:{line}"
        one = one.__cause__ or one.__context__
