"""Folding the journal into the projection, record by record: where each case stands, and where each record lies.

Runs inside one write transaction of whoever holds the docket, so a reader sees the state before a record or after it.
"""

import sqlite3
from collections.abc import Callable
from datetime import date

import msgspec

from store.acts import Act
from store.case.policies import Policies
from store.case.state import Moment, State, revised, settle, standing_on
from store.errors import BadInput, Damaged, NewerFormat
from store.local.batches import Batches
from store.local.case_rows import CaseRows
from store.local.journal import Line
from store.local.layout import FORMAT
from store.local.schema import one, rows, seal, sealed, unsound
from store.model import Standing
from store.names import skeleton
from store.policy import Policy, parse
from store.records import Disclosed, Genesis, Import, PolicySet, Record, decode_record

FRESH = State()
"""Where a case is that nobody has touched."""
_states = msgspec.msgpack.Decoder(State)
_encode = msgspec.msgpack.Encoder(order="deterministic").encode


class Fold:
    """Takes records in, in order. What the docket as a whole is, is kept here as well: `store`, policies, imports."""

    def __init__(self, batches: Batches, day: date) -> None:
        self.batches = batches
        self.policies = Policies()
        self.store = ""
        self.draw_key = ""
        self.day = day
        self.masking: Policy | None = None
        """The policy whose masks the rows of cases are made with."""
        self.on_record: Callable[[Record, State | None], None] = lambda record, state: None
        """Called with each record and, if it is an act, the state of its case before it."""

    def forget(self) -> None:
        """Begin anew."""
        self.policies, self.store, self.draw_key = Policies(), "", ""
        self.batches.names.clear()

    @property
    def imports(self) -> int:
        """How many imports are in force."""
        return len(self.batches.names)

    def load(self, connection: sqlite3.Connection) -> None:
        """Begin where the projection ends that was made before."""
        known = dict(connection.execute("SELECT name, value FROM meta"))
        self.store, self.draw_key = known.get("store", ""), known.get("draw_key", "")
        newest = self.policies.seq
        sql = "SELECT seq, source, seal FROM policies WHERE seq > ? ORDER BY seq"
        for row in rows(connection, sql, (newest,)):
            seq, source = sealed(row)
            self.policies.put_in_force(seq, parse(source, "the docket's policy"))
        done = self.imports
        self.batches.names.update(
            connection.execute("SELECT number, batch FROM imports WHERE number > ? ORDER BY number", (done,))
        )

    def take(self, connection: sqlite3.Connection, line: Line, count: int) -> Record:
        """Take in the next line, number `count` from 0. Raises `NewerFormat`, and `Damaged` for one that cannot be."""
        record = decode_record(line.payload)
        if record.seq != count or isinstance(record.body, Genesis) != (count == 0):
            raise Damaged(f"Line {count + 1} of the journal is out of its place: it was not written by this program.")
        number = None
        if not isinstance(record.body, Act):
            self.on_record(record, None)
        match record.body:
            case Genesis() as genesis:
                self._begin(connection, genesis)
            case PolicySet(source=source):
                self._put_in_force(connection, count, source)
            case Import() as batch:
                self._import(connection, record, batch)
            case Disclosed(others=True):
                connection.execute("INSERT OR REPLACE INTO disclosures VALUES (?, ?)", (record.by, count))
            case Act() as act:
                number = self._act(connection, record, act)
            case _:
                pass
        values = (count, line.offset, line.size, record.kind, number)
        connection.execute("INSERT INTO records VALUES (?, ?, ?, ?, ?)", values)
        connection.execute("INSERT OR IGNORE INTO keys VALUES (?, ?)", (record.key, count))
        if record.by:
            connection.execute("INSERT OR IGNORE INTO people VALUES (?, ?)", (skeleton(record.by), record.by))
        return record

    def moment(self, record: Record, case: str, state: State) -> Moment:
        """What the record meets."""
        under = self.policies.seq if state.policy is None else state.policy
        policy = self.policies.of_round(state.policy)
        return Moment(record.seq, record.at, record.by, case, policy, under, self.draw_key)

    def turn_to(self, connection: sqlite3.Connection, day: date) -> None:
        """Bring those cases back whose pause ends by this day, and the others to where they stand on it."""
        self.day = day
        for number, blob, mark in connection.execute(
            "SELECT number, state, state_seal FROM cases WHERE until IS NOT NULL"
        ).fetchall():
            self._store(connection, number, state_of(number, blob, mark))

    def _begin(self, connection: sqlite3.Connection, genesis: Genesis) -> None:
        if genesis.format > FORMAT:
            raise NewerFormat(f"The docket has format {genesis.format}; this program reads up to {FORMAT}.")
        self.store, self.draw_key = genesis.store, genesis.draw_key
        connection.executemany(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)", (("store", self.store), ("draw_key", self.draw_key))
        )

    def _put_in_force(self, connection: sqlite3.Connection, seq: int, source: str) -> None:
        try:
            policy = parse(source, "the docket's policy")
        except BadInput as error:
            raise Damaged(f"Line {seq + 1} of the journal holds a policy that cannot be read. {error}") from None
        self.masking = self.masking or policy
        self.policies.put_in_force(seq, policy)
        connection.execute("INSERT INTO policies VALUES (?, ?, ?)", (seq, source, seal((seq, source))))

    def _import(self, connection: sqlite3.Connection, record: Record, batch: Import) -> None:
        number = self.imports + 1
        case_rows = CaseRows(connection, self.masking or self.policies.current, self.batches, number)
        self.batches.names[number] = batch.batch
        if one(connection, "SELECT value FROM meta WHERE name = 'staged'") != (batch.batch,):
            case_rows.discard()
            for found in self.batches.checked(number, batch):
                if isinstance(found, str):
                    connection.execute("INSERT INTO damage VALUES (?)", (found,))
                else:
                    place, case = found
                    case_rows.put(case, place, case_rows.known(case.id))
        connection.execute("DELETE FROM meta WHERE name = 'staged'")
        values = (number, record.seq, batch.batch, record.by, batch.cases)
        connection.execute("INSERT INTO imports VALUES (?, ?, ?, ?, ?)", values)
        self._count(connection, Standing.OPEN, batch.cases)
        for case_number, case_id, revision, matters in case_rows.put_in_force():
            state = read_state(connection, case_number)
            moved = revised(state, revision, matters, self.moment(record, case_id, state))
            self._store(connection, case_number, moved)

    def _act(self, connection: sqlite3.Connection, record: Record, act: Act) -> int | None:
        """The number of its case; None where that is one that cannot be read any more."""
        found = one(connection, "SELECT number, batch FROM cases WHERE id = ?", (record.case,))
        if record.case is None or found is None or found[1] > self.imports:
            if one(connection, "SELECT 1 FROM damage LIMIT 1"):
                return None
            raise Damaged(f"Line {record.seq + 1} of the journal speaks of a case that was never imported.")
        number: int = found[0]
        state = read_state(connection, number)
        self.on_record(record, state)
        moment = self.moment(record, record.case, state)
        moved = settle(act.move(state, moment), moment)
        if moved != state:
            self._store(connection, number, moved)
            if moved.votes != state.votes:
                connection.execute("DELETE FROM votes WHERE number = ?", (number,))
                names = [(number, vote.by) for vote in moved.votes]
                connection.executemany("INSERT OR IGNORE INTO votes VALUES (?, ?)", names)
        return number

    def _store(self, connection: sqlite3.Connection, number: int, state: State) -> None:
        before = one(connection, "SELECT standing FROM cases WHERE number = ?", (number,))
        if before is None:
            raise unsound()
        standing, blob = standing_on(state, self.day), _encode(state)
        until = state.pause.until.isoformat() if state.pause else None
        connection.execute(
            "UPDATE cases SET standing = ?, until = ?, state = ?, state_seal = ? WHERE number = ?",
            (standing, until, blob, seal((number, blob)), number),
        )
        self._count(connection, before[0], -1)
        self._count(connection, standing, 1)

    def _count(self, connection: sqlite3.Connection, standing: str, more: int) -> None:
        connection.execute(
            "INSERT INTO standings VALUES (?, ?) ON CONFLICT (standing) DO UPDATE SET cases = cases + excluded.cases",
            (str(standing), more),
        )
        connection.execute("DELETE FROM standings WHERE cases = 0")


def read_state(connection: sqlite3.Connection, number: int) -> State:
    """Where a case is."""
    found = one(connection, "SELECT number, state, state_seal FROM cases WHERE number = ?", (number,))
    if found is None:
        raise unsound()
    return state_of(*found)


def state_of(number: int, blob: bytes | None, mark: int | None) -> State:
    """The state in a row; raises where the row is not what was put there."""
    if blob is None:
        if mark is not None:
            raise unsound()
        return FRESH
    sealed((number, blob, mark))
    return _states.decode(blob)
