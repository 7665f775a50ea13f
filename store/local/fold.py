"""Folding the journal into the projection, record by record: where each case stands, and where each record lies.

Runs inside one write transaction of whoever holds the docket, so a reader sees the state before a record or after it.
"""

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import msgspec
from msgspec import Struct

from store.acts import Act
from store.case.policies import Policies
from store.case.state import Moment, State, facts, revised, settle, standing_on
from store.clocks import of_case
from store.errors import BadInput, Damaged, NewerFormat, NotSaved
from store.local.batches import Batches, CasePlace
from store.local.case_rows import IMPORT, CaseRows, numbered
from store.local.journal import Line, Stamp
from store.local.layout import FORMAT
from store.local.mine import at_text
from store.local.orders import counted
from store.local.schema import NO_DUE, meta, noticing, one, rows, seal, sealed, set_meta, unsound
from store.model import Case, Standing
from store.names import skeleton
from store.policy import Policy
from store.policy_file import parse
from store.records import Disclosed, Genesis, Import, PolicySet, Record, decode_record

STATE = "number, acts, state, state_seal"
"""The columns that say where a case is."""
FRESH = State()
"""Where a case is that nobody has touched."""
_KEPT = timedelta(days=1)
"""How long who read a case is kept: far longer than they count as reading it, for clocks differ."""
_states = msgspec.msgpack.Decoder(State)
_encode = msgspec.msgpack.Encoder(order="deterministic").encode


class Reached(Struct, frozen=True):
    """How far the journal was taken in, and the day on which cases stand where they stand."""

    stamp: Stamp
    day: date


_reached = msgspec.json.Decoder(Reached)
_encode_json = msgspec.json.Encoder().encode


