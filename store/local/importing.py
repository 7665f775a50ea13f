"""Taking in a batch: staged aside with its index, made part of the docket by one record.

Killed at any moment, the docket has the whole batch or none of it: until the record is in the journal the batch file
is a file that nothing names, and the index's transaction is rolled back. The same import again finishes the work.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from store.errors import Busy, Damaged, NotSaved, StoreError
from store.local.batches import Batches, BatchWriter, Place, content_hash, decode_line, encode_line
from store.local.index import Builder
from store.local.storage import CASES
from store.model import Case, Import, Imported, Reject

if TYPE_CHECKING:
    from store.local.engine import LocalEngine

OnReject = Callable[[Reject], None]


def add_batch(
    engine: LocalEngine,
    by: str,
    arrivals: Iterator[Case | Reject],
    sources: tuple[str, ...],
    *,
    dry_run: bool,
    strict: bool,
    on_reject: OnReject,
) -> Imported:
    """See `Docket.import_cases`; the caller holds the import lock and has caught up."""
    recorded = False
    try:
        writer = BatchWriter(engine.folder / CASES, engine.disk)
    except OSError as error:
        raise _not_imported(error) from None
    try:
        with engine.index.building() as builder:
            counts = _stage(writer, builder, arrivals, on_reject)
            if dry_run or not (counts.cases or counts.revisions) or (strict and counts.rejected):
                return counts
            name, digest = writer.finish(len(engine.storage.ledger.imports) + 1)
            builder.rename_batch(name)
            body = Import(name, digest, writer.size, *_numbers(counts), sources)
            with engine.change():
                engine.append(by, None, secrets.token_hex(8), body)
                recorded = True
            builder.keep()
    except (OSError, sqlite3.Error, Busy, Damaged, NotSaved) as error:
        if not recorded:  # else the index lacks the batch, and takes it in afterwards
            writer.take_back()
            if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
                engine.renew_index()  # it did not hold what was put there
            raise _not_imported(error) from None
    finally:
        writer.discard()
    return Imported(name, *_numbers(counts))


def index_batches(engine: LocalEngine) -> None:
    """Put into the index what the journal names and it lacks, and a sentence for what is damaged there."""
    for batch in engine.storage.ledger.imports[len(engine.index.batches()) :]:
        with engine.index.building() as builder:
            builder.begin_batch(batch.batch)
            for found in read_batch(engine.storage.batches, batch):
                if isinstance(found, str):
                    builder.damaged(found)
                else:
                    place, case = found
                    builder.put(case, content_hash(case), place)
            builder.keep()


def read_batch(batches: Batches, batch: Import) -> Iterator[tuple[Place, Case] | str]:
    """Every case of a batch and its place, and a sentence for each thing that is not as it was imported."""
    whole, wrong = hashlib.sha256(), False
    try:
        for number, (place, line) in enumerate(batches.lines(batch.batch), 1):
            whole.update(line)
            case = decode_line(line)
            if case is not None:
                yield place, case
                continue
            wrong = True
            yield f"Line {number} of cases/{batch.batch} is not what was imported{_named_in(line)}."
    except Damaged as error:
        yield str(error)
        return
    if not wrong and whole.hexdigest() != batch.sha256:
        yield f"cases/{batch.batch} is not what was imported: cases were added, removed or moved."


def _named_in(line: bytes) -> str:
    """The id that a damaged line still seems to hold, for a sentence."""
    seems = re.match(rb'.{0,70}?"id":"((?:[^"\\]|\\.)*)"', line, re.DOTALL)
    return f' (it seems to be case "{seems[1].decode(errors="replace")}")' if seems else ""


def _stage(writer: BatchWriter, builder: Builder, arrivals: Iterator[Case | Reject], on_reject: OnReject) -> Imported:
    cases = revisions = skipped = rejected = 0
    builder.begin_batch("on its way")
    for arrival in arrivals:
        if isinstance(arrival, Reject):
            rejected += 1
            on_reject(arrival)
            continue
        digest, known = content_hash(arrival), builder.known(arrival.id)
        if known is not None and known.hash == digest:
            skipped += 1
        elif known is not None and known.batch == builder.number:
            rejected += 1
            on_reject(Reject("", 0, "id", f'"{arrival.id}" came twice in this import, with other content.', ""))
        else:
            line = encode_line(arrival)
            builder.put(arrival, digest, Place("", writer.add(line), len(line)))
            cases, revisions = cases + (known is None), revisions + (known is not None)
    return Imported("", cases, revisions, skipped, rejected)


def _numbers(counts: Imported) -> tuple[int, int, int, int]:
    return counts.cases, counts.revisions, counts.skipped, counts.rejected


def _not_imported(error: Exception) -> StoreError:
    if isinstance(error, StoreError):
        return error
    why = error.strerror if isinstance(error, OSError) else error
    return NotSaved(f"Nothing was imported: the disk said: {why}. The same import can be made again.")
