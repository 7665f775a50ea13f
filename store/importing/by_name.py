"""The layout of a file that comes without a mapping, from its header and its first rows.

Columns named id, title, subject, due and priority (in any case) are those parts. A column is evidence if the policy
has a kind of evidence of that name, or if it holds long text: it is named like one, or a cell of the sample has more
than 80 characters. Which kind long text is cannot be guessed, so then the policy must have a kind of that name. The
rest are fields.
"""

import re

from store.errors import BadInput
from store.importing.dates import iso_date
from store.importing.layout import ItemSpots, Layout
from store.limits import LONG
from store.policy import Policy
from store.strict import nearest
from store.text import quoted

_PARTS = ("id", "title", "subject", "due", "priority")
_TEXT_NAMES = re.compile(
    "answers?|body|comments?|content|description|details|letter|message|narrative|notes?|remarks?|report|statement|"
    "summary|text|transcript"
)


def layout_by_name(header: list[str], sample: list[list[str]], policy: Policy, where: str) -> Layout:
    """Where everything stands; raises `BadInput` if there is no id, or long text of no known kind."""
    parts = _parts(header, where)
    if "id" not in parts:
        raise BadInput(
            f'{where}: the header has no column "id"{nearest("id", header)}: rename one, or say which it is in a '
            "mapping (--map)."
        )
    rest = [column for column in range(len(header)) if column not in parts.values()]
    evidence = [column for column in rest if _is_evidence(column, header[column], sample, policy)]
    for column in evidence:
        _check_kind(header[column], policy, where)
    return Layout(
        header=tuple(header),
        read_date=iso_date,
        id=parts["id"],
        title=parts.get("title"),
        subject=parts.get("subject"),
        due=parts.get("due"),
        priority=parts.get("priority"),
        fields=tuple((header[column], column) for column in rest if column not in evidence),
        evidence=tuple(ItemSpots(header[one], header[one], _label(header[one], policy), one) for one in evidence),
    )


def _parts(header: list[str], where: str) -> dict[str, int]:
    parts: dict[str, int] = {}
    for column, name in enumerate(header):
        part = name.strip().casefold()
        if part in parts:
            raise BadInput(
                f"{where}: the columns {quoted(header[parts[part]])} and {quoted(name)} could both be the {part}: "
                "say which in a mapping (--map)."
            )
        if part in _PARTS:
            parts[part] = column
    return parts


def _is_evidence(column: int, name: str, sample: list[list[str]], policy: Policy) -> bool:
    if policy.kind_of(name) or _TEXT_NAMES.fullmatch(name.strip().casefold()):
        return True
    return any(len(cells[column]) > LONG for cells in sample if column < len(cells))


def _check_kind(name: str, policy: Policy, where: str) -> None:
    if policy.kind_of(name) is None:
        known = [one.kind for one in policy.evidence]
        raise BadInput(
            f"{where}: the column {quoted(name)} holds long text, but the policy has no kind of evidence of that name"
            f"{nearest(name, known)}: say what it is in a mapping (--map)."
        )


def _label(name: str, policy: Policy) -> str:
    kind = policy.kind_of(name)
    return kind.label if kind else name
