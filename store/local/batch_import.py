"""Taking in a batch: staged aside with its rows of the projection, made part of the docket by one record.

Killed at any moment, the docket has the whole batch or none of it: until the record is in the journal the batch file is
a file that nothing names, and its rows are of an import that there is not. The same import again finishes the work.
Rows are staged in short transactions, so nobody who decides meanwhile waits.
"""

import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from store.disk import Disk
from store.errors import NotSaved, StoreError, Unsure
from store.limits import CASE_BYTES, PARTS
from store.local.batches import BatchWriter, CasePlace, content_hash, encode_line
from store.local.case_rows import CaseRows, Known
from store.local.projection import Projection
from store.local.schema import meta, set_meta, unsound
from store.model import Arrival, Case, Imported, Refusal, Reject
from store.names import difference
from store.records import Import, Record
from store.text import quoted

OnReject = Callable[[Reject], None]
CHUNK = 500
"""Cases that are staged in one transaction, at most."""
CHUNK_BYTES = 8 << 20
"""Bytes of them, from which on no more are waited for: they stand in memory."""
BREATH = 0.002
"""Seconds after each, in which whoever records a decision gets to write."""


class BatchImport:
    """One import; whoever runs it holds the import lock, and not the docket."""

    def __init__(self, folder: Path, disk: Disk, projection: Projection, on_reject: OnReject) -> None:
        self._folder = folder
        self._disk = disk
        self._projection = projection
        self._on_reject = on_reject
        self._number = projection.fold.imports + 1
        self._mark = secrets.token_hex(8)
        self._counts = Imported("", 0, 0, 0, 0)

    def run(
        self,
        arrivals: Iterator[Arrival | Reject],
        sources: tuple[str, ...],
        record: Callable[[Import], Record | Refusal],
        *,
        dry_run: bool,
        strict: bool,
    ) -> Imported | Refusal:
        """See `Docket.import_cases`; the batch becomes part of the docket when `record` returns a record.

        Raises `sqlite3.Error` where the projection cannot be used: nothing was imported then.
        """
        recorded = named = False
        try:
            writer = BatchWriter(self._folder, self._disk)
        except OSError as error:
            raise _not_imported(error) from None
        try:
            self._discard()
            self._stage(writer, arrivals)
            counts = self._counts
            if strict and counts.rejected:
                return replace(counts, cases=0, revisions=0)
            if dry_run or not (counts.cases or counts.revisions):
                return counts
            name, digest = writer.finish(self._number)
            self._mark_staged(name)
            numbers = (counts.cases, counts.revisions, counts.skipped, counts.rejected)
            named = True  # whatever happens from here on, a record may name the batch
            answer = record(Import(name, digest, writer.size, *numbers, sources))
            recorded = named = isinstance(answer, Record)
            return replace(counts, batch=name) if isinstance(answer, Record) else answer
        except OSError as error:
            raise _not_imported(error) from None
        except StoreError as error:
            named = named and isinstance(error, Unsure)
            raise
        finally:
            if not named:
                writer.take_back()
            if not recorded:
                self._discard_quietly()
            writer.discard()

    def _stage(self, writer: BatchWriter, arrivals: Iterator[Arrival | Reject]) -> None:
        for chunk in _chunks(arrivals):
            with self._staging() as connection:
                case_rows = self._rows(connection)
                for arrival, line in chunk:
                    if isinstance(arrival, Reject):
                        self._reject(arrival)
                    else:
                        self._take(case_rows, writer, arrival, line)
            time.sleep(BREATH)

    def _take(self, case_rows: CaseRows, writer: BatchWriter, arrival: Arrival, line: bytes) -> None:
        known = case_rows.known(arrival.case.id)
        case = arrival.case if known is None else _with_what_was_added(arrival.case, known, case_rows)
        if case is not arrival.case:
            line = encode_line(case)
            if len(case.evidence) > PARTS or len(line) > CASE_BYTES:
                self._reject(arrival.rejected("evidence", "with what was added to it here, the case is too large."))
                return
        counts, digest = self._counts, content_hash(case)
        if known is not None and known.hash == digest:
            self._counts = replace(counts, skipped=counts.skipped + 1)
        elif known is not None and known.place.batch == self._number:
            self._reject(arrival.rejected("id", f'"{case.id}" came twice in this import, with other content.'))
        elif known is None and (other := case_rows.alike(case.id)):
            differ = f"{quoted(case.id)} looks like {quoted(other)}, another case: {difference(case.id, other)}."
            self._reject(arrival.rejected("id", differ))
        else:
            case_rows.put(case, CasePlace(self._number, writer.add(line), len(line)), known)
            more = "cases" if known is None else "revisions"
            self._counts = replace(counts, **{more: getattr(counts, more) + 1})

    def _reject(self, reject: Reject) -> None:
        self._counts = replace(self._counts, rejected=self._counts.rejected + 1)
        self._on_reject(reject)

    @contextmanager
    def _staging(self) -> Iterator[sqlite3.Connection]:
        """Write to the projection in which this import was begun: rows in another one would be half of it."""
        with self._projection.writing() as connection:
            if meta(connection, "staging") != self._mark:
                raise unsound()
            yield connection

    def _mark_staged(self, name: str) -> None:
        with self._staging() as connection:
            set_meta(connection, "staged", name)

    def _discard(self) -> None:
        with self._projection.writing() as connection:
            if self._projection.fold.imports < self._number:
                set_meta(connection, "staged", "")
                set_meta(connection, "staging", self._mark)
                self._rows(connection).discard()

    def _discard_quietly(self) -> None:
        try:
            self._discard()
        except sqlite3.Error:  # such rows mean nothing, and go with the next import
            return

    def _rows(self, connection: sqlite3.Connection) -> CaseRows:
        fold = self._projection.fold
        return CaseRows(connection, fold.masking or fold.policies.current, fold.batches, self._number, fold.draw_key)


def _with_what_was_added(case: Case, known: Known, case_rows: CaseRows) -> Case:
    """A case as it arrived, with the items that were added to it here: no file knows of them."""
    if known.revision == 1 or content_hash(case) == known.hash:
        return case
    kept = tuple(item for item in case_rows.added_here(known) if case.item(item.id) is None)
    return replace(case, evidence=(*case.evidence, *kept)) if kept else case


def _chunks(arrivals: Iterator[Arrival | Reject]) -> Iterator[list[tuple[Arrival | Reject, bytes]]]:
    """What is staged in one transaction: what arrived, with the lines of cases in their batch."""
    chunk: list[tuple[Arrival | Reject, bytes]] = []
    size = 0
    for arrival in arrivals:
        line = encode_line(arrival.case) if isinstance(arrival, Arrival) else b""
        chunk.append((arrival, line))
        size += len(line)
        if len(chunk) == CHUNK or size > CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _not_imported(error: OSError) -> NotSaved:
    return NotSaved(f"Nothing was imported: the disk said: {error.strerror}. The same import can be made again.")
