"""Checking every byte of a docket, and saying in sentences what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from store.local.importing import read_batch
from store.local.journal import Journal
from store.local.ledger import decode_record
from store.local.storage import JOURNAL
from store.model import Checkpoint, Import

if TYPE_CHECKING:
    from store.local.engine import LocalEngine


def verify(engine: LocalEngine, against: Checkpoint | None = None) -> Iterator[str]:
    """Read the journal and all batches anew; yields a sentence for each thing that is wrong."""
    if against is not None and against.store != engine.store:
        yield f"This is another docket: its store id is {engine.store}, the checkpoint's is {against.store}."
        against = None
    engine.refresh()
    count = engine.storage.journal.count
    journal, imports = Journal(engine.folder / JOURNAL, engine.disk, read_only=True), list[Import]()
    try:
        for line in journal.catch_up():
            if against is not None and journal.count == against.count and journal.head != against.head:
                yield f"The first {against.count} records are not those of the checkpoint: they were rewritten."
            body = decode_record(line.payload).body
            if isinstance(body, Import):
                imports.append(body)
    finally:
        journal.close()
    if journal.damage:
        yield journal.damage
    elif journal.count < count:
        yield f"The journal holds {journal.count} records, but {count} were there a moment ago."
    if against is not None and journal.count < against.count:
        yield f"Records are gone: there are {journal.count}, and the checkpoint speaks of {against.count}."
    for batch in imports:
        yield from (found for found in read_batch(engine.storage.batches, batch) if isinstance(found, str))
    engine.check_index()
