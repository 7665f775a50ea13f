"""Checking every byte of a docket, and saying in sentences what is wrong."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from store.errors import Damaged
from store.local.batches import decode_line
from store.local.importing import named_in
from store.local.journal import Journal
from store.local.ledger import decode_record
from store.local.storage import JOURNAL
from store.model import Import

if TYPE_CHECKING:
    from store.local.engine import LocalEngine


def verify(engine: LocalEngine) -> Iterator[str]:
    """Read the journal and all batches anew; yields a sentence for each thing that is wrong."""
    engine.refresh()
    count = engine.storage.journal.count
    journal, imports = Journal(engine.folder / JOURNAL, engine.disk, read_only=True), list[Import]()
    try:
        for line in journal.catch_up():
            body = decode_record(line.payload).body
            if isinstance(body, Import):
                imports.append(body)
    finally:
        journal.close()
    if journal.damage:
        yield journal.damage
    elif journal.count < count:
        yield f"The journal holds {journal.count} records, but {count} were there a moment ago."
    for batch in imports:
        yield from _batch(engine, batch)


def _batch(engine: LocalEngine, batch: Import) -> Iterator[str]:
    whole, wrong = hashlib.sha256(), False
    try:
        for number, (_, line) in enumerate(engine.storage.batches.lines(batch.batch), 1):
            whole.update(line)
            if decode_line(line) is None:
                wrong = True
                yield f"Line {number} of cases/{batch.batch} is not what was imported{named_in(line)}."
    except Damaged as error:
        yield str(error)
        return
    if not wrong and whole.hexdigest() != batch.sha256:
        yield f"cases/{batch.batch} is not what was imported: cases were added, removed or moved."
