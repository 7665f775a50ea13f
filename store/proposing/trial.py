"""What import will say of a file with the mapping that is proposed for it: tried on all of it, so that it is true."""

import re
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from store.case.check import CaseCheck
from store.importing import mapping as mappings
from store.importing import read
from store.model import Reject
from store.policy import EvidenceKind, Policy

_DIFFERS = re.compile(r'"[^"]*"|0x[0-9a-f]+|[0-9,]+')
"""What differs between rejects that have one reason."""


class Rejects(Struct, frozen=True):
    """Rows that import will reject for one reason: how many; line, column and reason of the first."""

    rows: int
    line: int
    column: str
    reason: str


class Trial(Struct, frozen=True):
    """How many rows or objects import will find, and which of them it will reject."""

    rows: int
    rejects: tuple[Rejects, ...]

    @property
    def rejected(self) -> int:
        """How many those are."""
        return sum(one.rows for one in self.rejects)


def tried(path: str, mapping: str, kinds: set[str], progress: Callable[[int], None]) -> Trial:
    """Read the file by a mapping (TOML) for a policy that has these kinds of evidence; raises `BadInput`."""
    policy = Policy(name="", version="", outcome=(), evidence=tuple(EvidenceKind(one, one, True) for one in kinds))
    check = CaseCheck(policy)
    rows = 0
    found: dict[str, Rejects] = {}
    with read(path, policy, mappings.parse(mapping, "mapping"), progress=progress) as arrivals:
        for one in arrivals:
            rows += 1
            if not isinstance(one, Reject):
                problem = check.problem(one.case)
                if problem is None:
                    continue
                one = one.rejected(problem.part, problem.reason)
            kind = _DIFFERS.sub("", one.reason)
            first = found.get(kind) or Rejects(0, one.line, one.column, one.reason)
            found[kind] = replace(first, rows=first.rows + 1)
    return Trial(rows, tuple(found.values()))
