"""Two people with two logins on one machine share a docket, or are told whose it is."""

import grp
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.acts import CastVote, Draft, WriteNote
from store.docket import Docket
from store.errors import BadInput, NotSaved, StoreError
from store.local.repair import plan, repair
from store.opening import new_docket, open_docket
from store.records import Record
from tests.dockets import POLICY, make_case
from tests.processes import as_login
from tests.store.local.harm import harmed

ANA, BEN, CLEO = 61001, 61002, 61003
GROUP = next(group for group in grp.getgrall() if group.gr_gid not in (0, os.getgid()))
OWN = [group.gr_name for group in grp.getgrall() if group.gr_gid == os.getegid()]


@pytest.fixture
def square() -> Iterator[Path]:
    """A folder that every login can reach, and make things in."""
    folder = Path(tempfile.mkdtemp(prefix="foureyes-"))
    folder.chmod(0o1777)
    yield folder
    shutil.rmtree(folder)


def wrong(place: Path, group: int) -> dict[str, str]:
    """What in a shared docket not all who share it can use, or others can."""
    found = {}
    for path in [place, *place.rglob("*")]:
        facts = path.lstat()
        if stat.S_IMODE(facts.st_mode) != (0o2770 if path.is_dir() else 0o660) or facts.st_gid != group:
            found[str(path.relative_to(place))] = f"{stat.S_IMODE(facts.st_mode):04o} {facts.st_gid}"
    return found


def done(answer: object) -> None:
    assert isinstance(answer, Record), answer


def as_ana(act: Callable[[], object]) -> None:
    assert as_login(ANA, [GROUP.gr_gid], act).wait() == 0


def as_ben(act: Callable[[], object]) -> None:
    assert as_login(BEN, [GROUP.gr_gid], act).wait() == 0


def imported(docket: Docket, *numbers: int) -> None:
    docket.import_cases("lead", iter([make_case(number) for number in numbers]), ())
    docket.close()


@pytest.mark.needs("root")
def test_two_logins_decide_one_case_and_every_file_stays_the_group_s(square: Path) -> None:
    place = square / "permits.docket"

    as_ana(lambda: imported(new_docket(place, POLICY, "ana", GROUP.gr_name), 1, 2))
    assert wrong(place, GROUP.gr_gid) == {}
    as_ben(lambda: done(open_docket(place).act("ben", "RP-0001", CastVote(Draft("keep", revision=1)))))
    as_ana(lambda: done(open_docket(place).act("ana", "RP-0001", WriteNote("So it stays."))))
    as_ben(lambda: imported(open_docket(place), 3))
    shutil.rmtree(place / "index")
    as_ben(lambda: done(open_docket(place).act("ben", "RP-0003", CastVote(Draft("keep", revision=1)))))
    as_ana(lambda: imported(open_docket(place), 4))
    assert wrong(place, GROUP.gr_gid) == {}
    assert {path.lstat().st_uid for path in place.rglob("*")} == {ANA, BEN}


@pytest.mark.needs("root")
def test_while_one_login_has_it_open_the_other_works_on(square: Path) -> None:
    place = square / "permits.docket"

    def both() -> None:
        docket = new_docket(place, POLICY, "ana", GROUP.gr_name)
        docket.import_cases("ana", iter([make_case(1)]), ())
        assert wrong(place, GROUP.gr_gid) == {}  # what SQLite makes too
        os.umask(0o022)
        done(docket.act("ana", "RP-0001", WriteNote("First.")))

    as_ana(both)
    docket = open_docket(place)
    as_ben(lambda: done(open_docket(place).act("ben", "RP-0001", WriteNote("Second."))))
    assert docket.refresh()
    docket.close()


@pytest.mark.needs("root")
def test_what_one_sets_aside_and_repairs_the_other_can_use(square: Path) -> None:
    place = square / "permits.docket"

    def votes() -> None:
        docket = new_docket(place, POLICY, "ana", GROUP.gr_name)
        docket.import_cases("ana", iter([make_case(number) for number in range(1, 4)]), ())
        for number in range(1, 4):
            done(docket.act("ana", f"RP-000{number}", CastVote(Draft("keep", revision=1))))
        docket.close()

    as_ana(votes)
    with (place / "journal.jsonl").open("ab") as file:
        file.write(b"0123 {half")
    as_ben(lambda: open_docket(place).close())
    assert len(list(place.glob("torn-*"))) == 1
    harmed(place, 5)
    as_ben(lambda: done(repair(place, "lead", plan(place))))
    assert len(list(place.glob("journal.damaged-*"))) == 1
    as_ana(lambda: done(open_docket(place).act("ana", "RP-0003", CastVote(Draft("keep", revision=1)))))
    assert wrong(place, GROUP.gr_gid) == {}


