"""The power goes while people work: what was acknowledged is on the disk.

A file system lives in a file behind a loop device. What a disk holds when the power goes is what has reached that
file, so it is copied while processes write, and the copy is mounted and compared with what they were told. The copy
takes a moment in which writing goes on: that is harsher than a real cut.
"""

import os
import random
import shutil
import time
from pathlib import Path

import pytest

from store.model import Imported
from store.records import Import
from tests.conftest import Tell
from tests.dockets import make_case
from tests.faults.children import Acknowledged, works
from tests.faults.life import STEPS, assert_shown_as_stored, done, fresh, lost_and_doubled, recorded, reopened
from tests.machine import mounted, run
from tests.processes import Child, until


def imports_on_and_on(place: Path, told: Acknowledged) -> None:
    """Import one small batch after the other."""
    docket, number = reopened(place, patience=10), 1000
    while True:
        cases = [make_case(number + more) for more in range(20)]
        result = docket.import_cases("lead", iter(cases), ("more.jsonl",))
        assert isinstance(result, Imported)
        told.add(result.batch)
        number += 20
        time.sleep(0.01)


def compare(image: Path, told: set[str], told_batches: set[str]) -> tuple[int, int, int]:
    """How many acknowledged records the copy lacks, has twice, and how many torn ends were set aside."""
    where = image.with_name("copy")
    with mounted("-o", "loop", image, where):
        docket = reopened(where / "permits.docket")
        assert [trouble.sentence for trouble in docket.warnings() if trouble.read_only] == []
        assert list(docket.verify()) == []
        assert_shown_as_stored(docket)
        missing, doubled = lost_and_doubled(docket, dict.fromkeys(told, 1))  # type: ignore[arg-type]
        records = recorded(docket)
        missing += len(told_batches - {one.body.batch for one in records if isinstance(one.body, Import)})
        assert done(STEPS[1], docket) == ""  # and work goes on
        docket.close()
    return missing, doubled, sum(record.kind == "recovered" for record in records)


@pytest.mark.needs("loop devices")
@pytest.mark.parametrize("cuts", [3, pytest.param(40, marks=pytest.mark.slow)])
def test_the_power_is_cut(cuts: int, tmp_path: Path, tell: Tell) -> None:
    image, chance = tmp_path / "image", random.Random(cuts)
    lost = doubled = torn = acknowledged = 0
    for _ in range(cuts):
        with image.open("wb") as file:
            file.truncate(24 << 20)
        run("mkfs.ext4", "-q", "-F", image)
        with mounted("-o", "loop", image, tmp_path / "disk"):
            place, told = tmp_path / "disk" / "permits.docket", Acknowledged(tmp_path / "told")
            batches = Acknowledged(tmp_path / "told-batches")
            docket = fresh(place)
            assert done(STEPS[0], docket) == ""
            docket.close()
            running = [
                Child(lambda who=who: works(place, who, told, tmp_path / f"begun-{who}", seed=chance.getrandbits(32)))  # type: ignore[misc]  # noqa: B023
                for who in ("ana", "ben")
            ]
            running.append(Child(lambda: imports_on_and_on(place, batches)))  # noqa: B023
            try:
                assert until(lambda: told.path.stat().st_size > 500)  # noqa: B023
                time.sleep(chance.random() * 0.5)
                said, said_batches = set(told.keys()), set(batches.keys())
                run("cp", "--sparse=always", image, tmp_path / "cut")
            finally:
                assert [child.kill() for child in running] == [-9, -9, -9]
        for left in [told.path, batches.path, *tmp_path.glob("begun-*")]:
            left.unlink()
        missing, twice, set_aside = compare(tmp_path / "cut", said, said_batches)
        lost, doubled, torn = lost + missing, doubled + twice, torn + set_aside
        acknowledged += len(said) + len(said_batches)
    shutil.rmtree(tmp_path / "disk", ignore_errors=True)
    os.unlink(tmp_path / "cut")
    tell(cuts=cuts, acknowledged=acknowledged, lost=lost, doubled=doubled, torn=torn)
    assert (lost, doubled) == (0, 0)
