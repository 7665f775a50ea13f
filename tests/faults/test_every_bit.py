"""Every truncation and every flipped bit, over a docket that holds every kind of record: read rightly or refused."""

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from msgspec.structs import replace

from store.acts import CastVote, Open, WriteNote
from store.days import now
from store.docket import Docket
from store.errors import Damaged, StoreError
from store.local.batches import decode_line
from store.local.journal import Journal
from store.local.layout import PROJECTION
from store.local.local_engine import LocalEngine
from store.local.repair import plan, repair
from store.model import Case
from store.records import TABLES, Import, Record
from tests.conftest import Tell
from tests.disks import MemoryDisk
from tests.dockets import make_case
from tests.faults.steps import (
    KEEP,
    KEYS,
    LATER,
    STEPS,
    assert_a_sentence,
    assert_shown_as_stored,
    done,
    fresh,
    queued,
    recorded,
    reopened,
)

pytestmark = pytest.mark.long

PATH = Path("/docket/journal.jsonl")


@pytest.fixture
def whole(quick_path: Path) -> Path:
    """The directory of a docket with every kind of record and thirty cases more."""
    place = quick_path / "permits.docket"
    docket = fresh(place)
    assert [done(step, docket) for step in (*STEPS, *LATER)] == [""] * len(STEPS + LATER)
    docket.close()
    journal = place / "journal.jsonl"
    journal.write_bytes(journal.read_bytes() + b"0123 {half")
    docket = reopened(place)
    docket.import_cases("lead", iter(many()), ("many.jsonl",))
    docket.close()
    journal.write_bytes(journal.read_bytes() + b"no record\n")
    repair(place, "lead", plan(place))
    docket = reopened(place)
    assert {record.kind for record in recorded(docket)} == set(TABLES)
    docket.close()
    return place


@pytest.fixture
def opens() -> Callable[[Path], Docket]:
    """Opens a docket at the same moment each time: who reads a case ceases to in minutes, and a sweep takes longer."""
    at = now()
    return lambda place: reopened(place, now=lambda: at)


def many() -> list[Case]:
    """Cases with all that the index holds: due dates, priorities, numbers, a hidden character, two of each person."""
    return [
        msgspec.convert(
            {
                **msgspec.to_builtins(make_case(number, title=f"Permit no. {number}\u200b")),
                "subject": f"Person {number // 2}",
                "due": f"2024-{number % 12 + 1:02}-15",
                "priority": number % 4,
            },
            Case,
        )
        for number in range(101, 113)
    ]


# The journal, read from its first line


def in_memory(content: bytes) -> tuple[Journal, list[bytes], MemoryDisk]:
    disk = MemoryDisk({PATH: content})
    journal = Journal(PATH, disk)
    return journal, [line.payload for line in journal.catch_up()], disk


def test_every_truncation_of_a_journal_with_every_kind(whole: Path, tell: Tell) -> None:
    content = (whole / "journal.jsonl").read_bytes()
    payloads = in_memory(content)[1]
    ends = [at + 1 for at, byte in enumerate(content) if byte == 10]
    for size in range(len(content)):
        journal, read, disk = in_memory(content[:size])
        kept = sum(end - 1 <= size for end in ends)
        assert read == payloads[:kept]
        assert (journal.damage is None) == (kept > 0 or size == 0)
        assert disk.files[PATH] == content[: ends[kept - 1] if kept else size]
        assert (journal.torn is not None) == (kept > 0 and size > ends[kept - 1])
    tell(truncations=len(content))
    assert len(content) > 5000