@pytest.mark.needs("root")
def test_a_docket_is_its_owner_s_alone_and_says_so_to_the_second_person(square: Path) -> None:
    place = square / "permits.docket"

    def refused(sentence: str) -> None:
        with pytest.raises(BadInput) as raised:
            open_docket(place)
        assert str(raised.value) == sentence

    as_ana(lambda: imported(new_docket(place, POLICY, "ana"), 1))
    assert {stat.S_IMODE(path.lstat().st_mode) for path in [place, *place.rglob("*")]} == {0o700, 0o600}
    alone = (
        f"{place}: it belongs to user {ANA} alone, and you are another login. `foureyes new DOCKET --group NAME` makes "
        "one that several logins share."
    )
    as_ben(lambda: refused(alone))
    shutil.rmtree(place)
    as_ana(lambda: imported(new_docket(place, POLICY, "ana", GROUP.gr_name), 1))
    others = f'{place}: only who is in the group "{GROUP.gr_name}" can open it, and your login is not, or was not when '
    assert as_login(CLEO, [], lambda: refused(f"{others}it began.")).wait() == 0
    square.chmod(0o700)
    assert as_login(CLEO, [], lambda: refused(f"{place}: the docket cannot be opened: Permission denied.")).wait() == 0


@pytest.mark.needs("root")
def test_nobody_makes_a_docket_for_a_group_of_others(square: Path) -> None:
    def refused() -> None:
        with pytest.raises(BadInput, match=f'You are not in the group "{GROUP.gr_name}"'):
            new_docket(square / "permits.docket", POLICY, "cleo", GROUP.gr_name)

    assert as_login(CLEO, [], refused).wait() == 0
    assert list(square.iterdir()) == []


def test_a_docket_for_one_s_own_group(tmp_path: Path) -> None:
    place = tmp_path / "permits.docket"
    docket = new_docket(place, POLICY, "lead", OWN[0])
    imported(docket, 1)
    assert wrong(place, os.getegid()) == {}


@pytest.mark.parametrize("name", ["no such group", "", "a\0b", "\x1b[2J"])
def test_a_group_that_is_not_there_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadInput, match=r'There is no group ".*" on this machine\.') as raised:
        new_docket(tmp_path / "permits.docket", POLICY, "lead", name)
    assert "\x1b" not in str(raised.value)
    assert list(tmp_path.iterdir()) == []


def test_a_private_docket_in_a_folder_of_a_group_is_private(tmp_path: Path) -> None:
    tmp_path.chmod(0o2770)
    place = tmp_path / "permits.docket"
    imported(new_docket(place, POLICY, "lead"), 1)
    assert {stat.S_IMODE(path.lstat().st_mode) & 0o777 for path in [place, *place.rglob("*")]} == {0o700, 0o600}


def test_where_a_file_system_keeps_no_groups_none_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fchmod", lambda *_: None)
    with pytest.raises(StoreError, match="this file system does not keep who shares a file") as raised:
        new_docket(tmp_path / "permits.docket", POLICY, "lead", OWN[0])
    assert isinstance(raised.value, NotSaved)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.needs("root")
def test_root_who_mends_somebody_s_docket_takes_none_of_it_away(square: Path) -> None:
    place = square / "permits.docket"
    as_ana(lambda: imported(new_docket(place, POLICY, "ana"), 1, 2))
    as_ana(lambda: done(open_docket(place).act("ana", "RP-0001", CastVote(Draft("keep", revision=1)))))
    with (place / "journal.jsonl").open("ab") as file:
        file.write(b"0123 {half")
    shutil.rmtree(place / "index")
    imported(open_docket(place), 3)
    harmed(place, 4)
    done(repair(place, "lead", plan(place)))
    open_docket(place).close()
    assert {path.lstat().st_uid for path in place.rglob("*")} == {ANA}
    as_ana(lambda: done(open_docket(place).act("ana", "RP-0002", CastVote(Draft("keep", revision=1)))))


@pytest.mark.needs("root")
def test_a_restored_docket_is_given_back_to_its_group_as_the_page_on_backups_says(square: Path) -> None:
    place = square / "permits.docket"
    imported(new_docket(place, POLICY, "ana"), 1)
    page = (Path(__file__).parents[3] / "docs" / "backup.md").read_text("utf-8")
    commands = [line.strip() for line in page.splitlines() if line.startswith(("    chgrp ", "    find "))]
    assert len(commands) == 3
    for command in commands:
        subprocess.run(command.replace("reviewers", GROUP.gr_name), shell=True, check=True, cwd=square)
    assert wrong(place, GROUP.gr_gid) == {}
    as_ben(lambda: imported(open_docket(place), 2))
    assert wrong(place, GROUP.gr_gid) == {}
