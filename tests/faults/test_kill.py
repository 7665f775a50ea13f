"""Three processes write to one docket, and a random one of them is killed, again and again."""

import random
import time
from collections import Counter
from pathlib import Path

import pytest

from store.disk import Disk
from store.records import Recovered
from tests.conftest import Tell
from tests.disks import DyingDisk
from tests.faults.children import Acknowledged, works
from tests.faults.steps import STEP, done, fresh, lost_and_doubled, recorded, reopened
from tests.processes import Child, until

pytestmark = pytest.mark.long

PEOPLE = ["ana", "ben", "cleo"]


class Office:
    """Three people at work on one docket, each in a process of their own."""

    def __init__(self, folder: Path, chance: random.Random, pause: float = 0.008) -> None:
        self._folder, self._chance, self._pause = folder, chance, pause
        self.place = folder / "permits.docket"
        docket = fresh(self.place)
        assert done(STEP["import"], docket) == ""
        docket.close()
        self.told = {who: Acknowledged(folder / f"told-{who}") for who in PEOPLE}
        self.running: dict[str, Child] = {}
        for who in PEOPLE:
            self.begin(who)

    def begin(self, who: str, disk: Disk | None = None) -> None:
        """Somebody sits down to work, where they were interrupted."""
        seed, begun = self._chance.getrandbits(32), self._folder / f"begun-{who}"
        told, pause = self.told[who], self._pause
        self.running[who] = Child(lambda: works(self.place, who, told, begun, seed=seed, disk=disk, pause=pause))

    def goes_on(self) -> bool:
        """Whether each of them gets something recorded."""
        before = {who: one.path.stat().st_size for who, one in self.told.items()}
        return until(lambda: all(one.path.stat().st_size > before[who] for who, one in self.told.items()))

    def closes(self) -> "Counts":
        """All are killed; what is there is compared with what they were told."""
        assert [child.kill() for child in self.running.values()] == [-9, -9, -9]
        docket = reopened(self.place)
        acknowledged = sum((one.keys() for one in self.told.values()), start=Counter[str]())
        lost, doubled = lost_and_doubled(docket, acknowledged)
        assert list(docket.verify("lead")) == []
        records = recorded(docket)
        assert [record.seq for record in records] == list(range(len(records)))
        torn = sum(isinstance(record.body, Recovered) for record in records)
        docket.close()
        return {"acknowledged": len(acknowledged), "lost": lost, "doubled": doubled, "torn_ends": torn}


Counts = dict[str, int]


@pytest.mark.parametrize(
    "kills", [4, pytest.param(25, marks=pytest.mark.sweep), pytest.param(300, marks=pytest.mark.slow)]
)
def test_a_random_one_of_three_is_killed(kills: int, tmp_path: Path, tell: Tell) -> None:
    chance = random.Random(kills)
    office = Office(tmp_path, chance)
    killed = wedged = 0
    for _ in range(kills):
        time.sleep(chance.random() * 0.06)  # no matter how long: where it dies is to be left to chance
        victim = chance.choice(PEOPLE)
        killed += office.running[victim].kill() == -9  # it was at work until then
        office.begin(victim)
        wedged += not office.goes_on()
    counts = office.closes()
    tell(kills=killed, wedged=wedged, **counts)
    assert (killed, wedged, counts["lost"], counts["doubled"]) == (kills, 0, 0, 0)
    assert counts["acknowledged"] > kills


@pytest.mark.parametrize(
    "kills", [4, pytest.param(24, marks=pytest.mark.sweep), pytest.param(300, marks=pytest.mark.slow)]
)
def test_one_of_three_is_killed_within_a_record(kills: int, tmp_path: Path, tell: Tell) -> None:
    """Each leaves the beginning of a line behind, which the next one who works sets aside, while two go on."""
    chance = random.Random(kills)
    office = Office(tmp_path, chance, pause=0.03)  # where it dies is chosen, however little is done meanwhile
    within = killed = wedged = 0
    for number in range(kills):
        victim = PEOPLE[number % 3]
        assert office.running[victim].kill() == -9
        share = number / (kills - 1)  # nothing of the line, ever more of it, all of it
        office.begin(victim, DyingDisk(chance.randrange(1, 8), share))
        killed += office.running[victim].wait() == -9
        within += 0 < share < 1
        office.begin(victim)
        wedged += not office.goes_on()
    counts = office.closes()
    tell(kills=killed, within_a_record=within, wedged=wedged, **counts)
    assert (killed, wedged, counts["lost"], counts["doubled"]) == (kills, 0, 0, 0)
    assert within == kills - 2
    assert counts["torn_ends"] >= within
    assert counts["acknowledged"] > kills
