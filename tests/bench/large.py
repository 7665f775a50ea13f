"""A docket of any size, made in minutes: batches and lines of the journal are written by the product's own encoders.

    python -m tests.bench.large DOCKET CASES RECORDS

Records come in pairs: a reviewer opens a case, and votes on it so that it is decided. The last case is left alone, so
that there is one to vote on. What the program derives (the index) it makes itself when the docket is opened.
"""

import hashlib
import secrets
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import msgspec
from msgspec.structs import replace

from store.acts import Opened, Vote
from store.disk import Disk
from store.local.batches import encode_line
from store.local.creating import create
from store.local.hash_chain import line_of
from store.model import Case
from store.records import AnyBody, Import, Record, as_document
from tests.dockets import POLICY, make_case

BATCH = 100_000
PEOPLE = 20
_FIRST = 2
"""Records of a new docket."""


def case_number(number: int) -> Case:
    """Case `number` from 1, due on one of a thousand days."""
    due = date(2024, 1, 1) + timedelta(number % 1000)
    return replace(make_case(number, due=due, priority=number % 5), id=f"RP-{number:07}")


def make(place: Path, cases: int, records: int) -> str:
    """Make the docket; returns the id of the last case."""
    create(place, POLICY, "lead", Disk())
    journal = place / "journal.jsonl"
    lines = journal.read_bytes().splitlines()
    head, at = lines[-1][:64].decode(), datetime(2024, 1, 1, tzinfo=UTC)
    with journal.open("ab") as file:
        for seq, (by, case, body) in enumerate(_bodies(place, cases, records), _FIRST):
            record = Record(seq, at + timedelta(seconds=seq), at.date(), by, secrets.token_hex(8), body, case)
            line, head = line_of(head, msgspec.json.encode(as_document(record)))
            file.write(line)
    return case_number(cases).id


def _bodies(place: Path, cases: int, records: int) -> Iterator[tuple[str, str | None, AnyBody]]:
    for number, first in enumerate(range(1, cases + 1, BATCH), 1):
        yield "lead", None, _batch(place, number, range(first, min(first + BATCH, cases + 1)))
    for pair in range(records // 2):
        by, case = f"person.{chr(97 + pair % PEOPLE)}", case_number(pair % (cases - 1) + 1).id
        yield by, case, Opened(1, ("q1", "r1"))
        yield by, case, Vote(1, 1, "keep", (), "The register agrees with what was answered.", policy=1)


def _batch(place: Path, number: int, numbers: range) -> Import:
    whole, aside, size = hashlib.sha256(), place / "cases" / "aside", 0
    with aside.open("xb") as file:
        for one in numbers:
            line = encode_line(case_number(one))
            whole.update(line)
            size += file.write(line)
    name = f"{number:06}-{whole.hexdigest()[:8]}.jsonl"
    aside.rename(aside.with_name(name))
    return Import(name, whole.hexdigest(), size, len(numbers), 0, 0, 0, ("made.jsonl",))


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
