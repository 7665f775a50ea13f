"""An hour of reviewing, played with real keys in the real program, and as much of it as VisiData can do on a CSV.

    python -m tests.bench.hour [--visidata VD] [--cases 100]

On a docket of the residence permits one reviewer goes through the first cases that wait for her: 100 are decided, 12 of
them adversely (a citation, a ground, a reason, the id typed once more), 8 get a note first, 3 searches interrupt her,
and 2 conflicts between others are settled. Printed are, for each kind of thing done, how often it was done, the keys
that it took besides what is written (reasons, notes, ids, words that are searched), and the median time from a key to
the last byte that it changed on the screen ("ready" is that less the time in which the program had work and no core,
for a machine that others share). Scrolling is not counted: how much somebody reads is theirs. In the end the
journal is asked whether a case was passed over with nothing of it opened, or left undecided.

VisiData does the same in a table of the same cases, which has a column for each outcome, ground, citation, reason and
note: a row is opened, read and left, and a cell is edited where the program votes. What it has not is left out or
typed: a citation is the id of an item, a conflict a cell that is written over, with nothing of the others to be read;
there is no second person, no check of what is missing, no confirming, no record of who did what when or read what.
Nobody fills a column at once here, which VisiData can and the program refuses: it would be no review.
"""

import argparse
import csv
import math
import os
import statistics
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from store.acts import Resolution, Vote
from store.docket import Docket
from store.model import Case
from store.opening import open_docket
from tests.bench.screen import PROGRAM, begun, made
from tests.bench.timed_terminal import Press, TimedTerminal

NOTES, ADVERSE, SEARCHES, CONFLICTS = 8, 12, 3, 2
REASON, NOTE, WORDS = "The register and the answer do not agree.", "Ask the carrier.", "sanatorium"
READ = 0.6
"""Seconds for which somebody reads a case, or what asks whether it is meant: no key that sends counts before."""
HALF = 40
"""The column from which on the case stands."""
F2, ENTER, BACK = "\x1bOQ", "\r", "\x7f"


class Step(NamedTuple):
    """What is done to the cases of a queue, one after the other."""

    case: str
    kind: str


class Played:
    """Keys pressed in a program, and what they cost by the kind of thing that is done."""

    def __init__(self, terminal: TimedTerminal) -> None:
        self.terminal, self.kind = terminal, ""
        self.done: dict[str, int] = defaultdict(int)
        self.keys: dict[str, int] = defaultdict(int)
        self.times: dict[str, list[Press]] = defaultdict(list)

    def begins(self, kind: str) -> None:
        """Something of a kind is done from now on."""
        self.kind = kind
        self.done[kind] += 1

    def press(self, *keys: str) -> None:
        """Press keys that do something."""
        for key in keys:
            self.keys[self.kind] += 1
            self.times[self.kind].append(self.terminal.press_whole(key, quiet=0.12))

    def medians(self, kind: str) -> tuple[float, float]:
        """Milliseconds until the last byte, and those of them in which the program was not waiting for a core."""
        times = self.times[kind]
        ready = statistics.median(max(0.0, one.whole - one.waited) for one in times)
        return statistics.median(one.whole for one in times), ready

    def write(self, text: str) -> None:
        """Type what has to be written wherever it is recorded: it is not counted."""
        for key in text:
            self.terminal.press_whole(key, quiet=0.03)

    def reads(self) -> None:
        """Read a question before it is answered."""
        self.terminal.settle(READ)

    @property
    def lines(self) -> list[str]:
        """What stands on the screen."""
        self.terminal.settle(0.1)
        return self.terminal.lines()

    def comes_to(self, text: str, first: int = 0, last: int | None = None, left: int = 0) -> None:
        """Wait for a text on some lines, from a column on; stop the story if it does not come."""
        for _ in range(100):
            if any(text in line[left:] for line in self.lines[first:last]):
                return
        raise AssertionError(f"{self.kind}: {text!r} is not on the screen:\n" + "\n".join(self.lines))


def steps(docket: Docket, count: int) -> Iterator[Step]:
    """What is done to the first cases of the queue: conflicts where they are, adverse where something can carry it."""
    adverse = 0
    for decided, row in enumerate(docket.page("ana", limit=count), 1):
        if row.standing == "conflict":
            yield Step(row.id, "conflict")
        elif (
            adverse < math.ceil(ADVERSE * decided / count)
            and carrying(docket, docket.view("ana", row.id).case) is not None
        ):
            adverse += 1
            yield Step(row.id, "adverse")
        else:
            yield Step(row.id, "clear")


