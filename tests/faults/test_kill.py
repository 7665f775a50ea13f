"""Three processes write to one docket, and a random one of them is killed, again and again."""

import random
import time
from pathlib import Path

import pytest

from tests.conftest import Tell
from tests.faults.children import Acknowledged, works
from tests.faults.life import STEPS, done, fresh, lost_and_doubled, recorded, reopened
from tests.processes import Child, until

PEOPLE = ["ana", "ben", "cleo"]


@pytest.mark.parametrize("kills", [25, pytest.param(300, marks=pytest.mark.slow)])
def test_a_random_one_of_three_is_killed(kills: int, tmp_path: Path, tell: Tell) -> None:
    place, chance = tmp_path / "permits.docket", random.Random(kills)
    docket = fresh(place)
    assert done(STEPS[0], docket) == ""
    docket.close()
    told = {who: Acknowledged(tmp_path / f"told-{who}") for who in PEOPLE}

    def begin(who: str) -> Child:
        seed = chance.getrandbits(32)
        return Child(lambda: works(place, who, told[who], tmp_path / f"begun-{who}", seed=seed))

    running = {who: begin(who) for who in PEOPLE}
    wedged = 0
    for _ in range(kills):
        time.sleep(chance.random() * 0.06)
        victim = chance.choice(PEOPLE)
        assert running[victim].kill() == -9  # it was at work until then
        before = {who: told[who].path.stat().st_size for who in PEOPLE}
        running[victim] = begin(victim)
        wedged += not until(lambda: all(told[who].path.stat().st_size > before[who] for who in PEOPLE), 8)  # noqa: B023
    assert [child.kill() for child in running.values()] == [-9, -9, -9]

    docket = reopened(place)
    acknowledged = sum((one.keys() for one in told.values()), start=type(told["ana"].keys())())
    lost, doubled = lost_and_doubled(docket, acknowledged)
    assert list(docket.verify()) == []
    assert [record.seq for record in recorded(docket)] == list(range(len(recorded(docket))))
    torn = sum(record.kind == "recovered" for record in recorded(docket))
    docket.close()
    tell(kills=kills, acknowledged=len(acknowledged), lost=lost, doubled=doubled, torn=torn, wedged=wedged)
    assert (lost, doubled, wedged) == (0, 0, 0)
