"""Going on in a journal where somebody stopped reading: only behind the very line that was the last one then."""

from pathlib import Path

import pytest

from store.disk import Disk
from store.errors import Damaged, NotSaved
from store.local.hash_chain import BEFORE_THE_FIRST, line_of
from store.local.journal import Journal, Stamp
from tests.disks import MemoryDisk, NthDisk

PATH = Path("/docket/journal.jsonl")


def made(*payloads: bytes) -> tuple[bytes, list[str]]:
    """A journal, and the heads of its lines behind the one before the first."""
    head, lines, heads = BEFORE_THE_FIRST, b"", [BEFORE_THE_FIRST]
    for one in payloads:
        line, head = line_of(head, one)
        lines, heads = lines + line, [*heads, head]
    return lines, heads


READ, HEADS = made(b'{"seq":0}', b'{"seq":1}')
TAIL = len(READ) // 2
STAMP = Stamp(2, len(READ), HEADS[2], TAIL, HEADS[1])
MORE = made(b'{"seq":0}', b'{"seq":1}', b'{"seq":2}')[0][len(READ) :]
OTHER = made(b'{"seq":0}', b'{"seq":8}')[0][TAIL:]
"""A line as sound as the second one, in its place, and as long."""


def on(content: bytes) -> tuple[Journal, MemoryDisk]:
    disk = MemoryDisk()
    disk.files[PATH] = bytearray(content)
    return Journal(PATH, disk), disk


@pytest.mark.parametrize(
    ("content", "given"),
    [
        pytest.param(READ, [], id="nothing is new"),
        pytest.param(READ + MORE, [b'{"seq":2}'], id="a record is new"),
        pytest.param(READ[:-1], [], id="the newline is lost"),
        pytest.param(READ[:-1] + b"_", [], id="the newline is damaged"),
        pytest.param(READ + MORE[:-1], [b'{"seq":2}'], id="the newline of a new record is lost"),
    ],
)
def test_what_is_new_is_read_and_the_end_is_as_whole_as_ever(content: bytes, given: list[bytes]) -> None:
    journal, disk = on(content)
    assert journal.resume(STAMP)
    assert (journal.count, journal.size, journal.head, journal.before) == (2, len(READ), HEADS[2], HEADS[1])
    assert [one.payload for one in journal.catch_up()] == given
    assert journal.damage is None
    assert disk.files[PATH] == READ + (MORE if given else b"")
    journal.append(b"{}")
    assert len(list(Journal(PATH, disk).catch_up())) == 3 + len(given)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(READ[:TAIL] + OTHER, id="another record"),
        pytest.param(READ[:TAIL] + OTHER + MORE, id="another record, and more"),
        pytest.param(READ[:TAIL] + OTHER[:-1], id="another record without its newline"),
        pytest.param(READ[:-2] + b"!\n", id="a harmed record"),
        pytest.param(READ[:-1] + b"_" + MORE, id="two records in one line"),
        pytest.param(READ[:-1] + MORE, id="no newline between two records"),
        pytest.param(READ[:TAIL] + b"0" * 64 + READ[TAIL + 64 :], id="another hash"),
    ],
)
def test_another_line_in_that_place_is_another_journal(content: bytes) -> None:
    journal, _ = on(content)
    assert not journal.resume(STAMP)
    assert (journal.count, journal.size, journal.head) == (0, 0, BEFORE_THE_FIRST)


@pytest.mark.parametrize(
    "which", [Stamp(2, len(READ), HEADS[2], TAIL, HEADS[0]), Stamp(2, len(READ), HEADS[1], TAIL, HEADS[1])]
)
def test_a_stamp_of_another_journal_is_not_believed(which: Stamp) -> None:
    assert not on(READ)[0].resume(which)


@pytest.mark.parametrize("left", [0, 1, TAIL, len(READ) - 2])
def test_a_journal_that_became_shorter_is_told_as_damage(left: int) -> None:
    journal, disk = on(READ[:left])
    assert journal.resume(STAMP)
    assert list(journal.catch_up()) == []
    assert journal.damage == f"The journal is shorter than it was: {len(READ) - left} bytes are gone."
    assert disk.files[PATH] == READ[:left]


def test_a_journal_that_is_gone_or_cannot_be_read(tmp_path: Path) -> None:
    def fails() -> None:
        raise OSError(5, "Input/output error")

    path = tmp_path / "journal.jsonl"
    with pytest.raises(Damaged, match="the journal is gone"):
        Journal(path, Disk()).resume(STAMP)
    path.write_bytes(READ)
    with pytest.raises(NotSaved, match="the disk said: Input/output error"):
        Journal(path, NthDisk("read", 1, fails)).resume(STAMP)


def test_a_stamp_is_what_was_read_and_stays_so() -> None:
    with pytest.raises(AttributeError):
        STAMP.size = 0  # type: ignore[misc]