def carrying(docket: Docket, case: Case) -> int | None:
    """The number of the first item that can carry an adverse outcome; None without one, or if others must be read."""
    kinds = {kind.kind: kind for kind in docket.policy("ana").evidence}
    if any(kinds[item.kind].must_read for item in case.evidence):
        return None
    order = [item for kind in kinds for item in case.evidence if item.kind == kind]
    return next((at for at, item in enumerate(order, 1) if kinds[item.kind].alone and not item.withheld), None)


def review(played: Played, plan: list[Step], stands: dict[str, int]) -> None:
    """The hour in the program."""
    clear = 0
    for number, step in enumerate(plan):
        played.begins(step.kind)
        if number:
            played.press("n")
        played.comes_to(step.case, 1, 3, HALF)
        if number in spread_over(len(plan), SEARCHES):
            played.begins("search")
            played.press("/")
            played.write(WORDS)
            played.press(ENTER, ".", BACK)
            played.comes_to(step.case, 1, 3, HALF)
            played.kind = step.kind
        if step.kind == "clear":
            if clear in spread_over(len(plan) - ADVERSE - CONFLICTS, NOTES):
                played.begins("note")
                played.press("m")
                played.write(NOTE)
                played.reads()
                played.press(F2)
                played.comes_to(f"{step.case}: note recorded", 0, 3)
                played.kind = "clear"
            clear += 1
            played.reads()
            played.press("1", "a", F2)
        elif step.kind == "adverse":
            played.press("o", *str(stands[step.case]), "c", "6", "g", F2)
            played.write(REASON)
            played.reads()
            played.press(F2)
            played.reads()
            played.write(step.case)
            played.reads()
            played.press(F2)
        else:
            played.press("d", "1", "B", F2)
            played.write(REASON)
            played.reads()
            played.press(F2)
        played.comes_to(f"{step.case}: {'resolution' if step.kind == 'conflict' else 'vote'} recorded", 0, 3)


def spread_over(length: int, count: int) -> set[int]:
    """Where so many things fall that interrupt others at even distances."""
    return {(2 * one + 1) * length // (2 * count) for one in range(count)}


def spreadsheet(played: Played, plan: list[Step]) -> None:
    """The same in VisiData, as far as it can: outcomes and grounds are written as their number and letter, too."""
    clear = 0
    for number, step in enumerate(plan):
        played.begins(step.kind)
        played.press(*(["j"] if number else ["l"]), ENTER, "q")
        if number in spread_over(len(plan), SEARCHES):
            played.begins("search")
            played.press("g", "/")
            played.write(WORDS)
            played.press(ENTER, "n", "z", "r")
            played.write(str(number))
            played.press(ENTER, *"ghl")  # the cursor is in the column of the hit
            played.kind = step.kind
        if step.kind == "clear":
            if clear in spread_over(len(plan) - ADVERSE - CONFLICTS, NOTES):
                played.begins("note")
                _cell(played, "l" * 4, NOTE)
                played.press(*"h" * 4)
                played.kind = "clear"
            clear += 1
            _cell(played, "", "", "1")
            _cell(played, "l", "", "a")
            played.press("h")
        else:
            _cell(played, "", "", "6" if step.kind == "adverse" else "1")
            _cell(played, "l", "", "f" if step.kind == "adverse" else "a")
            if step.kind == "conflict":
                played.press("h")
                continue
            _cell(played, "l", "e1")
            _cell(played, "l", REASON)
            played.press(*"h" * 3)
    played.begins("save")
    played.press("\x13", ENTER, "y")


def _cell(played: Played, moves: str, written: str, key: str = "") -> None:
    """Go to a cell and write in it; what is a `key` in the program is counted as one here."""
    played.press(*moves, "e")
    played.write(written)
    played.press(*key, ENTER)


def conflicts(place: Path, folder: Path) -> None:
    """Two others come to different outcomes on some of the cases to come."""
    docket = open_docket(place)
    rows = docket.page("ana", limit=70)
    able = [one.id for one in rows[25:] if carrying(docket, docket.view("ana", one.id).case) is not None][:CONFLICTS]
    cites = {one: _item(docket, docket.view("ana", one).case) for one in able}
    docket.close()
    for case, item in cites.items():
        adverse = ["revoke", "--ground", "concealment", "--cite", item, "--confirm", case]
        for who, outcome in (("ben", adverse), ("cleo", ["keep", "--ground", "explained"])):
            for words in (["show"], ["vote", "--outcome", *outcome, "--reason", REASON]):
                command = [PROGRAM, words[0], str(place), case, *words[1:], "--reviewer", who]
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)


