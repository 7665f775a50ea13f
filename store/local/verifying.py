"""Checking every byte of a docket, and saying in sentences what is wrong."""

from collections.abc import Iterator
from pathlib import Path

from store.local.batches import Batches
from store.local.cases import read_batch
from store.local.disk import Disk
from store.local.journal import Journal
from store.local.ledger import decode_record
from store.model import Checkpoint, Import


def verify(
    path: Path, disk: Disk, batches: Batches, known: Checkpoint, against: Checkpoint | None = None
) -> Iterator[str]:
    """Read the journal at `path` and all batches anew; yields a sentence for each thing that is wrong.

    `known` is what was there a moment ago, `against` a checkpoint that was kept elsewhere.
    """
    if against is not None and against.store != known.store:
        yield f"This is another docket: its store id is {known.store}, the checkpoint's is {against.store}."
        against = None
    journal, imports = Journal(path, disk, read_only=True), list[Import]()
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
    elif journal.count < known.count:
        yield f"The journal holds {journal.count} records, but {known.count} were there a moment ago."
    if against is not None and journal.count < against.count:
        yield f"Records are gone: there are {journal.count}, and the checkpoint speaks of {against.count}."
    for batch in imports:
        yield from (found for found in read_batch(batches, batch) if isinstance(found, str))
