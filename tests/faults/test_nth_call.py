"""Every call to the disk fails once, or from then on: what is said is true, and work goes on when the cause is gone.

The shape of SQLite's anomaly loops: the Nth call of a kind fails, N rising until a run passes clean.
"""

import errno
import shutil
import sqlite3
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from store.acts import Open
from store.docket import Docket
from store.errors import StoreError
from tests.conftest import Tell
from tests.disks import LateDisk, NthDisk, ShortDisk, fails
from tests.faults.steps import (
    BEGUN,
    KEYS,
    STEP,
    STEPS,
    assert_a_sentence,
    assert_tidy,
    assert_whole,
    assert_whole_life,
    done,
    fresh,
    recorded,
    reopened,
)
from tests.sweeps import all_but, every_nth

pytestmark = pytest.mark.long

Run = tuple[int, int]
"""How many errors were shown, and how many steps were acknowledged in spite of the fault."""


def made(place: Path, disk: NthDisk) -> tuple[Docket | None, int]:
    """A new docket, made again after an error as long as nothing is there; None where that does not help."""
    for errors in range(3):
        try:
            return (reopened if place.exists() else fresh)(place, disk), errors
        except StoreError as error:
            assert_a_sentence(str(error))
    return None, 3


def a_life_with(disk: NthDisk, place: Path) -> Run:
    """Every step with this disk; an error is answered by one more try; then the cause goes, and all is finished."""
    docket, errors = made(place, disk)
    acknowledged: set[str] = set()
    for step in STEPS if docket else ():
        for _ in range(2):
            if not done(step, docket):  # type: ignore[arg-type]
                acknowledged.add(step.name)
                break
            errors += 1
    disk.mend()
    if place.exists():
        assert_whole(place, KEYS & acknowledged)
    docket = docket or made(place, disk)[0]
    assert docket is not None
    finish(docket, acknowledged)
    assert_whole_life(place)
    return errors, len(acknowledged)


READ_BEFORE = {
    "first vote": ("read", "ana", "RP-0001"),
    "second vote": ("opened", "ben", "RP-0001"),
    "hasty vote": ("read another", "ana", "RP-0002"),
    "vote in vain": ("read in vain", "ben", "RP-0003"),
}
"""Which step opens a case for a vote, by whom, and which."""


def finish(docket: Docket, made_before: set[str]) -> None:
    """Make the steps that are still to be made; who opened a case before the policy came opens it again."""
    for vote, (read, reviewer, case) in READ_BEFORE.items():
        if {"policy", read} <= made_before and vote not in made_before:
            docket.act(reviewer, case, Open(("q1", "r1")))
    for step in STEPS:
        if step.name not in made_before:
            assert (step.name, done(step, docket)) == (step.name, "")
    docket.close()


TAILS = {
    "torn": lambda content: content + b"0123 {half",
    "no newline": lambda content: content[:-1],
    "other newline": lambda content: content[:-1] + b"\x0b",
}
"""What a crash or a flipped bit can leave at the end of the journal; no acknowledged record is lost with it."""


def a_life_after_a_crash(end: str, disk: NthDisk, place: Path) -> Run:
    """The docket is opened with a harmed end and this disk: what was acknowledged can be read, before it is mended."""
    docket = fresh(place)
    before = [step for step in BEGUN if done(step, docket) == ""]
    keys = {step.key for step in before if step.key}
    docket.close()
    journal = place / "journal.jsonl"
    journal.write_bytes(TAILS[end](journal.read_bytes()))
    opened, errors = made(place, disk)
    if opened is not None:
        if not disk.fails_at("read"):
            assert keys <= {record.key for record in recorded(opened)}
        errors += bool(done(STEP["opened"], opened)) + bool(done(STEP["opened"], opened))
        disk.mend()
        assert done(STEP["opened"], opened) == ""
        opened.close()
    disk.mend()
    assert_whole(place, keys)
    finish(reopened(place), {step.name for step in before})
    assert_whole_life(place)
    assert (end == "torn") == any(place.glob("torn-*"))
    return errors, len(before)


ONCE_OR_FOR_GOOD = pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
ERRORS = pytest.mark.parametrize(
    "code",
    [pytest.param(errno.EIO, id="EIO"), pytest.param(errno.ENOSPC, id="ENOSPC", marks=pytest.mark.slow)],
)
Make = Callable[[int], NthDisk]


