"""What a file of JSON holds: where its objects are, what stands at each path, and which lists of objects they have."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from store.importing.json_document import OUTLINED
from store.importing.paths import EACH, leaves, look, path_of, steps
from store.limits import PARTS
from store.proposing.column_profile import ColumnProfiles

_WRAPPED = re.compile("objects|items|results|data|records|rows|alerts|cases|entries|hits|value|values|issues|tasks")
"""What the list is called in which programs give what they were asked for."""
_AROUND = 3
"""Keys that may stand beside such a list, such as a count."""
_ANSWERS = re.compile(
    r"hits\.hits|response\.docs|d\.results|data\.children|_embedded\.\w+|(data|result|response|body|payload)\."
    r"(objects|items|results|records|rows|alerts|cases|entries|issues|tasks|list|nodes)|data(\.\w+){1,2}\.(nodes|edges)"
)
"""Where records are in what servers answer: Elasticsearch, Solr, OData, Reddit, HAL, and others; GraphQL."""

_FINDINGS = re.compile("results|vulnerabilities|findings|issues|alerts|attribute|advisories|violations")
"""What lists of findings are called within reports: SARIF, Trivy, MISP ..."""
_DEPTH = 5
_ENOUGH = 2
"""Objects by keys that may be cases: of one nothing can be said."""
_AS_RECORDS = 'Have it written with to_json(orient="records").'
_NAMED = 3
"""Lists of a document that are named."""


class ObjectProfile(NamedTuple):
    """What objects hold: `columns` by path, and for each list of objects in them what those hold."""

    columns: ColumnProfiles
    lists: dict[str, ColumnProfiles]

    @property
    def items(self) -> int:
        """How many objects there are in all of the lists."""
        return sum(one.rows for one in self.lists.values())


def object_profile(objects: Iterable[Any]) -> ObjectProfile:
    """What stands at each path of the objects; a list that holds anything but objects is one value.

    The objects of a list in such a list are its items too, where it is the only one there.

    What is no object has no columns; it is a row all the same, which import rejects.
    """
    columns = ColumnProfiles()
    lists: dict[str, ColumnProfiles] = {}
    mixed: set[str] = set()
    for one in objects:
        columns.begin_row()
        for keys, value in leaves(one) if isinstance(one, dict) else ():
            path = path_of(keys)
            columns.add(path, value)
            if isinstance(value, list) and value:
                _add_list(path, value, lists, mixed, _DEPTH)
    clear = {path: inner for path, inner in lists.items() if not any(_is_in(path, one) for one in mixed)}
    return ObjectProfile(columns, {path: inner for path, inner in clear.items() if _is_alone(path, lists)})


def records_of(document: Any) -> str | None:
    """The path of the list of objects in a document that is little else; None if the document is an object itself."""
    if not isinstance(document, dict):
        return None
    answers = [path for path in _lists_down(document, "", OUTLINED) if _ANSWERS.fullmatch(path)]
    if len(answers) == 1 and "id" not in document:
        return f"{answers[0]}[]"
    lists = [key for key, value in document.items() if isinstance(value, list) and value and _objects(value)]
    named = [key for key in lists if _WRAPPED.fullmatch(key.lower())]
    bare = len(document) <= _AROUND + 1 and "id" not in document
    if len(lists) != 1 or not (named or bare):
        return None
    return f"{path_of((lists[0],))}[]"


def _lists_down(value: dict[str, Any], above: str, depth: int) -> Iterator[str]:
    """The paths of all lists of objects that stand in objects within a document."""
    for key, one in value.items():
        path = f"{above}{path_of((key,))}"
        if isinstance(one, dict) and depth:
            yield from _lists_down(one, f"{path}.", depth - 1)
        elif isinstance(one, list) and one and _objects(one):
            yield path


def beside(document: dict[str, Any], records: str) -> tuple[str, ...]:
    """The paths in a document that are not on the way to its records."""
    found: list[str] = []
    within: list[Any] = [document]
    above = ""
    for step in steps(records):
        if step is EACH:
            within = [inner for one in within for inner in (one if isinstance(one, list) else [one])]
            above = f"{above}[]"
            continue
        objects = [one for one in within if isinstance(one, dict)]
        prefix = f"{above}." if above else ""
        found += [f"{prefix}{path_of((key,))}" for key in dict.fromkeys(chain(*objects)) if key != step]
        within, above = [one.get(step) for one in objects], f"{prefix}{path_of((step,))}"
    return tuple(found)


def records_below(one: Any, held: ObjectProfile) -> str | None:
    """The path in an object that holds more than a case may of the list whose objects hold no more: each is a case.

    The outermost such list, and of those the longest. None where the object can be a case itself, or there is no such
    list.
    """
    if held.items <= PARTS:
        return None
    for path in sorted(held.lists, key=lambda path: (path.count("[]"), -held.lists[path].rows)):
        objects = look(one, steps(f"{path}[]")) or ()
        if len(objects) > 1 and all(object_profile([each]).items <= PARTS for each in objects):
            return f"{path}[]"
    return None


def lists_within(document: Any) -> tuple[tuple[str, int], ...]:
    """The lists of objects in a document by path, with their lengths: those called findings, then the longest."""
    found: Counter[str] = Counter()
    _count_lists(document, "", found, _DEPTH)
    lists = [(path, count) for path, count in found.items() if count > 1]
    return tuple(sorted(lists, key=lambda one: (not _says_findings(one[0]), -one[1]))[:_NAMED])


def keyed_words(document: Any) -> str:
    """What is to be said of a document in which objects of one kind stand by keys; "" of any other."""
    if isinstance(document, dict) and {"columns", "data"} <= document.keys() <= {"columns", "index", "data"}:
        said = "Its keys seem to be the parts of a table, as pandas writes it"
        return f"{said}: all of it is one case. {_AS_RECORDS}"
    if not isinstance(document, dict) or len(document) < _ENOUGH or not all(map(_is_filled, document.values())):
        return ""
    keys = [set(one) for one in document.values()]
    shared = set.intersection(*keys)
    if len(shared) * 2 < max(map(len, keys)):
        return ""
    if all(one.isascii() and one.isdigit() for one in shared):
        said = "Its keys seem to be columns, and those below them rows, as pandas writes it"
        return f"{said}: all of it is one case. {_AS_RECORDS}"
    said = f"Its {len(document):,} keys may be the ids of cases: all of it is one case. To have each as one"
    return f"{said}, make a line of each, such as with: jq -c 'to_entries[] | {{key}} + .value'"


def _is_filled(value: Any) -> bool:
    return isinstance(value, dict) and bool(value)


def _says_findings(path: str) -> bool:
    return _FINDINGS.fullmatch(path.rpartition(".")[2].removesuffix("[]").lower()) is not None


def _count_lists(value: Any, above: str, found: Counter[str], depth: int) -> None:
    for key, one in value.items() if isinstance(value, dict) and depth else ():
        path = f"{above}.{path_of((key,))}" if above else path_of((key,))
        if isinstance(one, dict):
            _count_lists(one, path, found, depth - 1)
        elif isinstance(one, list) and one and _objects(one):
            found[f"{path}[]"] += len(one)
            for inner in one:
                _count_lists(inner, f"{path}[]", found, depth - 1)


def _objects(value: list[Any]) -> bool:
    return all(isinstance(one, dict) for one in value)


def _add_list(path: str, value: list[Any], lists: dict[str, ColumnProfiles], mixed: set[str], depth: int) -> None:
    """What the objects of a list hold, and those of lists in them."""
    if not all(isinstance(one, dict) and one for one in value):
        mixed.add(path)
        return
    columns = lists.setdefault(path, ColumnProfiles())
    for one in value:
        columns.begin_row()
        for keys, held in leaves(one):
            columns.add(path_of(keys), held)
            if isinstance(held, list) and held and depth:
                _add_list(f"{path}[].{path_of(keys)}", held, lists, mixed, depth - 1)


def _is_in(path: str, other: str) -> bool:
    return path == other or path.startswith(f"{other}[].")


def _is_alone(path: str, lists: Iterable[str]) -> bool:
    """Whether it is the one list in what it is in: of several, which belongs to which cannot be seen any more."""
    above, inner, _ = path.rpartition("[].")
    within = [one for one in lists if one.rpartition("[].")[0] == above]
    return not inner or (len(within) == 1 and _is_alone(above, lists))
