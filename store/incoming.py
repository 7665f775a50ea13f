"""What callers hand in at the door, checked for its form: a request, a name, the id of a case, a key, a filter's day.

Python callers, whom no type checker saw, meet the same sentences as everybody else.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec
from msgspec.structs import replace

from store import acts
from store.acts import AnyRequest
from store.case.check import CaseCheck
from store.errors import BadInput
from store.filters import CLOCK, Term
from store.model import Arrival, Case, Refusal, Reject
from store.names import BadName, reviewer_id
from store.text import whole


def checked_cases(arrivals: Iterator[Case | Arrival | Reject], check: CaseCheck) -> Iterator[Arrival | Reject]:
    """Cases on their way in; what cannot be taken in is a `Reject`."""
    for number, one in enumerate(arrivals, 1):
        if isinstance(one, Reject):
            yield one
        else:
            arrival = one if isinstance(one, Arrival) else Arrival(one, "", number, "")
            wrong = check.problem(arrival.case)
            yield arrival.rejected(*wrong) if wrong else arrival


def dated(term: Term, day: date) -> Term:
    """`due:<7d` with the day that it means."""
    if not (term.word == "due" or term.word.startswith(CLOCK)) or term.value == "none":
        return term
    try:
        number = term.value.removesuffix("d")
        meant = day + timedelta(int(number)) if term.value.endswith("d") else date.fromisoformat(term.value)
    except (ValueError, OverflowError):
        raise BadInput(f'"{term}" is not a date: write 2023-12-01, <7d or none.') from None
    return replace(term, value=meant.isoformat())


def checked_request(request: AnyRequest) -> AnyRequest | Refusal:
    """A request with all its parts of their types, for callers that no type checker saw."""
    kind = type(request)
    if kind not in acts.REQUESTS:
        return Refusal("bad_request", "This is nothing that can be done to a case.")
    try:
        return msgspec.convert(msgspec.to_builtins(request, builtin_types=(bytes, bytearray, memoryview)), kind)
    except (msgspec.ValidationError, TypeError) as error:
        return Refusal("bad_request", f"The request is not of the right form: {error}.")


def check_id(case_id: str) -> None:
    """Raises `BadInput` for what is the id of no case that could have been imported."""
    if not isinstance(case_id, str) or not whole(case_id):
        raise BadInput(f"There is no case {case_id!r:.80} in this docket.")


def bad_key(key: str) -> Refusal | None:
    """Why this is no key of a record."""
    if isinstance(key, str) and 0 < len(key) <= 64 and key.isascii() and key.isprintable():
        return None
    return Refusal("bad_key", "A key is 1 to 64 printable ASCII characters.")


def bad_name(reviewer: str) -> Refusal | None:
    """Why nobody can have this name."""
    try:
        if isinstance(reviewer, str) and reviewer_id(reviewer) == reviewer:
            return None
    except BadName as error:
        return Refusal("name", str(error))
    return Refusal("name", "A reviewer's name is written in small letters here.")