def every_number(
    make: Make, folder: Path, live: Callable[[NthDisk, Path], Run], tell: Tell, *, least: int, step: int = 1
) -> None:
    """A life for each call that can fail, or for each `step`th, until one passes in which none did.

    `least` of them must have failed.
    """
    errors = acknowledged = faults = 0
    for number in count(1, step):
        place = folder / str(number) / "permits.docket"
        place.parent.mkdir()
        disk = make(number)
        shown, kept = live(disk, place)
        errors, acknowledged = errors + shown, acknowledged + kept
        assert_tidy(place)
        shutil.rmtree(place.parent)
        faults += bool(disk.struck)
        if not disk.struck:
            break
    tell(faults=faults, errors_shown=errors, acknowledged=acknowledged)
    assert faults >= least // step


LIFE = {"open": 30, "read": 50, "write": 20, "sync": 20, "rename": 4, "remove": 8, "make_folder": 3, "sync_folder": 4}
"""How many calls of a kind such a life makes at least."""
EVERY = {"open": 5, "read": 7}
"""Of which only every fifth or seventh fails in an ordinary run."""
CRASH = {
    ("torn", "open"): 6,
    ("torn", "read"): 4,
    ("torn", "write"): 2,
    ("torn", "sync"): 3,
    ("torn", "truncate"): 1,
    ("torn", "sync_folder"): 1,
    ("no newline", "open"): 4,
    ("no newline", "read"): 4,
    ("no newline", "write"): 2,
    ("no newline", "sync"): 2,
    ("no newline", "truncate"): 1,
    ("other newline", "open"): 4,
    ("other newline", "read"): 4,
    ("other newline", "write"): 2,
    ("other newline", "sync"): 2,
    ("other newline", "truncate"): 1,
}
"""How many it makes at least between a crash and the next record."""


@ONCE_OR_FOR_GOOD
@ERRORS
@pytest.mark.parametrize("call", all_but(LIFE, "rename", "make_folder"))
def test_a_call_that_fails(call: str, code: int, for_good: bool, quick_path: Path, tell: Tell) -> None:
    every_number(
        lambda n: NthDisk(call, n, fails(code), for_good=for_good),
        quick_path,
        a_life_with,
        tell,
        least=LIFE[call],
        step=EVERY.get(call, 1) if code == errno.EIO else 1,
    )


@ONCE_OR_FOR_GOOD
@pytest.mark.parametrize("call", all_but(["write", "sync", "rename"], "rename"))
def test_a_call_that_is_done_and_says_it_failed(call: str, for_good: bool, quick_path: Path, tell: Tell) -> None:
    every_number(
        lambda n: LateDisk(call, n, fails(errno.EIO), for_good=for_good),
        quick_path,
        a_life_with,
        tell,
        least=LIFE[call],
    )


@ONCE_OR_FOR_GOOD
@pytest.mark.parametrize("also", all_but(["none", "truncate", "sync"], "truncate"))
def test_a_write_that_stops_half_way(for_good: bool, also: str, quick_path: Path, tell: Tell) -> None:
    every_number(
        lambda n: ShortDisk(n, fails(errno.ENOSPC), also, for_good=for_good),
        quick_path,
        a_life_with,
        tell,
        least=LIFE["write"],
    )


@ONCE_OR_FOR_GOOD
@ERRORS
@pytest.mark.parametrize(("end", "call"), every_nth(5, CRASH))
def test_a_call_that_fails_after_a_crash(
    end: str, call: str, code: int, for_good: bool, quick_path: Path, tell: Tell
) -> None:
    def live(disk: NthDisk, place: Path) -> Run:
        return a_life_after_a_crash(end, disk, place)

    every_number(
        lambda n: NthDisk(call, n, fails(code), for_good=for_good),
        quick_path,
        live,
        tell,
        least=CRASH[end, call],
    )


STATEMENTS = 1000
"""That a life makes at least."""
CONNECT = sqlite3.connect


@ONCE_OR_FOR_GOOD
@pytest.mark.parametrize("sentence", ["disk I/O error", "database or disk is full"])
@pytest.mark.parametrize(
    "step", [499, pytest.param(83, marks=pytest.mark.sweep), pytest.param(1, marks=pytest.mark.slow)]
)
def test_a_statement_of_the_projection_that_fails(
    step: int, sentence: str, for_good: bool, quick_path: Path, monkeypatch: pytest.MonkeyPatch, tell: Tell
) -> None:
    """SQLite has a disk of its own: what it says failed is taken for failed, and nothing that was recorded is lost."""

    def strike() -> None:
        raise sqlite3.OperationalError(sentence)

    def make(number: int) -> NthDisk:
        disk = NthDisk("execute", number, strike, for_good=for_good)

        class Failing(sqlite3.Connection):
            def execute(self, *arguments: Any) -> sqlite3.Cursor:
                disk._count("execute")
                return super().execute(*arguments)

        monkeypatch.setattr("store.local.schema.sqlite3.connect", partial(CONNECT, factory=Failing))
        return disk

    every_number(make, quick_path, a_life_with, tell, least=STATEMENTS, step=step)
