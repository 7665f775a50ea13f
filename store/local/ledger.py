"""What the journal says, in memory: where each case stands and where each record is. Rebuilt at every opening.

Bodies stay on disk. The writing thread alone calls `take`; readers in other threads see either the state before a
record or the state after it.
"""

from array import array
from collections import Counter, defaultdict

import msgspec

from store.errors import NewerFormat
from store.local.journal import Line
from store.model import Genesis, Import, PolicySet, Record, Standing
from store.names import skeleton
from store.policy import Policy, parse
from store.standing import State, advance, drawn_for_audit

FORMAT = 1
"""The format of a docket's directory that this program writes, and the newest it reads."""

_decoder = msgspec.json.Decoder(Record)
_FRESH = State()


class Ledger:
    """The records of a journal, taken in one by one."""

    def __init__(self) -> None:
        self.store = ""
        self.policy: Policy
        self.states: dict[str, State] = {}
        self.moved: Counter[Standing] = Counter()
        self.imports: list[Import] = []
        self.people: dict[str, str] = {}
        self.keys: dict[str, int] = {}
        self.of_case: defaultdict[str, array[int]] = defaultdict(lambda: array("Q"))
        self.of_kind: defaultdict[str, array[int]] = defaultdict(lambda: array("Q"))
        self.offsets = array("Q")
        self.end = 0

    def take(self, line: Line) -> Record:
        """Take in the next line; raises `NewerFormat` if it is of a kind that this program does not know.

        Whatever it raises, nothing of the line was taken in.
        """
        record = decode_record(line.payload)
        match record.body:
            case Genesis(store=store, format=number):
                if number > FORMAT:
                    raise NewerFormat(f"The docket has format {number}; this program reads up to {FORMAT}.")
                self.store = store
            case PolicySet(source=source):
                self.policy = parse(source, "the docket's policy")
            case Import() as batch:
                self.imports.append(batch)
            case _:
                pass
        self.offsets.append(line.offset)
        self.end = line.offset + line.size
        if record.by:
            self.people.setdefault(skeleton(record.by), record.by)
        if record.case is not None:
            self._move(record, record.case)
            self.of_case[record.case].append(record.seq)
        self.of_kind[record.kind].append(record.seq)
        self.keys[record.key] = record.seq
        return record

    def state(self, case: str) -> State:
        """Where a case is; a case that nobody has touched is open."""
        return self.states.get(case, _FRESH)

    def place(self, seq: int) -> tuple[int, int, int | None]:
        """Offset and size of the line of a record, and the offset of the line before it."""
        after = self.offsets[seq + 1] if seq + 1 < len(self.offsets) else self.end
        return self.offsets[seq], after - self.offsets[seq], self.offsets[seq - 1] if seq else None

    def _move(self, record: Record, case: str) -> None:
        old = self.state(case)
        drawn = drawn_for_audit(self.store, case, old.round, self.policy.review.audit_share)
        new = advance(old, record, self.policy, second_reader=drawn)
        if new is old:
            return
        self.states[case] = new
        if new.standing is not old.standing:
            self.moved[old.standing] -= 1
            self.moved[new.standing] += 1


def decode_record(payload: bytes) -> Record:
    """The record in the JSON of a line; raises `NewerFormat`: its hash was right, so it is what was written."""
    try:
        return _decoder.decode(payload)
    except msgspec.MsgspecError:
        raise NewerFormat("The docket holds a kind of record that only a newer version of the program knows.") from None
