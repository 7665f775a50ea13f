"""What callers hand in at the door, checked for its form: a request, a name, the id of a case, a key, a filter's day.

Python callers, whom no type checker saw, meet the same sentences as everybody else.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import msgspec
from msgspec.structs import replace

from store import acts
from store.acts import AnyRequest, Scene
from store.case.check import CaseCheck
from store.case.dossier import Dossier
from store.case.heard import answer_stands, before_hearing
from store.case.policies import Policies
from store.case.state import hides_second
from store.days import read_day
from store.engine import Query
from store.errors import BadInput
from store.fields import bare, has_prefix
from store.filters import ANY, CLOCK, DATED, Filter, Term, check_length
from store.model import Arrival, Body, Case, Evidence, Refusal, Reject, Standing
from store.names import id_fault, reviewer_id
from store.policy import Policy
from store.strict import nearest
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


def with_item(case: Case, item: Evidence, policy: Policy) -> Case:
    """A case with a further item; raises `BadInput` for one that it cannot have."""
    if problem := CaseCheck(policy).item_problem(case, item):
        raise BadInput(f"The item cannot be added: {problem.reason}")
    return replace(case, evidence=(*case.evidence, item))


def dated(term: Term, day: date) -> Term:
    """`due:<7d` with the day that it means."""
    if not (term.word in DATED or term.word.startswith(CLOCK)) or term.value == "none":
        return term
    meant = read_day(term.value, day)
    if meant is None:
        raise BadInput(f'"{term}" is not a date: write 2023-12-01, today, <7d or none.')
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


def check_body(body: Body) -> None:
    """Raises `BadInput` for a record with a part of another type than it has, or a text that cannot be stored."""
    try:
        built = msgspec.to_builtins(body, builtin_types=(bytes, bytearray, memoryview))
        sound = msgspec.convert(built, type(body)) == body
    except (msgspec.ValidationError, TypeError):
        sound = False
    if not sound:
        raise BadInput("A part of this is not of the type that it has to be.")
    check_texts(value for value in built.values() if isinstance(value, str))


def check_texts(texts: Iterable[str]) -> None:
    """Raises `BadInput` for what is no text, or one that cannot be stored."""
    if not all(isinstance(text, str) and whole(text) and "\0" not in text for text in texts):
        raise BadInput("A text holds a NUL or half of a character, which cannot be recorded, or is none.")


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
    fault = id_fault(reviewer)
    return Refusal("name", fault) if fault else None


def query_of(chosen: Filter, known: Policies, reviewer: str, day: date, now: datetime) -> Query:
    """A filter with its days made dates; raises `BadInput` for one that asks for what this reviewer may not find."""
    check_length(len(chosen.terms))
    for term in chosen.terms:
        _check_term(term, known, reviewer)
    terms = tuple(dated(_named(term), day) for term in chosen.terms)
    policy = known.current
    return Query(
        terms,
        reviewer,
        day,
        hides_second(policy, reviewer),
        order=chosen.order,
        waits=tuple(_waits(policy, reviewer)),
        separate=policy.review.separate_import,
        now=now,
    )


def fields_of(chosen: Filter, policy: Policy) -> set[str]:
    """The fields that a filter asks for and of which the policy does not speak."""
    known = {one.casefold() for one in policy.fields}
    asked = (bare(term.word) for term in chosen.terms if has_prefix(term.word))
    return {field for field in asked if field.casefold() not in known}


def check_field(field: str, others: list[str] | None, policy: Policy) -> None:
    """Raises `BadInput` for a field that a filter asks for and no case has; `others` are those that cases have then."""
    if others is not None:
        known = list(dict.fromkeys([*others, *policy.fields]))
        raise BadInput(f'No case here has a field "{field}"{nearest(field, known)}.')


def _waits(policy: Policy, reviewer: str) -> Iterator[Standing]:
    """Where a case stands on which somebody of these roles may vote, or which they may settle."""
    if policy.has_role(reviewer, "reviewer"):
        yield from (Standing.OPEN, Standing.SECOND)
    if policy.has_role(reviewer, "adjudicator"):
        yield Standing.CONFLICT


def _check_term(term: Term, known: Policies, reviewer: str) -> None:
    policy, word = known.current, term.word
    if not whole(word + term.value):
        raise BadInput("The filter holds half of a character, which no text of a case does.")
    others = word == "assigned" and term.value not in ("me", "none", reviewer)
    if others and not policy.has_role(reviewer, "lead"):
        raise BadInput("Who else is asked to read a case is for leads to see: write assigned:me.")
    name = word.removeprefix(CLOCK)
    clocks = [ANY, *(clock.id for clock in policy.clock)]
    if word.startswith(CLOCK) and name not in clocks:
        raise BadInput(f'The policy has no clock "{name}"{nearest(name, clocks)}.')
    if word.startswith("field.") and policy.masks(word.removeprefix("field.")):
        raise BadInput(f"The policy masks {word.removeprefix('field.')}: it cannot be filtered on.")
    if word in ("outcome", "ground") and term.value not in (ids := ["none", *known.ids(word)]):
        raise BadInput(f'The policy has no {word} "{term.value}"{nearest(term.value, ids)}.')


def _named(term: Term) -> Term:
    """`reviewer:Ana` with the name in its one form."""
    named = term.word == "reviewer" and term.value not in ("me", "none")
    return replace(term, value=reviewer_id(term.value)) if named else term


def scene_of(dossier: Dossier, known: Policies, reviewer: str, day: date) -> Scene:
    """What the rules look at."""
    state = dossier.state
    policy, seq = known.of_round(state.policy), known.seq_of_round(state.policy)
    case, heard = dossier.revisions[-1], (state.invitation, dossier.revisions[-1], dossier.revision)
    before, stands = before_hearing(*heard), answer_stands(*heard)
    return Scene(state, case, policy, reviewer, day, dossier.importers, seq, known, before, stands)
