"""Cases in the projection: what a queue shows and a filter asks for, and where each revision lies in its batch.

Rows of an import that is on its way are of a batch number that no import has yet, so nobody sees them: a case by its
own `batch`, a revision of a known case in `staged`, until `put_in_force`. Masked fields are left out of all rows, and
their values are masked in all texts, so that no filter can tell what a mask hides.
"""

import sqlite3
from typing import Any

import msgspec
from msgspec import Struct

from store.case.masked_case import CaseMask
from store.case.revision import substantial
from store.errors import Damaged
from store.local.batches import Batches, CasePlace, content_hash
from store.local.links import digests
from store.local.orders import counted, first_flag, rank
from store.local.schema import NO_DUE, meta, one, rows, seal, sealed, set_meta, unsound
from store.model import Case, Evidence, Value
from store.names import drawn
from store.policy import Policy
from store.searchable import searchable
from store.text import hidden

ROW = "number, batch, id, title, due, priority, flags, fields, hidden, revision, seal"
IMPORT = "number, seq, batch, by, cases, day, item, renewals"
SORTED = "rank, flag, arrived"
"""The columns that queues are sorted by, of what imports say."""
_INSERT = f"INSERT INTO cases ({ROW}, {SORTED}) VALUES ({', '.join('?' * 14)})"  # noqa: S608 - of constants
_STAGE = f"INSERT INTO staged VALUES ({', '.join('?' * 15)})"  # noqa: S608 - of constants
_APPLY = """
UPDATE cases SET title = s.title, due = s.due, priority = s.priority, flags = s.flags, fields = s.fields,
    hidden = s.hidden, revision = s.revision, seal = s.seal, rank = s.rank, flag = s.flag, arrived = s.arrived
    FROM staged s WHERE s.number = cases.number
"""
_APPLY_TEXTS = "INSERT OR REPLACE INTO texts SELECT number, text, text_seal FROM staged"


class Known(Struct, frozen=True):
    """The newest revision of a case: its number, which revision, its content's hash, where it lies.

    `batch` is the import that brought the case in.
    """

    number: int
    batch: int
    revision: int
    hash: bytes
    place: CasePlace


