"""What a docket's size costs, as ratios to an empty one in the same run, and a decision to the least a disk allows.

    python -m tests.bench.decision [CASES RECORDS]...

For each size, 100,000 cases with 0 and with 200,000 records unless told, a docket is made by `tests.bench.large`.
Printed are medians: of opening it in a process, of pages and counts of its queue, of `show` and `vote` as commands, and
the peak memory of the review screen. "Empty" is a docket of one case that nobody has acted on. 1,000,000 cases with
2,000,000 records take 10 GB and half an hour.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from store.acts import CastVote, Draft
from store.docket import Docket
from store.filters import parse
from store.opening import new_docket, open_docket
from tests.bench.large import make
from tests.bench.timed_terminal import TimedTerminal
from tests.dockets import POLICY, make_case

ROUNDS = 1000
RUNS = 15
PROGRAM = str(Path(sys.executable).with_name("foureyes"))
SIZES = [100_000, 0, 100_000, 200_000]


def timed(act: Callable[[], object]) -> float:
    """Milliseconds that `act` takes."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1e3


def median(act: Callable[[], object], runs: int = RUNS) -> float:
    """The median of some runs, in milliseconds."""
    return statistics.median(timed(act) for _ in range(runs))


def decisions(folder: Path) -> None:
    """A decision in a process, beside a bare append and sync of as many bytes, in turns."""
    docket = new_docket(folder / "decisions", POLICY, "lead")
    docket.import_cases("lead", map(make_case, range(ROUNDS)), ())
    bare = os.open(folder / "bare", os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    line, votes, appends = b"x" * 330 + b"\n", list[float](), list[float]()
    for number in range(ROUNDS):
        case, draft = f"RP-{number:04}", CastVote(Draft("keep", revision=1))
        votes.append(timed(lambda: docket.act("ana", case, draft)))  # noqa: B023
        appends.append(timed(lambda: (os.write(bare, line), os.fdatasync(bare))))
    docket.close()
    for name, times in (("a decision", votes), ("append + fdatasync of 331 bytes", appends)):
        times.sort()
        print(f"{name:32} p50 {statistics.median(times):7.3f} ms   p99 {times[int(ROUNDS * 0.99)]:7.3f} ms")
    print(f"ratio {statistics.median(votes) / statistics.median(appends):.2f} (limit: 5)")


def commands(place: Path, case: str, runs: int) -> dict[str, Callable[[], object]]:
    """The commands whose cost must not hang on the size; a vote is taken back in between."""

    def run(*words: str) -> None:
        subprocess.run([PROGRAM, *words, "--reviewer", "ana"], check=True, capture_output=True)

    def vote() -> None:
        run("vote", str(place), case, "--outcome", "keep", "--reason", "As stated.")

    def withdraw() -> None:
        run("withdraw", str(place), case, "--reason", "Again.")

    return {"show": lambda: run("show", str(place), case), "vote": vote, "withdraw": withdraw}


def in_turns(places: list[tuple[Path, str]], runs: int = RUNS) -> dict[str, list[float]]:
    """The medians of each command on each docket, run in turns so that all meet the same machine."""
    acts = [commands(place, case, runs) for place, case in places]
    times: dict[str, list[list[float]]] = {name: [[] for _ in places] for name in acts[0]}
    for _ in range(runs):
        for name in times:
            for number, act in enumerate(acts):
                times[name][number].append(timed(act[name]))
    return {name: [statistics.median(one) for one in of] for name, of in times.items()}


def asked(docket: Docket) -> dict[str, float]:
    """What the screen asks for, in milliseconds."""
    first = docket.page("ana", limit=64)
    middle = ("2025-05-15", 0)
    found: dict[str, float] = {
        "page": median(lambda: docket.page("ana", after=middle, limit=64)),
        "page of standing:open": median(lambda: docket.page("ana", parse("standing:open"), limit=64)),
        "page of voted:me": median(lambda: docket.page("ana", parse("-voted:me"), limit=64)),
        "first page of flag:Q3": timed(lambda: docket.page("ana", parse("flag:Q3"), limit=64)),
        "page of flag:Q3": median(lambda: docket.page("ana", parse("flag:Q3"), limit=64)),
        "first page of a text": timed(lambda: docket.page("ana", parse('"rugys bakery"'), limit=64)),
        "counts": median(lambda: docket.counts("ana")),
        "count before the middle": median(lambda: docket.count("ana", before=middle)),
        "view": median(lambda: docket.view("ana", first[-1].id)),
        "refresh": median(docket.refresh),
    }
    return found


def memory(place: Path) -> int:
    """Peak MiB of the review screen, after some paging."""
    terminal = TimedTerminal(PROGRAM, "review", str(place), "--reviewer", "ana")
    try:
        terminal.until("RP-")
        terminal.settle(0.5, 5)
        for key in ["n"] * 20 + ["\x1b[6~"] * 20 + ["\x1b[F"]:
            terminal.press(key)
            terminal.settle()
        return terminal.peak_memory()
    finally:
        terminal.end()


def sized(folder: Path, empty: Path, cases: int, records: int) -> None:
    """Make a docket of a size, measure, and remove it."""
    place, last = folder / "large", ""

    def making() -> None:
        nonlocal last
        last = make(place, cases, records)

    print(f"\n{cases:,} cases, {records:,} records")
    print(f"{'made in':32} {timed(making) / 1e3:9.1f} s")
    print(f"{'its index made anew in':32} {timed(lambda: open_docket(place).close()) / 1e3:9.1f} s")
    size = (place / "index" / "docket.db").stat().st_size
    print(f"{'size of the index':32} {size / 2**20:9.1f} MiB")
    print(f"{'opening':32} {median(lambda: open_docket(place).close()):9.1f} ms (limit: 50)")
    docket = open_docket(place)
    for name, took in asked(docket).items():
        print(f"{name:32} {took:9.2f} ms")
    docket.close()
    for name, (least, took) in in_turns([(empty, "RP-0000001"), (place, last)]).items():
        print(f"{name:32} {took:9.1f} ms, empty {least:7.1f} ms: ratio {took / least:.2f} (limit: 1.5)")
    print(f"{'memory of the review screen':32} {memory(place):9} MiB (limit: 200)")
    subprocess.run(["rm", "-r", str(place)], check=True)


def main(sizes: list[int]) -> None:
    """Measure each size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        decisions(folder)
        make(folder / "empty", 1, 0)
        print(f"\nempty: opening {median(lambda: open_docket(folder / 'empty').close()):.1f} ms, ", end="")
        print(f"memory of the review screen {memory(folder / 'empty')} MiB")
        for cases, records in zip(sizes[::2], sizes[1::2], strict=True):
            sized(folder, folder / "empty", cases, records)


if __name__ == "__main__":
    main([int(word.replace(",", "")) for word in sys.argv[1:]] or SIZES)
