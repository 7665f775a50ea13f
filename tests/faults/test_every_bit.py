"""Every truncation and every flipped bit, over a docket that holds every kind of record: read rightly or refused."""

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from store.acts import WriteNote
from store.docket import Docket
from store.errors import Damaged, StoreError
from store.local.batches import decode_line
from store.local.journal import Journal
from store.local.repair import plan, repair
from store.model import Case
from store.records import TABLES, Record, Recovered
from tests.conftest import Tell
from tests.disks import MemoryDisk
from tests.dockets import make_case
from tests.faults.life import STEPS, assert_a_sentence, assert_shown_as_stored, done, fresh, queued, recorded, reopened

PATH = Path("/docket/journal.jsonl")


@pytest.fixture
def whole(quick_path: Path) -> Path:
    """The directory of a docket with every kind of record and thirty cases more."""
    place = quick_path / "permits.docket"
    docket = fresh(place)
    assert [done(step, docket) for step in STEPS] == [""] * len(STEPS)
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


def many() -> list[Case]:
    """Cases with all that the index holds: due dates, priorities, numbers, a hidden character."""
    return [
        msgspec.convert(
            {
                **msgspec.to_builtins(make_case(number, title=f"Permit no. {number}\u200b")),
                "due": f"2024-{number % 12 + 1:02}-15",
                "priority": number % 4,
            },
            Case,
        )
        for number in range(101, 131)
    ]


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
    assert len(content) > 5_000


def test_every_bit_of_a_journal_with_every_kind(whole: Path, tell: Tell) -> None:
    content = (whole / "journal.jsonl").read_bytes()
    payloads = in_memory(content)[1]
    starts = [0, *(at + 1 for at, byte in enumerate(content) if byte == 10)]
    unnoticed = dropped = 0
    for at in range(len(content) - 1):
        kept = sum(start <= at for start in starts) - 1
        for bit in range(8):
            flipped = bytearray(content)
            flipped[at] ^= 1 << bit
            journal, read, disk = in_memory(bytes(flipped))
            assert read == payloads[:kept]
            unnoticed += journal.damage is None
            dropped += disk.files[PATH] != flipped
    for bit in range(8):
        journal, read, disk = in_memory(content[:-1] + bytes([10 ^ 1 << bit]))
        assert (journal.damage, read, bytes(disk.files[PATH])) == (None, payloads, content)
    tell(bits=len(content) * 8, unnoticed=unnoticed, dropped=dropped)
    assert (unnoticed, dropped) == (0, 0)


def own(docket: Docket) -> Iterator[Record]:
    """What people recorded, one by one; raises `Damaged` where one is not what was recorded."""
    for seq in range(docket.checkpoint().count):
        record = docket._engine.record(seq)
        if not isinstance(record.body, Recovered):
            yield record


def meets(place: Path, records: list[Record]) -> str:
    """Open a docket and read all of it: what is read is right, and where not all of it is, that is told."""
    try:
        docket = reopened(place)
    except StoreError as error:
        assert_a_sentence(str(error))
        return "refused"
    read: list[Record] = []
    told = "read_whole"
    try:
        read.extend(own(docket))
    except Damaged as error:
        assert_a_sentence(str(error))
        told = "told_when_read"
    assert read == records[: len(read)]
    if any(warning.read_only for warning in docket.warnings()):
        told = "told_when_opened"
        with pytest.raises(Damaged):
            docket.act("ana", "RP-0003", WriteNote("More."))
    if told != "read_whole":
        assert list(docket.verify()) != []
    elif len(read) < len(records):
        told = "cut_between_records"
    docket.close()
    return told


