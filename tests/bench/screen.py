"""How soon the review screen shows a case, and the next one, beside bare Textual and VisiData in the same run.

    python -m tests.bench.screen [CASES|DOCKET]... [--size 120x40] [--visidata VD]

For each docket, or each number of cases (1,000 unless told; those of the residence permits, which 1,000,000 takes an
hour to make: `tests.bench.large` is faster) it prints how soon a case is on the screen, and for some keys the time from
the key to the last byte of the next case, all lines but the status bar's: median, 90th and 99th percentile. "Ready"
is that less the time in which the program had work and no core, for a machine that others share; "cores" is all the
work of all its threads, what it does behind the screen as well.

Beside it stand a bare Textual app of two texts, one of the length of a case and one of the length of a queue, which a
key changes, and with `--visidata` VisiData on the same cases as CSV, whose page down draws as much.
"""

import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from store.opening import open_docket
from tests.bench.timed_terminal import TimedTerminal

RUNS, PRESSES = 9, 100
LIMIT, LATE = 16, 33
"""Milliseconds in which the next case is to stand: the median, and the 99th percentile."""
PROGRAM = str(Path(sys.executable).with_name("foureyes"))
BARE = """
from textual.app import App
from textual.containers import Horizontal
from textual.widgets import Static

class Bare(App):
    CSS = "Static { width: 2fr; height: 100%; } #queue { width: 1fr; }"
    ENABLE_COMMAND_PALETTE = False
    shown = 0

    def compose(self):
        with Horizontal():
            yield Static("READY", id="queue", markup=False)
            yield Static("", id="case", markup=False)

    def on_key(self):
        self.shown += 1
        lines = [f"{self.shown} {line} " + "evidence " * 12 for line in range(40)]
        self.query_one("#case").update("\\n".join(line[:78] for line in lines), layout=False)
        self.query_one("#queue").update("\\n".join(line[:36] for line in lines), layout=False)

Bare().run()
"""
KEYS = {"next for me": "n", "next": "N", "down in the queue": "\x1b[B", "page down": "\x1b[6~"}


def opened(commands: Sequence[tuple[Sequence[str], str]]) -> list[tuple[float, float]]:
    """Milliseconds from the start of each command to its text, and on the cores, as medians of runs in turns."""
    times: list[list[tuple[float, float]]] = [[] for _ in commands]
    for _ in range(RUNS):
        for each, (command, text) in zip(times, commands, strict=True):
            terminal = TimedTerminal(*command)
            each.append((terminal.until(text) * 1e3, terminal.cores()))
            terminal.end()
    return [(statistics.median(one for one, _ in each), statistics.median(one for _, one in each)) for each in times]


def pressed(terminal: TimedTerminal, name: str, key: str, above: int = 0, presses: int = PRESSES) -> float:
    """Print what presses of a key cost; gives the median of "ready"."""
    costs = [terminal.press_whole(key, above) for _ in range(presses)]
    whole = spread([one.whole for one in costs])
    ready = [max(0.0, one.whole - one.waited) for one in costs]
    cores = statistics.median(one.cpu for one in costs)
    print(f"  {name:24} whole {whole}   ready {spread(ready)}   cores {cores:5.1f} ms")
    return statistics.median(ready)


def spread(times: Sequence[float]) -> str:
    """Median, 90th and 99th percentile."""
    ordered = sorted(times)
    late = (ordered[int(len(ordered) * part)] for part in (0.9, 0.99))
    return " ".join(f"{one:6.1f}" for one in (statistics.median(ordered), *late))


def made(folder: Path, cases: int) -> Path:
    """A docket of so many cases of the residence permits."""
    data, docket, sample = folder / "cases.jsonl", folder / f"docket-{cases}", "residence_permits"
    policy = str(Path("sample_data") / sample / "policy.toml")
    subprocess.run(
        [sys.executable, "-m", "sample_data.make", sample, "--cases", str(cases), "--out", str(data)], check=True
    )
    for command in (["new", docket, "--policy", policy], ["import", docket, data]):
        subprocess.run([PROGRAM, *map(str, command), "--reviewer", "lead"], check=True, stdout=subprocess.DEVNULL)
    return docket


def as_csv(docket: Path, path: Path, most: int = 10_000) -> None:
    """The first cases of a docket as a table, a column for each field and item."""
    at = open_docket(docket)
    rows = []
    for row in at.page("ana", limit=most):
        case = at.view("ana", row.id).case
        rows.append(
            {"id": case.id, "title": case.title, "due": case.due} | {item.id: item.text for item in case.evidence}
        )
    at.close()
    with path.open("w", newline="") as file:
        table = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)))
        table.writeheader()
        table.writerows(rows)


def measure(docket: Path, folder: Path, visidata: str) -> None:
    """Open, and press."""
    at = open_docket(docket)
    first, count = at.page("ana", limit=1)[0].id, sum(at.counts("ana").values())
    at.close()
    review = (PROGRAM, "review", str(docket), "--reviewer", "ana")
    bare = (sys.executable, "-c", BARE)
    (floor, least), (screen, most) = opened([(bare, "READY"), (review, first)])
    print(f"\n{count:,} cases · load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"  bare Textual app {floor:.0f} ms, first case {screen:.0f} ms: ratio {screen / floor:.2f}", end="; ")
    print(f"on the cores {least:.0f} and {most:.0f} ms: ratio {most / least:.2f}")
    print(f"  limits: whole {LIMIT} ms, 99 of 100 {LATE} ms        p50    p90    p99")
    terminal = begun(review, first)
    medians = [
        pressed(terminal, name, key, above=1, presses=min(PRESSES, count // (40 if key == KEYS["page down"] else 1)))
        for name, key in KEYS.items()
    ]
    print(f"  peak memory: {terminal.peak_memory()} MiB")
    terminal.end()
    terminal = begun(bare, "READY")
    least = pressed(terminal, "bare Textual, two texts", "N")
    terminal.end()
    ratios = (f"{name} {one / least:.2f}" for name, one in zip(KEYS, medians, strict=True))
    print(f"  {'ratios to that':24} {', '.join(ratios)}")
    if visidata:
        as_csv(docket, table := folder / "cases.csv")
        terminal = begun((visidata, str(table)), first)
        pressed(terminal, "VisiData, page down", "\x06", presses=min(PRESSES, count // 40))
        terminal.end()


def begun(command: Sequence[str], text: str) -> TimedTerminal:
    """A program that has come to rest."""
    terminal = TimedTerminal(*command)
    terminal.until(text)
    terminal.settle(1, 10)
    return terminal


def main() -> None:
    """Measure on each docket."""
    parser = argparse.ArgumentParser()
    parser.add_argument("dockets", nargs="*", default=["1000"])
    parser.add_argument("--visidata", default="", metavar="VD", help="the program vd")
    parser.add_argument(
        "--size", default="120x40", help="columns and lines; from 100x30 on the case is beside the queue"
    )
    chosen = parser.parse_args()
    columns, _, lines = chosen.size.partition("x")
    TimedTerminal.size = int(columns), int(lines)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_STATE_HOME"] = str(folder / "state")
        for one in chosen.dockets:
            measure(
                Path(one) if Path(one).is_dir() else made(folder, int(one.replace(",", ""))), folder, chosen.visidata
            )


if __name__ == "__main__":
    main()
