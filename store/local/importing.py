"""Taking in a batch: staged aside with its index, made part of the docket by one record.

Killed at any moment, the docket has the whole batch or none of it: until the record is in the journal the batch file
is a file that nothing names, and the index's transaction is rolled back. The same import again finishes the work.
"""

import sqlite3
from collections.abc import Callable, Iterator

from store.errors import Busy, Damaged, NotSaved, StoreError
from store.local.batches import BatchWriter, Place, content_hash, encode_line
from store.local.cases import Cases
from store.local.index import Builder
from store.model import Case, Import, Imported, Reject

OnReject = Callable[[Reject], None]


def add_batch(
    cases: Cases,
    number: int,
    arrivals: Iterator[Case | Reject],
    sources: tuple[str, ...],
    record: Callable[[Import], object],
    *,
    dry_run: bool,
    strict: bool,
    on_reject: OnReject,
) -> Imported:
    """See `Docket.import_cases`; the caller holds the import lock and has caught up.

    The batch is the docket's `number`th, and becomes part of it when `record` returns.
    """
    recorded = False
    try:
        writer = BatchWriter(cases.folder, cases.disk)
    except OSError as error:
        raise _not_imported(error) from None
    try:
        with cases.index.building() as builder:
            counts = _stage(writer, builder, arrivals, on_reject)
            if dry_run or not (counts.cases or counts.revisions) or (strict and counts.rejected):
                return counts
            name, digest = writer.finish(number)
            builder.rename_batch(name)
            record(Import(name, digest, writer.size, *_numbers(counts), sources))
            recorded = True
            builder.keep()
    except (OSError, sqlite3.Error, Busy, Damaged, NotSaved) as error:
        if not recorded:  # else the index lacks the batch, and takes it in afterwards
            writer.take_back()
            if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
                cases.bring_index(anew=True)  # it did not hold what was put there
            raise _not_imported(error) from None
    finally:
        writer.discard()
    return Imported(name, *_numbers(counts))


def _stage(writer: BatchWriter, builder: Builder, arrivals: Iterator[Case | Reject], on_reject: OnReject) -> Imported:
    fresh = revisions = skipped = rejected = 0
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
            fresh, revisions = fresh + (known is None), revisions + (known is not None)
    return Imported("", fresh, revisions, skipped, rejected)


def _numbers(counts: Imported) -> tuple[int, int, int, int]:
    return counts.cases, counts.revisions, counts.skipped, counts.rejected


def _not_imported(error: Exception) -> StoreError:
    if isinstance(error, StoreError):
        return error
    why = error.strerror if isinstance(error, OSError) else error
    return NotSaved(f"Nothing was imported: the disk said: {why}. The same import can be made again.")
