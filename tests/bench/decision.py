"""What a decision costs, as a ratio to the least a disk allows: one append and one sync of the same bytes.

    python -m tests.bench.decision [CASES]

Prints the median and the 99th percentile of `Docket.vote` on a docket of CASES cases (1,000 unless told), of a bare
append + fdatasync measured in the same run, in turns, and their ratio; then how long the docket takes to open.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from store.acts import CastVote, Draft
from store.opening import new_docket, open_docket
from tests.dockets import POLICY, make_case

ROUNDS = 1000


def timed(act: Callable[[], object]) -> float:
    """Milliseconds that `act` takes."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1e3


def told(name: str, times: list[float]) -> float:
    """Print a line for `times`; returns their median."""
    times.sort()
    print(f"{name:32} p50 {statistics.median(times):7.3f} ms   p99 {times[int(len(times) * 0.99)]:7.3f} ms")
    return statistics.median(times)


def main(cases: int) -> None:
    """Measure on a docket of `cases` cases."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "d"
        docket = new_docket(place, POLICY, "lead")
        took = timed(lambda: docket.import_cases("lead", map(make_case, range(cases)), ()))
        print(f"import of {cases} cases: {took / 1e3:.2f} s")
        bare = os.open(Path(folder) / "bare", os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        line = b"x" * 330 + b"\n"
        votes, appends = [], []
        for number in range(min(ROUNDS, cases)):
            case = f"RP-{number:04}"
            votes.append(timed(lambda case=case: docket.act("ana", case, CastVote(Draft("keep")))))  # type: ignore[misc]
            appends.append(timed(lambda: (os.write(bare, line), os.fdatasync(bare))))
        ratio = told("a decision", votes) / told("append + fdatasync of 331 bytes", appends)
        print(f"ratio {ratio:.2f} (limit: 5)")
        docket.close()
        opening = timed(lambda: open_docket(place).close())
        print(f"opening: {opening:.1f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
