"""The doctor looks at a docket: each thing that can be the matter is one line, and nothing is changed by looking."""

import grp
import os
import shutil
import signal
from datetime import timedelta
from pathlib import Path

import pytest

from store.acts import CastVote, Draft, WriteNote
from store.days import now
from store.disk import Disk
from store.docket import Docket
from store.engine import Present
from store.errors import BadInput
from store.local import surroundings
from store.local.doctor import examine
from store.local.hash_chain import line_of
from store.local.repair import plan, repair
from store.local.surroundings import file_system, space
from store.model import Finding, Refusal
from store.opening import new_docket, open_docket
from tests.disks import NthDisk, fails
from tests.dockets import POLICY, make_case
from tests.processes import Child, until


@pytest.fixture
def worked(docket: Docket, place: Path) -> Path:
    """A docket with two votes, in the journal's lines 4 and 5."""
    docket.act("ana", "RP-0001", CastVote(Draft("keep", revision=1)))
    docket.act("ben", "RP-0002", CastVote(Draft("keep", revision=1)))
    docket.close()
    return place


def found(place: Path, disk: Disk | None = None) -> dict[str, Finding]:
    findings = list(examine(place, disk))
    assert all(one.sentence.endswith(".") for one in findings), findings
    return {one.what: one for one in findings}


def not_ok(place: Path, disk: Disk | None = None) -> list[tuple[str, str]]:
    aside = ("file system", "space", "sync")  # what these are depends on where the tests run
    return [(one.what, one.state) for one in found(place, disk).values() if one.state != "ok" and one.what not in aside]


def harm(place: Path, old: bytes, new: bytes) -> None:
    journal = place / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(old, new, 1))


def test_all_is_well_and_nothing_is_changed_by_looking(worked: Path) -> None:
    def content() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in worked.rglob("*") if path.is_file()}

    before = content()
    assert not_ok(worked) == []
    assert content() == before
    assert found(worked)["journal"].sentence.startswith("5 records, all sound;")


def test_without_a_docket_there_are_versions_and_without_a_journal_there_is_no_docket(tmp_path: Path) -> None:
    (versions,) = examine(None)
    assert "TinyDB 4." in versions.sentence
    assert "SQLite 3." in versions.sentence
    with pytest.raises(BadInput, match="there is no docket here"):
        list(examine(tmp_path))


def test_what_others_can_read_is_named(worked: Path) -> None:
    worked.chmod(0o750)
    (worked / "journal.jsonl").chmod(0o640)
    modes = found(worked)["modes"]
    assert (modes.state, modes.damaged) == ("bad", False)
    assert "permits.docket (0750), permits.docket/journal.jsonl (0640)" in modes.sentence


def test_a_damaged_record_is_named_and_so_is_a_damaged_batch_without_what_it_holds(worked: Path) -> None:
    batch = next((worked / "cases").glob("*.jsonl"))
    batch.write_bytes(batch.read_bytes().replace(b"bakery", b"bakerz", 2))
    harm(worked, b'"keep"', b'"kept"')
    findings = found(worked)
    assert findings["journal"].damaged
    assert "Line 4 of the journal" in findings["journal"].sentence
    assert "3 records before it are sound" in findings["journal"].sentence
    assert findings["cases"].damaged
    assert findings["cases"].sentence.startswith(f"cases/{batch.name}: 1 thing not as imported")
    assert "RP-" not in str(findings)


def test_a_docket_that_nothing_can_be_built_on(worked: Path) -> None:
    (worked / "journal.jsonl").write_bytes(b"")
    assert found(worked)["journal"].damaged


def test_an_unfinished_record_is_left_for_the_next_opening(worked: Path) -> None:
    with (worked / "journal.jsonl").open("ab") as file:
        file.write(b"0123 {half")
    assert not_ok(worked) == [("journal", "look")]
    assert (worked / "journal.jsonl").read_bytes().endswith(b"{half")


@pytest.mark.parametrize("harmed", ["missing", "garbage", "behind", "of another"])
def test_an_index_that_is_of_no_use_is_only_worth_a_look(worked: Path, harmed: str) -> None:
    index = worked / "index" / "docket.db"
    if harmed == "missing":
        index.unlink()
    elif harmed == "garbage":
        index.write_bytes(b"\xff" * 5000)
    elif harmed == "of another":
        lines = (worked / "journal.jsonl").read_bytes().splitlines(keepends=True)
        line, _ = line_of(lines[-2][:64].decode(), lines[-1][65:-1].replace(b"keep", b"kept"))
        (worked / "journal.jsonl").write_bytes(b"".join([*lines[:-1], line]))
    else:
        old = index.read_bytes()
        docket = open_docket(worked)
        docket.import_cases("lead", iter([make_case(20)]), ())
        docket.close()
        index.write_bytes(old)
    assert not_ok(worked) == [("index", "look")]
    docket = open_docket(worked)
    docket.refresh()
    docket.close()
    assert not_ok(worked) == []


