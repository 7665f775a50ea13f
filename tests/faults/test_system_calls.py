"""The Nth system call of a kind fails, below Python and below SQLite: `strace` attaches and injects the error."""

import os
import shutil
import socket
import subprocess
import traceback
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from store.errors import StoreError
from store.local.projection import ASIDE
from tests.conftest import Tell
from tests.faults.steps import STEPS, assert_tidy, assert_whole, assert_whole_life, done, fresh, reopened
from tests.faults.test_nth_call import finish
from tests.processes import Child, until
from tests.sweeps import all_but

pytestmark = [pytest.mark.long, pytest.mark.needs("strace")]

When = Callable[[int], str]


class Told(NamedTuple):
    """What a process said of itself: the steps it was told are recorded, how many errors it was shown, its end."""

    acknowledged: set[str]
    errors: int
    end: str


def lives(place: Path, out: socket.socket) -> None:
    """Make a docket and every step, each tried twice. Told through a socket, as no `write` can be relied on."""

    def tell(said: str) -> None:
        out.send(said.encode())

    docket = None
    try:
        for _ in range(2):
            try:
                docket = docket or (reopened if place.exists() else fresh)(place)
            except StoreError:
                tell("error")
        for step in STEPS if docket else ():
            tell("error" if done(step, docket) and done(step, docket) else f"done {step.name}")  # type: ignore[arg-type]
        tell("end")
    except BaseException:  # noqa: BLE001 - told, and failed for
        tell(traceback.format_exc()[-3000:])


def life_under_strace(place: Path, log: Path, *options: str) -> Told:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    go, wait = os.pipe()

    def act() -> None:
        os.read(go, 1)
        lives(place, theirs)

    child = Child(act)
    strace = subprocess.Popen(
        ["strace", "-o", str(log), "-p", str(child.pid), *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    status = Path(f"/proc/{child.pid}/status")
    if not until(lambda: "TracerPid:\t0" not in status.read_text() or strace.poll() is not None, 10) or strace.poll():
        child.kill()
        pytest.fail(f"strace may not attach: {strace.stdout.read().decode() if strace.stdout else ''}")
    os.write(wait, b".")
    theirs.close()
    said = []
    while packet := ours.recv(4096).decode():
        said.append(packet)
    child.wait()
    strace.wait()
    for end in (go, wait):
        os.close(end)
    ours.close()
    assert strace.stdout is not None
    strace.stdout.close()
    kept = {one.removeprefix("done ") for one in said if one.startswith("done ")}
    return Told(kept, said.count("error"), said[-1])


def is_right_afterwards(place: Path, told: Told) -> None:
    assert told.end == "end", told.end
    if not place.exists():
        fresh(place).close()
    assert_whole(place, {step.key for step in STEPS if step.key and step.name in told.acknowledged})
    finish(reopened(place), told.acknowledged)
    assert_whole_life(place)
    if list((place / "index").glob(f"{ASIDE}*")):  # could not be removed then: the next making does that
        (place / "index" / "docket.db").unlink()
        reopened(place).close()
    assert_tidy(place)


def every_number(call: str, code: str, when: When, folder: Path, step: int, first: int = 1) -> dict[str, int]:
    faults = errors = kept = 0
    for number in count(first, step):
        place, log = folder / str(number) / "permits.docket", folder / "log"
        place.parent.mkdir()
        ours = [place, *(place / name for name in ("journal.jsonl", "lock", "cases", "cases/lock"))]
        ours += [place / "index" / f"docket.db{suffix}" for suffix in ("", "-wal", "-shm")]
        only = [option for path in ours for option in ("-P", str(path))] if call == "openat" else []
        told = life_under_strace(
            place, log, "-e", f"trace={call}", "-e", f"inject={call}:error={code}:{when(number)}", *only
        )
        struck = "(INJECTED)" in log.read_text()
        is_right_afterwards(place, told)
        shutil.rmtree(place.parent)
        faults, errors, kept = faults + struck, errors + told.errors, kept + len(told.acknowledged)
        if not struck:
            break
    assert faults >= CALLS[call] // step
    return {"faults": faults, "errors_shown": errors, "acknowledged": kept}


CALLS = {
    "write": 15,
    "pwrite64": 150,
    "pread64": 100,
    "fdatasync": 20,
    "fsync": 3,
    "ftruncate": 1,
    "rename": 2,
    "openat": 20,
    "mkdir": 3,
    "unlink": 3,
}
"""How many of each a docket's life makes at least."""
ONCE, FOR_GOOD = (lambda n: f"when={n}"), (lambda n: f"when={n}+")


@pytest.mark.parametrize("call", all_but(["write", "fdatasync", "pwrite64"], "fdatasync"))
def test_some_system_calls_fail(call: str, quick_path: Path, tell: Tell) -> None:
    tell(**every_number(call, "EIO", ONCE, quick_path, step=7 if call != "pwrite64" else 61))


PARTS = 6
"""In so many tests is tried what is called a hundred times: one would take longer than any test may."""
EVERY = [(call, first) for call, least in CALLS.items() for first in range(1, PARTS + 1 if least >= 100 else 2)]


@pytest.mark.slow
@pytest.mark.parametrize("when", [ONCE, FOR_GOOD], ids=["once", "for good"])
@pytest.mark.parametrize("code", ["EIO", "ENOSPC"])
@pytest.mark.parametrize(("call", "first"), EVERY)
def test_every_system_call_fails(
    call: str, first: int, code: str, when: Callable[[int], str], quick_path: Path, tell: Tell
) -> None:
    tell(**every_number(call, code, when, quick_path, step=PARTS if CALLS[call] >= 100 else 1, first=first))
