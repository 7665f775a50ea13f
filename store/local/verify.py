"""Checking a docket: every byte, every rule as it stood, and that the projection says what journal and batches say.

All of it is folded anew into a database of its own; nothing of the docket is changed.
"""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from store import acts
from store.acts import Act, Scene
from store.case.heard import answer_stands, before_hearing
from store.case.state import State
from store.days import days_recorded
from store.disk import Disk
from store.engine import Progress
from store.errors import StoreError
from store.local import making, schema
from store.local.batches import Batches, CasePlace
from store.local.case_rows import numbered, revision_rows
from store.local.fold import Fold, alike, importers, reached_in
from store.local.headway import Read, headway
from store.local.journal import Journal, Line
from store.local.layout import CASES, INDEX, JOURNAL, PROJECTION
from store.local.projection import Projection
from store.local.schema import IN_FORCE, one, rows
from store.model import Case, Checkpoint
from store.names import id_fault
from store.policy_file import parse
from store.records import ATTACHING, DocketBody, Genesis, Import, PolicySet, Record, Recovered, Repaired

_COMPARED = {
    "policies": "policies ORDER BY seq",
    "imports": "imports ORDER BY number",
    "records": "records ORDER BY seq",
    "keys": "keys ORDER BY key",
    "people": "people ORDER BY skeleton",
    "disclosures": "disclosures ORDER BY name",
    "standings": "standings ORDER BY standing",
    "cases": f"cases WHERE {IN_FORCE} ORDER BY number",
    "revisions": f"revisions WHERE {IN_FORCE} ORDER BY number, revision",
    "texts": f"texts WHERE number IN (SELECT number FROM cases WHERE {IN_FORCE}) ORDER BY number",  # noqa: S608
    "looks": f"looks WHERE number IN (SELECT number FROM cases WHERE {IN_FORCE}) ORDER BY look",  # noqa: S608
    "votes": "votes ORDER BY number, name",
    "recused": "recused ORDER BY number, name",
    "assigned": "assigned ORDER BY number",
    "decisions": "decisions ORDER BY number",
    "deciding": "deciding ORDER BY number, name",
    "cast_last": "cast_last ORDER BY number, name",
    "seeing": "seeing ORDER BY number, name",
    "shown": "shown ORDER BY number, name",
    "withdrawn": "withdrawn ORDER BY number, name",
    "reading": "reading ORDER BY number, name",
    "links": f"links WHERE {IN_FORCE} ORDER BY digest, number, revision",
    "clocks": "clocks ORDER BY number, clock",
}
"""The rows that are compared, in one order."""


def verify(
    folder: Path,
    disk: Disk,
    used: Projection,
    known: Checkpoint,
    against: Checkpoint | None = None,
    progress: Progress | None = None,
) -> Iterator[str]:
    """Yield a sentence for each thing that is wrong with the docket in `folder`.

    `used` is the projection in use, `known` what was there a moment ago, `against` a checkpoint kept elsewhere.
    """
    if against is not None and against.store != known.store:
        yield f"This is another docket: its store id is {known.store}, the checkpoint's is {against.store}."
        against = None
    read = headway(folder, progress, folder / INDEX / PROJECTION)
    fold = Fold(Batches(folder / CASES, disk, read), used.fold.day)
    journal = Journal(folder / JOURNAL, disk, read_only=True)
    with tempfile.TemporaryDirectory(prefix="foureyes-") as place, ExitStack() as ending:
        connection = ending.enter_context(closing(schema.connect(Path(place, "verify.db").as_uri())))
        ending.callback(journal.close)
        connection.execute("PRAGMA synchronous = OFF")
        replay = _Replay(fold, connection)
        lines = journal.catch_up()
        making.begin(connection, fold, folder / JOURNAL, disk)
        compared = list(_compared(connection, fold, journal, lines, used))
        making.take(connection, fold, journal, lines)
        cases = [sentence for (sentence,) in rows(connection, "SELECT sentence FROM damage")]
        yield from (*cases, *replay.wrong)
        if journal.damage:
            yield journal.damage
        if fold.count < known.count and not journal.damage:
            yield f"The journal holds {fold.count} records, but {known.count} were there a moment ago."
        if against is not None:
            yield from _against(folder / JOURNAL, disk, against)
        yield from () if cases else compared


