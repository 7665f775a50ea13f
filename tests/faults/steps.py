"""A docket's life as a list of steps, each of which can fail, be made again, and be looked for afterwards."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from store.acts import (
    Adjudicate,
    AnyRequest,
    Appeal,
    Assign,
    CastVote,
    Cite,
    Close,
    Draft,
    Hear,
    Hold,
    Open,
    Recuse,
    Refer,
    Reopen,
    Resume,
    Rule,
    SendBack,
    Serve,
    Stay,
    Unmask,
    Withdraw,
    WriteNote,
)
from store.case.view import QueueRow
from store.days import now, today
from store.disk import Disk
from store.docket import Docket
from store.errors import StoreError
from store.filters import parse
from store.local.creating import create
from store.local.local_engine import LocalEngine
from store.model import Case, Evidence, Imported, Refusal, Standing
from store.records import Export, Import, Record
from tests.dockets import POLICY, make_case

REVOKE = Draft("revoke", ("false_statement",), "The register says otherwise.", (Cite("r1"),))
KEEP = Draft("keep", reason="It is explained.", revision=1)
PERMIT = "Residence permit"
"""A title that says nothing of what a field holds: else it is masked with it."""


def _case(number: int, **changed: object) -> Case:
    """Two cases are of one person: with each one that is looked at, those that belong to it are read as well."""
    return make_case(number, **{"title": PERMIT, "subject": f"Person {number // 2}", **changed})


FIRST = [_case(number) for number in range(1, 5)]
SECOND = [
    _case(1, title="Permanent residence permit"),
    _case(3, evidence=(*make_case().evidence, Evidence("r2", "register", "Register", "Left in June."))),
    _case(5, fields={"citizenship": "BLR", "permit": "seasonal"}),
    _case(6),
]
OTHER_MASKS = POLICY.replace('masked = ["citizenship"]', 'masked = ["citizenship", "permit"]')
TITLES = {case.id: case.title for case in [*FIRST, *SECOND]}


class Step(NamedTuple):
    """Something a reviewer does; `key` names it in the journal, and is empty for what takes no key."""

    name: str
    key: str
    act: Callable[[Docket], object]


def _keyed(key: str, act: Callable[[Docket, str], object]) -> Step:
    return Step(key, key, lambda docket: act(docket, key))


def _act(name: str, who: str, case: str, request: AnyRequest) -> Step:
    return Step(name, name, lambda docket: docket.act(who, case, request, name))


STEPS = [
    Step("import", "", lambda docket: docket.import_cases("lead", iter(FIRST), ("first.jsonl",))),
    _act("note", "ana", "RP-0001", WriteNote("Ask the employer.", Cite("r1", 0, 10))),
    _act("read", "ana", "RP-0001", Open(("q1", "r1"))),
    _act("first vote", "ana", "RP-0001", CastVote(REVOKE)),
    _act("opened", "ben", "RP-0001", Open(("q1", "r1"))),
    _act("unmasked", "ben", "RP-0001", Unmask(("citizenship",), "A check.")),
    _act("second vote", "ben", "RP-0001", CastVote(KEEP)),
    _act("seen", "cleo", "RP-0001", Open(("r1",), others=True)),
    _act("resolution", "cleo", "RP-0001", Adjudicate(KEEP)),
    _act("read another", "ana", "RP-0002", Open(("r1",))),
    _act("hasty vote", "ana", "RP-0002", CastVote(REVOKE)),
    _act("withdrawal", "ana", "RP-0002", Withdraw("Misread.")),
    _act("read in vain", "ben", "RP-0003", Open(("q1", "r1"))),
    _act("vote in vain", "ben", "RP-0003", CastVote(REVOKE)),
    Step("import again", "", lambda docket: docket.import_cases("lead", iter(SECOND), ("second.jsonl",))),
    _act("vote on a new case", "ana", "RP-0006", CastVote(KEEP)),
    Step("policy", "", lambda docket: docket.set_policy("lead", OTHER_MASKS, "A permit tells who somebody is.")),
    _act("note after it", "cleo", "RP-0005", WriteNote("Under another policy.")),
    Step("disclosed", "", lambda docket: disclosed(docket)),
    Step("export", "", lambda docket: docket.exported("lead", Export("decisions", "csv", 2, "0" * 64))),
]
DAY, AHEAD = date(2020, 1, 1), today() + timedelta(365)
LATER = [
    _act("asked", "lead", "RP-0004", Assign("ana")),
    _act("held", "ana", "RP-0004", Hold(AHEAD, "Wait.")),
    _act("resumed", "ana", "RP-0004", Resume("Go on.")),
    _act("referred", "ana", "RP-0004", Refer("Court", "Why?", AHEAD)),
    _act("heard", "ana", "RP-0004", Hear("waived", DAY, reason="Gone.")),
    _act("recused", "ben", "RP-0004", Recuse("Kin.")),
    _act("read it", "ana", "RP-0005", Open(("r1",))),
    _act("one vote", "ana", "RP-0005", CastVote(REVOKE)),
    _act("another vote", "ben", "RP-0005", CastVote(KEEP)),
    _act("sent back", "cleo", "RP-0005", SendBack("Again.")),
    Step("served", "", lambda docket: docket.act("ana", "RP-0006", Serve(docket.today(), "mail"))),
    Step("appeal", "", lambda docket: docket.act("cleo", "RP-0006", Appeal(docket.today(), "Court"))),
    Step("stay", "", lambda docket: docket.act("cleo", "RP-0006", Stay(docket.today(), "Order."))),
    Step("ruling", "", lambda docket: docket.act("cleo", "RP-0006", Rule("upheld", docket.today(), "Right."))),
    _act("closed", "ana", "RP-0006", Close("Done.")),
    _act("reopened", "cleo", "RP-0006", Reopen("New facts.")),
]
"""What becomes of cases after that: every kind of act that the steps before have not got."""
KEYS = {step.key for step in STEPS if step.key}
STEP = {step.name: step for step in STEPS}
BEGUN = STEPS[:4]
"""Up to the first vote."""


def disclosed(docket: Docket) -> Record | Refusal:
    """A lead has all that is decided shown at once; the record of that."""
    answer = docket.leaving("lead", purpose="a report", others=True)
    return answer if isinstance(answer, Refusal) else recorded(docket)[-1]


def fresh(place: Path, disk: Disk | None = None) -> Docket:
    """A new docket without cases."""
    create(place, POLICY, "lead", disk or Disk())
    return Docket(LocalEngine(place, disk))


def reopened(
    place: Path, disk: Disk | None = None, *, patience: float = 2.0, now: Callable[[], datetime] = now
) -> Docket:
    """The docket at a place, opened by another process as it were."""
    return Docket(LocalEngine(place, disk, patience=patience), now=now)


def recorded(docket: Docket) -> list[Record]:
    """Every record, whoever may see it."""
    return docket._engine.records(-1, 1_000_000)


def queued(docket: Docket, words: str = "") -> list[QueueRow]:
    """The whole queue, or what of it a filter finds."""
    return docket.page("ana", parse(words), limit=100_000)


def done(step: Step, docket: Docket) -> str:
    """Make a step; returns the sentence of the error or the refusal, or nothing. No other exception is allowed."""
    try:
        answer = step.act(docket)
    except StoreError as error:
        assert_a_sentence(str(error))
        return str(error)
    if isinstance(answer, Refusal):
        return answer.sentence
    assert isinstance(answer, Record | Imported), (step.name, answer)
    return ""


def assert_a_sentence(said: str) -> None:
    """What is shown to people on an error reads as such."""
    assert said.rstrip().endswith((".", "?")), said
    assert "None" not in said, said
    assert "Traceback" not in said, said
    assert "Errno" not in said, said


def lost_and_doubled(docket: Docket, acknowledged: Counter[str]) -> tuple[int, int]:
    """How many acknowledged keys are not recorded, and how many keys are recorded more than once."""
    keys = Counter(record.key for record in recorded(docket))
    return sum(key not in keys for key in acknowledged), sum(count > 1 for count in keys.values())


def assert_whole(place: Path, acknowledged: set[str]) -> None:
    """The docket opens, verifies, and holds what was acknowledged, once."""
    docket = reopened(place)
    assert [one.sentence for one in docket.warnings("lead") if one.read_only] == []
    assert list(docket.verify("lead")) == []
    assert lost_and_doubled(docket, Counter(acknowledged)) == (0, 0)
    batches = [record.body for record in recorded(docket) if isinstance(record.body, Import)]
    assert len({batch.sha256 for batch in batches}) == len(batches)
    assert_shown_as_stored(docket)
    docket.close()


def assert_shown_as_stored(docket: Docket) -> None:
    """Every case is in the queue once, with the title that it has."""
    rows = queued(docket)
    held = [row.id for row in rows]
    batches = [record.body for record in recorded(docket) if isinstance(record.body, Import)]
    assert len(held) == len(set(held)) == sum(batch.cases for batch in batches)
    for row in rows:
        view = docket.view("ana", row.id)
        assert (view.case.title, view.standing) == (row.title, row.standing)
    assert Counter(row.standing for row in rows) == +Counter(docket.counts("ana"))
    assert docket.count("ana") == len(held)


def assert_whole_life(place: Path) -> None:
    """Every step was made, once, and came to what it comes to without faults."""
    assert_whole(place, KEYS)
    docket = reopened(place)
    rows = {row.id: row for row in queued(docket)}
    assert {row.id: row.title for row in rows.values()} == TITLES
    assert rows["RP-0001"].standing is rows["RP-0006"].standing is Standing.DECIDED
    assert rows["RP-0002"].standing is rows["RP-0003"].standing is Standing.OPEN
    assert docket.view("ana", "RP-0003").round == 2
    assert docket.view("ana", "RP-0005").masked == ("citizenship", "permit")
    assert docket.count("ana", parse("seasonal")) == 0
    assert sum(isinstance(record.body, Import) for record in recorded(docket)) == 2
    docket.close()


def assert_tidy(place: Path) -> None:
    """No file is left that means nothing: in the folder of the docket, in it, or among its batches."""
    assert [path.name for path in place.parent.iterdir() if path.name.startswith(".")] == []
    if not place.exists():
        return
    names = {path.name for path in place.iterdir()}
    assert names <= {"journal.jsonl", "lock", "cases", "index"} | {one for one in names if one.startswith("torn-")}
    docket = reopened(place)
    named = {record.body.batch for record in recorded(docket) if isinstance(record.body, Import)}
    docket.close()
    assert {path.name for path in (place / "cases").iterdir()} == named | {"lock"}
    assert {path.name for path in (place / "index").iterdir()} <= {
        "lock",
        "docket.db",
        "docket.db-wal",
        "docket.db-shm",
    }