def test_what_lies_about_is_named(worked: Path) -> None:
    names = [".journal.jsonl.0011aabb", ".doctor-77", "torn-5-00.bin", "journal (copy).jsonl"]
    names += ["cases/.incoming.0011aabb", "cases/000009-ab.jsonl"]
    for name in names:
        (worked / name).touch(0o600)
    leftovers = found(worked)["leftovers"]
    assert leftovers.state == "look"
    assert all(name in leftovers.sentence for name in names)


def test_a_repair_stays_in_sight(worked: Path) -> None:
    harm(worked, b'"keep"', b'"kept"')
    repair(worked, "lead", plan(worked))
    (kept,) = worked.glob("journal.damaged-*")
    assert not_ok(worked) == [("index", "look"), ("repair", "look")]
    open_docket(worked).close()
    assert not_ok(worked) == [("repair", "look")]
    assert found(worked)["repair"].sentence == f"A repair left 2 lines out; {kept.name} keeps the damaged journal."
    kept.unlink()
    assert "not here any more" in found(worked)["repair"].sentence


def test_a_clock_that_jumps_is_told_by_numbers(worked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    docket = open_docket(worked)
    with monkeypatch.context() as patch:
        patch.setattr("store.local.holding.now", lambda: now() + timedelta(days=400))
        docket.act("ana", "RP-0003", WriteNote("From the future."))
    docket.act("ana", "RP-0003", WriteNote("Back again."))
    docket.close()
    clock = found(worked)["clock"]
    assert clock.state == "look"
    assert "1 records are dated before the one before them, and 1 records are dated in the future" in clock.sentence


def test_who_holds_the_lock_is_named(worked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surroundings, "PATIENCE", 0.05)
    ready = worked.parent / "ready"

    def holds() -> None:
        def waits(_: Present) -> Refusal:
            ready.touch()
            signal.pause()
            return Refusal("woken", "Woken.")

        open_docket(worked)._engine.transact((), waits)

    child = Child(holds)
    try:
        assert until(ready.exists)
        findings = found(worked)
    finally:
        child.kill()
    assert findings["lock"].state == "look"
    assert f"by process {child.pid} (" in findings["lock"].sentence
    assert findings["journal"].sentence == "Not checked, for another program is holding the docket."
    assert not_ok(worked) == []


@pytest.mark.parametrize("call", ["open", "write", "sync"])
def test_a_disk_that_fails_is_bad_and_leaves_nothing_behind(worked: Path, call: str) -> None:
    findings = found(worked, NthDisk(call, 1, fails(5), for_good=True))
    assert findings["sync"] == Finding("sync", "bad", "The disk said: Input/output error.")
    assert not list(worked.glob(".doctor-*"))


MOUNTS = """\
1 0 8:1 / / rw - ext4 /dev/sda1 rw
2 1 0:9 / /home/a\\040b rw - nfs4 server:/home rw
3 1 0:8 / /mnt rw - fuse.sshfs host: rw
4 1 0:7 / /mnt/own rw - xfs /dev/sdb rw
6 1 0:5 / /usb rw - fuseblk /dev/sdc1 rw
5 1 0:6 / /run rw - tmpfs tmpfs rw
"""


@pytest.mark.parametrize(
    ("folder", "kind", "state"),
    [
        ("/srv/d", "ext4", "ok"),
        ("/home/a b/d", "nfs4", "look"),
        ("/mnt/d", "fuse.sshfs", "look"),
        ("/mnt/own/d", "xfs", "ok"),
        ("/usb/d", "fuseblk", "ok"),
        ("/run/d", "tmpfs", "look"),
    ],
)
def test_locks_cannot_be_relied_on_everywhere(tmp_path: Path, folder: str, kind: str, state: str) -> None:
    (tmp_path / "mountinfo").write_text(MOUNTS)
    finding = file_system(Path(folder), tmp_path / "mountinfo")
    assert finding.state == state
    assert finding.sentence.startswith(kind)
    assert file_system(Path(folder), tmp_path / "nothing").state == "look"


def test_a_disk_that_is_full_or_nearly_so(worked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Facts:
        f_frsize, f_files, f_favail, f_bavail = 1 << 20, 1000000, 1000000, 1 << 20

    monkeypatch.setattr("store.local.surroundings.os.statvfs", lambda _: Facts)
    for megabytes, files, state in ((1 << 20, 10**6, "ok"), (100, 10**6, "look"), (0, 10**6, "bad"), (500, 0, "bad")):
        Facts.f_bavail, Facts.f_favail = megabytes, files
        assert space(worked).state == state


def test_a_symlink_to_nowhere_is_no_reason_to_stumble(worked: Path) -> None:
    (worked / "link").symlink_to("nowhere")
    assert not_ok(worked) == [("links", "look"), ("leftovers", "look")]
    assert found(worked)["links"].sentence == "permits.docket/link is a link to nowhere, which is not there."
    shutil.rmtree(worked / "index")
    assert ("index", "look") in not_ok(worked)


@pytest.mark.parametrize("name", ["journal.jsonl", "lock", "cases/lock", "cases", "index", "torn-5-00.bin"])
@pytest.mark.parametrize("writable", [False, True])
def test_it_sees_through_links_to_what_others_can_write(
    worked: Path, tmp_path: Path, name: str, writable: bool
) -> None:
    real = tmp_path / "elsewhere"
    if (worked / name).exists():
        (worked / name).rename(real)
    else:
        real.touch()
    real.chmod(0o777 if writable else 0o700)
    (worked / name).symlink_to(real)
    links = found(worked)["links"]
    assert links.state == ("bad" if writable or "torn" not in name else "look")
    said = f"permits.docket/{name} is a link to {real} ({'0777' if writable else '0700'}, "
    assert links.sentence.startswith(said)
    assert links.sentence.endswith(", which others can write.") == writable


@pytest.mark.needs("root")
def test_what_another_login_owns_it_can_write(worked: Path) -> None:
    real = worked.parent / "elsewhere"
    real.touch(0o600)
    os.chown(real, 61001, -1)
    (worked / "note").symlink_to(real)
    links = found(worked)["links"]
    assert links.state == "bad"
    assert links.sentence == f"permits.docket/note is a link to {real} (0600, user 61001), which others can write."


def test_a_pipe_is_named_and_not_waited_for(worked: Path) -> None:
    batch = next((worked / "cases").glob("*.jsonl"))
    for path in (worked / "journal.jsonl", worked / "lock", worked / "cases" / "lock", batch):
        path.rename(worked.parent / path.name)
        os.mkfifo(path)
        findings = found(worked)
        assert findings["links"].state == "bad"
        assert f"{path.relative_to(worked.parent)} is a pipe" in findings["links"].sentence
        assert any(one.state == "bad" and ("a pipe is in its place" in one.sentence) for one in findings.values()) or (
            path == batch and findings["cases"].damaged
        )
        path.unlink()
        (worked.parent / path.name).rename(path)
    assert not_ok(worked) == []


def test_a_second_name_of_the_journal_is_told(worked: Path, tmp_path: Path) -> None:
    os.link(worked / "journal.jsonl", tmp_path / "mine")
    assert found(worked)["links"].sentence == "permits.docket/journal.jsonl has 1 more name, here or elsewhere."
    assert not_ok(worked) == [("links", "look")]


def test_a_folder_around_it_in_which_everybody_can_rename_is_told(worked: Path, tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    place = worked.rename(tmp_path / "open" / "permits.docket")
    (tmp_path / "open").chmod(0o777)
    assert not_ok(place) == [("way", "look")]
    assert f"rename what is in {tmp_path / 'open'} (0777)" in found(place)["way"].sentence
    (tmp_path / "open").chmod(0o1777)
    assert not_ok(place) == []


def test_a_private_docket_closed_to_its_owner_is_told(worked: Path) -> None:
    (worked / "journal.jsonl").chmod(0o400)
    assert not_ok(worked) == [("modes", "look")]
    assert "Closed to the owner of the docket: permits.docket/journal.jsonl (0400, " in found(worked)["modes"].sentence


@pytest.mark.needs("root")
def test_what_of_a_private_docket_is_another_login_s_is_told(worked: Path) -> None:
    os.chown(worked / "lock", 61001, -1)
    assert not_ok(worked) == [("modes", "look")]
    assert "permits.docket/lock (user 61001)" in found(worked)["modes"].sentence


@pytest.mark.needs("root")
def test_a_shared_docket_is_the_group_s_in_every_file(worked: Path, tmp_path: Path) -> None:
    group = next(group for group in grp.getgrall() if group.gr_gid != os.getegid())
    place = tmp_path / "shared.docket"
    docket = new_docket(place, POLICY, "lead", group.gr_name)
    docket.import_cases("lead", iter([make_case(1)]), ())
    docket.close()
    tmp_path.chmod(0o711)
    assert [one for one in not_ok(place) if one[0] != "way"] == []
    assert found(place)["modes"].sentence == f"Everything belongs to the group {group.gr_name}, and to nobody else."
    for name, mode in (("lock", 0o600), ("cases", 0o770), ("index", 0o2750)):
        before = (place / name).stat().st_mode
        (place / name).chmod(mode)
        modes = found(place)["modes"]
        assert modes.state == "bad"
        assert f"Closed to some of the group {group.gr_name}: shared.docket/{name} ({mode:04o}, " in modes.sentence
        (place / name).chmod(before)
    os.chown(place / "journal.jsonl", -1, os.getegid())
    assert "Closed to some of the group" in found(place)["modes"].sentence
    os.chown(place / "journal.jsonl", -1, group.gr_gid)
    (place / "journal.jsonl").chmod(0o664)
    assert "Open to others: shared.docket/journal.jsonl (0664). `chmod -R o=" in found(place)["modes"].sentence
    (place / "journal.jsonl").chmod(0o660)
    tmp_path.chmod(0o700)
    assert f"{tmp_path} (0700)" in found(place)["way"].sentence
