"""The journal tells a torn tail from damage, loses nothing that was acknowledged, and never cuts damage off."""

import errno
import json
from pathlib import Path

import pytest

from store.errors import Damaged, NotSaved, Unsure
from store.local.hash_chain import BEFORE_THE_FIRST, line_of
from store.local.journal import Journal
from tests.disks import FailingDisk, MemoryDisk

PATH = Path("/docket/journal.jsonl")
PAYLOADS = [
    json.dumps({"seq": n, "by": "rev", "text": f'A note, with "quotes", * and J{"x" * (n * 13)}'}).encode()
    for n in range(20)
]


def whole_journal() -> bytes:
    head, content = BEFORE_THE_FIRST, b""
    for payload in PAYLOADS:
        line, head = line_of(head, payload)
        content += line
    return content


def read(content: bytes) -> tuple[Journal, list[bytes], MemoryDisk]:
    disk = MemoryDisk({PATH: content})
    journal = Journal(PATH, disk)
    return journal, [line.payload for line in journal.catch_up()], disk


@pytest.mark.long
def test_every_truncation_gives_exactly_the_whole_records() -> None:
    content = whole_journal()
    ends = [at + 1 for at, byte in enumerate(content) if byte == 10]
    for size in range(len(content)):
        kept = content[:size]
        whole = sum(end - 1 <= size for end in ends)  # a record that lacks only its newline is whole
        journal, payloads, disk = read(kept)
        assert payloads == PAYLOADS[:whole]
        if whole == 0:
            assert bool(kept) == (journal.damage is not None)
            assert disk.files[PATH] == kept
            continue
        assert journal.damage is None
        assert disk.files[PATH] == content[: ends[whole - 1]]
        torn = kept[ends[whole - 1] :]
        aside = [bytes(file) for path, file in disk.files.items() if path != PATH]
        assert aside == ([torn] if torn else [])
        assert journal.torn is None or journal.torn.size == len(torn)


@pytest.mark.long
def test_every_flipped_bit_is_noticed_and_no_record_is_dropped() -> None:
    content = whole_journal()
    misread = dropped = 0
    for at in range(len(content)):
        for bit in range(8):
            flipped = bytearray(content)
            flipped[at] ^= 1 << bit
            journal, payloads, disk = read(bytes(flipped))
            misread += payloads != PAYLOADS[: len(payloads)]
            if at == len(content) - 1:  # the last newline: the record before it is whole, and is kept
                assert journal.damage is None
                assert len(payloads) == 20
                assert disk.files[PATH] == content
            else:
                assert journal.damage is not None
                dropped += disk.files[PATH] != flipped
    assert (misread, dropped) == (0, 0)


def test_a_damaged_journal_takes_no_further_record() -> None:
    content = bytearray(whole_journal())
    content[500] ^= 1
    journal, _, _ = read(bytes(content))
    with pytest.raises(Damaged, match="Line 4 of the journal is not what was recorded"):
        journal.append(b"{}")


def test_zero_bytes_at_the_end_are_told_and_left_alone() -> None:
    content = whole_journal()
    torn = content[:-40] + b"\0" * 39 + b"\n"
    journal, payloads, disk = read(torn)
    assert len(payloads) == 19
    assert "zero bytes, as a power cut can leave it" in (journal.damage or "")
    assert disk.files[PATH] == torn


def on_disk(folder: Path, disk: FailingDisk) -> Journal:
    path = folder / "journal.jsonl"
    if not path.exists():
        path.write_bytes(whole_journal())
    journal = Journal(path, disk)
    assert len(list(journal.catch_up())) >= 20
    return journal


@pytest.mark.parametrize(
    "plan",
    [
        {"write": [OSError(errno.ENOSPC, "No space left on device")]},
        {"write": [17]},
        {"sync": [OSError(errno.EIO, "Input/output error")]},
    ],
)
def test_a_failed_append_leaves_nothing_and_can_be_made_again(tmp_path: Path, plan: dict[str, list[object]]) -> None:
    disk = FailingDisk()
    journal = on_disk(tmp_path, disk)
    before = (tmp_path / "journal.jsonl").read_bytes()
    disk.plan = plan  # type: ignore[assignment]
    with pytest.raises(NotSaved, match="Nothing was recorded"):
        journal.append(b'{"a":1}')
    assert (tmp_path / "journal.jsonl").read_bytes() == before
    assert list(journal.catch_up()) == []
    journal.append(b'{"a":1}')
    assert on_disk(tmp_path, FailingDisk()).count == 21


def test_when_the_disk_does_not_take_a_record_back_nobody_claims_to_know(tmp_path: Path) -> None:
    disk = FailingDisk()
    journal = on_disk(tmp_path, disk)
    error = OSError(errno.EIO, "Input/output error")
    disk.plan = {"sync": [error], "truncate": [error]}
    with pytest.raises(Unsure, match="It is not known whether this was saved"):
        journal.append(b'{"a":1}')
    disk.plan = {"sync": [error]}
    with pytest.raises(NotSaved):  # what is there is not believed before it is synced
        list(journal.catch_up())
    assert [line.payload for line in journal.catch_up()] == [b'{"a":1}']


def test_a_journal_that_shrinks_or_goes_is_damage(tmp_path: Path) -> None:
    journal = on_disk(tmp_path, FailingDisk())
    path = tmp_path / "journal.jsonl"
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    path.write_bytes(content[:-300])
    assert list(journal.catch_up()) == []
    assert "300 bytes are gone" in (journal.damage or "")
    path.rename(tmp_path / "elsewhere")
    with pytest.raises(Damaged, match="removed or replaced"):
        list(journal.catch_up())


def test_a_reader_without_the_right_to_write_shows_a_record_that_lacks_its_newline(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_bytes(whole_journal()[:-1])
    reader = Journal(path, FailingDisk(), read_only=True)
    assert len(list(reader.catch_up())) == 20
    assert not reader.behind()
    on_disk(tmp_path, FailingDisk()).append(b"{}")
    assert [line.payload for line in reader.catch_up()] == [b"{}"]
