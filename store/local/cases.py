"""The cases of a docket: the batches, which are the truth, and the index over them, which is only derived."""

import hashlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from store.engine import Found
from store.errors import BadInput, Damaged, NotSaved
from store.local.batches import Batches, Place, content_hash, decode_line
from store.local.disk import Disk
from store.local.index import Index
from store.local.layout import CASES, INDEX, LOCK
from store.local.ledger import Ledger
from store.local.lock import Lock
from store.model import Case, Import

T = TypeVar("T")


class Cases:
    """What was imported. Reading is for any thread; `importing` lets one process at a time add to it."""

    def __init__(self, docket: Path, disk: Disk, batches: Batches, ledger: Ledger, patience: float) -> None:
        self.folder = docket / CASES
        self.disk = disk
        self.index = Index(docket / INDEX, disk)
        self.damage: list[str] = []
        self._batches = batches
        self._ledger = ledger
        self._patience = patience

    def take_in(self, *, anew: bool = False) -> None:
        """Put into the index what the journal names and the index lacks; `anew`: begin with an empty one."""
        if anew or self.index.held != self._named():
            with self.importing():
                self.bring_index(anew=anew)

    def bring_index(self, *, anew: bool = False) -> None:
        """The same, for whoever holds the import lock: with the index there is, else a new one, else in memory."""
        named, self.index.masked = self._named(), frozenset(self._ledger.policy.case.masked)
        ways = (self.index.open, self.index.renew, self.index.renew_in_memory)
        for way in ways[anew:]:
            try:
                if way(named):
                    self._index_batches()
                    self.damage, self.index.held = self.index.damage(), named
                    return
            except sqlite3.Error:
                continue
        raise NotSaved(f"{self.folder}: the index of cases can be made neither on the disk nor in memory.")

    @contextmanager
    def importing(self) -> Iterator[None]:
        """One import at a time, without holding up those who decide meanwhile; raises `Busy`."""
        gate = Lock(self.folder / LOCK, self.disk)
        try:
            with gate.held(self._patience):
                yield
        finally:
            gate.close()

    def revisions(self, case_id: str) -> list[Case]:
        """All revisions of a case, oldest first; raises `BadInput` for an unknown case, `Damaged`."""
        places = self._ask(lambda: self.index.places(case_id))
        if not places:
            raise BadInput(f'There is no case "{case_id}" in this docket.')
        return [self._case(case_id, place, digest) for place, digest in places]

    def find(self, sql: str, values: list[object]) -> list[tuple[int, str]]:
        """The numbers and ids of the cases that a query of `store.local.filter_sql` finds."""
        return self._ask(lambda: self.index.find(sql, values))

    def found(self, numbers: list[int]) -> list[Found]:
        """The lines of these cases, in this order."""
        return self._ask(lambda: self.index.found(numbers, self._ledger.policy.case.columns))

    def check_index(self) -> None:
        """Look at all of the index, and make it anew if it is not what was put there: it is only derived."""
        self._ask(self.index.check)

    def _ask(self, ask: Callable[[], T]) -> T:
        """An answer of the index. Where it is not what was put there it is made anew, and asked again."""
        try:
            return ask()
        except sqlite3.Error:
            self.take_in(anew=True)
        try:
            return ask()
        except sqlite3.Error as error:
            raise NotSaved(f"{self.folder}: the index of cases cannot be read: {error}.") from None

    def _index_batches(self) -> None:
        for batch in self._ledger.imports[len(self.index.batches()) :]:
            with self.index.building() as builder:
                builder.begin_batch(batch.batch)
                for found in read_batch(self._batches, batch):
                    if isinstance(found, str):
                        builder.damaged(found)
                    else:
                        place, case = found
                        builder.put(case, content_hash(case), place)
                builder.keep()

    def _named(self) -> list[str]:
        return [batch.batch for batch in self._ledger.imports]

    def _case(self, case_id: str, place: Place, digest: bytes) -> Case:
        case = self._batches.case(place)
        if case is None or case.id != case_id or content_hash(case) != digest:
            raise Damaged(f'Case "{case_id}" in cases/{place.batch} is not what was imported: damaged or edited.')
        return case


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
