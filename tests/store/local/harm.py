"""A journal that is harmed in one line, and what is to be seen after its repair."""

from pathlib import Path

from store.acts import CastVote, Draft
from store.disk import Disk
from store.docket import Docket
from store.local.repair import plan, repair
from store.opening import open_docket
from store.records import Record

VOTES = [("ana", "RP-0001"), ("ben", "RP-0002"), ("ana", "RP-0003"), ("ben", "RP-0004")]


def work_on(docket: Docket) -> None:
    """Record the votes: lines 4 to 7 of the journal."""
    for who, case in VOTES:
        docket.act(who, case, CastVote(Draft("keep", revision=1)))
    docket.close()


def lines_of(place: Path) -> list[bytes]:
    return (place / "journal.jsonl").read_bytes().splitlines(keepends=True)


def harmed(place: Path, number: int, how: str = "outcome") -> bytes:
    """Damage one line of the journal, counted from 1; returns the journal as it is then."""
    lines = lines_of(place)
    line = lines[number - 1]
    lines[number - 1] = {
        "outcome": line.replace(b'"keep"', b'"kept"'),
        "hash": bytes([line[0] ^ 1]) + line[1:],
        "zeros": line[:80] + bytes(len(line) - 81) + b"\n",
        "gone": b"",
        "garbage": b"\xff\n\n\xfe\n",
    }[how]
    (place / "journal.jsonl").write_bytes(b"".join(lines))
    return b"".join(lines)


def repaired(place: Path, by: str = "lead", disk: Disk | None = None) -> Record:
    done = repair(place, by, plan(place), disk)
    assert isinstance(done, Record)
    return done


def kept(place: Path) -> list[Path]:
    return sorted(place.glob("journal.damaged-*.jsonl"))


def assert_works(place: Path, records: int) -> None:
    """The docket opens, verifies, and people go on working."""
    docket = open_docket(place)
    assert not any(trouble.read_only for trouble in docket.warnings("lead"))
    assert list(docket.verify("lead")) == []
    assert docket.checkpoint("lead").count == records
    assert isinstance(docket.act("cleo", "RP-0009", CastVote(Draft("keep", revision=1))), Record)
    docket.close()