class CaseRows:
    """Adds cases to the rows of one import, number `batch`; `key` is the docket's own, for what links cases."""

    def __init__(self, connection: sqlite3.Connection, policy: Policy, batches: Batches, batch: int, key: str) -> None:
        self._connection = connection
        self._policy = policy
        self._batches = batches
        self.batch = batch
        self._key = key

    def known(self, case_id: str) -> Known | None:
        """The newest revision of a case, this import included."""
        found = numbered(self._connection, case_id)
        if found is None:
            return None
        lines = revision_rows(self._connection, found[0])
        if not lines:
            raise unsound()
        _, revision, batch, offset, size, digest = lines[-1]
        return Known(*found, revision, digest, CasePlace(batch, offset, size))

    def added_here(self, known: Known) -> tuple[Evidence, ...]:
        """The items of the newest revision before this import that were added to the case here (`Docket.attach`)."""
        lines = revision_rows(self._connection, known.number, last_batch=self.batch - 1)
        cases = [self._batches.case(CasePlace(batch, offset, size)) for _, _, batch, offset, size, _ in lines]
        if not lines or (newest := cases[-1]) is None:
            return ()
        added = dict[str, Evidence | None]()
        for line, case in zip(lines[1:], cases[1:], strict=True):
            if item := self._item_of(line[2]):
                added[item] = (case or newest).item(item)
        return tuple(item for item in newest.evidence if added.get(item.id) == item)

    def _item_of(self, batch: int) -> str:
        """The id of the item that this import added to a case; empty for one that brought cases."""
        found = one(self._connection, f"SELECT {IMPORT}, seal FROM imports WHERE number = ?", (batch,))  # noqa: S608
        if found is None:
            raise unsound()
        return str(sealed(found)[6])

    def alike(self, case_id: str) -> str | None:
        """The id of a case that looks like this one, which no case has, this import included; None if none does."""
        look = drawn(case_id)
        if look != case_id and numbered(self._connection, look):
            return look
        found = one(self._connection, "SELECT number FROM looks WHERE look = ?", (look,))
        if found is None:
            return None
        there = str(case_row(self._connection, found[0])[2])
        if there == case_id or drawn(there) != look:
            raise unsound()
        return there

    def put(self, case: Case, place: CasePlace, known: Known | None, *, in_doubt: bool = False) -> None:
        """Add a case, or a further revision of one; `in_doubt`: whatever rested on the one before.

        Raises `Damaged`, `NotSaved` where the revision before cannot be read.
        """
        earlier = self._earlier(known)
        masked = CaseMask([*filter(None, earlier), case], self._policy).case(case)
        shown, text = (*self._shown(masked), _hidden(case)), self._text(masked)
        if known is None:
            number, revision = self._next_number(), 1
            row = (number, self.batch, case.id, *shown, revision)
            self._connection.execute(_INSERT, (*row, seal(row), *self._sorted(shown)))
            self._connection.execute("INSERT INTO texts VALUES (?, ?, ?)", (number, text, seal((number, text))))
            if (look := drawn(case.id)) != case.id:  # only those, so that ids in ASCII take no room
                self._connection.execute("INSERT OR IGNORE INTO looks VALUES (?, ?)", (look, number))
        else:
            number, revision = known.number, known.revision + 1
            matters = in_doubt or substantial(self._sound(earlier[-1], known, case.id), case)
            row = (number, known.batch, case.id, *shown, revision)
            values = (number, *shown, revision, seal(row), *self._sorted(shown), text, seal((number, text)), matters)
            self._connection.execute(_STAGE, values)
        links = [(one, number, revision, self.batch) for one in sorted(digests(case, self._policy, self._key))]
        self._connection.executemany("INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?)", links)
        where = (number, revision, self.batch, place.offset, place.size, content_hash(case))
        self._connection.execute("INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?)", (*where, seal(where)))

    def put_in_force(self) -> list[tuple[int, str, int, bool]]:
        """What was staged is shown from now on; the revised cases: number, id, revision, whether a vote rests on it."""
        revised = rows(
            self._connection,
            "SELECT s.number, c.id, s.revision, s.substantial FROM staged s JOIN cases c ON c.number = s.number",
        )
        for statement in (_APPLY, _APPLY_TEXTS, "DELETE FROM staged"):
            self._connection.execute(statement)
        set_meta(self._connection, "last_case", str(self._next_number() - 1))
        return [(number, case_id, revision, bool(matters)) for number, case_id, revision, matters in revised]

    def discard(self) -> None:
        """Take the rows of an import that never came into force away again."""
        last = int(meta(self._connection, "last_case") or 0)
        for table in ("texts", "revisions", "looks", "cases"):
            self._connection.execute(f"DELETE FROM {table} WHERE number > ?", (last,))  # noqa: S608 - of those above
        self._connection.execute("DELETE FROM revisions WHERE batch >= ? AND revision > 1", (self.batch,))
        self._connection.execute("DELETE FROM links WHERE batch >= ?", (self.batch,))
        self._connection.execute("DELETE FROM staged")

    def _next_number(self) -> int:
        [(last,)] = rows(self._connection, "SELECT coalesce(max(number), 0) FROM cases")
        number: int = last + 1
        return number

    def _earlier(self, known: Known | None) -> list[Case | None]:
        """The revisions before, where they can be read: what a mask hid in one of them stays hidden."""
        lines = revision_rows(self._connection, known.number) if known else []
        return [self._batches.case(CasePlace(batch, offset, size)) for _, _, batch, offset, size, _ in lines]

    def _sound(self, before: Case | None, known: Known, case_id: str) -> Case:
        """The newest revision, if it is what was imported."""
        if before is None or content_hash(before) != known.hash:
            batch = self._batches.names[known.place.batch]
            raise Damaged(f'Case "{case_id}" in cases/{batch} is not what was imported: damaged or edited.')
        return before

    def _shown(self, case: Case) -> tuple[Any, ...]:
        encode = msgspec.json.encode
        codes = encode([flag.code for flag in case.flags]).decode()
        due = case.due.isoformat() if case.due else NO_DUE
        return case.title, due, case.priority, codes, encode(self._open(case)).decode()

    def _sorted(self, shown: tuple[Any, ...]) -> tuple[str, str, str]:
        _, _, priority, codes, *_ = shown
        return rank(priority), first_flag(codes), counted(self.batch)

    def _open(self, case: Case) -> dict[str, Value]:
        return {key: value for key, value in case.fields.items() if not self._policy.masks(key)}

    def _text(self, case: Case) -> str:
        values = (str(value) for value in self._open(case).values() if value is not None)
        return searchable("\n".join([case.id, case.title, case.subject, *values, *_other_texts(case)]))


def numbered(connection: sqlite3.Connection, case_id: str) -> tuple[int, int] | None:
    """The number of a case, and of the import that brought it in; None if there is no such case."""
    found = one(connection, "SELECT number FROM cases WHERE id = ?", (case_id,))
    if found is None:
        return None
    number, batch, there = case_row(connection, found[0])[:3]
    if there != case_id:
        raise unsound()
    return number, batch


def must_be_unknown(connection: sqlite3.Connection, case_id: str) -> None:
    """Look at each row for a case that was not found: its entry in SQLite's index may be damaged. Takes a scan."""
    if one(connection, "SELECT 1 FROM cases NOT INDEXED WHERE id = ?", (case_id,)):
        raise unsound()


def case_row(connection: sqlite3.Connection, number: int) -> tuple[Any, ...]:
    """What stands in the columns `ROW` of a case, without its seal."""
    found = one(connection, f"SELECT {ROW} FROM cases WHERE number = ?", (number,))  # noqa: S608 - of a constant
    if found is None:
        raise unsound()
    return sealed(found)


def revision_rows(connection: sqlite3.Connection, number: int, *, last_batch: int = 1 << 62) -> list[tuple[Any, ...]]:
    """Number, revision, batch, offset, size and hash of each revision of a case up to a batch, oldest first."""
    sql = "SELECT number, revision, batch, offset, size, hash, seal FROM revisions WHERE number = ? ORDER BY revision"
    found = [sealed(row) for row in rows(connection, sql, (number,)) if row[2] <= last_batch]
    if [row[1] for row in found] != list(range(1, len(found) + 1)):
        raise unsound()
    return found


def _hidden(case: Case) -> int:
    values = (str(value) for value in case.fields.values() if value is not None)
    return hidden("\n".join([case.id, case.title, case.subject, *values, *_other_texts(case)]))


def _other_texts(case: Case) -> list[str]:
    parts = [part for flag in case.flags for part in (flag.code, flag.reason, flag.raised_by)]
    return parts + [part for item in case.evidence for part in (item.label, item.text, item.source)]
