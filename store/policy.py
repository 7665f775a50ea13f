"""What a policy is: the outcomes, grounds, kinds of evidence and clocks of one kind of work; loading and checking one.

The file is TOML. The program has no outcome of its own: everything a reviewer can choose stands here.
"""

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from store.errors import BadInput
from store.names import BadName, reviewer_id
from store.strict import convert, nearest

Word = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
"""An id that is typed on command lines: letters, digits, `_`, `.` and `-`."""
Role = Literal["reviewer", "adjudicator", "lead", "auditor"]


class Review(Struct, frozen=True):
    """How many people, and when they differ. `votes` is never below 2; `audit_share` is a share from 0 to 1."""

    votes: Annotated[int, Meta(ge=2, le=9)] = 2
    audit_share: Annotated[float, Meta(ge=0, le=1)] = 0.0
    conflict_on: Literal["outcome", "grounds"] = "outcome"


class CaseDisplay(Struct, frozen=True):
    """What of a case is hidden until asked for, and which columns the queue shows."""

    masked: tuple[str, ...] = ()
    columns: tuple[str, ...] = ("due", "flags")


class EvidenceKind(Struct, frozen=True):
    """A kind of evidence; one that is not enough `alone` never carries an adverse outcome by itself."""

    kind: Word
    label: str
    alone: bool = False


class Outcome(Struct, frozen=True):
    """Something that can be decided. An adverse one hurts somebody: see `store.rules`."""

    id: Word
    label: str
    adverse: bool = False


class Ground(Struct, frozen=True):
    """A reason code, tied to the rule it rests on and to the outcomes it can carry."""

    id: Word
    label: str
    law: str
    outcomes: tuple[Word, ...]


class Clock(Struct, frozen=True):
    """A deadline: what starts it, how long (months or days), what pauses it, and the rule it comes from."""

    id: Word
    label: str
    starts: Literal["imported", "decided", "served", "appealed"]
    source: str
    months: int | None = None
    days: int | None = None
    pauses: tuple[Literal["appealed"], ...] = ()
    working_day: bool = False


class Policy(Struct, frozen=True):
    """One policy, checked: every id that it refers to exists."""

    name: str
    version: str
    outcome: tuple[Outcome, ...]
    evidence: tuple[EvidenceKind, ...]
    identity: Literal["login", "declared"] = "login"
    review: Review = Review()
    case: CaseDisplay = CaseDisplay()
    ground: tuple[Ground, ...] = ()
    clock: tuple[Clock, ...] = ()
    roles: dict[Role, tuple[str, ...]] = {}

    def outcome_of(self, outcome_id: str) -> Outcome | None:
        """The outcome with this id."""
        return next((one for one in self.outcome if one.id == outcome_id), None)

    def kind_of(self, kind: str) -> EvidenceKind | None:
        """The kind of evidence with this id."""
        return next((one for one in self.evidence if one.kind == kind), None)

    def grounds_for(self, outcome_id: str) -> tuple[Ground, ...]:
        """The grounds that can carry this outcome."""
        return tuple(one for one in self.ground if outcome_id in one.outcomes)

    def has_role(self, reviewer: str, role: Role) -> bool:
        """Whether `reviewer` may act as `role`: a role that the policy does not fill is open to anybody."""
        return not self.roles.get(role) or reviewer in self.roles[role]


def parse(source: str, where: str) -> Policy:
    """The policy in `source` (TOML); raises `BadInput` with a sentence that begins with `where`."""
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{where}: not a TOML file: {error}.") from None
    policy = convert(data, Policy, where)
    _check_ids(policy, where)
    for column in policy.case.columns:
        if column not in ("due", "priority", "flags") and not column.startswith("field."):
            raise BadInput(f'{where}: the column "{column}" is none of due, priority, flags or field.NAME.')
    for clock in policy.clock:
        if (clock.months is None) == (clock.days is None):
            raise BadInput(f'{where}: clock "{clock.id}" needs either months or days.')
    return _with_reviewer_ids(policy, where)


def load(path: Path) -> tuple[Policy, str]:
    """The policy of a file and its text; raises `BadInput`."""
    try:
        source = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: not UTF-8 at byte {error.start}.") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}.") from None
    return parse(source, str(path)), source


def _check_ids(policy: Policy, where: str) -> None:
    if not policy.outcome or all(one.adverse for one in policy.outcome):
        raise BadInput(f"{where}: at least one [[outcome]] that is not adverse is needed.")
    for name, ids in (
        ("outcome", [one.id for one in policy.outcome]),
        ("evidence", [one.kind for one in policy.evidence]),
        ("ground", [one.id for one in policy.ground]),
        ("clock", [one.id for one in policy.clock]),
    ):
        twice = next((one for one in ids if ids.count(one) > 1), None)
        if twice is not None:
            raise BadInput(f'{where}: [[{name}]] "{twice}" stands there twice.')
    outcomes = [one.id for one in policy.outcome]
    for ground in policy.ground:
        for outcome in ground.outcomes:
            if outcome not in outcomes:
                hint = nearest(outcome, outcomes)
                raise BadInput(f'{where}: ground "{ground.id}" names the unknown outcome "{outcome}"{hint}.')
    for one in policy.outcome:
        if one.adverse and not policy.grounds_for(one.id):
            raise BadInput(f'{where}: the adverse outcome "{one.id}" has no ground that could carry it.')


def _with_reviewer_ids(policy: Policy, where: str) -> Policy:
    try:
        roles = {role: tuple(reviewer_id(name) for name in names) for role, names in policy.roles.items()}
    except BadName as error:
        raise BadInput(f"{where}: [roles]: {error}") from None
    return Policy(**{**{key: getattr(policy, key) for key in policy.__struct_fields__}, "roles": roles})
