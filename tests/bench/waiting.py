"""How long a vote waits beside somebody who records without a pause, as an act on thousands of cases does.

    python -m tests.bench.waiting [FOLDER] [--seconds 20]

A process writes notes to a docket in FOLDER, one after the other; this one writes one each 50 ms. Printed are the
median, the 99th percentile and the longest time until such a note is acknowledged, beside what it takes alone, and how
many notes the other process wrote meanwhile, beside how many it writes alone.
"""

import argparse
import statistics
import tempfile
import time
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path

from store.acts import WriteNote
from store.docket import Docket
from store.opening import open_docket
from tests.dockets import make_case
from tests.faults.steps import fresh

CASES, BETWEEN, LEAST = 200, 0.05, 1.0


def hurried(place: Path, seconds: float, begun: Event | None = None) -> int:
    """Write notes without a pause; gives how many."""
    docket, end, written = open_docket(place), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        docket.act("ben", f"RP-{written % CASES + 1:04}", WriteNote("One of many."))
        written += 1
        if begun:
            begun.set()
    docket.close()
    return written


def waits(docket: Docket, seconds: float) -> list[float]:
    """Milliseconds until each note of somebody who takes their time is acknowledged, shortest first."""
    found, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.monotonic()
        docket.act("ana", "RP-0001", WriteNote("One of few."))
        found.append((time.monotonic() - start) * 1000)
        time.sleep(BETWEEN)
    return sorted(found)


def told(name: str, found: list[float]) -> None:
    """Print what somebody waited."""
    late = found[int(len(found) * 0.99)]
    median = statistics.median(found)
    print(f"{name:<10} {len(found):>5} notes  median {median:6.1f} ms  p99 {late:6.1f}  longest {found[-1]:6.1f}")


def main() -> None:
    """Run it."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", nargs="?", type=Path)
    asked.add_argument("--seconds", type=float, default=20.0)
    given, context = asked.parse_args(), get_context("spawn")
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        place = Path(folder) / "waiting.docket"
        docket = fresh(place)
        docket.import_cases("lead", map(make_case, range(1, CASES + 1)), ())
        alone, quick = waits(docket, given.seconds / 4), hurried(place, given.seconds / 4)
        with context.Pool(1) as pool, context.Manager() as shared:
            begun = shared.Event()
            other = pool.apply_async(hurried, (place, given.seconds + LEAST, begun))
            begun.wait()
            beside = waits(docket, given.seconds)
            written = other.get()
        told("alone", alone)
        told("beside", beside)
        rate = written / (given.seconds + LEAST)
        print(f"the other  {rate:.0f} notes a second, alone {quick * 4 / given.seconds:.0f}")
        docket.close()


if __name__ == "__main__":
    main()