@pytest.mark.parametrize("every", [61, pytest.param(1, marks=pytest.mark.sweep)])
def test_every_bit_of_a_journal_with_every_kind(whole: Path, every: int, tell: Tell) -> None:
    content = (whole / "journal.jsonl").read_bytes()
    payloads = in_memory(content)[1]
    starts = [0, *(at + 1 for at, byte in enumerate(content) if byte == 10)]
    noticed = dropped = 0
    bits = range(0, (len(content) - 1) * 8, every)
    for bit in bits:
        kept = sum(start <= bit // 8 for start in starts) - 1
        changed = flipped(content, bit)
        journal, read, disk = in_memory(changed)
        assert read == payloads[:kept]
        noticed += journal.damage is not None
        dropped += disk.files[PATH] != changed
    for bit in range(8):
        journal, read, disk = in_memory(content[:-1] + bytes([10 ^ 1 << bit]))
        assert (journal.damage, read, bytes(disk.files[PATH])) == (None, payloads, content)
    tell(bits=len(bits), noticed=noticed, dropped=dropped)
    assert (noticed, dropped) == (len(bits), 0)
    assert len(bits) > 40_000 // every


# The journal of a docket that is opened, with its index and without


@contextmanager
def harmed(path: Path, content: bytes) -> Iterator[None]:
    """The file with other content, for a while."""
    before = path.read_bytes()
    path.write_bytes(content)
    yield
    path.write_bytes(before)


def flipped(content: bytes, bit: int) -> bytes:
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def docket_or_sentence(place: Path) -> Docket | str:
    """The docket, or why it is not opened; opening it ends in nothing else."""
    try:
        return reopened(place)
    except StoreError as error:
        assert_a_sentence(str(error))
        return str(error)


def unreadable(docket: Docket, records: list[Record]) -> list[int]:
    """The records that are refused one by one; all others are what was recorded."""
    refused = []
    for record in records:
        try:
            found = docket._engine.records(record.seq - 1, 1)
        except Damaged:
            found = []
        if not found:  # the last one, if it is the one that is harmed, is not even counted
            refused.append(record.seq)
        assert found in ([], [record])
    return refused


def nothing_can_be_recorded(docket: Docket) -> bool:
    with pytest.raises(Damaged):
        docket.act("ana", "RP-0002", WriteNote("More."))
    return any(one.read_only for one in docket.warnings("lead"))


@pytest.mark.parametrize(
    "every", [5003, pytest.param(521, marks=pytest.mark.sweep), pytest.param(7, marks=pytest.mark.slow)]
)
def test_a_flipped_bit_of_the_journal_is_noticed_by_who_reads_that_record_and_by_verify(
    whole: Path, opens: Callable[[Path], Docket], every: int, tell: Tell
) -> None:
    docket = opens(whole)
    records, cases = recorded(docket), case_ids(docket)
    right = answers(docket, cases, records=False)
    docket.close()
    path = whole / "journal.jsonl"
    content, counts = path.read_bytes(), Counter[str]()
    owners = [number for number, line in enumerate(content.splitlines(keepends=True)) for _ in line]
    in_last = (content.rindex(b"\n", 0, -1) + 9) * 8
    bits = sorted({*range(0, len(content) * 8 - 8, every), in_last})
    for bit in bits:
        owner = owners[bit // 8]
        with harmed(path, flipped(content, bit)):
            docket = opens(whole)
            refused = unreadable(docket, records)
            assert owner in refused or content[bit // 8] == 10
            assert set(refused) <= {owner, owner + 1}  # in whose hash the harmed one is
            if owner == len(records) - 1:
                counts["told at opening"] += nothing_can_be_recorded(docket)
            else:
                assert answers(docket, cases, records=False) == right
            said = list(docket.verify("lead"))
            assert any(f"Line {owner + 1} of the journal" in one for one in said)
            counts["verified"] += 1
            docket.close()
    tell(**{name.replace(" ", "_"): count for name, count in counts.items()})
    assert counts["verified"] == len(bits) > 104_500 // every
    assert counts["told at opening"] > 2000 // every


@pytest.mark.parametrize(
    "every", [3001, pytest.param(397, marks=pytest.mark.sweep), pytest.param(11, marks=pytest.mark.slow)]
)
def test_a_harmed_journal_without_an_index_is_told_at_opening(whole: Path, every: int, tell: Tell) -> None:
    docket = reopened(whole)
    records = recorded(docket)
    docket.close()
    shutil.rmtree(whole / "index")
    path, counts = whole / "journal.jsonl", Counter[str]()
    content = path.read_bytes()
    for bit in range(0, len(content) * 8 - 8, every):
        with harmed(path, flipped(content, bit)):
            docket_ = docket_or_sentence(whole)
            if isinstance(docket_, Docket):
                read = recorded(docket_)
                assert read == records[: content.count(b"\n", 0, bit // 8)]
                counts["read_only"] += nothing_can_be_recorded(docket_)
                docket_.close()
            else:
                counts["refused"] += 1
        shutil.rmtree(whole / "index", ignore_errors=True)
    tell(bits=counts.total(), **counts)
    assert counts.total() == len(range(0, len(content) * 8 - 8, every)) > 100_000 // every
    assert counts["read_only"] > counts["refused"] > 0


@pytest.mark.parametrize("every", [131, pytest.param(3, marks=pytest.mark.slow)])
def test_a_journal_that_is_shorter_than_it_was_is_told_at_opening(whole: Path, every: int, tell: Tell) -> None:
    """However short: the index knows how long it was, and what cannot be read is not taken for nothing."""
    path = whole / "journal.jsonl"
    content, told = path.read_bytes(), 0
    for size in range(0, len(content) - 1, every):
        with harmed(path, content[:size]):
            docket = reopened(whole)
            assert "The journal is shorter than it was" in docket.warnings("lead")[0].sentence
            told += nothing_can_be_recorded(docket)
            assert list(docket.verify("lead"))
            docket.close()
            assert path.read_bytes() == content[:size]
    tell(truncations=told)
    assert told > 50


# Batches


def case_of_each_byte(content: bytes) -> list[str]:
    owners: list[str] = []
    for line in content.splitlines(keepends=True):
        case = decode_line(line)
        assert case is not None
        owners += [case.id] * len(line)
    return owners


def damaged_case_is_named(docket: Docket, case: str) -> None:
    with pytest.raises(Damaged, match=f'Case "{case}" in cases/000003-.* is not what was imported'):
        docket.view("ana", case)
    with pytest.raises(Damaged, match=case):
        docket.act("ana", case, Open(("r1",)))


@pytest.mark.parametrize(
    "every", [331, pytest.param(23, marks=pytest.mark.sweep), pytest.param(1, marks=pytest.mark.slow)]
)
def test_a_flipped_bit_in_a_batch_is_that_cases_alone(whole: Path, every: int, tell: Tell) -> None:
    batch = next((whole / "cases").glob("000003-*"))
    content = batch.read_bytes()
    owners, docket, other = case_of_each_byte(content), reopened(whole), many()[0]
    noticed = 0
    for bit in range(0, len(content) * 8, every):
        with harmed(batch, flipped(content, bit)):
            damaged_case_is_named(docket, owners[bit // 8])
            if owners[bit // 8] != other.id:
                assert docket.view("ana", other.id).case.title == other.title
        noticed += 1
    for size in range(0, len(content), every * 3):
        with harmed(batch, content[:size]):
            damaged_case_is_named(docket, owners[size])
    assert_shown_as_stored(docket)
    docket.close()
    tell(bits=noticed)
    assert noticed > 80_000 // every


@pytest.mark.parametrize(
    "every", [30_011, pytest.param(4001, marks=pytest.mark.sweep), pytest.param(53, marks=pytest.mark.slow)]
)
def test_a_harmed_batch_is_told_when_the_index_is_made_and_when_verified(whole: Path, every: int, tell: Tell) -> None:
    """The harmed case is missing, and told of; all others stand where they stood, whatever was recorded on it."""
    docket = reopened(whole)
    right = {row.id: row for row in queued(docket)}
    batches = [record.body for record in recorded(docket) if isinstance(record.body, Import)]
    docket.close()
    told = 0
    for body in batches:
        batch = whole / "cases" / body.batch
        content = batch.read_bytes()
        owners = case_of_each_byte(content)
        for bit in range(0, len(content) * 8, every):
            with harmed(batch, flipped(content, bit)):
                shutil.rmtree(whole / "index")
                for _ in range(2):  # whoever opens it next is told as well
                    docket = reopened(whole)
                    assert f"of cases/{body.batch}" in docket.warnings("lead")[0].sentence
                    assert any(f"of cases/{body.batch}" in sentence for sentence in docket.verify("lead"))
                    harmed_cases = {owners[bit // 8], owners[min(bit // 8 + 1, len(owners) - 1)]}
                    held = {row.id: (row.title, row.standing) for row in queued(docket)}
                    for one in set(right) - harmed_cases:
                        assert held[one] == (right[one].title, right[one].standing)
                    told += nothing_can_be_recorded(docket)
                    docket.close()
    docket = reopened(whole)
    assert docket.warnings("lead") == []
    assert_shown_as_stored(docket)
    docket.close()
    tell(told=told)
    assert told > 244_000 // every


# The index


QUESTIONS = ["", "priority:<2", "due:<2024-06-01", "flag:q3", '"rugys"', "id:RP-0105", "standing:open", "voted:me"]


def local(docket: Docket) -> LocalEngine:
    """The engine behind the door."""
    assert isinstance(docket._engine, LocalEngine)
    return docket._engine


class Answers(NamedTuple):
    """What the index says: of each case, of the docket, which cases belong to another, and what it finds."""

    cases: dict[str, object]
    docket: object
    related: object
    found: object


def answers(docket: Docket, cases: list[str], *, records: bool = True) -> Answers:
    """Ask for all of it; without `records`, for what takes no line of the journal."""
    engine = local(docket)

    views = {name: [docket.view(who, name) for who in ("ana", "eva")] if records else [] for name in cases}
    related = {name: [view.related for view in seen] for name, seen in views.items()}

    def case(name: str) -> object:
        return engine.dossier(name), [replace(view, related=()) for view in views[name]]

    people = [engine.alike(name) for name in ("ana", "c1eo", "lead", "new")]
    whole = (
        docket.policy("lead"),
        docket.counts("ana"),
        docket.checkpoint("lead"),
        people,
        recorded(docket) if records else None,
    )
    found = [[(row.id, row) for row in queued(docket, question)] for question in QUESTIONS]
    keys = [engine.made_with(key) for key in sorted(KEYS)] if records else None
    return Answers({name: case(name) for name in cases}, whole, related, (found, keys))


def case_ids(docket: Docket) -> list[str]:
    return [row.id for row in queued(docket)]


@pytest.mark.parametrize(
    "number", [20, pytest.param(160, marks=pytest.mark.sweep), pytest.param(10_000, marks=pytest.mark.slow)]
)
def test_a_harmed_index_shows_nothing_that_is_not_stored(
    whole: Path, opens: Callable[[Path], Docket], number: int, tell: Tell
) -> None:
    """A row, a record or a rule that is not what was put there is made anew before anybody is shown it or judged by it.

    An entry of SQLite's own indexes can be damaged so that a case is not found by a filter, or beside another that it
    belongs to, or a record not by its key; `verify` says so, and nothing wrong is shown meanwhile.
    """
    docket = opens(whole)
    cases = case_ids(docket)
    right = answers(docket, cases)
    docket.close()
    path, counts = whole / "index" / PROJECTION, Counter[str]()
    content, chance = path.read_bytes(), random.Random(number)
    for turn in range(number):
        cut = turn % 20 == 0
        harm = (
            content[: chance.randrange(len(content))] if cut else flipped(content, chance.randrange(len(content) * 8))
        )
        for left in path.parent.iterdir():
            left.unlink()
        path.write_bytes(harm)
        docket = opens(whole)
        said = answers(docket, cases)
        assert (said.cases, said.docket) == (right.cases, right.docket)
        told = list(docket.verify("lead"))
        docket.close()
        anew = path.read_bytes() != harm
        assert said[2:] == right[2:] or told or anew
        counts["noticed when used"] += anew
        counts["noticed by verify"] += bool(told)
        counts["not found until verified"] += said[2:] != right[2:]
        assert anew or told or not cut
    tell(harmed=number, **{name.replace(" ", "_"): count for name, count in counts.items()})
    if number > 100:
        assert counts["noticed when used"] > number // 10
        assert counts["noticed by verify"] > number // 100


@pytest.mark.parametrize(
    "number", [6, pytest.param(40, marks=pytest.mark.sweep), pytest.param(4_000, marks=pytest.mark.slow)]
)
def test_harm_to_what_a_killed_process_left_beside_the_index(
    whole: Path, opens: Callable[[Path], Docket], number: int, tell: Tell
) -> None:
    """What was written last stands in a file beside it, until it is moved into the index; some of it is already."""
    docket = opens(whole)
    reader = local(docket).projection.connect()
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM meta").fetchall()  # nothing that comes now can be moved all the way
    for turn in range(12):
        docket.act("ana", f"RP-0{101 + turn}", WriteNote("x" * 2000))
        assert isinstance(docket.act("eva", f"RP-0{101 + turn}", CastVote(KEEP)), Record)
        if turn == 6:
            reader.execute("COMMIT")
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM meta").fetchall()
            reader.execute("COMMIT")
            reader.execute("PRAGMA wal_checkpoint(PASSIVE)")
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM meta").fetchall()
    left = {path: path.read_bytes() for path in (whole / "index").iterdir() if path.name != f"{PROJECTION}-shm"}
    reader.close()
    cases = case_ids(docket)
    right = answers(docket, cases)
    docket.close()
    beside = whole / "index" / f"{PROJECTION}-wal"
    assert len(left[beside]) > 50_000
    chance, caught_up = random.Random(number), 0
    for _ in range(number):
        for path in (whole / "index").iterdir():
            path.unlink()
        for path, content in left.items():
            path.write_bytes(content)
        beside.write_bytes(flipped(left[beside], chance.randrange(len(left[beside]) * 8)))
        docket = opens(whole)
        assert answers(docket, cases)[:3] == right[:3]
        caught_up += list(docket.verify("lead")) == []
        docket.close()
    tell(harmed=number, caught_up=caught_up)
    assert caught_up > number // 2
