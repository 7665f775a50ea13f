"""Taking in a batch: staged aside with its index, made part of the docket by one record.

Killed at any moment, the docket has the whole batch or none of it: until the record is in the journal the batch file
is a file that nothing names, and the index's transaction is rolled back. The same import again finishes the work.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from store.errors import NotSaved
from store.local.batches import BatchWriter, Place, content_hash, decode_line, encode_line
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
    try:
        writer = BatchWriter(engine.folder / CASES, engine.disk)
    except OSError as error:
        raise _not_saved(error) from None
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
            builder.keep()
    except OSError as error:
        raise _not_saved(error) from None
    finally:
        writer.discard()
    return Imported(name, *_numbers(counts))


def index_batches(engine: LocalEngine, named: list[str]) -> list[str]:
    """Put into the index what the journal names and it lacks; returns sentences on what is damaged there."""
    index, damage = engine.index, list[str]()
    for name in named[len(index.batches()) :]:
        with index.building() as builder:
            builder.begin_batch(name)
            for number, (place, line) in enumerate(engine.storage.batches.lines(name), 1):
                case = decode_line(line)
                if case is None:
                    damage.append(f"Line {number} of cases/{name} is not what was imported{named_in(line)}.")
                else:
                    builder.put(case, content_hash(case), place)
            builder.keep()
    return damage


def named_in(line: bytes) -> str:
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


def _not_saved(error: OSError) -> NotSaved:
    return NotSaved(f"Nothing was imported: the disk said: {error.strerror}. The same import can be made again.")
