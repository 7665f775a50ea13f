"""A damaged journal is repaired: what is sound stays, what is left out is said, and nothing is thrown away."""

import hashlib
import shutil
import stat
from pathlib import Path

import pytest
from tinydb import TinyDB

from store.acts import CastVote, Draft, WriteNote
from store.disk import Disk
from store.docket import Docket
from store.errors import BadInput, Busy, Damaged, NewerFormat, NotSaved
from store.local.hash_chain import line_of
from store.local.local_engine import LocalEngine
from store.local.repair import RepairPlan, plan, repair, report_tails
from store.local.storage import JournalStorage
from store.model import Checkpoint, Refusal
from store.opening import new_docket, open_docket
from store.records import Record, Repaired
from tests.dockets import POLICY, make_case
from tests.processes import as_nobody, open_to_all
from tests.store.local.harm import assert_works, harmed, kept, lines_of, repaired, work_on


@pytest.fixture
def worked(docket: Docket, place: Path) -> Path:
    """Four votes, in the journal's lines 4 to 7."""
    work_on(docket)
    return place


@pytest.mark.parametrize(
    ("number", "how", "left"),
    [(5, "outcome", 3), (5, "hash", 3), (5, "gone", 2), (5, "garbage", 5), (7, "outcome", 1), (7, "zeros", 1)],
)
def test_what_is_sound_stays_and_one_record_says_what_was_left_out(
    worked: Path, number: int, how: str, left: int
) -> None:
    before = b"".join(lines_of(worked)[: number - 1])
    journal = harmed(worked, number, how)
    record = repaired(worked)
    assert (record.by, record.case, record.seq) == ("lead", None, number - 1)
    rest = journal[len(before) :]
    (original,) = kept(worked)
    whole = hashlib.sha256(journal).hexdigest()
    assert record.body == Repaired(left, len(rest), hashlib.sha256(rest).hexdigest(), original.name, whole)
    assert original.read_bytes() == journal
    assert original.name == f"journal.damaged-{record.at:%Y%m%d}-{whole[:8]}.jsonl"
    after = (worked / "journal.jsonl").read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == number
    assert not list(worked.glob(".*"))
    assert {stat.S_IMODE(path.stat().st_mode) for path in worked.iterdir() if path.is_file()} == {0o600}
    assert_works(worked, number)


def test_everybody_can_see_that_it_was_repaired(worked: Path) -> None:
    harmed(worked, 5)
    record = repaired(worked)
    docket = open_docket(worked)
    assert [one for one in docket.history("somebody") if one.kind == "repaired"] == [record]
    docket.close()
    (row,) = TinyDB(worked, storage=JournalStorage).table("repairs").all()
    assert (row["by"], row["lines"], row["kept_in"]) == ("lead", 3, kept(worked)[0].name)


def told(found: RepairPlan) -> list[tuple[int, str, str, str | None, str]]:
    return [(one.number, one.state, one.kind, one.case, one.by) for one in found.left]


def test_the_plan_names_each_line_that_would_be_left_out(worked: Path) -> None:
    harmed(worked, 5)
    found = plan(worked)
    assert found.kept == 4
    assert "Line 5 of the journal is not what was recorded" in found.damage
    assert told(found) == [
        (5, "readable", "vote", "RP-0002", "ben"),
        (6, "whole", "vote", "RP-0003", "ana"),
        (7, "whole", "vote", "RP-0004", "ben"),
    ]


@pytest.mark.parametrize(
    ("how", "states"),
    [
        ("hash", ["readable", "whole", "whole"]),  # the line after it bears out what the line says
        ("zeros", ["damaged", "whole", "whole"]),
        ("gone", ["readable", "whole"]),
        ("garbage", ["damaged"] * 3 + ["readable", "whole"]),
    ],
)
def test_a_line_is_whole_where_its_hash_still_says_so(worked: Path, how: str, states: list[str]) -> None:
    harmed(worked, 5, how)
    assert [one.state for one in plan(worked).left] == states


def test_an_unfinished_end_behind_the_damage_is_left_out_and_kept_with_it(worked: Path) -> None:
    harmed(worked, 6)
    with (worked / "journal.jsonl").open("ab") as file:
        file.write(b"0123 {half")
    journal = (worked / "journal.jsonl").read_bytes()
    assert [one.state for one in plan(worked).left] == ["readable", "whole", "damaged"]
    repaired(worked)
    assert kept(worked)[0].read_bytes() == journal
    assert_works(worked, 6)


