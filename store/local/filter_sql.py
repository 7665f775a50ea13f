"""From a filter to SQL over the index, and to a test of where a case stands."""

from collections.abc import Callable
from datetime import date, timedelta

from store.errors import BadInput
from store.filters import Filter, Term
from store.standing import State

LIVE = ("standing", "voted")
"""Words that ask for what the journal knows; all others are answered by the index."""
_ORDER = " ORDER BY due IS NULL, due, number"


def to_sql(chosen: Filter, masked: frozenset[str], today: date) -> tuple[str, list[object]]:
    """The query for the case numbers and ids, in the order of the queue; raises `BadInput`."""
    tests, values = [], list[object]()
    for term in chosen.terms:
        if term.word in LIVE:
            continue
        test, more = _sql(term, masked, today)
        tests.append(f"NOT coalesce({test}, 0)" if term.negated else test)
        values += more
    where = f" WHERE {' AND '.join(tests)}" if tests else ""
    return f"SELECT number, id FROM cases{where}{_ORDER}", values  # noqa: S608 - made of the constants below


def live_test(chosen: Filter, reviewer: str) -> Callable[[State], bool] | None:
    """A test of a case's state, or None where the filter asks for none."""
    terms = [term for term in chosen.terms if term.word in LIVE]
    if not terms:
        return None
    return lambda state: all(_holds(term, state, reviewer) != term.negated for term in terms)


def _holds(term: Term, state: State, reviewer: str) -> bool:
    if term.word == "standing":
        return state.standing == term.value
    return state.vote_of(reviewer) is not None


def _sql(term: Term, masked: frozenset[str], today: date) -> tuple[str, list[object]]:
    match term.word:
        case "text":
            text = "number IN (SELECT number FROM texts WHERE instr(text, ?))"
            return text, [term.value.casefold()]
        case "id":
            return "id = ?", [term.value]
        case "flag":
            return "EXISTS (SELECT 1 FROM json_each(flags) WHERE lower(value) = lower(?))", [term.value]
        case "priority":
            return f"priority {term.comparison} ?", [_number(term)]
        case "due":
            return ("due IS NULL", []) if term.value == "none" else (f"due {term.comparison} ?", [_day(term, today)])
        case _:
            return _field(term, masked)


def _field(term: Term, masked: frozenset[str]) -> tuple[str, list[object]]:
    name = term.word.removeprefix("field.")
    if name in masked:
        raise BadInput(f"The policy masks {name}: it cannot be filtered on.")
    path = '$."' + name.replace('"', "") + '"'
    if term.comparison == "=":
        return "lower(CAST(json_extract(fields, ?) AS TEXT)) = lower(?)", [path, term.value]
    return f"CAST(json_extract(fields, ?) AS NUMERIC) {term.comparison} CAST(? AS NUMERIC)", [path, term.value]


def _number(term: Term) -> int:
    number = int(term.value)
    if not -(2**63) <= number < 2**63:
        raise BadInput(f'"priority:{term.value}" is larger than any priority.')
    return number


def _day(term: Term, today: date) -> str:
    number = term.value.removesuffix("d")
    try:
        day = today + timedelta(int(number)) if term.value.endswith("d") else date.fromisoformat(term.value)
    except (ValueError, OverflowError):
        raise BadInput(f'"due:{term.value}" is not a date: write 2023-12-01, <7d or none.') from None
    return day.isoformat()