def harms(content: bytes, *, every: int) -> Iterator[bytes]:
    """The content truncated, and with a bit flipped, at a sample of the places."""
    for size in range(0, len(content), every):
        yield content[:size]
    for position in range(0, len(content) * 8, every * 8 + 1):
        flipped = bytearray(content)
        flipped[position // 8] ^= 1 << position % 8
        yield bytes(flipped)


@pytest.mark.parametrize("index", ["kept", "gone"])
@pytest.mark.parametrize("every", [97, pytest.param(5, marks=pytest.mark.slow)])
def test_a_harmed_journal_through_the_whole_engine(whole: Path, every: int, index: str, tell: Tell) -> None:
    """Without the index only a checkpoint that was kept elsewhere can tell that the newest records are gone."""
    docket = reopened(whole)
    records = list(own(docket))
    docket.close()
    content = (whole / "journal.jsonl").read_bytes()
    place, states = whole.with_name("harmed"), Counter[str]()
    for harmed in harms(content, every=every):
        shutil.copytree(whole, place)
        (place / "journal.jsonl").write_bytes(harmed)
        if index == "gone":
            shutil.rmtree(place / "index")
        states[meets(place, records)] += 1
        shutil.rmtree(place)
    tell(states=states.total(), **states)
    assert states.total() > 100
    assert index == "gone" or not states["cut_between_records"]
    assert states["told_when_opened"] > 50


@contextmanager
def harmed(path: Path, at: int, byte: int | None) -> Iterator[None]:
    """The file with another byte, or where that is None cut off, for a while."""
    content = path.read_bytes()
    if byte is None:
        path.write_bytes(content[:at])
    else:
        with path.open("r+b") as file:
            file.seek(at)
            file.write(bytes([byte]))
    yield
    path.write_bytes(content)


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


@pytest.mark.parametrize("every", [11, pytest.param(1, marks=pytest.mark.slow)])
def test_a_flipped_bit_in_a_batch_is_that_cases_alone(whole: Path, every: int, tell: Tell) -> None:
    batch = next((whole / "cases").glob("000003-*"))
    content = batch.read_bytes()
    owners, docket, bits, other = case_of_each_byte(content), reopened(whole), 0, many()[0]
    for position in range(0, len(content) * 8, every):
        at, bit = divmod(position, 8)
        with harmed(batch, at, content[at] ^ 1 << bit):
            damaged_case_is_named(docket, owners[at])
            if owners[at] != other.id:
                assert docket.view("ana", other.id).case.title == other.title
        bits += 1
    for size in range(0, len(content), every * 3):
        with harmed(batch, size, None):
            damaged_case_is_named(docket, owners[size])
    assert_shown_as_stored(docket)
    docket.close()
    tell(bits=bits)
    assert bits > 200
    assert bits > 10_000


@pytest.mark.parametrize("every", [907, pytest.param(53, marks=pytest.mark.slow)])
def test_a_harmed_batch_is_told_when_the_index_is_made_and_when_verified(whole: Path, every: int, tell: Tell) -> None:
    batch = next((whole / "cases").glob("000003-*"))
    content = batch.read_bytes()
    owners, bits = case_of_each_byte(content), 0
    for position in range(0, len(content) * 8, every):
        at, bit = divmod(position, 8)
        with harmed(batch, at, content[at] ^ 1 << bit):
            shutil.rmtree(whole / "index")
            for _ in range(2):  # whoever opens it next is told as well
                docket = reopened(whole)
                assert "of cases/000003-" in docket.warnings()[0].sentence
                assert any("of cases/000003-" in sentence for sentence in docket.verify())
                held = {row.id for row in queued(docket)}
                assert {case.id for case in many()} - held <= {owners[at], owners[min(at + 1, len(owners) - 1)]}
                docket.close()
        bits += 1
    docket = reopened(whole)
    assert docket.warnings() == []
    assert_shown_as_stored(docket)
    docket.close()
    tell(bits=bits)
    assert bits > 200


QUESTIONS = ["", "priority:<2", "due:<2024-06-01", "flag:q3", "standing:decided", '"rugys"', "id:RP-0105"]


def answers(docket: Docket) -> list[object]:
    """What the index says: the queue with its columns, what is shown of cases, what filters find."""
    views = [docket.view("ana", case) for case in ("RP-0001", "RP-0117")]
    shown = [(view.case, view.standing, view.revision) for view in views]
    return [queued(docket), shown, [[row.id for row in queued(docket, question)] for question in QUESTIONS]]


@pytest.mark.parametrize("number", [400, pytest.param(10_000, marks=pytest.mark.slow)])
def test_a_harmed_index_shows_what_is_stored(whole: Path, number: int, tell: Tell) -> None:
    """It is made anew as soon as it is seen; what a filter finds may be wrong until `verify` says so."""
    docket = reopened(whole)
    right = answers(docket)
    docket.close()
    path = whole / "index" / "docket.db"
    content, chance, counts = path.read_bytes(), random.Random(4711), Counter[str]()
    for turn in range(number):
        harmed = bytearray(content)
        harmed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        shutil.rmtree(whole / "index")
        (whole / "index").mkdir()
        path.write_bytes(harmed if turn % 8 else content[: chance.randrange(len(content))])
        docket = reopened(whole)
        said = answers(docket)
        counts["harmed"] += 1
        counts["wrongly_shown"] += said[:2] != right[:2]
        if said != right:
            counts["found_other_cases_until_verified"] += said[2] != right[2]
            assert list(docket.verify()) != []
            docket.close()
            shutil.rmtree(whole / "index")
            docket = reopened(whole)
        counts["right"] += answers(docket) == right
        docket.close()
    tell(**counts)
    assert (counts["harmed"], counts["right"], counts["wrongly_shown"]) == (number, number, 0)