def test_a_sound_docket_is_not_touched(worked: Path) -> None:
    before = {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in [worked, *worked.rglob("*")]}
    found = plan(worked)
    assert (found.damage, found.left, found.cases, found.kept) == ("", (), (), 7)
    with pytest.raises(Busy):
        repair(worked, "lead", found)
    assert {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in [worked, *worked.rglob("*")]} == before


def test_a_docket_without_its_index_needs_no_repair(worked: Path) -> None:
    shutil.rmtree(worked / "index")
    assert plan(worked).damage == ""
    assert_works(worked, 7)


def test_only_what_was_confirmed_is_done(worked: Path) -> None:
    harmed(worked, 6)
    found = plan(worked)
    journal = harmed(worked, 4)
    with pytest.raises(Busy, match="changed meanwhile"):
        repair(worked, "lead", found)
    assert (worked / "journal.jsonl").read_bytes() == journal
    assert kept(worked) == []


def test_only_a_lead_may_leave_records_out_and_nobody_who_looks_like_another(tmp_path: Path) -> None:
    place = tmp_path / "d"
    docket = new_docket(place, POLICY + '[roles]\nlead = ["lena"]\n', "lena")
    docket.import_cases("lena", iter([make_case(1)]), ())
    docket.act("ana", "RP-0001", CastVote(Draft("keep", revision=1)))
    docket.close()
    journal = harmed(place, 4)
    for who, code in (("ana", "role"), ("ben", "role"), ("len\u0430", "role")):
        refused = repair(place, who, plan(place))
        assert isinstance(refused, Refusal)
        assert refused.code == code
    assert (place / "journal.jsonl").read_bytes() == journal
    assert isinstance(repair(place, "lena", plan(place)), Record)


def test_where_anybody_may_lead_nobody_who_looks_like_another_repairs(worked: Path) -> None:
    harmed(worked, 4)
    found = plan(worked)
    (somebody, *_) = found.people.values()
    refused = found.refusal(f"{somebody}.")
    assert refused is not None
    assert refused.code == "lookalike"


def test_where_nothing_can_be_built_on_a_backup_is_asked_for(worked: Path) -> None:
    for number in (1, 2):
        lines = lines_of(worked)
        journal = b"".join([*lines[: number - 1], b"x" + lines[number - 1], *lines[number:]])
        (worked / "journal.jsonl").write_bytes(journal)
        with pytest.raises(Damaged, match=f"Line {number} .* put the journal back from a backup"):
            plan(worked)
        assert (worked / "journal.jsonl").read_bytes() == journal
        (worked / "journal.jsonl").write_bytes(b"".join(lines))
    with pytest.raises(BadInput, match="there is no docket here"):
        plan(worked / "nowhere")


def test_a_docket_of_a_newer_program_is_not_damaged(worked: Path) -> None:
    head = lines_of(worked)[-1][:64].decode()
    line, _ = line_of(
        head,
        b'{"seq":7,"at":"2030-01-01T00:00:00Z","day":"2030-01-01","by":"ana","key":"k","case":null,"kind":"hologram"}',
    )
    with (worked / "journal.jsonl").open("ab") as file:
        file.write(line)
    with pytest.raises(NewerFormat):
        plan(worked)


def test_whoever_has_it_open_is_told_and_opens_it_again(worked: Path) -> None:
    harmed(worked, 6)
    screen = open_docket(worked)
    repaired(worked)
    with pytest.raises(Damaged, match="replaced while it was open"):
        screen.refresh()
    with pytest.raises(Damaged):
        screen.act("ana", "RP-0008", WriteNote("A note."))
    screen.close()
    assert_works(worked, 6)


def test_older_checkpoints_agree_and_those_of_what_was_left_out_do_not(worked: Path) -> None:
    docket = open_docket(worked)
    newest = docket.checkpoint("lead")
    docket.close()
    older = Checkpoint(newest.store, 5, lines_of(worked)[4][:64].decode())
    harmed(worked, 6)
    repaired(worked)
    docket = open_docket(worked)
    assert list(docket.verify("lead", older)) == []
    assert "Records are gone: there are 6, and the checkpoint speaks of 7." in list(docket.verify("lead", newest))
    docket.close()


