"""The mapping of a table that comes without one, made from its header and its first rows.

Columns named id, title, subject, due and priority (in any case) are those parts. A column is evidence if the policy
has a kind of evidence of that name, or if it holds long text: it is named like one, or a cell of the sample has more
than 80 characters. Which kind long text is cannot be guessed, so then the policy must have a kind of that name. The
rest are fields.
"""

import re

from store.case.check import name_fault
from store.errors import BadInput
from store.importing.mapping import CaseColumns, EvidenceColumns, Mapping, Origin
from store.limits import LONG
from store.policy import Policy
from store.strict import nearest
from store.text import quoted

_PARTS = ("id", "title", "subject", "due", "priority")
TEXT_NAMES = re.compile(
    "answers?|body|comments?|content|description|details|letter|message|narrative|notes?|remarks?|report|statement|"
    "summary|text|transcript"
)
"""What columns of text are called, however short it is."""


def mapping_by_name(header: list[str], sample: list[list[str]], policy: Policy, where: str) -> Mapping:
    """What the columns hold; raises `BadInput` if there is no id, or long text of no known kind."""
    parts = _parts(header, where)
    if "id" not in parts:
        raise BadInput(
            f'{where}: the header has no column "id"{nearest("id", header)}: rename one, or say which it is in a '
            "mapping (--map): `foureyes propose` writes one."
        )
    fields: dict[str, Origin] = {}
    evidence = []
    for column, name in enumerate(header):
        if name in parts.values():
            continue
        if fault := name_fault(name):
            raise BadInput(
                f"{where}: the name of the column {quoted(name)} {fault}: name it anew in a mapping (--map)."
            )
        if _is_evidence(column, name, sample, policy):
            evidence.append(EvidenceColumns(name, name, _label(name, policy, where), name))
        else:
            fields[name] = name
    case = CaseColumns(**parts)  # type: ignore[arg-type]  # of them none is called group
    return Mapping(case, fields=fields, evidence=tuple(evidence))


def _parts(header: list[str], where: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for name in header:
        part = name.casefold()
        if part in parts:
            raise BadInput(
                f"{where}: the columns {quoted(parts[part])} and {quoted(name)} could both be the {part}: "
                "say which in a mapping (--map)."
            )
        if part in _PARTS:
            parts[part] = name
    return parts


def _is_evidence(column: int, name: str, sample: list[list[str]], policy: Policy) -> bool:
    if policy.kind_of(name) or TEXT_NAMES.fullmatch(name.casefold()):
        return True
    return any(len(cells[column]) > LONG for cells in sample if column < len(cells))


def _label(name: str, policy: Policy, where: str) -> str:
    kind = policy.kind_of(name)
    if kind is None:
        known = [one.kind for one in policy.evidence]
        raise BadInput(
            f"{where}: the column {quoted(name)} holds long text, but the policy has no kind of evidence of that name"
            f"{nearest(name, known)}: say what it is in a mapping (--map)."
        )
    return kind.label
