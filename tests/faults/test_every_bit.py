"""Every truncation and every flipped bit, over a docket that holds every kind of record: read rightly or refused."""

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from store.acts import WriteNote
from store.docket import Docket
from store.errors import Damaged, StoreError
from store.filters import parse
from store.local.batches import decode_line
from store.local.journal import Journal
from store.local.repair import plan, repair
from store.local.storage import TABLES
from store.model import Case
from store.records import Record
from tests.conftest import Tell
from tests.disks import MemoryDisk
from tests.dockets import make_case
from tests.faults.life import STEPS, assert_a_sentence, assert_shown_as_stored, done, fresh, recorded, reopened

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
    tell(truncations=len(content), misread=0)


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


def opens_rightly_or_is_refused(place: Path, content: bytes, records: list[Record]) -> bool:
    """Open the docket: True if it could be read. What is read is right, and where not all of it is, that is told."""
    try:
        docket = reopened(place)
    except StoreError as error:
        assert_a_sentence(str(error))
        return False
    read = [record for record in recorded(docket) if record.kind != "recovered"]
    assert read == records[: len(read)]
    said = docket.warnings()
    cut_between_lines = len(read) == len(records) or content.startswith((place / "journal.jsonl").read_bytes())
    assert said or cut_between_lines  # what only a checkpoint kept elsewhere can tell
    if any(trouble.read_only for trouble in said):
        with pytest.raises(Damaged):
            docket.act("ana", "RP-0003", WriteNote("More."))
    docket.close()
    return True


def harms(content: bytes, *, every: int) -> Iterator[bytes]:
    """The content truncated, and with a bit flipped, at a sample of the places."""
    for size in range(0, len(content), every):
        yield content[:size]
    for position in range(0, len(content) * 8, every * 8 + 1):
        flipped = bytearray(content)
        flipped[position // 8] ^= 1 << position % 8
        yield bytes(flipped)


@pytest.mark.parametrize("every", [61, pytest.param(3, marks=pytest.mark.slow)])
def test_a_harmed_journal_through_the_whole_engine(whole: Path, every: int, tell: Tell) -> None:
    docket = reopened(whole)
    records = [record for record in recorded(docket) if record.kind != "recovered"]
    docket.close()
    content = (whole / "journal.jsonl").read_bytes()
    place, states, read = whole.with_name("harmed"), 0, 0
    for harmed in harms(content, every=every):
        shutil.copytree(whole, place)
        (place / "journal.jsonl").write_bytes(harmed)
        read += opens_rightly_or_is_refused(place, content, records)
        shutil.rmtree(place)
        states += 1
    tell(states=states, read=read, refused_by_name=states - read, misread=0)


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
    tell(bits=bits, misread=0)


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
                held = {row.id for row in docket.rows("ana", docket.find("ana"))}
                assert {case.id for case in many()} - held <= {owners[at], owners[min(at + 1, len(owners) - 1)]}
                docket.close()
        bits += 1
    docket = reopened(whole)
    assert docket.warnings() == []
    assert_shown_as_stored(docket)
    docket.close()
    tell(bits=bits)


QUESTIONS = ["", "priority:<2", "due:<2024-06-01", "flag:q3", "field.permit:temporary", '"rugys"', "id:RP-0105"]


def answers(docket: Docket) -> list[object]:
    """What the index says: the queue with its columns, what filters find, where a case is."""
    found = [docket.find("ana", parse(question)) for question in QUESTIONS]
    rows = docket.rows("ana", sorted(found[0]))
    return [found[0], rows, docket.view("ana", "RP-0001").case, docket.view("ana", "RP-0117").case, *found[1:]]


@pytest.mark.parametrize("number", [800, pytest.param(10_000, marks=pytest.mark.slow)])
def test_a_harmed_index_shows_what_is_stored(whole: Path, number: int, tell: Tell) -> None:
    docket = reopened(whole)
    right = answers(docket)
    docket.close()
    path = whole / "index" / "docket.db"
    content, chance = path.read_bytes(), random.Random(4711)
    wrong = search = 0
    for turn in range(number):
        harmed = bytearray(content)
        harmed[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path.write_bytes(harmed if turn % 8 else content[: chance.randrange(len(content))])
        docket = reopened(whole)
        said = answers(docket)
        wrong += said[:4] != right[:4]
        search += said[4:] != right[4:]
        list(docket.verify())
        assert answers(docket) == right
        assert docket.warnings() == []
        docket.close()
    tell(harmed=number, wrongly_shown=wrong, filters_that_found_other_cases_until_verified=search)
    assert wrong == 0