def _compared(
    connection: sqlite3.Connection, fold: Fold, journal: Journal, lines: Iterator[Line], used: Projection
) -> Iterator[str]:
    """Whether the projection in use says the same as what is folded anew as far as it goes; others write meanwhile."""
    wrong = []
    try:
        with used.searching() as using:
            reached = reached_in(using)
            count, fold.day = reached.stamp.count, reached.day
            making.take(connection, fold, journal, islice(lines, count))
            if journal.damage or fold.count < count:
                return
            wrong = list(_differing(connection, using, fold.batches.on_read))
            if rows(using, "PRAGMA integrity_check(1)") != [("ok",)]:
                wrong.append("all")
    except sqlite3.Error:
        if not used.moved():  # else it is one that nobody uses any more
            wrong.append("all")
    for table in wrong:
        yield f"The index does not say what the journal and the cases say (table {table}): delete the folder `index`."


def _against(path: Path, disk: Disk, against: Checkpoint) -> Iterator[str]:
    journal = Journal(path, disk, read_only=True)
    try:
        for _ in journal.catch_up():
            if journal.count == against.count:
                break
        else:
            if journal.count < against.count:
                yield f"Records are gone: there are {journal.count}, and the checkpoint speaks of {against.count}."
                return
        if journal.head != against.head:
            yield (
                f"The first {against.count} records are not those of the checkpoint: they were rewritten, or records "
                "were cut off and others made since."
            )
    finally:
        journal.close()


