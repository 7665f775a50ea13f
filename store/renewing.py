"""Renewals: what was decided comes up again on its day, as a new case linked to the old one.

Nobody's decision is carried over: the new case has the evidence of the old one as it is now, a flag that says why it is
here, and its day as its due date. Who leads takes it in, like any import, and the record says that they are renewals:
what a file says of what its cases renew keeps nothing from coming up.
"""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from store.case.view import CaseView
from store.clocks import months_later
from store.departure import Departure
from store.docket import Docket
from store.errors import BadInput
from store.fields import field_of
from store.model import Case, Flag, Imported, Refusal, Reject
from store.policy import Renewal

FLAG = "RENEWAL"
"""The code of the flag that a renewal has."""


class Due(Struct, frozen=True):
    """A decided case that comes up for renewal on a day; `wrong` says why that day cannot be told."""

    case: str
    on: date | None
    wrong: str = ""


Renewed = tuple[Due, Case | None]


def renewals(docket: Docket, reviewer: str, until: date) -> list[Renewed] | Refusal:
    """Each decided case that comes up until a day and is not renewed yet, and the case that renews it. For leads.

    It is recorded that what was decided was looked at. Raises `BadInput` for a policy without renewals; a `Due` without
    a case says why its day cannot be told.
    """
    renewal = docket.policy(reviewer).renewal
    if renewal is None:
        raise BadInput("The policy has no [renewal]: it says which outcomes come up again, and when.")
    departure = docket.leaving(reviewer, purpose="a look for renewals", others=True, unmasked=True)
    if isinstance(departure, Refusal):
        return departure
    return list(_coming_up(departure, renewal, until))


def renew(docket: Docket, reviewer: str, until: date) -> tuple[Imported | Refusal, list[Due]]:
    """Take in the renewals of all that comes up until a day; gives those that cannot come up as well, and why."""
    found = renewals(docket, reviewer, until)
    if isinstance(found, Refusal):
        return found, []
    cases = [case for _, case in found if case is not None]
    wrong = [due for due, case in found if case is None]

    def rejected(reject: Reject) -> None:
        wrong.append(Due(cases[reject.line - 1].renews, None, reject.reason))

    done = docket.import_cases(reviewer, iter(cases), ("renewals",), renewals=True, on_reject=rejected)
    return done, wrong


def _coming_up(departure: Departure, renewal: Renewal, until: date) -> Iterator[Renewed]:
    taken = set[str]()
    for view in departure.views():
        if view.decision is None or view.decision.outcome not in renewal.outcomes or departure.is_renewed(view.case.id):
            continue
        due = _due(view, renewal, departure)
        if due.wrong:
            yield due, None
        elif due.on is not None and due.on <= until:
            yield due, _renewed(view, due.on, departure, taken)


def _due(view: CaseView, renewal: Renewal, departure: Departure) -> Due:
    case, decision = view.case, view.decision
    if renewal.months is not None and decision is not None:
        return Due(case.id, months_later(decision.on, renewal.months))
    name = field_of(renewal.field, case.fields)
    value = case.fields[name] if name is not None else None
    if value is None or value == "":
        return Due(case.id, None, f"it has no field {renewal.field}.")
    try:
        on = date.fromisoformat(str(value))
    except ValueError:
        return Due(case.id, None, f"its field {renewal.field} is no day: write it as 2025-03-01.")
    # A renewal has the old day until a revision brings the new one: that day has come up already.
    came = departure.renewal_day(case.id)
    return Due(case.id, None if came and on <= came else on)


def _renewed(view: CaseView, on: date, departure: Departure, taken: set[str]) -> Case:
    """The new case, under an id that no other has: a renewal revises nobody's case."""
    case, policy = view.case, departure.policy
    stem, _, last = case.id.rpartition("-R")
    again = bool(case.renews) or departure.renewal_day(case.id) is not None
    stem, number = (stem, int(last)) if stem and last.isdecimal() and len(last) < 4 and again else (case.id, 0)
    number += 1
    while f"{stem}-R{number}" in taken or departure.has(f"{stem}-R{number}"):
        number += 1
    taken.add(f"{stem}-R{number}")
    reason = f"{case.id} comes up for renewal on {on}."
    flag = Flag(FLAG, reason, f"{policy.name} {policy.version}", on)
    return replace(case, id=f"{stem}-R{number}", flags=(flag,), due=on, renews=case.id)