def test_an_import_that_was_left_out_can_be_made_again(worked: Path) -> None:
    docket = open_docket(worked)
    docket.import_cases("lead", iter([make_case(number) for number in range(20, 30)]), ())
    docket.close()
    batches = {path.name: path.read_bytes() for path in (worked / "cases").iterdir()}
    harmed(worked, 4)
    repaired(worked)
    docket = open_docket(worked)
    assert docket.count("ana") == 10
    assert docket.import_cases("lead", iter([make_case(number) for number in range(20, 30)]), ()).cases == 10  # type: ignore[union-attr]
    assert docket.count("ana") == 20
    docket.close()
    assert {path.name: path.read_bytes() for path in (worked / "cases").iterdir()} == batches


def second_import(place: Path) -> None:
    docket = open_docket(place)
    docket.import_cases("lead", iter([make_case(1, title="Changed"), make_case(30)]), ())
    docket.close()


@pytest.mark.parametrize("way", ["from a backup", "from the files that were imported"])
def test_a_damaged_batch_can_be_put_back_in_two_ways(worked: Path, tmp_path: Path, way: str) -> None:
    second_import(worked)
    shutil.copytree(worked, tmp_path / "backup")
    batches = sorted((worked / "cases").glob("*.jsonl"))
    for batch in batches:
        batch.write_bytes(batch.read_bytes().replace(b"moved in 2019", b"moved in 2018"))
    found = plan(worked)
    assert found.damage == ""
    assert [sentence.split(" is not")[0] for sentence in found.cases] == [f"cases/{batch.name}" for batch in batches]
    assert hashlib.sha256((tmp_path / "backup" / "cases" / batches[1].name).read_bytes()).hexdigest() in found.cases[1]
    source = tmp_path / "backup"
    if way != "from a backup":
        source = tmp_path / "anew"
        anew = new_docket(source, POLICY, "lead")
        anew.import_cases("lead", iter([make_case(number) for number in range(1, 11)]), ("cases.jsonl",))
        anew.close()
        second_import(source)
    for batch in batches:
        shutil.copy(source / "cases" / batch.name, batch)
    assert plan(worked).cases == ()
    assert_works(worked, 8)


def test_an_unfinished_record_that_was_never_reported_is(worked: Path) -> None:
    """Somebody was killed after it was set aside, and before the history said so."""
    (worked / f"torn-123-{hashlib.sha256(b'0123 {half').hexdigest()[:8]}.bin").write_bytes(b"0123 {half")
    (worked / "torn-5-00000000.bin").write_bytes(b"something else")
    (name,) = plan(worked).unreported
    assert report_tails(worked) == [name]
    assert report_tails(worked) == []
    assert plan(worked).unreported == ()
    docket = open_docket(worked)
    assert [record.body.kept_in for record in docket.history("ana") if record.kind == "recovered"] == [name]  # type: ignore[union-attr]
    docket.close()


@pytest.mark.long
def test_bits_anywhere_behind_the_policy(worked: Path, tmp_path: Path) -> None:
    """Whatever is harmed: what was there is kept, and the docket goes on with what comes before."""
    journal, lines = (worked / "journal.jsonl").read_bytes(), lines_of(worked)
    first = len(lines[0]) + len(lines[1])
    for at in range(first, len(journal) - 1, 29):
        place = tmp_path / f"at-{at}"
        shutil.copytree(worked, place)
        content = bytearray(journal)
        content[at] ^= 1 << (at % 8)
        (place / "journal.jsonl").write_bytes(content)
        record = repaired(place)
        assert kept(place)[0].read_bytes() == content
        assert (place / "journal.jsonl").read_bytes().startswith(b"".join(lines[: record.seq]))
        assert record.seq == journal[:at].count(b"\n")
        assert LocalEngine(place).damage() == ""
        shutil.rmtree(place)


def test_the_lock_is_held_meanwhile(worked: Path) -> None:
    harmed(worked, 5)
    confirmed = plan(worked)
    with (worked / "lock").open("r+b") as file:
        assert Disk().try_lock(file.fileno())
        with pytest.raises(Busy):
            plan(worked, patience=0)
        with pytest.raises(Busy):
            repair(worked, "lead", confirmed, patience=0)


@pytest.mark.needs("root")
def test_who_may_only_read_is_told(worked: Path) -> None:
    harmed(worked, 5)
    open_to_all(worked)

    def act() -> None:
        with pytest.raises(NotSaved, match="Nothing was repaired: the disk said: Permission denied"):
            repair(worked, "lead", plan(worked))

    as_nobody(act)
