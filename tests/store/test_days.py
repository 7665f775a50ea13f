"""Which day it is: that of the office, where the policy says in which time zone it is, whatever who records has set."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from store.acts import WriteNote
from store.days import day_of
from store.docket import Docket
from store.errors import BadInput
from store.opening import new_docket, open_docket
from tests.dockets import POLICY, done, make_case
from tests.store.local.test_verify import forged, verified

ZONED = f'{POLICY}\n[calendar]\ntime_zone = "Pacific/Kiritimati"\n'
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
"""In UTC; in Kiritimati, fourteen hours ahead, it is the third."""


@pytest.fixture
def set_tz(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Sets the time zone of this process."""

    def put(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield put
    monkeypatch.undo()
    time.tzset()


def at_noon(place: Path, source: str) -> Docket:
    new_docket(place, source, "lead").close()
    docket = open_docket(place)
    docket.now = lambda: NOON
    return docket


@pytest.mark.parametrize("tz", ["UTC", "Pacific/Pago_Pago", "XXX+11:59", "XXX-13:59"])
def test_the_day_is_that_of_the_office(tmp_path: Path, set_tz: Callable[[str], None], tz: str) -> None:
    set_tz(tz)
    assert at_noon(tmp_path / "d", ZONED).today() == date(2026, 3, 3)


def test_without_an_office_it_is_that_of_the_machine(tmp_path: Path, set_tz: Callable[[str], None]) -> None:
    set_tz("Pacific/Pago_Pago")
    assert at_noon(tmp_path / "d", POLICY).today() == date(2026, 3, 2)
    set_tz("Pacific/Kiritimati")
    assert at_noon(tmp_path / "e", POLICY).today() == date(2026, 3, 3)


@pytest.mark.parametrize("tz", ["XXX-23:59", "XXX+23:59", "XXX-24", "XXX-14:01", "XXX+12:01"])
def test_a_time_zone_of_no_place_is_refused(set_tz: Callable[[str], None], tz: str) -> None:
    set_tz(tz)
    with pytest.raises(BadInput, match=r"time zone of this terminal \(TZ\)"):
        day_of(NOON)


@pytest.mark.parametrize("zone", ["Atlantis/Main", "Europe", "a" * 300, "../UTC", "/etc"])
def test_a_policy_whose_time_zone_is_unknown_here_says_so(zone: str) -> None:
    with pytest.raises(BadInput, match="of the policy is not known on this machine"):
        day_of(NOON, zone)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_day_that_was_moved_is_named_by_verify(tmp_path: Path, days: int) -> None:
    docket = new_docket(tmp_path / "d", ZONED, "lead")
    docket.import_cases("lead", iter([make_case(1)]), ())
    note = done(docket.act("ana", "RP-0001", WriteNote("A note.")))
    docket.close()
    assert verified(tmp_path / "d") == []
    moved = note.day + timedelta(days)
    forged(tmp_path / "d", "note", day=moved.isoformat())
    assert f"its day is {moved}, where it was {note.day} in Pacific/Kiritimati." in verified(tmp_path / "d")[0]