def _differing(one_: sqlite3.Connection, other: sqlite3.Connection, read: Read | None) -> Iterator[str]:
    size = rows(other, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")[0][0] if read else 0
    for table in _COMPARED:
        if _rows_differ(one_, other, table):
            yield table
        if read:
            read(size // len(_COMPARED))


def _rows_differ(one_: sqlite3.Connection, other: sqlite3.Connection, table: str) -> bool:
    sql = f"SELECT * FROM {_COMPARED[table]}"  # noqa: S608 - of the names above
    mine, theirs = one_.execute(sql), other.execute(sql)
    while True:
        left, right = mine.fetchmany(1000), theirs.fetchmany(1000)
        if left != right:
            return True
        if not left:
            return False


class _Replay:
    """Asks the rules of each record again, under the policy then in force, before it is taken in."""

    def __init__(self, fold: Fold, connection: sqlite3.Connection) -> None:
        self._fold = fold
        self._connection = connection
        self.wrong: list[str] = []
        self._fold.on_record = self._check

    def _check(self, record: Record, state: State | None) -> None:
        rule = self._act(record, state) if state is not None else self._docket(record)
        said = self._key(record) or self._day(record) or rule
        if said:
            self.wrong.append(
                f"Record {record.seq} ({record.kind} by {record.by or 'nobody'}) is against the rules: {said}"
            )

    def _key(self, record: Record) -> str:
        used = one(self._connection, "SELECT seq FROM keys WHERE key = ?", (record.key,))
        return f"its key is that of record {used[0]}." if used else ""

    def _day(self, record: Record) -> str:
        """Whether the day of a record is that of its time, where the policy says in which time zone."""
        zone = self._fold.policies.current.calendar.time_zone if self._fold.policies else None
        if zone is None or isinstance(record.body, Recovered | Repaired):  # from them nothing is counted
            return ""
        when = days_recorded(record.at, zone)
        return "" if record.day in when else f"its day is {record.day}, where it was {max(when)} in {zone}."

    def _docket(self, record: Record) -> str:
        known, body = self._fold.policies, record.body
        if isinstance(body, Recovered | Genesis):
            return ""
        first, attached = isinstance(body, PolicySet) and not known, isinstance(body, Import) and bool(body.item)
        if not record.by:
            return "it names nobody."
        roles = ATTACHING if attached else body.roles if isinstance(body, DocketBody) else ()
        if not first and not known.current.has_any(record.by, roles):
            return f"who made it was no {' or '.join(roles)}."
        if isinstance(body, PolicySet) and not first:
            return self._policy(body)
        if isinstance(body, Import) and attached and not self._adds(body):
            return "it says that it adds one item of evidence to one case, and brings something else."
        if isinstance(body, Import) and body.renewals and not self._renews(body):
            return "it says that it brings up cases again that are here, and brings something else."
        return self._alike(record)

    def _adds(self, batch: Import) -> bool:
        """Whether a batch holds one case, and that as it was but for the one item more."""
        found = list(islice(self._fold.batches.checked(self._fold.imports + 1, batch), 2))
        cases = [one[1] for one in found if not isinstance(one, str)]
        try:
            if len(cases) < len(found):
                return True  # what is damaged is told where it is taken in
            if len(cases) != 1 or numbered(self._connection, cases[0].id) is None:
                return False
            before, _ = self._newest(cases[0].id)
        except StoreError:
            return True
        last = cases[0].evidence[-1:]
        is_new = [one.id for one in last] == [batch.item] and before.item(batch.item) is None
        return is_new and cases[0] == replace(before, evidence=(*before.evidence, *last))

    def _renews(self, batch: Import) -> bool:
        """Whether each case of a batch renews one that is here."""
        found = self._fold.batches.checked(self._fold.imports + 1, batch)
        return all(isinstance(one, str) or numbered(self._connection, one[1].renews) for one in found)

    def _policy(self, body: PolicySet) -> str:
        try:
            refusal = self._fold.policies.loosened_by(parse(body.source, "the policy", in_force=True))
        except StoreError:  # what cannot be read is told where it is taken in
            return ""
        return refusal.sentence if refusal else ""

    def _act(self, record: Record, state: State) -> str:
        act, case = record.body, record.case
        if not isinstance(act, Act) or case is None:
            return ""
        if said := self._alike(record):
            return said
        try:
            scene = self._scene(record, case, state)
        except StoreError as error:
            return str(error)
        refusal = acts.refusal(act, scene)
        if refusal is None:
            return ""
        return " ".join([refusal.sentence, *(one.sentence for one in refusal.missing)])

    def _scene(self, record: Record, case_id: str, state: State) -> Scene:
        connection, fold = self._connection, self._fold
        (case, lines), brought = self._newest(case_id), importers(connection)
        heard = (state.invitation, case, lambda number: self._revision(lines[number - 1]))
        return Scene(
            state,
            case,
            fold.policies.of_round(state.policy),
            record.by,
            record.day,
            frozenset(brought[line[2]] for line in lines),
            fold.policies.seq_of_round(state.policy),
            before_hearing=before_hearing(*heard),
            answer_stands=answer_stands(*heard),
        )

    def _newest(self, case_id: str) -> tuple[Case, list[tuple[Any, ...]]]:
        """The newest revision of a case, and the rows of all of them."""
        found = numbered(self._connection, case_id)
        lines = revision_rows(self._connection, found[0]) if found else []
        return self._revision(lines[-1]), lines

    def _revision(self, line: tuple[Any, ...]) -> Case:
        _, _, batch, offset, size, _ = line
        case = self._fold.batches.case(CasePlace(batch, offset, size))
        if case is None:
            raise StoreError("the case is not what was imported.")
        return case

    def _alike(self, record: Record) -> str:
        if id_fault(record.by):
            return "no reviewer can have that name."
        refusal = self._fold.policies.lookalike(record.by, lambda name: alike(self._connection, name))
        return refusal.sentence if refusal else ""