def _item(docket: Docket, case: Case) -> str:
    kinds = {kind.kind: kind.alone for kind in docket.policy("ana").evidence}
    return next(item.id for item in case.evidence if kinds[item.kind] and not item.withheld)


def unread(place: Path, plan: list[Step]) -> list[str]:
    """The cases of the story that the journal does not show as opened, and decided, by its reviewer."""
    docket = open_docket(place)
    views = [docket.view("ana", step.case) for step in plan]
    missed = [
        view.case.id
        for view in views
        if not view.opened
        or not any(one.by == "ana" and isinstance(one.body, Vote | Resolution) for one in view.history)
    ]
    docket.close()
    return missed


def table(place: Path, file: Path, plan: list[Step]) -> None:
    """The cases of the story as a table with empty columns for what is decided."""
    docket = open_docket(place)
    rows = []
    for step in plan:
        case = docket.view("ana", step.case).case
        empty = dict.fromkeys(("outcome", "ground", "citation", "reason", "note"), "")
        items = {item.id: item.text for item in case.evidence}
        rows.append({"id": case.id, **empty, "title": case.title, **items})
    docket.close()
    with file.open("w", newline="") as out:
        writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)))
        writer.writeheader()
        writer.writerows(rows)


def told(ours: Played, theirs: Played | None) -> None:
    """Print both, and the ratios."""
    print(f"{'':10} {'done':>4} {'keys each':>10} {'whole':>8} {'ready':>7}   ratio to VisiData: keys, whole, ready")
    for kind, count in ours.done.items():
        mine = (ours.keys[kind] / count, *ours.medians(kind))
        line = f"{kind:10} {count:4} {mine[0]:10.1f} {mine[1]:8.1f} {mine[2]:7.1f} ms"
        if theirs is not None:
            other = (theirs.keys[kind] / theirs.done[kind], *theirs.medians(kind))
            each = (f"{one:.1f} ({one and own / one:.2f})" for own, one in zip(mine, other, strict=True))
            line += "   " + "   ".join(each)
        print(line)
    keys = sum(ours.keys.values())
    more = f"; VisiData {sum(theirs.keys.values())}, with those that save" if theirs else ""
    print(f"keys in all {keys}{more}")


def main() -> None:
    """Play both, and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--visidata", default="", metavar="VD", help="the program vd")
    parser.add_argument("--cases", type=int, default=100)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_STATE_HOME"] = str(folder / "state")
        place = made(folder, 1164)
        conflicts(place, folder)
        docket = open_docket(place)
        plan = list(steps(docket, chosen.cases))
        stands = {one.case: carrying(docket, docket.view("ana", one.case).case) or 0 for one in plan}
        docket.close()
        table(place, folder / "cases.csv", plan)
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
        ours = Played(begun((PROGRAM, "review", str(place), "--reviewer", "ana"), plan[0].case))
        review(ours, plan, stands)
        ours.terminal.end()
        missed, theirs = unread(place, plan), None
        if chosen.visidata:
            print(f"load {os.getloadavg()[0]:.1f} when VisiData begins")
            theirs = Played(begun((chosen.visidata, str(folder / "cases.csv")), plan[0].case))
            spreadsheet(theirs, plan)
            theirs.terminal.settle(1)
            theirs.terminal.end()
            with (folder / "cases.csv").open(newline="") as file:
                kept = [row["outcome"] for row in csv.DictReader(file)]
            assert kept == ["6" if one.kind == "adverse" else "1" for one in plan], kept
        told(ours, theirs)
        print(f"cases passed over unread, or left undecided, by the journal: {len(missed)} of {len(plan)}")


if __name__ == "__main__":
    main()
