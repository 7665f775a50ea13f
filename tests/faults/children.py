"""Processes that work on a docket and can be killed. What they were told is written down outside of the docket."""

import os
import random
import time
from collections import Counter
from pathlib import Path

from store.acts import CastVote, Draft, Open, Withdraw, WriteNote
from store.disk import Disk
from store.records import Record
from tests.faults.steps import KEEP, REVOKE, reopened
from tests.processes import CEILING

CASES = [f"RP-{number:04}" for number in range(1, 5)]


class Acknowledged:
    """A file that each process adds to: the key of a record when the docket said that it is recorded."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.path.touch()

    def add(self, key: str) -> None:
        """One write, which the kernel keeps whatever becomes of the process."""
        fd = os.open(self.path, os.O_WRONLY | os.O_APPEND)
        os.write(fd, f"{key}\n".encode())
        os.close(fd)

    def keys(self) -> Counter[str]:
        """All that were acknowledged so far."""
        return Counter(self.path.read_text().split("\n")[:-1])


def works(
    place: Path,
    who: str,
    acknowledged: Acknowledged,
    intents: Path,
    *,
    seed: int,
    disk: Disk | None = None,
    pause: float = 0.008,
) -> None:
    """Vote, withdraw and write notes without end; what was begun before a kill is begun again with the same key."""
    docket, chance = reopened(place, disk, patience=CEILING), random.Random(seed)
    for case in CASES:
        if not docket.view(who, case).opened:
            docket.act(who, case, Open(("r1",)))
    begun = intents.read_text() if intents.exists() else ""
    while True:
        key, case, kind, outcome = begun.split("/") if begun else _next(who, chance)
        intents.write_text(f"{key}/{case}/{kind}/{outcome}")
        draft: Draft = REVOKE if outcome == "revoke" else KEEP
        if kind == "vote":
            answer = docket.act(who, case, CastVote(draft), key)
        elif kind == "withdraw":
            answer = docket.act(who, case, Withdraw("Misread."), key)
        else:
            answer = docket.act(who, case, WriteNote(f"A note of {chance.randrange(3000) * 'x'}"), key)
        if isinstance(answer, Record):
            acknowledged.add(key)
        begun = ""
        time.sleep(chance.random() * pause)  # or all would wait for one lock, and a newcomer the longest
        if chance.random() < 0.02:
            docket.refresh()


def _next(who: str, chance: random.Random) -> tuple[str, str, str, str]:
    kind = chance.choice(["note", "vote", "vote", "withdraw"])
    return f"{who}-{chance.getrandbits(48):x}", chance.choice(CASES), kind, chance.choice(["keep", "revoke"])