class Fold:
    """Takes records in, in order. What the docket as a whole is, is kept here as well: `store`, policies, imports.

    One fold belongs to one database: where another one is used, another fold is made, so that whoever reads meanwhile
    has the old one or the new one.
    """

    def __init__(self, batches: Batches, day: date) -> None:
        self.batches = batches
        self.policies = Policies()
        self.count = 0
        """Records taken in."""
        self.store = ""
        self.draw_key = ""
        self.day = day
        """The day on which cases stand in the database where they stand."""
        self.masking: Policy | None = None
        """The policy whose masks the rows of cases are made with."""
        self.import_days: dict[int, date] = {}
        """The day of each import, counted from 1."""
        self.on_record: Callable[[Record, State | None], None] = lambda record, state: None
        """Called with each record and, if it is an act, the state of its case before it."""

    @property
    def imports(self) -> int:
        """How many imports are in force."""
        return len(self.batches.names)

    def follow(self, connection: sqlite3.Connection) -> None:
        """Know all that the database holds, which another process may have added to."""
        reached = reached_in(connection)
        self.day = reached.day
        if reached.stamp.count > self.count:
            self._load(connection)
            self.count = reached.stamp.count

    def _load(self, connection: sqlite3.Connection) -> None:
        self.store, self.draw_key = meta(connection, "store"), meta(connection, "draw_key")
        sql = "SELECT seq, source, seal FROM policies WHERE seq > ? ORDER BY seq"
        for seq, source in map(sealed, rows(connection, sql, (self.policies.seq,))):
            self.policies.put_in_force(seq, parse(source, "the docket's policy", in_force=True))
        for number, _, batch, _, _, day, *_ in imports(connection, self.imports):
            self.batches.names[number] = batch
            self.import_days[number] = date.fromisoformat(day)

    def take(self, connection: sqlite3.Connection, line: Line) -> Record:
        """Take in the next line. Raises `NewerFormat`, and `Damaged` for one that cannot be."""
        record, count = decode_record(line.payload), self.count
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
                values = (record.by, count)
                connection.execute("INSERT OR REPLACE INTO disclosures VALUES (?, ?, ?)", (*values, seal(values)))
            case Act() as act:
                number = self._act(connection, record, act)
            case _:
                pass
        place = (count, line.offset, line.size, record.kind, number)
        connection.execute("INSERT INTO records VALUES (?, ?, ?, ?, ?)", place)
        connection.execute("INSERT OR IGNORE INTO keys VALUES (?, ?)", (record.key, count))
        if record.by:
            connection.execute("INSERT OR IGNORE INTO people VALUES (?, ?)", (skeleton(record.by), record.by))
        self.count = count + 1
        return record

    def moment(self, connection: sqlite3.Connection, record: Record, case: str, state: State) -> Moment:
        """What the record meets."""
        under = self.policies.seq if state.policy is None else state.policy
        policy = self.policies.of_round(state.policy)
        shown = {} if state.revealed is None else disclosed(connection)
        return Moment(record.seq, record.at, record.day, record.by, case, policy, under, self.draw_key, shown)

    def turn_to(self, connection: sqlite3.Connection, day: date) -> None:
        """Bring those cases back whose pause ends by this day, and the others to where they stand on it.

        Only of those whose pause ends between the two days does the standing change.
        """
        reached, self.day = reached_in(connection), day
        put_reached(connection, Reached(reached.stamp, day))
        between = sorted((reached.day.isoformat(), day.isoformat()))
        sql = f"SELECT {STATE} FROM cases WHERE until > ? AND until <= ?"  # noqa: S608 - of a constant
        for row in rows(connection, sql, tuple(between)):
            self._store(connection, row[0], state_of(row), row[1])

    def _begin(self, connection: sqlite3.Connection, genesis: Genesis) -> None:
        if genesis.format > FORMAT:
            raise NewerFormat(f"The docket has format {genesis.format}; this program reads up to {FORMAT}.")
        self.store, self.draw_key = genesis.store, genesis.draw_key
        set_meta(connection, "store", self.store)
        set_meta(connection, "draw_key", self.draw_key)

    def _put_in_force(self, connection: sqlite3.Connection, seq: int, source: str) -> None:
        try:
            policy = parse(source, "the docket's policy", in_force=True)
        except BadInput as error:
            raise Damaged(f"Line {seq + 1} of the journal holds a policy that cannot be read. {error}") from None
        self.masking = self.masking or policy
        before = self.policies.current if self.policies else policy
        self.policies.put_in_force(seq, policy)
        if (before.clock, before.calendar) != (policy.clock, policy.calendar):
            self._clock_anew(connection)
        connection.execute("INSERT INTO policies VALUES (?, ?, ?)", (seq, source, seal((seq, source))))

    def _import(self, connection: sqlite3.Connection, record: Record, batch: Import) -> None:
        number = self.imports + 1
        policy = self.masking or self.policies.current
        case_rows = CaseRows(connection, policy, self.batches, number, self.draw_key)
        self.batches.names[number] = batch.batch
        if meta(connection, "staged") != batch.batch:
            case_rows.discard()
            for found in self.batches.checked(number, batch):
                if isinstance(found, str):
                    connection.execute("INSERT INTO damage VALUES (?)", (found,))
                else:
                    self._put(connection, case_rows, *found)
        set_meta(connection, "staged", "")
        self.import_days[number] = record.day
        about = (record.by, batch.cases, record.day.isoformat(), batch.item, int(batch.renewals))
        values = (number, record.seq, batch.batch, *about)
        connection.execute("INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*values, seal(values)))
        self._count(connection, Standing.OPEN, batch.cases)
        self._clock_new(connection, number)
        for case_number, case_id, revision, matters in case_rows.put_in_force():
            state, acts = read_state(connection, case_number)
            moved = revised(state, revision, matters, self.moment(connection, record, case_id, state))
            self._store(connection, case_number, moved, acts)
            _put_work(connection, case_number, state, moved)

    def _put(self, connection: sqlite3.Connection, case_rows: CaseRows, place: CasePlace, case: Case) -> None:
        known = case_rows.known(case.id)
        try:
            case_rows.put(case, place, known)
        except (Damaged, NotSaved) as error:
            connection.execute("INSERT INTO damage VALUES (?)", (str(error),))
            case_rows.put(case, place, known, in_doubt=True)

    def _act(self, connection: sqlite3.Connection, record: Record, act: Act) -> int | None:
        found = numbered(connection, record.case) if record.case else None
        if record.case is None or found is None or found[1] > self.imports:
            if one(connection, "SELECT 1 FROM damage LIMIT 1"):
                return None  # its case may be the one that could not be read, which is told of already
            raise Damaged(f"Line {record.seq + 1} of the journal speaks of a case that was never imported.")
        number = found[0]
        state, acts = read_state(connection, number)
        self.on_record(record, state)
        moment = self.moment(connection, record, record.case, state)
        moved = settle(act.move(state, moment), moment)
        self._store(connection, number, moved, acts + 1)
        _put_work(connection, number, state, moved)
        return number

    def _store(self, connection: sqlite3.Connection, number: int, state: State, acts: int) -> None:
        before = one(connection, "SELECT standing, batch FROM cases WHERE number = ?", (number,))
        if before is None:
            raise unsound()
        next_clock = self._clock(connection, number, state, before[1])
        standing, blob = standing_on(state, self.day), _encode(state)
        until = state.pause.until.isoformat() if state.pause else None
        connection.execute(
            "UPDATE cases SET standing = ?, until = ?, acts = ?, state = ?, state_seal = ?, next_clock = ? "
            "WHERE number = ?",
            (standing, until, acts, blob, seal((number, acts, blob)), next_clock, number),
        )
        if before[0] != standing:
            self._count(connection, before[0], -1)
            self._count(connection, standing, 1)

    def _clock(self, connection: sqlite3.Connection, number: int, state: State, batch: int) -> str:
        """Keep the deadlines of a case where filters find them; gives the next one."""
        policy = self.policies.of_round(state.policy)
        connection.execute("DELETE FROM clocks WHERE number = ?", (number,))
        if not policy.clock:
            return NO_DUE
        found = of_case(policy, facts(state, self.import_days.get(batch)))
        rings = [(number, one.clock.id, one.on.isoformat()) for one in found if one.rings and one.on]
        connection.executemany("INSERT INTO clocks VALUES (?, ?, ?)", rings)
        return min((on for _, _, on in rings), default=NO_DUE)

    def _clock_new(self, connection: sqlite3.Connection, batch: int) -> None:
        """The same for the cases of an import, which nobody has touched: one answer for all of them."""
        found = of_case(self.policies.current, facts(FRESH, self.import_days[batch]))
        days = {deadline.clock.id: deadline.on.isoformat() for deadline in found if deadline.on}
        for clock, on in days.items():
            connection.execute("INSERT INTO clocks SELECT number, ?, ? FROM cases WHERE batch = ?", (clock, on, batch))
        if days:
            connection.execute("UPDATE cases SET next_clock = ? WHERE batch = ?", (min(days.values()), batch))

    def _clock_anew(self, connection: sqlite3.Connection) -> None:
        """Another policy has other clocks, for rounds in which nobody has voted."""
        connection.execute("DELETE FROM clocks")
        connection.execute("UPDATE cases SET next_clock = ?", (NO_DUE,))
        for batch in self.import_days:
            self._clock_new(connection, batch)
        for row in rows(connection, f"SELECT batch, {STATE} FROM cases WHERE state IS NOT NULL"):  # noqa: S608
            next_clock = self._clock(connection, row[1], state_of(row[1:]), row[0])
            connection.execute("UPDATE cases SET next_clock = ? WHERE number = ?", (next_clock, row[1]))

    def _count(self, connection: sqlite3.Connection, standing: str, more: int) -> None:
        connection.execute(
            "INSERT INTO standings VALUES (?, ?) ON CONFLICT (standing) DO UPDATE SET cases = cases + excluded.cases",
            (str(standing), more),
        )
        connection.execute("DELETE FROM standings WHERE cases = 0")


def _put_work(connection: sqlite3.Connection, number: int, before: State, after: State) -> None:
    """Keep who did what to a case, what was decided and who sees that, where filters find it."""
    was, now = _people(before), _people(after)
    for table in now:
        if was[table] != now[table]:
            connection.execute(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608 - of those of `_people`
            for row in sorted(now[table]):
                marks = ", ".join("?" * (len(row) + 1))
                connection.execute(f"INSERT INTO {table} VALUES ({marks})", (number, *row))  # noqa: S608
    for name, read in after.opened.items():
        if read.at and read != before.opened.get(name):
            connection.execute("DELETE FROM reading WHERE at < ?", (at_text(read.at - _KEPT),))
            connection.execute("INSERT OR REPLACE INTO reading VALUES (?, ?, ?)", (number, name, at_text(read.at)))
    if (before.decision, before.revealed) != (after.decision, after.revealed):
        connection.execute("DELETE FROM decisions WHERE number = ?", (number,))
        if (made := after.decision) is not None:
            values = (number, made.outcome, _encode_json(made.grounds).decode(), made.on.isoformat(), after.revealed)
            connection.execute("INSERT INTO decisions VALUES (?, ?, ?, ?, ?)", values)


def _people(state: State) -> dict[str, frozenset[tuple[str, ...]]]:
    """By table: names, and what stands beside them."""
    voted = frozenset(vote.by for vote in state.votes)
    names = {
        "votes": voted,
        "deciding": voted | ({state.resolution.by} if state.resolution else set()),
        "recused": state.recused,
        "assigned": frozenset(filter(None, [state.assigned])),
        "seeing": voted | state.seen,
        "shown": state.shown,
        "withdrawn": state.withdrew,
    }
    of_table = {table: frozenset((name,) for name in found) for table, found in names.items()}
    newest = frozenset((one.by, counted(one.seq), one.on.isoformat()) for one in state.newest_casts.values())
    return {**of_table, "cast_last": newest}


def reached_in(connection: sqlite3.Connection) -> Reached:
    """How far a database was made; raises where it does not say."""
    with noticing():
        return _reached.decode(meta(connection, "reached"))


def put_reached(connection: sqlite3.Connection, reached: Reached) -> None:
    """Say how far it is made."""
    set_meta(connection, "reached", _encode_json(reached).decode())


def read_state(connection: sqlite3.Connection, number: int) -> tuple[State, int]:
    """Where a case is, and how many acts are recorded on it."""
    found = one(connection, f"SELECT {STATE} FROM cases WHERE number = ?", (number,))  # noqa: S608 - of a constant
    if found is None:
        raise unsound()
    return state_of(found), found[1]


def state_of(row: tuple[Any, ...]) -> State:
    """The state in the columns `STATE`; raises where they do not hold what was put there."""
    if row[2] is None:
        if row[1:] != (0, None, None):
            raise unsound()
        return FRESH
    _, _, blob = sealed(row)
    with noticing():
        return _states.decode(blob)


Place = tuple[int, int, int | None]
"""Offset and size of a record's line, and the offset of the line before."""


def record_rows(connection: sqlite3.Connection, after: int, limit: int) -> list[Place]:
    """Where up to `limit` records after number `after` are.

    Lines follow one another without a gap: by that a wrong place is told from a damaged line.
    """
    stamp, first = reached_in(connection).stamp, max(after, 0)
    sql = "SELECT seq, offset, size FROM records WHERE seq >= ? ORDER BY seq LIMIT ?"
    found = rows(connection, sql, (first, limit + 2))
    follows = [row[:2] for row in found[1:]]
    if len(found) < limit + 2:
        follows.append((stamp.count, stamp.size))
    if not found and first < stamp.count:
        raise unsound()
    if found and (found[0][0] != first or (first == 0 and found[0][1] != 0)):
        raise unsound()
    if not all(_follows(row, then) for row, then in zip(found, follows, strict=False)):
        raise unsound()
    before = [None, *(offset for _, offset, _ in found)]
    places = [(offset, size, before[number]) for number, (seq, offset, size) in enumerate(found) if seq > after]
    return places[:limit]


def _follows(row: tuple[Any, ...], then: tuple[Any, ...]) -> bool:
    seq, offset, size = row
    return all(isinstance(part, int) for part in row) and (seq + 1, offset + size) == then


def imports(connection: sqlite3.Connection, after: int = 0) -> list[tuple[Any, ...]]:
    """Number, record, batch, who made it, how many cases, day, item added, whether renewals, of each import."""
    sql = f"SELECT {IMPORT}, seal FROM imports WHERE number > ? ORDER BY number"  # noqa: S608 - of a constant
    return [sealed(row) for row in rows(connection, sql, (after,))]


def importers(connection: sqlite3.Connection) -> dict[int, str]:
    """Who made each import."""
    return {number: by for number, _, _, by, *_ in imports(connection)}


def disclosed(connection: sqlite3.Connection) -> dict[str, int]:
    """The newest record that opened others' work to a reviewer at once, for each to whom that was done."""
    return dict(map(sealed, rows(connection, "SELECT name, seq, seal FROM disclosures")))


def alike(connection: sqlite3.Connection, reviewer: str) -> str | None:
    """The first reviewer recorded here whose name looks the same as this one."""
    return people(connection).get(skeleton(reviewer))


def people(connection: sqlite3.Connection) -> dict[str, str]:
    """Everybody who has recorded anything, by what their names look like."""
    known: dict[str, str] = dict(rows(connection, "SELECT skeleton, name FROM people"))
    if any(skeleton(name) != looks for looks, name in known.items()):
        raise unsound()
    return known
