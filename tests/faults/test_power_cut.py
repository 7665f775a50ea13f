"""The power goes while people work: what was acknowledged is on the disk.

A file system lives in a file behind a loop device. What a disk holds when the power goes is what has reached that
file, not what the system keeps in memory. So the writers are stopped where they are, the file is copied until two
copies agree, which is to say at one moment, and the copy is mounted and compared with what they were told.
"""

import filecmp
import os
import random
import shutil
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from store.model import Imported
from store.records import Import, Recovered
from tests.conftest import Tell
from tests.dockets import make_case
from tests.faults.children import Acknowledged, works
from tests.faults.steps import STEP, assert_shown_as_stored, done, fresh, lost_and_doubled, recorded, reopened
from tests.machine import image_of_a_disk, mounted, run
from tests.processes import CEILING, Child, until

pytestmark = pytest.mark.long


def imports_on_and_on(place: Path, told: Acknowledged, pause: float = 0.01) -> None:
    """Import one small batch after the other, `pause` seconds apart."""
    docket, number = reopened(place, patience=CEILING), 1000
    while True:
        cases = [make_case(number + more) for more in range(20)]
        result = docket.import_cases("lead", iter(cases), ("more.jsonl",))
        assert isinstance(result, Imported)
        told.add(result.batch)
        number += 20
        time.sleep(pause)


def stopped(child: Child) -> bool:
    """Whether a process that was sent SIGSTOP is there, and no call of it is still under way."""
    return Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def at_one_moment(image: Path, copy: Path) -> None:
    """Copy what has reached the disk: between two copies that agree nothing was written."""

    def agree() -> bool:
        again = copy.with_name("again")
        for path in (copy, again):
            run("cp", "--sparse=always", image, path)
        return filecmp.cmp(copy, again, shallow=False)

    assert until(agree)


def compare(image: Path, told: set[str], told_batches: set[str]) -> Counter[str]:
    """What the copy lacks of what was acknowledged, has twice, and set aside as a torn end."""
    where = image.with_name("copy")
    with mounted("-o", "loop", image, where):
        docket = reopened(where / "permits.docket")
        assert [trouble.sentence for trouble in docket.warnings("lead") if trouble.read_only] == []
        assert list(docket.verify("lead")) == []
        assert_shown_as_stored(docket)
        records = recorded(docket)
        missing, doubled = lost_and_doubled(docket, Counter(told))
        missing += len(told_batches - {one.body.batch for one in records if isinstance(one.body, Import)})
        assert done(STEP["note"], docket) == ""  # and work goes on
        docket.close()
    torn = sum(isinstance(record.body, Recovered) for record in records)
    return Counter(cuts=1, lost=missing, doubled=doubled, torn_ends=torn, acknowledged=len(told) + len(told_batches))


def cut(folder: Path, chance: random.Random) -> Counter[str]:
    """Two people decide and a third imports, until the power goes."""
    image = image_of_a_disk(folder / "image", 24)
    with mounted("-o", "loop", image, folder / "disk"):
        place, told = folder / "disk" / "permits.docket", Acknowledged(folder / "told")
        batches = Acknowledged(folder / "told-batches")
        docket = fresh(place)
        assert done(STEP["import"], docket) == ""
        docket.close()

        def begins(who: str) -> Child:
            seed = chance.getrandbits(32)
            return Child(lambda: works(place, who, told, folder / f"begun-{who}", seed=seed))

        running = [begins("ana"), begins("ben"), Child(lambda: imports_on_and_on(place, batches))]
        try:
            assert until(lambda: told.path.stat().st_size > 500 and batches.path.stat().st_size)
            time.sleep(chance.random() * 0.5)  # no matter how long: when the power goes is to be left to chance
            for child in running:
                os.kill(child.pid, signal.SIGSTOP)
            assert until(lambda: all(map(stopped, running)))
            at_one_moment(image, folder / "cut")
        finally:
            assert [child.kill() for child in running] == [-9, -9, -9]
    return compare(folder / "cut", set(told.keys()), set(batches.keys()))


@pytest.mark.needs("loop devices")
@pytest.mark.parametrize("cuts", [3, pytest.param(40, marks=pytest.mark.slow)])
def test_the_power_is_cut(cuts: int, tmp_path: Path, tell: Tell) -> None:
    chance, counts = random.Random(cuts), Counter[str]()
    for number in range(cuts):
        folder = tmp_path / str(number)
        folder.mkdir()
        counts.update(cut(folder, chance))
        shutil.rmtree(folder)
    tell(**counts)
    assert (counts["cuts"], counts["lost"], counts["doubled"]) == (cuts, 0, 0)
    assert counts["acknowledged"] > 20 * cuts
