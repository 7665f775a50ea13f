"""How soon the review screen shows a case, and how soon it answers a key, beside a bare Textual app in the same run.

    python -m tests.bench.screen [CASES]

Makes a docket of CASES cases of the residence permits (1,164 unless told), then prints medians and 99th percentiles.
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.timed_terminal import TimedTerminal

RUNS, PRESSES = 5, 200
BARE = """
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static("READY")

Bare().run()
"""


def opened(*command: str, text: str) -> float:
    """Milliseconds from the start of a command to `text`, as a median."""
    times = []
    for _ in range(RUNS):
        terminal = TimedTerminal(*command)
        times.append(terminal.until(text) * 1e3)
        terminal.end()
    return statistics.median(times)


def pressed(terminal: TimedTerminal, name: str, key: str) -> None:
    """Print what `PRESSES` presses of a key cost."""
    times = [terminal.press_whole(key) for _ in range(PRESSES)]
    for what, each in zip(("first", "whole"), zip(*times, strict=True), strict=True):
        ordered = sorted(one * 1e3 for one in each)
        middle, late = statistics.median(ordered), ordered[int(PRESSES * 0.99)]
        print(f"{name:18} {what}  p50 {middle:6.1f} ms   p99 {late:6.1f} ms (limit: 16)")


def main(cases: int) -> None:
    """Measure on a docket of `cases` cases."""
    program = str(Path(sys.executable).with_name("foureyes"))
    with tempfile.TemporaryDirectory() as folder:
        data, docket = Path(folder) / "cases.jsonl", str(Path(folder) / "d")
        make = [
            sys.executable,
            "-m",
            "sample_data.make",
            "residence_permits",
            "--cases",
            str(cases),
            "--out",
            str(data),
        ]
        subprocess.run(make, check=True)
        policy = str(Path("sample_data/residence_permits/policy.toml"))
        subprocess.run([program, "new", docket, "--policy", policy, "--reviewer", "lead"], check=True)
        subprocess.run([program, "import", docket, str(data), "--reviewer", "lead"], check=True)
        review = (program, "review", docket, "--reviewer", "ana")
        bare = opened(sys.executable, "-c", BARE, text="READY")
        screen = opened(*review, text="RP-0")
        print(f"bare Textual app: {bare:.0f} ms; first case of {cases}: {screen:.0f} ms; ratio {screen / bare:.2f}")
        terminal = TimedTerminal(*review)
        terminal.until("RP-0")
        terminal.settle(0.5, 5)
        keys = {"next for me": "n", "next": "N", "down in the queue": "\x1b[B", "page down": "\x1b[6~"}
        for name, key in keys.items():
            pressed(terminal, name, key)
        print(f"peak memory: {terminal.peak_memory()} MiB")
        terminal.end()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1164)
