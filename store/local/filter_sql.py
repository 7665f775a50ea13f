"""From the terms of a filter to SQL over the projection. A caller's text is a parameter, never part of the SQL."""

from store.engine import Query
from store.errors import BadInput
from store.filters import ANY, CLOCK, ME, WORK, Term
from store.local.mine import again, done, for_me
from store.searchable import searchable

LIVE = ("standing", "assigned", "due", "decided", "done", *ME, *WORK)
"""Words that ask for what people did. Deadlines (`CLOCK`) follow from that and are live too; all other terms ask for
what imported cases say, which only an import changes.
"""
_PEOPLE = {"voted": "votes", "assigned": "assigned", "recused": "recused"}
"""The table of who did what, by number of case and name."""


def where(terms: tuple[Term, ...]) -> tuple[str, list[object]]:
    """A condition on a row of `cases` and its parameters, for terms that are not live. Raises `BadInput`."""
    tests, values = [], list[object]()
    for term in terms:
        test, more = _test(term)
        tests.append(f"NOT coalesce({test}, 0)" if term.negated else test)
        values += more
    return " AND ".join(tests), values


def is_live(term: Term) -> bool:
    """Whether a term asks for what people did, or for what follows from it; or for one case, which has its own key."""
    return term.word in LIVE or term.word.startswith(CLOCK) or (term.word == "id" and not term.value.endswith("*"))


def people(terms: tuple[Term, ...], query: Query, *, few: bool) -> tuple[str, list[object]]:
    """The condition of live terms other than `standing`, and its parameters.

    `few`: this reviewer's votes are soon put in order.
    """
    tests, values = [], list[object]()
    for term in terms:
        if term.word.startswith(CLOCK):
            test, more = _clock(term)
        elif term.word == "due":
            test, more = _due(term)
        elif term.word == "decided":
            test, more = _decided(term)
        elif term.word == "done":
            test, more = done(term, query.reviewer)
        elif term.word == "again":
            test, more = again(query.reviewer)
        elif term.word == "for":
            test, more = for_me(query)
        elif term.word == "id":
            test, more = _id(term.value)
        elif term.word in WORK:
            test, more = _work(term, query)
        else:
            test, more = _person(term, query.reviewer, few=few)
        tests.append(f"NOT {test}" if term.negated else test)
        values += more
    return " AND ".join(tests), values


def _person(term: Term, reviewer: str, *, few: bool) -> tuple[str, list[object]]:
    table = _PEOPLE[term.word]
    name = reviewer if term.value == "me" else term.value
    of_case = f"SELECT 1 FROM {table} WHERE {table}.number = cases.number"  # noqa: S608 - of the names above
    if term.value == "none":
        return f"NOT EXISTS ({of_case})", []
    if few and term.word == "voted" and not term.negated:
        return "number IN (SELECT number FROM votes WHERE name = ?)", [name]
    return f"EXISTS ({of_case} AND name = ?)", [name]


def _work(term: Term, query: Query) -> tuple[str, list[object]]:
    """What was decided and by whom, as far as that is shown: where it is not, as if nobody had done anything."""
    shown, values = _shown(query)
    if term.word == "reviewer":
        name = query.reviewer if term.value == "me" else term.value
        if query.opened is None:  # one's own work is known
            shown, values = f"({shown} OR name = ?)", [*values, query.reviewer]
        of_case, what, more = "SELECT 1 FROM deciding WHERE deciding.number = cases.number", "name = ?", [name]
    else:
        of_case = "SELECT 1 FROM decisions WHERE decisions.number = cases.number"
        what, more = "outcome = ?", [term.value]
        if term.word == "ground":
            what = "EXISTS (SELECT 1 FROM json_each(grounds) WHERE value = ?)"
    if term.value == "none":
        there = {"outcome": "outcome != ''", "ground": "grounds != '[]'", "reviewer": "1"}[term.word]
        return f"NOT EXISTS ({of_case} AND {there} AND {shown})", values
    return f"EXISTS ({of_case} AND {what} AND {shown})", [*more, *values]


def _shown(query: Query) -> tuple[str, list[object]]:
    """Whether others' work of the round is shown: see `store.engine.Query`."""
    if query.opened is None:
        shown = "EXISTS (SELECT 1 FROM seeing WHERE seeing.number = cases.number AND seeing.name = ?)"
        return shown, [query.reviewer]
    shown = "EXISTS (SELECT 1 FROM decisions AS made WHERE made.number = cases.number AND made.revealed < ?)"
    return shown, [query.opened]


def _decided(term: Term) -> tuple[str, list[object]]:
    made = "EXISTS (SELECT 1 FROM decisions WHERE decisions.number = cases.number"
    if term.value == "none":
        return f"NOT {made})", []
    return f"{made} AND decisions.day {term.comparison} ?)", [term.value]


def _id(value: str) -> tuple[str, list[object]]:
    """An id, or the beginning of some: the index of ids finds these as well."""
    beginning = value.removesuffix("*")
    if beginning == value:
        return "id = ?", [value]
    return "id BETWEEN ? AND ? AND substr(id, 1, ?) = ?", [
        *(beginning, f"{beginning}\U0010ffff", len(beginning), beginning)
    ]


def _clock(term: Term) -> tuple[str, list[object]]:
    name = term.word.removeprefix(CLOCK)
    which, values = ("", list[object]()) if name == ANY else (" AND clock = ?", [name])
    when, last = (f" AND clocks.due {term.comparison} ?", [term.value]) if term.value != "none" else ("", [])
    found = f"EXISTS (SELECT 1 FROM clocks WHERE clocks.number = cases.number{which}{when})"  # noqa: S608
    return f"NOT {found}" if term.value == "none" else found, [*values, *last]


def _test(term: Term) -> tuple[str, list[object]]:
    match term.word:
        case "text":
            text = "EXISTS (SELECT 1 FROM texts WHERE texts.number = cases.number AND instr(text, ?))"
            return text, [searchable(term.value)]
        case "id":
            return _id(term.value)
        case "flag":
            return "EXISTS (SELECT 1 FROM json_each(flags) WHERE fold(value) = fold(?))", [term.value]
        case "priority":
            return f"priority {term.comparison} ?", [_number(term)]
        case _:
            return _field(term)


def _due(term: Term) -> tuple[str, list[object]]:
    """By when a case is to be decided: what is decided is due no more."""
    if term.value == "none":
        return "due = '~'", []
    decided = "EXISTS (SELECT 1 FROM decisions WHERE decisions.number = cases.number)"
    return f"(due {term.comparison} ? AND due != '~' AND NOT {decided})", [term.value]


def _field(term: Term) -> tuple[str, list[object]]:
    name = term.word.removeprefix("field.").casefold()
    value = "(SELECT value FROM json_each(fields) WHERE fold(key) = ?)"
    if term.comparison == "=":
        return f"fold(CAST({value} AS TEXT)) = fold(?)", [name, term.value]
    return f"CAST({value} AS NUMERIC) {term.comparison} CAST(? AS NUMERIC)", [name, term.value]


def _number(term: Term) -> int:
    number = int(term.value)
    if not -(2**63) <= number < 2**63:
        raise BadInput(f'"priority:{term.value}" is larger than any priority.')
    return number
